"""Orders: paid, of what is there, and as agreed."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from storefront.saleor import checkouts, errors, orders
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.types import Checkout
from storefront.sandbox import merchant
from tests.sandbox.conftest import GEL, made_payable, paid


def test_stock_goes_down_when_an_order_is_placed(payable: Checkout, till: str) -> None:
    paid(payable, till)
    before = merchant.stock(GEL)

    checkouts.complete(payable.id)
    checkouts.complete(payable.id)

    assert merchant.stock(GEL) == before - 2


def test_what_is_refused_takes_nothing(payable: Checkout, till: str) -> None:
    paid(payable, till)
    merchant.set_stock(GEL, 1)

    with pytest.raises(errors.MutationError) as refused:
        checkouts.complete(payable.id)

    (problem,) = refused.value.problems
    assert (problem.code, problem.variants) == ("INSUFFICIENT_STOCK", (payable.lines[0].variant.id,))
    assert merchant.stock(GEL) == 1
    assert checkouts.get(payable.id)


def test_an_order_keeps_what_was_agreed(payable: Checkout, till: str) -> None:
    checkouts.add_promo_code(payable.id, code="GRADUAL10")
    now = checkouts.get(payable.id)
    assert now
    paid(now, till)
    order = checkouts.complete(now.id)

    merchant.set_price(GEL, "uk", Decimal("99.00"))
    merchant.rename("everyday-water-based-gel-100-ml", "Renamed")

    assert orders.get(order.id) == order
    assert order.total == now.total_price
    assert [discount.total.amount for discount in order.discounts] == [Decimal("1.5")]
    assert order.lines[0].product_name == "Everyday Water-Based Gel 100 ml"


def test_orders_are_numbered_one_after_another(
    payable: Checkout, till: str, home: AddressInput, variant_id: Callable[..., str]
) -> None:
    other = checkouts.create("uk", lines=[LineQuantity(variant_id=variant_id(GEL), quantity=1)])
    first = checkouts.complete(paid(payable, till).id)

    second = checkouts.complete(paid(made_payable(other.id, home), till).id)

    assert int(second.number) == int(first.number) + 1


def test_a_sent_order_shows_its_parcel(payable: Checkout, till: str) -> None:
    order = checkouts.complete(paid(payable, till).id)

    merchant.send_order(order.number, tracking_number="TRACK-1")

    sent = orders.get(order.id)
    assert sent
    assert (sent.status, sent.status_display) == ("FULFILLED", "Fulfilled")
    assert [parcel.tracking_number for parcel in sent.fulfillments] == ["TRACK-1"]
    assert sent.lines[0].quantity_fulfilled == 2
