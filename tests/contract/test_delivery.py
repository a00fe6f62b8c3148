"""Deliveries: they depend on the address, and a chosen one can become stale or invalid."""

import pytest
from msgspec.structs import replace

from storefront.saleor import checkouts
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client.errors import BadRequest
from storefront.saleor.types import Channel, Checkout
from tests.contract.addresses import ADDRESSES
from tests.contract.helpers import mutation_errors, one_line, problem_types, unknown_id
from tests.contract.merchant.base import Merchant, ThrowawayProduct

STALE, INVALID = "CheckoutProblemDeliveryMethodStale", "CheckoutProblemDeliveryMethodInvalid"


@pytest.fixture
def abroad(merchant: Merchant, goods: ThrowawayProduct, channel: Channel, home: AddressInput) -> AddressInput:
    """An address in another country that this channel ships the goods to."""
    merchant.stock_elsewhere(goods)
    countries = {country.code for country in channel.countries or ()} - {home.country}
    found = next((address for code, address in ADDRESSES.items() if code in countries), None)
    return found or pytest.skip("this channel ships to one country only")


def test_a_channel_ships_to_its_own_country(channel: Channel, storefront_channel: str, home: AddressInput) -> None:
    assert channel.slug == storefront_channel
    assert home.country in {country.code for country in channel.countries or ()}


def test_deliveries_are_offered_once_there_is_an_address(cart: Checkout, home: AddressInput) -> None:
    assert checkouts.delivery_options(cart.id) == ()

    checkouts.set_shipping_address(cart.id, address=home)

    offered = checkouts.delivery_options(cart.id)
    assert offered
    for delivery in offered:
        assert delivery.shipping_method is not None
        assert delivery.shipping_method.name
        assert delivery.shipping_method.price.amount >= 0
        assert delivery.shipping_method.active


def test_calculating_options_twice_gives_the_same_deliveries(addressed: Checkout) -> None:
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
    assert problem_types(chosen) == set()


def test_a_garbage_delivery_id_is_a_bad_request(addressed: Checkout) -> None:
    with pytest.raises(BadRequest):
        checkouts.set_delivery(addressed.id, delivery_id="garbage")


def test_an_id_of_another_type_is_no_delivery(addressed: Checkout, goods: ThrowawayProduct) -> None:
    assert mutation_errors(lambda: checkouts.set_delivery(addressed.id, delivery_id=goods.product_id)) == [
        ("deliveryMethodId", "INVALID")
    ]


def test_an_unknown_delivery_is_not_applicable(addressed: Checkout) -> None:
    assert mutation_errors(
        lambda: checkouts.set_delivery(addressed.id, delivery_id=unknown_id("CheckoutDelivery"))
    ) == [("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")]


def test_another_quantity_makes_the_delivery_stale_until_recalculated(
    payable: Checkout, goods: ThrowawayProduct
) -> None:
    changed = checkouts.set_lines(payable.id, lines=one_line(goods.variant_id, 3))
    assert STALE in problem_types(changed)

    checkouts.delivery_options(payable.id)

    now = checkouts.get(payable.id)
    assert now is not None
    assert problem_types(now) == set()


def test_another_street_makes_the_delivery_stale(payable: Checkout, home: AddressInput) -> None:
    moved = checkouts.set_shipping_address(payable.id, address=replace(home, street_address1="100 Main Street"))

    assert STALE in problem_types(moved)


def test_another_country_makes_the_delivery_invalid_unless_offered_there(
    payable: Checkout, abroad: AddressInput
) -> None:
    assert payable.delivery is not None
    moved = checkouts.set_shipping_address(payable.id, address=abroad)
    assert STALE in problem_types(moved)

    offered = {entry.id for entry in checkouts.delivery_options(payable.id)}

    now = checkouts.get(payable.id)
    assert now is not None
    old = payable.delivery.id
    assert problem_types(now) == (set() if old in offered else {INVALID})
    if old not in offered:
        assert mutation_errors(lambda: checkouts.set_delivery(payable.id, delivery_id=old)) == [
            ("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")
        ]
        assert mutation_errors(lambda: checkouts.complete(payable.id)) == [
            ("shippingMethod", "INVALID_SHIPPING_METHOD")
        ]


def test_choosing_again_replaces_an_invalid_delivery(payable: Checkout, abroad: AddressInput) -> None:
    checkouts.set_shipping_address(payable.id, address=abroad)
    first, *_ = checkouts.delivery_options(payable.id)

    assert problem_types(checkouts.set_delivery(payable.id, delivery_id=first.id)) == set()


def test_a_download_needs_no_delivery(merchant: Merchant, storefront_channel: str) -> None:
    download = merchant.create_product(ships=False)

    cart = checkouts.create(storefront_channel, lines=one_line(download.variant_id, 1))

    assert not cart.is_shipping_required
    assert not cart.lines[0].requires_shipping
    assert checkouts.delivery_options(cart.id) == ()
