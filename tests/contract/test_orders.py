"""Orders by their number, and notes on them: for the shop's own app, and for nobody else."""

from decimal import Decimal

import pytest

from storefront.saleor import checkouts, orders
from storefront.saleor.api import ANONYMOUS, Credentials
from storefront.saleor.errors import NotAllowed
from storefront.saleor.types import Checkout, Order
from tests.contract.asking import refused
from tests.contract.merchant.base import Merchant


@pytest.fixture
def order(merchant: Merchant, payable: Checkout) -> Order:
    """A placed order."""
    checkouts.add_promo_code(payable.id, code=merchant.gift_card(balance=Decimal(500)))
    return checkouts.complete(payable.id)


@pytest.fixture
def counter(merchant: Merchant) -> Credentials:
    """Somebody behind the counter."""
    return merchant.at_the_counter()


def test_an_order_is_found_by_its_number(order: Order, counter: Credentials) -> None:
    found = orders.numbered(int(order.number), app=counter)

    assert found == orders.get(order.id)
    assert found is not None
    assert found.total_refunded.amount == 0


@pytest.mark.parametrize("number", [0, -1, 2**31 - 1, 2**31, 10**30])
def test_a_number_that_no_order_has_finds_none(counter: Credentials, number: int) -> None:
    assert orders.numbered(number, app=counter) is None


def test_shoppers_find_no_order_by_its_number(order: Order, customer: Credentials) -> None:
    for caller in (ANONYMOUS, customer):
        with pytest.raises(NotAllowed):
            orders.numbered(int(order.number), app=caller)


def test_a_note_is_written_by_the_counter_alone(order: Order, counter: Credentials) -> None:
    orders.add_note(order.id, message="A note", app=counter)

    with pytest.raises(NotAllowed):
        orders.add_note(order.id, message="A note", app=ANONYMOUS)


def test_a_note_wants_words(order: Order, counter: Credentials) -> None:
    assert refused(lambda: orders.add_note(order.id, message=" ", app=counter)) == [("message", "REQUIRED")]
