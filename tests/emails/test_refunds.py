"""Emails about refunds: each sum once, and only when Saleor states it."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from storefront.emails import tasks
from storefront.emails.models import Email
from storefront.saleor.types import Order
from tests.emails.test_webhooks import order_event
from tests.sandbox import merchant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]


@pytest.fixture
def number(order: Order) -> str:
    """The number of a paid order."""
    mail.outbox.clear()
    return order.number


def refund(number: str, amount: str) -> None:
    merchant.set_payment(number, charged=Decimal(20) - Decimal(amount), refunded=Decimal(amount))


def send_due_after(minutes: int) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        tasks.send_due_emails()


def sums() -> list[str]:
    """The sums that were mailed."""
    return [part.split()[0] for message in mail.outbox for part in [str(message.body).partition("£")[2]]]


def test_a_refund_whose_amount_comes_after_its_event_is_mailed_once(order: Order, number: str) -> None:
    order_event("OrderRefunded", order.id, refunded=0)
    send_due_after(1)
    assert mail.outbox == []

    refund(number, "5.00")
    send_due_after(3)
    order_event("OrderRefunded", order.id, refunded=5)

    assert sums() == ["5.00"]


def test_a_second_refund_whose_event_states_the_first_sum_is_mailed(order: Order, number: str) -> None:
    refund(number, "5.00")
    order_event("OrderRefunded", order.id, refunded=5)

    order_event("OrderRefunded", order.id, refunded=5)
    refund(number, "12.00")
    send_due_after(2)
    order_event("OrderFullyRefunded", order.id, refunded=12)

    assert sums() == ["5.00", "12.00"]


def test_an_event_that_comes_twice_leaves_nothing_behind(order: Order, number: str) -> None:
    refund(number, "5.00")
    for _ in range(3):
        order_event("OrderRefunded", order.id, refunded=5)

    send_due_after(20)

    assert sums() == ["5.00"]
    assert not Email.objects.filter(kind="order-refunded", state=Email.State.WAITING).exists()
    refund(number, "6.00")
    order_event("OrderRefunded", order.id, refunded=5)
    send_due_after(2)
    assert sums() == ["5.00", "6.00"]
