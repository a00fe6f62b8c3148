"""Events about paid checkouts: the order is made although the browser is closed."""

import json

import msgspec
import pytest

from storefront.payments import webhooks
from storefront.payments.models import State
from storefront.saleor.client import api
from tests.cart.transports import LosingRequests
from tests.checkout.purchase import Payer, only_attempt, order_count

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]


def told(checkout_id: str) -> bytes:
    return json.dumps({"__typename": "CheckoutFullyPaid", "checkout": {"id": checkout_id}}).encode()


def test_a_paid_checkout_becomes_one_order_however_often_the_event_comes() -> None:
    # given
    shopper = Payer()
    shopper.reach_payment()
    with api.override_transport(LosingRequests(CheckoutComplete=9)):
        shopper.pay("success")
    assert only_attempt().state == State.CHARGED
    # when
    for _ in range(2):
        webhooks.handle_transaction_event("checkout_fully_paid", told(only_attempt().checkout_id))
    # then
    assert only_attempt().state == State.ORDERED
    assert order_count() == 1


def test_an_event_about_an_unknown_checkout_is_ignored() -> None:
    webhooks.handle_transaction_event("checkout_fully_paid", told("Q2hlY2tvdXQ6bm9ib2R5"))

    assert order_count() == 0


def test_an_unreadable_body_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        webhooks.handle_transaction_event("checkout_fully_paid", b'{"checkout": 3}')
