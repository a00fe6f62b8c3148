"""No fixed limit of the catalogue loses anything without a word: it is paged, holds all that Saleor can, or is told.

The limits of Saleor's queries are in test_odd_catalogues.py.
"""

import msgspec
import pytest
from django.core.cache import cache
from django.db.models import CharField
from django.test import Client

from storefront.catalog.listing import facets
from storefront.catalog.listing.facets import Facet
from storefront.catalog.listing.filters import Filters
from storefront.catalog.models import AttributeValue, Category, Collection, Listing, Media, Product, Variant
from storefront.catalog.selectors import product_list
from storefront.catalog.sync import full_sync
from storefront.core.markets import default_market
from storefront.saleor import types
from tests.catalog.factories import LAWFUL, FakeSaleor, make_answer, make_product, saleor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue")]

SALEORS = {
    (Product, "name"): 250,
    (Product, "slug"): 255,
    (Product, "seo_title"): 70,
    (Product, "seo_description"): 300,
    (Product, "picture_alt"): 250,
    (Product, "product_type"): 255,
    (Product, "picture_small"): 2048,
    (Product, "picture_large"): 2048,
    (Media, "small"): 2048,
    (Media, "large"): 2048,
    (Media, "alt"): 250,
    (Variant, "name"): 255,
    (Variant, "sku"): 255,
    (Category, "name"): 250,
    (Category, "slug"): 255,
    (Category, "seo_title"): 70,
    (Category, "seo_description"): 300,
    (Collection, "name"): 250,
    (Collection, "slug"): 255,
    (Collection, "seo_title"): 70,
    (Collection, "seo_description"): 300,
    (AttributeValue, "attribute"): 250,
    (AttributeValue, "attribute_name"): 255,
    (AttributeValue, "slug"): 255,
    (AttributeValue, "name"): 250,
}
"""The lengths of Saleor 3.23's own columns: what it holds is never cut."""


def test_every_text_of_saleors_fits_into_its_column() -> None:
    lengths = {}
    for model, name in SALEORS:
        column = model._meta.get_field(name)
        assert isinstance(column, CharField)
        lengths[(model, name)] = column.max_length or 0

    assert {pair for pair, length in lengths.items() if length < SALEORS[pair]} == set()


def test_all_countries_of_the_world_fit_into_a_listing() -> None:
    column = Listing._meta.get_field("stock_differs_in")

    assert isinstance(column, CharField)
    assert (column.max_length or 0) >= len(",XX" * 250 + ",")


def test_categories_may_be_as_deep_as_a_merchant_likes(client: Client) -> None:
    depth = 15
    slugs = [f"{'deep' * 50}-{level}" for level in range(depth)]
    categories = [
        types.Category(
            id=slug,
            slug=slug,
            name=f"Level {level}",
            level=level,
            parent=types.Ref(id=slugs[level - 1]) if level else None,
        )
        for level, slug in enumerate(slugs)
    ]
    answer = make_answer("plug", attributes=LAWFUL, category=slugs[-1])

    with saleor(FakeSaleor(categories=categories, products={"uk": [answer]})):
        full_sync.sync_catalog()

    assert Category.objects.get(slug=slugs[-1]).path == "/".join(slugs)
    cache.clear()
    page = client.get("/product/plug/").content.decode()
    assert all(f"Level {level}" in page for level in range(depth))
    assert "/product/plug/" in client.get(f"/shop/{slugs[0]}/").content.decode()


def facet_of(listed: tuple[Facet, ...], name: str) -> Facet:
    return next(facet for facet in listed if facet.name == name)


def test_of_many_values_of_a_facet_the_rest_is_folded_and_what_is_beyond_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MAX_FOLDED", 3)
    for number in range(facets.MAX_OPTIONS + 5):
        make_product(f"plug-{number}", attributes={"colour": [f"shade-{number:02}"]})

    facet = facet_of(product_list(default_market(), Filters()).facets, "a-colour")

    assert len(facet.options) == facets.MAX_OPTIONS
    assert (len(facet.folded), facet.left_out) == (3, 2)
    cache.clear()
    page = " ".join(client.get("/shop/").content.decode().split())
    assert 'value="shade-16"' in page
    assert "2 more values are not listed here." in page


def test_of_many_facets_the_rest_is_folded_and_those_in_use_are_not(client: Client) -> None:
    names = [f"fact-{number}" for number in range(facets.MAX_OTHER_FACETS + 3)]
    for side in ("left", "right"):
        make_product(side, attributes={name: [side] for name in names})

    page = client.get("/shop/").content.decode()
    chosen = client.get("/shop/", {f"a-{names[-1]}": "left"}).content.decode()

    assert all(f'name="a-{name}"' in page for name in names)
    assert page.index("More filters") < page.index(f'name="a-{names[-1]}"')
    assert "checked" in chosen
    assert "More filters" not in chosen[: chosen.index(f'name="a-{names[-1]}"')]


def test_media_that_cannot_be_shown_are_told_to_the_merchant() -> None:
    far = "https://pictures.example/" + "x" * 2048
    media = (
        types.Media(id="m", alt="", type="IMAGE", small=far, large=far),
        types.Media(id="n", alt="", type="IMAGE", small="/s.webp", large="/l.webp"),
    )
    with saleor(FakeSaleor(products={"uk": [msgspec.structs.replace(make_answer("plug"), media=media)]})):
        full_sync.sync_catalog()

    product = Product.objects.get()
    assert product.left_out == ["media"]
    assert product.picture_small.endswith("/s.webp")
