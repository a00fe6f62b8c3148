"""Vouchers and gift cards."""

from decimal import Decimal

import pytest

from storefront.saleor import checkouts, errors
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.types import Checkout
from storefront.sandbox import merchant
from storefront.sandbox.pricing import spread
from tests.sandbox.conftest import made_payable


def refusal(code: str, cart: Checkout) -> str:
    with pytest.raises(errors.MutationError) as refused:
        checkouts.add_promo_code(cart.id, code=code)
    return refused.value.problems[0].code


def test_the_demo_voucher_takes_ten_per_cent_off(cart: Checkout) -> None:
    reduced = checkouts.add_promo_code(cart.id, code="GRADUAL10")

    assert reduced.discount
    assert (reduced.discount.amount, reduced.total_price.gross.amount) == (Decimal("1.5"), Decimal("13.5"))
    assert reduced.lines[0].unit_price.gross.amount == Decimal("6.75")
    assert reduced.lines[0].undiscounted_unit_price.amount == Decimal("7.5")


def test_an_amount_off_is_never_more_than_there_is_to_pay(cart: Checkout) -> None:
    merchant.create_voucher("MUCH", amount=Decimal(100))

    assert checkouts.add_promo_code(cart.id, code="MUCH").total_price.gross.amount == 0


def test_shares_of_a_discount_add_up_to_the_cent() -> None:
    totals = [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]

    shares = spread(Decimal("1.00"), totals)

    assert sum(shares) == Decimal("1.00")
    assert shares == [Decimal("0.33"), Decimal("0.33"), Decimal("0.34")]


def test_a_voucher_wants_its_minimum_and_is_dropped_below_it(cart: Checkout) -> None:
    merchant.create_voucher("FROM12", percent=Decimal(10), min_spent=Decimal(12))
    checkouts.add_promo_code(cart.id, code="FROM12")

    fewer = checkouts.set_lines(cart.id, lines=[LineQuantity(variant_id=cart.lines[0].variant.id, quantity=1)])

    assert fewer.voucher_code is None
    assert refusal("FROM12", fewer) == "VOUCHER_NOT_APPLICABLE"


def test_a_voucher_of_another_channel_is_none(cart: Checkout) -> None:
    merchant.create_voucher("AMERICAN", percent=Decimal(10), channels=("us",))

    assert refusal("AMERICAN", cart) == "INVALID"


def test_an_ended_voucher_is_none(cart: Checkout) -> None:
    merchant.end_voucher("GRADUAL10")

    assert refusal("GRADUAL10", cart) == "INVALID"


def test_a_voucher_is_used_up_by_orders(cart: Checkout, home: AddressInput) -> None:
    merchant.create_voucher("ONCE", percent=Decimal(100), usage_limit=1)
    merchant.create_gift_card("POSTAGE", Decimal(10), "GBP")
    other = checkouts.create("uk", lines=[LineQuantity(variant_id=cart.lines[0].variant.id, quantity=1)])
    for checkout in (cart, other):
        made_payable(checkout.id, home)
        checkouts.add_promo_code(checkout.id, code="POSTAGE")
        checkouts.add_promo_code(checkout.id, code="ONCE")

    checkouts.complete(cart.id)

    with pytest.raises(errors.MutationError) as refused:
        checkouts.complete(other.id)
    assert refused.value.codes == {"VOUCHER_NOT_APPLICABLE"}


def test_a_gift_card_pays_what_it_holds(cart: Checkout) -> None:
    part = checkouts.add_promo_code(cart.id, code="GRADUAL-GIFT-25")

    assert part.subtotal_price.gross.amount == Decimal("15.0")
    assert (part.total_price.gross.amount, part.total_balance.amount) == (Decimal(0), Decimal(0))
    assert (part.charge_status, part.gift_cards[0].last4_code_chars) == ("FULL", "T-25")


def test_a_gift_card_of_another_currency_is_none(cart: Checkout) -> None:
    merchant.create_gift_card("DOLLARS", Decimal(50), "USD")

    assert refusal("DOLLARS", cart) == "INVALID"


def test_an_order_spends_the_gift_card(payable: Checkout) -> None:
    checkouts.add_promo_code(payable.id, code="GRADUAL-GIFT-25")

    order = checkouts.complete(payable.id)

    again = checkouts.create("uk", lines=[LineQuantity(variant_id=payable.lines[0].variant.id, quantity=1)])
    left = checkouts.add_promo_code(again.id, code="GRADUAL-GIFT-25").gift_cards[0].current_balance.amount
    assert (order.total.gross.amount, order.charge_status) == (Decimal(0), "FULL")
    assert left == Decimal("25.0") - Decimal("17.9")
