"""At three in the morning: what is open, why, and the three things that may safely be done."""

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
from storefront.saleor import api
from storefront.sandbox import models as sandbox
from tests.cart.transports import Unreachable
from tests.checkout.purchase import Payer, only_attempt, order_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def charged() -> PaymentAttempt:
    """Somebody has paid, and Saleor has not answered when it was asked for the order."""
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(Unreachable("CheckoutComplete")):
        shopper.pay("success")
    return only_attempt()


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("payment_attempts", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_open_is_listed_with_its_age_and_without_anything_personal(charged: PaymentAttempt) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        listed = said()
    history = said(str(charged.uuid))

    assert f"{charged.uuid}  charged" in listed
    assert "20 min" in listed
    assert "1 open." in listed
    assert "requested to charged  by browser" in history
    for secret in (charged.checkout_id, charged.transaction_id, charged.idempotency_key, "sam@example.com"):
        assert secret not in listed + history


def test_looking_takes_it_on(charged: PaymentAttempt) -> None:
    said(str(charged.uuid), "--check")

    charged.refresh_from_db()
    assert charged.state == State.ORDERED
    assert charged.transitions.last().triggered_by == TriggeredBy.OPERATOR  # type: ignore[union-attr] # it has moved
    assert order_count() == 1


def test_releasing_gives_the_money_back_once_and_makes_no_order(charged: PaymentAttempt) -> None:
    said(str(charged.uuid), "--refund")
    with pytest.raises(CommandError, match="has no money to give back"):
        said(str(charged.uuid), "--refund")

    charged.refresh_from_db()
    money = sandbox.Transaction.objects.get()
    assert charged.state == State.REFUNDED
    assert money.charged_amount == 0
    assert money.refunded_amount == charged.amount
    assert order_count() == 0


def test_what_was_seen_to_by_hand_is_left_alone_and_says_why(charged: PaymentAttempt) -> None:
    with pytest.raises(CommandError, match="short code"):
        said(str(charged.uuid), "--close", "Sam rang, and I refunded it")
    told = said(str(charged.uuid), "--close", "refunded-by-hand")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        tasks.process_due_attempts()

    charged.refresh_from_db()
    assert "charged to closed-manually  by operator  refunded-by-hand" in told
    assert charged.state == State.CLOSED_MANUALLY
    assert order_count() == 0


def test_money_that_makes_no_order_pages_an_operator_once_an_hour(
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


def test_secrets_do_not_stand_in_the_database_in_clear(charged: PaymentAttempt) -> None:
    (row,) = PaymentAttempt.objects.values()

    kept = " ".join(str(value) for value in row.values())
    assert charged.checkout_id not in kept
    assert charged.transaction_id not in kept
