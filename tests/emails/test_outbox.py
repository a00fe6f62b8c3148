"""Storing emails: once per event, encrypted, held until their event happens, and found by their recipient."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from storefront.core import crypto
from storefront.emails import dedupe, outbox, sending, tasks
from storefront.emails.data_export import pending_emails_of
from storefront.emails.models import Email, EmailPayload
from storefront.emails.webhooks import CONFIRM_ACCOUNT, EMAIL_CHANGED, TRACKING_NUMBER
from tests.checkout.purchase import Payer

pytestmark = pytest.mark.django_db
SAM = EmailPayload(to="Sam@example.com", link="https://shop.example/?token=secret")


def stored(payload: EmailPayload = SAM, *, dedupe_key: str = "1") -> Email:
    """A stored email."""
    email = outbox.enqueue(CONFIRM_ACCOUNT, payload, language="en-gb", dedupe_key=dedupe_key)
    assert email is not None
    return email


@pytest.mark.database
def test_an_event_that_arrives_twice_is_one_email() -> None:
    first = stored(dedupe_key="the same")

    assert outbox.enqueue(CONFIRM_ACCOUNT, SAM, language="en-gb", dedupe_key="the same") is None
    assert Email.objects.filter(dedupe_hash=first.dedupe_hash).count() == 1


def test_a_kind_that_does_not_exist_is_not_stored() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        outbox.enqueue("nonsense", SAM, language="en-gb", dedupe_key="1")  # type: ignore[arg-type]


def test_nothing_personal_can_be_read_in_the_database_and_nothing_is_left_once_it_is_sent() -> None:
    email = stored(EmailPayload(to="sam@example.com", link="https://shop.example/?token=secret"))
    assert "sam" not in email.encrypted_payload
    assert "secret" not in email.encrypted_payload
    assert "sam" not in email.recipient_hash

    sending.send(email.pk)

    email.refresh_from_db()
    assert email.state == Email.State.SENT
    assert (email.encrypted_payload, email.recipient_hash, email.order_hash) == ("", "", "")


def test_a_held_email_is_sent_only_when_it_is_released(commits: None) -> None:
    outbox.enqueue_held(EMAIL_CHANGED, SAM, language="en-gb", dedupe_key="1")
    tasks.send_due_emails()
    assert mail.outbox == []

    outbox.release_held(EMAIL_CHANGED, dedupe_key="another")
    outbox.release_held(EMAIL_CHANGED, dedupe_key="1")
    outbox.release_held(EMAIL_CHANGED, dedupe_key="1")

    assert len(mail.outbox) == 1


def test_a_held_email_that_is_not_released_in_time_is_deleted() -> None:
    outbox.enqueue_held(EMAIL_CHANGED, SAM, language="en-gb", dedupe_key="1", hold_for=timedelta(days=2))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        tasks.send_due_emails()
    assert Email.objects.exists()

    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        tasks.send_due_emails()

    assert not Email.objects.exists()


def test_an_email_marked_as_sent_is_never_sent(commits: None) -> None:
    dedupe.mark_sent(TRACKING_NUMBER, dedupe_key="1")

    assert outbox.enqueue(TRACKING_NUMBER, SAM, language="en-gb", dedupe_key="1") is None
    assert tasks.send_due_emails() == 0
    assert dedupe.is_known(TRACKING_NUMBER, dedupe_key="1")


def test_a_payment_refused_later_leads_back_to_the_cart_of_its_market() -> None:
    shopper = Payer()
    shopper.reach_payment()
    assert outbox.enqueue_payment_refused(shopper.checkout_id, language="en-us", dedupe_key="attempt")
    assert outbox.enqueue_payment_refused(shopper.checkout_id, language="en-us", dedupe_key="attempt") is None

    tasks.send_due_emails()

    (message,) = mail.outbox
    assert message.to == ["sam@example.com"]
    assert "/en-us/cart/" in str(message.body)


def test_the_data_export_holds_a_customers_pending_emails_and_decrypts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    stored(dedupe_key="to them")
    stored(EmailPayload(order_id="T3JkZXI6MQ=="), dedupe_key="about their order")
    stored(EmailPayload(to="kim@example.com"), dedupe_key="to somebody else")
    stored(EmailPayload(order_id="T3JkZXI6Mg=="), dedupe_key="about the order of somebody else")
    outbox.enqueue_held(EMAIL_CHANGED, SAM, language="en-gb", dedupe_key="held")
    sending.send(stored(dedupe_key="sent").pk)
    monkeypatch.setattr(crypto, "decrypt", lambda _: pytest.fail("an email was decrypted"))
    # when
    found = pending_emails_of(email="sam@EXAMPLE.com", order_ids=["T3JkZXI6MQ=="])
    # then
    assert [(email.kind, email.state) for email in found] == [
        ("confirm-account", "waiting"),
        ("confirm-account", "waiting"),
        ("email-changed", "held"),
    ]


def test_the_data_export_finds_emails_that_were_stored_before_the_secret_key_changed(settings: Settings) -> None:
    stored()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key"

    assert len(pending_emails_of(email="sam@example.com", order_ids=[])) == 1
