"""Click and collect: a collection point is offered, chosen, sets the address, and can be left again."""

from decimal import Decimal

import pytest

from storefront.saleor import checkouts
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Checkout
from tests.contract.addresses import ADDRESSES
from tests.contract.helpers import mutation_errors, one_line, unknown_id
from tests.contract.merchant.base import Merchant, ThrowawayProduct


@pytest.fixture
def point_address(merchant: Merchant) -> AddressInput:
    """The collection point's address."""
    return ADDRESSES[merchant.country]


@pytest.fixture
def point_id(merchant: Merchant, point_address: AddressInput) -> str:
    """A collection point's id."""
    return merchant.create_collection_point(address=point_address)


def test_a_collection_point_is_offered_when_everything_is_in_stock(
    point_id: str, point_address: AddressInput, cart: Checkout, merchant: Merchant, goods: ThrowawayProduct
) -> None:
    offered = {point.id: point for point in checkouts.collection_points(cart.id)}

    assert offered[point_id].address.street_address1 == point_address.street_address1
    merchant.set_stock(goods, quantity=1)
    assert point_id not in {point.id for point in checkouts.collection_points(cart.id)}


def test_downloads_have_no_collection_points(point_id: str, merchant: Merchant, storefront_channel: str) -> None:
    words = merchant.create_product(ships=False)
    cart = checkouts.create(storefront_channel, lines=one_line(words.variant_id, 1))

    assert checkouts.collection_points(cart.id) == ()


def test_an_unknown_checkout_has_no_collection_points() -> None:
    assert checkouts.collection_points(unknown_id("Checkout")) == ()


def test_collection_is_free_and_sets_the_address(point_id: str, payable: Checkout) -> None:
    chosen = checkouts.set_delivery(payable.id, delivery_id=point_id)

    assert chosen.collection_point is not None
    assert chosen.collection_point.id == point_id
    assert chosen.delivery is None
    assert chosen.shipping_price.gross.amount == Decimal(0)
    assert chosen.shipping_address is not None
    assert chosen.shipping_address.street_address1 == chosen.collection_point.address.street_address1
    assert chosen.billing_address is not None


def test_the_address_of_a_collection_point_cannot_be_changed(
    point_id: str, payable: Checkout, home: AddressInput
) -> None:
    checkouts.set_delivery(payable.id, delivery_id=point_id)

    assert mutation_errors(lambda: checkouts.set_shipping_address(payable.id, address=home)) == [
        ("shippingAddress", "SHIPPING_CHANGE_FORBIDDEN")
    ]


def test_leaving_a_collection_point_removes_the_address(point_id: str, payable: Checkout) -> None:
    checkouts.set_delivery(payable.id, delivery_id=point_id)

    left = checkouts.set_delivery(payable.id, delivery_id=None)

    assert left.collection_point is None
    assert left.shipping_address is None


def test_an_unknown_collection_point_is_not_applicable(cart: Checkout) -> None:
    assert mutation_errors(lambda: checkouts.set_delivery(cart.id, delivery_id=unknown_id("Warehouse"))) == [
        ("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")
    ]


def test_an_order_names_its_collection_point(point_id: str, merchant: Merchant, payable: Checkout) -> None:
    checkouts.set_delivery(payable.id, delivery_id=point_id)
    checkouts.add_promo_code(payable.id, code=merchant.create_gift_card(balance=Decimal(500)))

    order = checkouts.complete(payable.id)

    assert order.collection_point_name
    assert order.shipping_method_name is None
