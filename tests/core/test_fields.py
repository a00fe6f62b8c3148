"""EncryptedTextField: encrypted in the database, clear in Python, and tolerant of a lost key until it is read."""

from decimal import Decimal

import pytest
from django.db import connection
from pytest_django import Settings

from storefront.core.crypto import DecryptionError
from storefront.core.markets import default_market
from storefront.payments.attempts import begin_attempt
from storefront.payments.models import PaymentAttempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> PaymentAttempt:
    """A row with an encrypted checkout ID and an empty order ID."""
    return begin_attempt(
        "a-checkout",
        amount=Decimal(1),
        currency="GBP",
        gateway="",
        provider_data={},
        payer_secret="a secret",
        market=default_market(),
    )


def test_the_column_holds_ciphertext_and_the_attribute_the_clear_text(attempt: PaymentAttempt) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encrypted_checkout_id FROM payments_paymentattempt")
        (stored,) = cursor.fetchone()

    assert "a-checkout" not in stored
    assert PaymentAttempt.objects.get().checkout_id == "a-checkout"


def test_saving_a_loaded_row_keeps_its_ciphertext(attempt: PaymentAttempt) -> None:
    before = PaymentAttempt.objects.values_list("checkout_id", flat=True).get()

    PaymentAttempt.objects.get().save()

    assert PaymentAttempt.objects.values_list("checkout_id", flat=True).get() == before


def test_an_update_encrypts_and_empty_text_stays_empty(attempt: PaymentAttempt) -> None:
    assert PaymentAttempt.objects.filter(order_id="").exists()

    PaymentAttempt.objects.update(order_id="an-order")

    assert not PaymentAttempt.objects.filter(order_id="").exists()
    assert not PaymentAttempt.objects.filter(order_id="an-order").exists()
    assert PaymentAttempt.objects.get().order_id == "an-order"


def test_with_a_lost_key_only_reading_the_attribute_fails(attempt: PaymentAttempt, settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", []

    loaded = PaymentAttempt.objects.get()
    loaded.refresh_from_db()
    loaded.save()

    with pytest.raises(DecryptionError):
        _ = loaded.checkout_id
