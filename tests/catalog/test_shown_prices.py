"""Prices are stored as the channel shows them: with tax, without it, or where none is charged."""

from decimal import Decimal

import msgspec
import pytest

from storefront.catalog.models import Listing, Offer, TaxDisplay
from storefront.catalog.sync import full_sync, reconcile
from storefront.catalog.sync.shown_prices import tax_display
from storefront.saleor import types
from storefront.sandbox.models import Channel, CountryTaxRate
from tests.cart.shopper import GEL, Shopper, page_text, variant_id
from tests.catalog.factories import make_answer


def stored(channel: str) -> tuple[Decimal | None, Decimal | None, str]:
    listing = Listing.objects.get(product__slug=GEL, channel=channel)
    return listing.price, Offer.objects.get(variant__product__slug=GEL, channel=channel).price, listing.tax


@pytest.mark.django_db
def test_a_channel_that_shows_net_prices_is_stored_net() -> None:
    gross, _, tax = stored("uk")
    assert gross is not None
    assert tax == TaxDisplay.INCLUDED

    Channel.objects.filter(slug="uk").update(display_gross_prices=False)
    full_sync.sync_catalog(["uk"])

    net = (gross / Decimal("1.2")).quantize(Decimal("0.01"))
    assert stored("uk") == (net, net, TaxDisplay.ADDED)


@pytest.mark.django_db
def test_reconciling_finds_that_a_channel_shows_other_prices_now() -> None:
    CountryTaxRate.objects.filter(country="US").update(rate=0)
    assert stored("us")[2] == TaxDisplay.ADDED

    Channel.objects.filter(slug="us").update(display_gross_prices=True)
    reconcile.reconcile_channel("us")

    assert stored("us")[2] == TaxDisplay.NONE
    assert reconcile.reconcile_channel("us").repaired == 0


def test_without_a_price_tax_counts_as_included() -> None:
    priced = make_answer("plug")
    no_price = msgspec.structs.replace(priced, product_variants=None)
    shown_net = msgspec.structs.replace(priced, pricing=types.ProductPricing(display_gross_prices=False))
    assert [tax_display(answer) for answer in (priced, no_price, shown_net)] == [
        TaxDisplay.INCLUDED,
        TaxDisplay.INCLUDED,
        TaxDisplay.ADDED,
    ]


@pytest.mark.django_db
def test_adding_at_a_net_price_is_no_change_of_the_price() -> None:
    CountryTaxRate.objects.filter(country="US").update(rate=25)
    full_sync.sync_catalog(["us"])
    net = stored("us")[0]
    shopper = Shopper("/en-us")
    added = {"variant": variant_id(GEL, channel="us"), "quantity": 1, "next": "/shop/"}

    shopper.post("/cart/add/", {**added, "seen": f"{added['variant']} {net}"})
    assert "has changed" not in page_text(shopper.get("/cart/"))

    shopper.post("/cart/add/", {**added, "seen": f"{added['variant']} 1.00"})
    assert "has changed from $1.00" in page_text(shopper.get("/cart/"))
