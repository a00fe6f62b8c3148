"""Tax: by the country of delivery, else of billing, else of the channel."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from storefront.saleor import checkouts
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Channel, Checkout, TaxedMoney
from tests.contract.addresses import ADDRESSES
from tests.contract.merchant.base import Merchant, ThrowawayProduct


def assert_taxed(amount: TaxedMoney, rate: Decimal) -> None:
    """Check that an amount holds this tax (percent), to the cent for each of two roundings."""
    assert amount.gross.amount == amount.net.amount + amount.tax.amount
    assert abs(amount.tax.amount - amount.net.amount * rate / 100) <= Decimal("0.02")


@pytest.fixture
def abroad(merchant: Merchant, goods: ThrowawayProduct, channel: Channel, home: AddressInput) -> AddressInput:
    """An address in another country of this channel, with another tax rate than at home."""
    merchant.stock_elsewhere(goods)
    here = merchant.tax_rate(home.country)
    countries = {country.code for country in channel.countries or ()} & ADDRESSES.keys()
    for country in sorted(countries):
        if merchant.tax_rate(country) != here:
            return ADDRESSES[country]
    pytest.skip("this channel ships to no country with another tax rate")


def test_without_an_address_the_channels_country_counts(merchant: Merchant, cart: Checkout) -> None:
    assert_taxed(cart.total_price, merchant.tax_rate(merchant.country))


def test_the_country_of_delivery_counts(merchant: Merchant, cart: Checkout, abroad: AddressInput) -> None:
    sent = checkouts.set_shipping_address(cart.id, address=abroad)

    assert_taxed(sent.total_price, merchant.tax_rate(abroad.country))
    assert_taxed(sent.lines[0].total_price, merchant.tax_rate(abroad.country))


def test_the_country_of_billing_counts_until_there_is_one_of_delivery(
    merchant: Merchant, cart: Checkout, home: AddressInput, abroad: AddressInput
) -> None:
    billed = checkouts.set_billing_address(cart.id, address=abroad)
    sent = checkouts.set_shipping_address(cart.id, address=home)

    assert_taxed(billed.total_price, merchant.tax_rate(abroad.country))
    assert_taxed(sent.total_price, merchant.tax_rate(home.country))


def test_an_order_shows_the_tax_of_its_checkout(merchant: Merchant, cart: Checkout, abroad: AddressInput) -> None:
    address = replace(abroad, first_name="Robin", last_name="Hill")
    checkouts.set_email(cart.id, email="robin@example.com")
    checkouts.set_shipping_address(cart.id, address=address)
    checkouts.set_billing_address(cart.id, address=address)
    first, *_ = checkouts.delivery_options(cart.id)
    payable = checkouts.set_delivery(cart.id, delivery_id=first.id)
    rate = merchant.tax_rate(abroad.country)
    assert_taxed(payable.shipping_price, rate)
    assert_taxed(payable.total_price, rate)

    part = payable.total_price.gross.amount / 2
    covered = checkouts.add_promo_code(cart.id, code=merchant.create_gift_card(balance=part.quantize(Decimal("0.01"))))
    assert_taxed(covered.total_price, rate)
    checkouts.add_promo_code(cart.id, code=merchant.create_gift_card(balance=Decimal(500)))
    order = checkouts.complete(cart.id)

    assert_taxed(order.lines[0].total_price, rate)
    assert_taxed(order.shipping_price, rate)
    assert order.total.gross.amount == order.total.tax.amount == 0
