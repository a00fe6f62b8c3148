"""The catalogue follows what the merchant does."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from storefront.saleor import api, errors, products
from storefront.saleor.api import ANONYMOUS
from storefront.saleor.types import Page, Product
from storefront.sandbox import merchant
from tests.sandbox.conftest import GEL

SLUG = "everyday-water-based-gel-100-ml"


def shown(channel: str = "uk") -> Product:
    return next(product for page in products.product_pages(channel) for product in page.nodes if product.slug == SLUG)


def test_an_unpublished_product_is_hidden_in_its_channel_only() -> None:
    product = shown()

    merchant.unpublish(SLUG, "uk")

    assert products.product(product.id, channel="uk") is None
    assert products.product(product.id, channel="us") is not None


def test_a_published_product_is_back() -> None:
    merchant.unpublish(SLUG, "uk")

    merchant.publish(SLUG, "uk")

    assert shown().slug == SLUG


def test_a_reduced_price_shows_beside_the_full_one() -> None:
    merchant.set_price(GEL, "uk", Decimal("5.00"), full_amount=Decimal("7.50"))

    product = shown()

    assert product.product_variants
    pricing = product.product_variants.nodes[0].pricing
    assert pricing
    assert pricing.price
    assert pricing.price_undiscounted
    amounts = (pricing.price.gross.amount, pricing.price_undiscounted.gross.amount)
    assert amounts == (Decimal("5.0"), Decimal("7.5"))


@pytest.mark.parametrize(
    "change",
    [
        lambda: merchant.rename(SLUG, "Another name"),
        lambda: merchant.set_attributes(SLUG, {"osmolality": "900"}),
        lambda: merchant.unpublish(SLUG, "us"),
    ],
    ids=["name", "facts", "another channel"],
)
def test_a_changed_product_is_newer(change: Callable[[], None]) -> None:
    before = shown().updated_at

    change()

    assert shown().updated_at > before


def test_a_fact_taken_back_is_not_stated() -> None:
    merchant.set_attributes(SLUG, {"osmolality": None})

    stated = {entry.attribute.slug: entry.number for entry in shown().assigned_attributes}

    assert stated["osmolality"] is None
    assert stated["ph"] == Decimal("6.0")


@pytest.mark.parametrize("first", [0, 101])
def test_a_page_holds_a_hundred_at_most(first: int) -> None:
    with pytest.raises(errors.BadRequest):
        api.query("Products", Page[Product], channel="uk", first=first, after=None, caller=ANONYMOUS)


def test_a_garbage_cursor_is_our_mistake() -> None:
    with pytest.raises(errors.BadRequest):
        api.query("Products", Page[Product], channel="uk", first=5, after="nonsense", caller=ANONYMOUS)
