"""An order of the demo shop."""

import pytest

from storefront.payments.models import PaymentAttempt
from storefront.saleor import orders
from storefront.saleor.types import Order
from tests.checkout.purchase import Payer


def buy_order() -> Order:
    """Return an order that a shopper has paid for, before any on_commit callback."""
    shopper = Payer()
    shopper.reach_payment()
    shopper.pay("success")
    found = orders.get(PaymentAttempt.objects.get().order_id)
    assert found is not None
    return found


@pytest.fixture
def order(db: None) -> Order:
    """An order that a shopper has paid for."""
    return buy_order()
