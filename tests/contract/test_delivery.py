"""Delivery: offers depend on where it goes, and a choice can go stale."""

import pytest
from msgspec.structs import replace

from storefront.saleor import checkouts
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.errors import BadRequest
from storefront.saleor.types import Channel, Checkout
from tests.contract.addresses import ADDRESSES
from tests.contract.asking import of, refused, said, unknown
from tests.contract.merchant.base import Goods, Merchant

STALE, INVALID = "CheckoutProblemDeliveryMethodStale", "CheckoutProblemDeliveryMethodInvalid"


@pytest.fixture
def abroad(merchant: Merchant, goods: Goods, channel: Channel, home: AddressInput) -> AddressInput:
    """An address in another country that this channel ships the goods to."""
    merchant.spread(goods)
    countries = {country.code for country in channel.countries or ()} - {home.country}
    found = next((address for code, address in ADDRESSES.items() if code in countries), None)
    return found or pytest.skip("this channel ships to one country only")


def test_a_channel_ships_home(channel: Channel, storefront_channel: str, home: AddressInput) -> None:
    assert channel.slug == storefront_channel
    assert home.country in {country.code for country in channel.countries or ()}


def test_deliveries_are_offered_once_it_is_known_where_to(cart: Checkout, home: AddressInput) -> None:
    assert checkouts.delivery_options(cart.id) == ()

    checkouts.set_shipping_address(cart.id, address=home)

    offered = checkouts.delivery_options(cart.id)
    assert offered
    for delivery in offered:
        assert delivery.shipping_method is not None
        assert delivery.shipping_method.name
        assert delivery.shipping_method.price.amount >= 0
        assert delivery.shipping_method.active


def test_offers_asked_for_twice_are_the_same(addressed: Checkout) -> None:
    first = checkouts.delivery_options(addressed.id)

    assert {entry.id for entry in checkouts.delivery_options(addressed.id)} == {entry.id for entry in first}


def test_a_chosen_delivery_is_added_to_the_total(addressed: Checkout) -> None:
    dearest = max(
        checkouts.delivery_options(addressed.id),
        key=lambda entry: entry.shipping_method.price.amount if entry.shipping_method else 0,
    )
    assert dearest.shipping_method is not None

    chosen = checkouts.set_delivery(addressed.id, delivery_id=dearest.id)

    assert chosen.delivery is not None
    assert chosen.delivery.shipping_method is not None
    assert chosen.delivery.shipping_method.id == dearest.shipping_method.id
    assert chosen.shipping_price.gross.amount == dearest.shipping_method.price.amount
    assert chosen.total_price.gross.amount == (chosen.subtotal_price.gross.amount + chosen.shipping_price.gross.amount)
    assert said(chosen) == set()


def test_a_garbage_delivery_is_our_mistake(addressed: Checkout) -> None:
    with pytest.raises(BadRequest):
        checkouts.set_delivery(addressed.id, delivery_id="garbage")


def test_something_that_is_no_delivery_is_invalid(addressed: Checkout, goods: Goods) -> None:
    assert refused(lambda: checkouts.set_delivery(addressed.id, delivery_id=goods.product_id)) == [
        ("deliveryMethodId", "INVALID")
    ]


def test_an_unknown_delivery_does_not_apply(addressed: Checkout) -> None:
    assert refused(lambda: checkouts.set_delivery(addressed.id, delivery_id=unknown("CheckoutDelivery"))) == [
        ("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")
    ]


def test_another_quantity_makes_a_choice_stale_until_offers_are_worked_out_anew(
    payable: Checkout, goods: Goods
) -> None:
    changed = checkouts.set_lines(payable.id, lines=of(goods.variant_id, 3))
    assert STALE in said(changed)

    checkouts.delivery_options(payable.id)

    now = checkouts.get(payable.id)
    assert now is not None
    assert said(now) == set()


def test_another_street_makes_a_choice_stale(payable: Checkout, home: AddressInput) -> None:
    moved = checkouts.set_shipping_address(payable.id, address=replace(home, street_address1="100 Main Street"))

    assert STALE in said(moved)


def test_another_country_makes_a_choice_invalid_unless_it_is_offered_there_too(
    payable: Checkout, abroad: AddressInput
) -> None:
    assert payable.delivery is not None
    moved = checkouts.set_shipping_address(payable.id, address=abroad)
    assert STALE in said(moved)

    offered = {entry.id for entry in checkouts.delivery_options(payable.id)}

    now = checkouts.get(payable.id)
    assert now is not None
    old = payable.delivery.id
    assert said(now) == (set() if old in offered else {INVALID})
    if old not in offered:
        assert refused(lambda: checkouts.set_delivery(payable.id, delivery_id=old)) == [
            ("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")
        ]
        assert refused(lambda: checkouts.complete(payable.id)) == [("shippingMethod", "INVALID_SHIPPING_METHOD")]


def test_a_new_choice_mends_an_invalid_one(payable: Checkout, abroad: AddressInput) -> None:
    checkouts.set_shipping_address(payable.id, address=abroad)
    first, *_ = checkouts.delivery_options(payable.id)

    assert said(checkouts.set_delivery(payable.id, delivery_id=first.id)) == set()


def test_a_download_needs_no_delivery(merchant: Merchant, storefront_channel: str) -> None:
    download = merchant.goods(ships=False)

    cart = checkouts.create(storefront_channel, lines=of(download.variant_id, 1))

    assert not cart.is_shipping_required
    assert not cart.lines[0].requires_shipping
    assert checkouts.delivery_options(cart.id) == ()
