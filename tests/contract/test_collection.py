"""Click and collect: a place is offered, chosen, takes over the address, and can be left again."""

from decimal import Decimal

import pytest

from storefront.saleor import checkouts
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Checkout
from tests.contract.addresses import ADDRESSES
from tests.contract.asking import of, refused, unknown
from tests.contract.merchant.base import Goods, Merchant


@pytest.fixture
def counter_address(merchant: Merchant) -> AddressInput:
    """Where the merchant's counter is."""
    return ADDRESSES[merchant.country]


@pytest.fixture
def counter(merchant: Merchant, counter_address: AddressInput) -> str:
    """A collection point's id."""
    return merchant.collection_point(address=counter_address)


def test_a_counter_is_offered_where_all_of_it_is_there(
    counter: str, counter_address: AddressInput, cart: Checkout, merchant: Merchant, goods: Goods
) -> None:
    offered = {point.id: point for point in checkouts.collection_points(cart.id)}

    assert offered[counter].address.street_address1 == counter_address.street_address1
    merchant.restock(goods, quantity=1)
    assert counter not in {point.id for point in checkouts.collection_points(cart.id)}


def test_what_is_not_sent_is_not_collected(counter: str, merchant: Merchant, storefront_channel: str) -> None:
    words = merchant.goods(ships=False)
    cart = checkouts.create(storefront_channel, lines=of(words.variant_id, 1))

    assert checkouts.collection_points(cart.id) == ()


def test_a_checkout_that_is_gone_offers_none() -> None:
    assert checkouts.collection_points(unknown("Checkout")) == ()


def test_a_chosen_counter_costs_nothing_and_gives_its_address(counter: str, payable: Checkout) -> None:
    chosen = checkouts.set_delivery(payable.id, delivery_id=counter)

    assert chosen.collection_point is not None
    assert chosen.collection_point.id == counter
    assert chosen.delivery is None
    assert chosen.shipping_price.gross.amount == Decimal(0)
    assert chosen.shipping_address is not None
    assert chosen.shipping_address.street_address1 == chosen.collection_point.address.street_address1
    assert chosen.billing_address is not None


def test_the_address_of_a_chosen_counter_cannot_be_changed(counter: str, payable: Checkout, home: AddressInput) -> None:
    checkouts.set_delivery(payable.id, delivery_id=counter)

    assert refused(lambda: checkouts.set_shipping_address(payable.id, address=home)) == [
        ("shippingAddress", "SHIPPING_CHANGE_FORBIDDEN")
    ]


def test_a_counter_taken_back_leaves_no_address(counter: str, payable: Checkout) -> None:
    checkouts.set_delivery(payable.id, delivery_id=counter)

    left = checkouts.set_delivery(payable.id, delivery_id=None)

    assert left.collection_point is None
    assert left.shipping_address is None


def test_an_unknown_counter_does_not_apply(cart: Checkout) -> None:
    assert refused(lambda: checkouts.set_delivery(cart.id, delivery_id=unknown("Warehouse"))) == [
        ("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")
    ]


def test_an_order_to_collect_names_the_counter(counter: str, merchant: Merchant, payable: Checkout) -> None:
    checkouts.set_delivery(payable.id, delivery_id=counter)
    checkouts.add_promo_code(payable.id, code=merchant.gift_card(balance=Decimal(500)))

    order = checkouts.complete(payable.id)

    assert order.collection_point_name
    assert order.shipping_method_name is None
