"""Carts: stock, limits, and prices that hold for a while."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from storefront.saleor import checkouts, errors
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.types import Checkout
from storefront.sandbox import merchant
from tests.sandbox.conftest import GEL, LAST_FEW, SOLD_OUT

SLUG = "everyday-water-based-gel-100-ml"


@pytest.mark.parametrize(("sku", "left"), [(LAST_FEW, 3), (SOLD_OUT, 0)])
def test_a_refusal_for_stock_says_how_many_are_left(
    cart: Checkout, variant_id: Callable[..., str], sku: str, left: int
) -> None:
    with pytest.raises(errors.MutationError) as refused:
        checkouts.set_lines(cart.id, lines=[LineQuantity(variant_id=variant_id(sku), quantity=4)])

    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("quantity", "INSUFFICIENT_STOCK")
    assert f"Only {left} remaining in stock." in problem.message


def test_a_product_that_is_not_sold_in_the_channel_cannot_be_added(
    cart: Checkout, variant_id: Callable[..., str]
) -> None:
    merchant.unpublish(SLUG, "uk")
    other = checkouts.create("uk", lines=[])

    with pytest.raises(errors.MutationError) as refused:
        checkouts.set_lines(other.id, lines=[LineQuantity(variant_id=cart.lines[0].variant.id, quantity=1)])

    (problem,) = refused.value.problems
    assert (problem.code, problem.variants) == ("PRODUCT_NOT_PUBLISHED", (cart.lines[0].variant.id,))


def test_an_open_cart_keeps_its_price_for_an_hour(cart: Checkout) -> None:
    merchant.set_price(GEL, "uk", Decimal("9.00"))

    now = checkouts.get(cart.id)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        later = checkouts.get(cart.id)

    assert now
    assert later
    assert now.subtotal_price.gross.amount == Decimal("15.0")
    assert later.subtotal_price.gross.amount == Decimal("18.0")


def test_a_change_of_the_cart_takes_the_new_price(cart: Checkout) -> None:
    merchant.set_price(GEL, "uk", Decimal("9.00"))

    changed = checkouts.set_lines(cart.id, lines=[LineQuantity(variant_id=cart.lines[0].variant.id, quantity=1)])

    assert changed.subtotal_price.gross.amount == Decimal("9.0")


def test_a_line_in_trouble_says_so(cart: Checkout) -> None:
    merchant.set_stock(GEL, 1)
    short = checkouts.get(cart.id)
    merchant.unpublish(SLUG, "uk")
    gone = checkouts.get(cart.id)

    assert short
    assert gone
    assert [problem.available_quantity for problem in short.lines[0].problems or ()] == [1]
    assert [problem.not_available for problem in gone.lines[0].problems or ()] == [True]
    assert [problem.typename for problem in gone.problems or ()] == ["CheckoutLineProblemVariantNotAvailable"]
