"""The demo shop in the sandbox."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from storefront.demo import data
from storefront.saleor import checkouts, products
from storefront.saleor.checkouts import LineQuantity
from storefront.sandbox import models
from tests.asserting import non_empty
from tests.sandbox import merchant
from tests.sandbox.conftest import GEL, LAST_FEW, SOLD_OUT


def test_every_channel_sells_the_whole_demo_catalogue() -> None:
    demo = data.load()

    for channel in non_empty(demo.channels):
        shown = {product.slug for page in products.product_pages(channel.slug) for product in page.nodes}
        assert shown == {product.slug for product in demo.products}


def test_seeding_again_adds_nothing() -> None:
    counted = (models.Product, models.Variant, models.Price, models.Media, models.VoucherListing)
    before = [model._default_manager.count() for model in counted]

    call_command("seed_sandbox", verbosity=0)

    assert [model._default_manager.count() for model in counted] == before


def test_seeding_again_keeps_ids_and_puts_stock_back(variant_id: Callable[..., str]) -> None:
    before = variant_id(GEL)
    merchant.set_stock(GEL, 1)

    call_command("seed_sandbox", verbosity=0)

    assert (variant_id(GEL), merchant.stock(GEL)) == (before, 120)


def test_resetting_deletes_checkouts_and_seeds_again(variant_id: Callable[..., str]) -> None:
    cart = checkouts.create("uk", lines=[LineQuantity(variant_id=variant_id(GEL), quantity=1)])

    call_command("seed_sandbox", "--reset", verbosity=0)

    assert checkouts.get(cart.id) is None
    assert variant_id(GEL)


def test_the_shown_stock_is_capped_and_may_be_low_or_zero(variant_id: Callable[..., str]) -> None:
    wanted = {variant_id(sku): sku for sku in (GEL, LAST_FEW, SOLD_OUT)}
    shown = {
        wanted[variant.id]: max(variant.quantities.values(), default=None)
        for page in products.product_pages("uk")
        for product in page.nodes
        if product.product_variants
        for variant in product.product_variants.nodes
        if variant.id in wanted
    }

    assert shown == {GEL: 50, LAST_FEW: 3, SOLD_OUT: 0}


def test_every_picture_is_served_and_may_be_cached_for_long(client: Client) -> None:
    product = next(products.product_pages("uk")).nodes[0]

    for media in non_empty(product.media or ()):
        answer = client.get(media.large)

        assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
        assert "immutable" in answer["Cache-Control"]
        assert media.alt


@pytest.mark.parametrize("address", ["/sandbox/media/no-such-thing/0.svg", "/sandbox/media/small-plug-24-mm/99.svg"])
def test_an_unknown_picture_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
