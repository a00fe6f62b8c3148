"""Prices over time, vouchers and gift cards: what the contract suite cannot ask of a real Saleor."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from storefront.saleor import checkouts, orders
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.client import errors
from storefront.saleor.types import Checkout
from storefront.sandbox.models import ShippingMethod
from storefront.sandbox.money import with_tax
from storefront.sandbox.prices import spread
from tests.sandbox import merchant
from tests.sandbox.conftest import GEL, make_payable, pay


def refusal(code: str, cart: Checkout) -> set[str]:
    with pytest.raises(errors.MutationError) as refused:
        checkouts.add_promo_code(cart.id, code=code)
    return set(refused.value.codes)


def problems(checkout_id: str) -> list[str]:
    found = checkouts.get(checkout_id)
    assert found
    return [problem.typename for problem in found.problems or ()]


def test_an_open_cart_keeps_its_price_for_an_hour(cart: Checkout) -> None:
    merchant.set_price(GEL, "uk", Decimal("9.00"))

    now = checkouts.get(cart.id)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        later = checkouts.get(cart.id)

    assert now
    assert later
    assert now.subtotal_price.gross.amount == Decimal("15.0")
    assert later.subtotal_price.gross.amount == Decimal("18.0")


def test_changing_the_cart_takes_the_new_price(cart: Checkout) -> None:
    merchant.set_price(GEL, "uk", Decimal("9.00"))

    changed = checkouts.set_lines(cart.id, lines=[LineQuantity(variant_id=cart.lines[0].variant.id, quantity=1)])

    assert changed.subtotal_price.gross.amount == Decimal("9.0")


def test_an_order_keeps_its_prices_and_names(payable: Checkout) -> None:
    order = checkouts.complete(pay(checkouts.add_promo_code(payable.id, code="GRADUAL10")).id)

    merchant.set_price(GEL, "uk", Decimal("99.00"))
    merchant.rename("everyday-water-based-gel-100-ml", "Renamed")

    assert orders.get(order.id) == order
    assert [discount.total.amount for discount in order.discounts] == [Decimal("1.5")]
    assert order.lines[0].product_name == "Everyday Water-Based Gel 100 ml"


def test_a_discount_is_spread_to_the_cent() -> None:
    shares = spread(Decimal("1.00"), [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")])

    assert shares == [Decimal("0.33"), Decimal("0.33"), Decimal("0.34")]


def test_a_voucher_takes_off_no_more_than_there_is_to_pay(cart: Checkout) -> None:
    merchant.create_voucher("MUCH", amount=Decimal(100))

    assert checkouts.add_promo_code(cart.id, code="MUCH").total_price.gross.amount == 0


def test_a_voucher_is_dropped_below_its_minimum(cart: Checkout) -> None:
    merchant.create_voucher("FROM12", percent=Decimal(10), min_spent=Decimal(12))
    checkouts.add_promo_code(cart.id, code="FROM12")

    fewer = checkouts.set_lines(cart.id, lines=[LineQuantity(variant_id=cart.lines[0].variant.id, quantity=1)])

    assert fewer.voucher_code is None
    assert refusal("FROM12", fewer) == {"VOUCHER_NOT_APPLICABLE"}


def test_codes_of_another_channel_or_currency_and_ended_ones_are_invalid(cart: Checkout) -> None:
    merchant.create_voucher("AMERICAN", percent=Decimal(10), channels=("us",))
    merchant.create_gift_card("DOLLARS", Decimal(50), "USD")
    merchant.end_voucher("GRADUAL10")

    assert refusal("AMERICAN", cart) == refusal("DOLLARS", cart) == refusal("GRADUAL10", cart) == {"INVALID"}


def test_a_voucher_is_used_up_by_orders(cart: Checkout) -> None:
    merchant.create_voucher("ONCE", percent=Decimal(100), usage_limit=1)
    merchant.create_gift_card("POSTAGE", Decimal(10), "GBP")
    other = checkouts.create("uk", lines=[LineQuantity(variant_id=cart.lines[0].variant.id, quantity=1)])
    for checkout in (cart, other):
        make_payable(checkout.id)
        checkouts.add_promo_code(checkout.id, code="POSTAGE")
        checkouts.add_promo_code(checkout.id, code="ONCE")

    checkouts.complete(cart.id)

    with pytest.raises(errors.MutationError) as refused:
        checkouts.complete(other.id)
    assert refused.value.codes == {"VOUCHER_NOT_APPLICABLE"}


def test_a_delivery_with_a_new_price_is_offered_next_to_the_chosen_one(payable: Checkout) -> None:
    ShippingMethod.objects.filter(slug="uk-tracked").update(price="3.90")
    checkouts.set_lines(payable.id, lines=[LineQuantity(variant_id=payable.lines[0].variant.id, quantity=3)])

    offers = checkouts.delivery_options(payable.id)

    assert payable.delivery
    assert payable.delivery.id not in {offer.id for offer in offers}
    assert problems(payable.id) == ["CheckoutProblemDeliveryMethodInvalid"]


def test_a_stale_delivery_takes_the_new_price_when_the_order_is_placed(payable: Checkout) -> None:
    ShippingMethod.objects.filter(slug="uk-tracked").update(price="3.90")
    checkouts.set_lines(payable.id, lines=[LineQuantity(variant_id=payable.lines[0].variant.id, quantity=1)])
    checkouts.add_promo_code(payable.id, code="GRADUAL-GIFT-25")

    order = checkouts.complete(payable.id)

    assert order.shipping_price.gross.amount == Decimal("3.9")


@pytest.mark.parametrize(
    ("gross", "rate", "paid_by_card", "net"),
    [("11.90", 19, "0", "10.00"), ("11.90", 19, "5.95", "5.00"), ("11.90", 19, "20", "0"), ("9.50", 0, "0", "9.50")],
)
def test_net_is_rounded_to_the_cent_and_falls_with_a_gift_card(
    gross: str, rate: int, paid_by_card: str, net: str
) -> None:
    amount = with_tax(Decimal(gross), rate=Decimal(rate), currency="EUR").less(Decimal(paid_by_card))

    assert amount.net == Decimal(net)
    assert amount.gross == amount.net + amount.tax
