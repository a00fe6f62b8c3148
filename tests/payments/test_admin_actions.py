"""The command for operators: open attempts, their history, and the three safe actions."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from storefront.payments import tasks
from storefront.payments.models import PaymentAttempt, State, TriggeredBy
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.transports import Unreachable
from tests.checkout.purchase import Payer, only_attempt, order_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def charged() -> PaymentAttempt:
    """A charged attempt whose order could not be requested, because Saleor was unreachable."""
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(Unreachable("CheckoutComplete")):
        shopper.pay("success")
    return only_attempt()


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("payment_attempts", *arguments, stdout=out)
    return out.getvalue()


def test_open_attempts_are_listed_with_their_age_and_without_personal_data(charged: PaymentAttempt) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        listed = said()
    history = said(str(charged.uuid))

    assert f"{charged.uuid}  charged" in listed
    assert "20 min" in listed
    assert "1 open." in listed
    assert "requested to charged  by browser" in history
    for secret in (charged.checkout_id, charged.transaction_id, charged.idempotency_key, "sam@example.com"):
        assert secret not in listed + history


def test_check_advances_the_attempt(charged: PaymentAttempt) -> None:
    said(str(charged.uuid), "--check")

    charged.refresh_from_db()
    assert charged.state == State.ORDERED
    assert charged.transitions.last().triggered_by == TriggeredBy.OPERATOR  # type: ignore[union-attr] # it has moved
    assert order_count() == 1


def test_refund_returns_the_money_once_and_makes_no_order(charged: PaymentAttempt) -> None:
    said(str(charged.uuid), "--refund")
    with pytest.raises(CommandError, match="has no money to give back"):
        said(str(charged.uuid), "--refund")

    charged.refresh_from_db()
    money = sandbox.Transaction.objects.get()
    assert charged.state == State.REFUNDED
    assert money.charged_amount == 0
    assert money.refunded_amount == charged.amount
    assert order_count() == 0


def test_a_closed_attempt_stays_closed_and_keeps_its_reason(charged: PaymentAttempt) -> None:
    with pytest.raises(CommandError, match="short code"):
        said(str(charged.uuid), "--close", "Sam rang, and I refunded it")
    told = said(str(charged.uuid), "--close", "refunded-by-hand")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        tasks.process_due_attempts()

    charged.refresh_from_db()
    assert "charged to closed-manually  by operator  refunded-by-hand" in told
    assert charged.state == State.CLOSED_MANUALLY
    assert order_count() == 0


def test_money_without_an_order_alerts_an_operator_once_an_hour(
    charged: PaymentAttempt, caplog: pytest.LogCaptureFixture
) -> None:
    local = Client(REMOTE_ADDR="127.0.0.1")
    for minutes in (10, 16, 17, 90):
        with api.override_transport(Unreachable()), time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            tasks.process_due_attempts()
            counted = local.get("/metrics").content.decode()
            assert ("gradual_charges_without_order 1.0" in counted) == (minutes > 15)

    pages = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert [page for page in pages if "has been charged for" in page] == pages
    assert len(pages) == 2
    assert "sam@example.com" not in caplog.text
    assert charged.checkout_id not in caplog.text


def test_the_database_holds_secrets_only_encrypted(charged: PaymentAttempt) -> None:
    (row,) = PaymentAttempt.objects.values()

    kept = " ".join(str(value) for value in row.values())
    assert charged.checkout_id not in kept
    assert charged.transaction_id not in kept
