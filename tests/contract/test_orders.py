"""Orders by number and notes on them, for the shop's app or staff only."""

from datetime import timedelta
from decimal import Decimal

import pytest

from storefront.saleor import checkouts, orders
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.client.errors import NotAllowed
from storefront.saleor.prices import gift_card_payments
from storefront.saleor.types import Checkout, Order
from tests.contract.helpers import mutation_errors
from tests.contract.merchant.base import Merchant


@pytest.fixture
def order(merchant: Merchant, payable: Checkout) -> Order:
    """A placed order."""
    checkouts.add_promo_code(payable.id, code=merchant.create_gift_card(balance=Decimal(500)))
    return checkouts.complete(payable.id)


@pytest.fixture
def order_reader(merchant: Merchant) -> Credentials:
    """A caller that may read any order."""
    return merchant.order_reader()


def test_an_order_is_found_by_its_number(order: Order, order_reader: Credentials) -> None:
    found = orders.by_number(int(order.number), app=order_reader)

    assert found == orders.get(order.id)
    assert found is not None
    assert found.total_refunded.amount == 0


def test_orders_of_a_time_are_read_page_by_page_with_what_was_bought(order: Order, order_reader: Credentials) -> None:
    start, end = order.created - timedelta(seconds=1), order.created + timedelta(seconds=1)

    found = orders.placed_between(start, end, app=order_reader, first=1)
    while order.id not in {each.id for each in found.nodes} and found.page_info.has_next_page:
        found = orders.placed_between(start, end, app=order_reader, first=1, after=found.page_info.end_cursor)

    (placed,) = (each for each in found.nodes if each.id == order.id)
    assert {line.variant.id for line in order.lines if line.variant} <= placed.identifiers
    assert placed.user_email == order.user_email
    assert placed.checkout_id
    assert not orders.placed_between(start, start, app=order_reader).nodes


@pytest.mark.parametrize("number", [0, -1, 2**31 - 1, 2**31, 10**30])
def test_an_unknown_number_finds_no_order(order_reader: Credentials, number: int) -> None:
    assert orders.by_number(number, app=order_reader) is None


def test_only_staff_or_the_app_read_what_each_gift_card_paid(
    merchant: Merchant, payable: Checkout, order_reader: Credentials
) -> None:
    due = payable.total_price.gross.amount
    for balance in (Decimal(5), Decimal(500)):
        payable = checkouts.add_promo_code(payable.id, code=merchant.create_gift_card(balance=balance))
    order = checkouts.complete(payable.id)

    paid = gift_card_payments.amounts_of(order.id, app=order_reader)

    assert sum(paid.values()) == due
    # Saleor uses the cards in an order of its own, and lists those that it used.
    balances = {card.id: card.current_balance.amount for card in payable.gift_cards}
    assert all(0 < amount <= balances[card_id] for card_id, amount in paid.items())
    with pytest.raises(NotAllowed):
        gift_card_payments.amounts_of(order.id, app=ANONYMOUS)


def test_shoppers_cannot_find_orders_by_number(order: Order, customer: Credentials) -> None:
    for caller in (ANONYMOUS, customer):
        with pytest.raises(NotAllowed):
            orders.by_number(int(order.number), app=caller)


def test_only_staff_or_the_app_add_notes(order: Order, order_reader: Credentials) -> None:
    orders.add_note(order.id, message="A note", app=order_reader)

    with pytest.raises(NotAllowed):
        orders.add_note(order.id, message="A note", app=ANONYMOUS)


def test_an_empty_note_is_refused(order: Order, order_reader: Credentials) -> None:
    assert mutation_errors(lambda: orders.add_note(order.id, message=" ", app=order_reader)) == [
        ("message", "REQUIRED")
    ]
