"""Completing a checkout: what must be present, in which order, and only once."""

from decimal import Decimal

import pytest

from storefront.saleor import checkouts, orders
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client.errors import BadRequest, MutationError
from storefront.saleor.types import Checkout
from tests.contract.helpers import listed_product, mutation_errors, one_line, unknown_id
from tests.contract.merchant.base import Merchant, ThrowawayProduct


@pytest.fixture
def covered(merchant: Merchant, payable: Checkout) -> Checkout:
    """A checkout that a gift card pays for entirely."""
    return checkouts.add_promo_code(payable.id, code=merchant.create_gift_card(balance=Decimal(500)))


def test_completing_names_what_is_missing_step_by_step(
    storefront_channel: str, goods: ThrowawayProduct, home: AddressInput
) -> None:
    cart = checkouts.create(storefront_channel, lines=one_line(goods.variant_id, 1))
    assert mutation_errors(lambda: checkouts.complete(cart.id)) == [(None, "EMAIL_NOT_SET")]

    checkouts.set_email(cart.id, email="robin@example.com")
    checkouts.set_shipping_address(cart.id, address=home)
    assert mutation_errors(lambda: checkouts.complete(cart.id)) == [("shippingMethod", "SHIPPING_METHOD_NOT_SET")]

    first, *_ = checkouts.delivery_options(cart.id)
    checkouts.set_delivery(cart.id, delivery_id=first.id)
    assert mutation_errors(lambda: checkouts.complete(cart.id)) == [("billingAddress", "BILLING_ADDRESS_NOT_SET")]

    checkouts.set_billing_address(cart.id, address=home)
    assert mutation_errors(lambda: checkouts.complete(cart.id)) == [(None, "CHECKOUT_NOT_FULLY_PAID")]


def test_an_empty_checkout_cannot_be_completed(payable: Checkout, goods: ThrowawayProduct) -> None:
    checkouts.set_lines(payable.id, lines=one_line(goods.variant_id, 0))

    assert mutation_errors(lambda: checkouts.complete(payable.id)) == [("lines", "NO_LINES")]


def test_a_paid_checkout_becomes_an_order(covered: Checkout, goods: ThrowawayProduct) -> None:
    order = checkouts.complete(covered.id)

    assert order.number
    assert order.user_email == "robin@example.com"
    assert [(line.quantity, line.variant and line.variant.id) for line in order.lines] == [(2, goods.variant_id)]
    assert order.shipping_address
    assert order.billing_address
    assert order.shipping_method_name
    assert order.status in ("UNFULFILLED", "UNCONFIRMED")
    assert order.charge_status == "FULL"
    assert order.subtotal.gross.amount == 2 * goods.price


def test_a_checkout_completed_twice_is_one_order(covered: Checkout) -> None:
    assert checkouts.complete(covered.id) == checkouts.complete(covered.id)


def test_a_completed_checkout_is_gone(covered: Checkout, goods: ThrowawayProduct) -> None:
    checkouts.complete(covered.id)

    assert checkouts.get(covered.id) is None
    assert mutation_errors(lambda: checkouts.set_lines(covered.id, lines=one_line(goods.variant_id, 1))) == [
        ("id", "NOT_FOUND")
    ]


def test_an_order_can_be_read_with_its_id(covered: Checkout) -> None:
    order = checkouts.complete(covered.id)

    found = orders.get(order.id)

    assert [getattr(found, name) for name in order.__struct_fields__] == [
        getattr(order, name) for name in order.__struct_fields__
    ]


def test_an_order_lowers_the_stock(covered: Checkout, goods: ThrowawayProduct, storefront_channel: str) -> None:
    before = _left(goods, storefront_channel)

    checkouts.complete(covered.id)

    assert _left(goods, storefront_channel) == before - 2


def test_completing_fails_when_the_stock_has_been_sold(
    merchant: Merchant, covered: Checkout, goods: ThrowawayProduct
) -> None:
    merchant.set_stock(goods, quantity=1)

    with pytest.raises(MutationError) as caught:
        checkouts.complete(covered.id)

    (problem,) = caught.value.problems
    assert problem.code == "INSUFFICIENT_STOCK"
    assert problem.variants == (goods.variant_id,)
    assert checkouts.get(covered.id) is not None


def test_completing_fails_when_a_product_was_unpublished(
    merchant: Merchant, covered: Checkout, goods: ThrowawayProduct
) -> None:
    merchant.unpublish(goods)

    with pytest.raises(MutationError) as caught:
        checkouts.complete(covered.id)

    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("lines", "UNAVAILABLE_VARIANT_IN_CHANNEL")
    assert problem.variants == (goods.variant_id,)


def test_an_order_spends_the_gift_card(merchant: Merchant, storefront_channel: str, payable: Checkout) -> None:
    code = merchant.create_gift_card(balance=Decimal(500))
    checkouts.add_promo_code(payable.id, code=code)
    spent = checkouts.complete(payable.id)
    assert spent.number

    other = checkouts.create(storefront_channel, lines=[])
    (card,) = checkouts.add_promo_code(other.id, code=code).gift_cards

    assert card.current_balance.amount == 500 - payable.total_price.gross.amount


@pytest.mark.parametrize("order_id", [unknown_id("Order"), unknown_id("Product")])
def test_an_unknown_order_is_none(order_id: str) -> None:
    assert orders.get(order_id) is None


def test_a_garbage_order_id_is_a_bad_request() -> None:
    with pytest.raises(BadRequest):
        orders.get("garbage")


def _left(goods: ThrowawayProduct, channel: str) -> int:
    product = listed_product(goods.product_id, channel=channel)
    assert product is not None
    assert product.product_variants is not None
    return max(product.product_variants.nodes[0].quantities.values(), default=0)
