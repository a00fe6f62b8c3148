"""Markets read the merchant's translations; untranslated text is marked with its language."""

import re
from typing import Any

import msgspec
import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from education.search.suggestions import suggestions
from storefront.catalog.models import Category, Collection, Product, Variant
from storefront.catalog.sync import full_sync
from storefront.core.markets import Market, all_markets
from storefront.saleor import types
from tests.cart.shopper import Shopper, page_text
from tests.catalog.factories import FakeSaleor, make_answer, make_category, make_product, saleor
from tests.education.search.finding import found_products
from tests.markup import compact

pytestmark = pytest.mark.django_db
GEL = "everyday-water-based-gel-100-ml"


def german() -> Market:
    return next(market for market in all_markets() if market.language == "de-de")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return compact(response.content.decode())


def data(html: str) -> list[dict[str, Any]]:
    return [msgspec.json.decode(each) for each in re.findall(r"ld\+json\">(.*?)</script>", html)]


@pytest.mark.usefixtures("empty_catalogue")
def test_translations_are_kept_cleaned_as_the_originals_and_without_what_is_empty() -> None:
    hostile = '{"blocks": [{"type": "paragraph", "data": {"text": "Gut<script>x</script> <b>weich</b>"}}]}'
    texts = types.Texts(name="x" * 300, description=hostile, seo_title="  ", seo_description=None)
    toys = types.Category(id="c", slug="toys", name="Toys", level=0, translations={"de": types.Texts(name="Spielzeug")})
    soft = types.Collection(id="s", slug="soft", name="Soft", translations={"de": types.Texts(name="Weich")})
    plug = msgspec.structs.replace(
        make_answer("plug", category="c", german_variant="Klein"), translations={"de": texts}
    )

    with saleor(FakeSaleor(products={"uk": [plug]}, categories=[toys], collections={"uk": [soft]})):
        full_sync.sync_catalog(["uk"])
        again = full_sync.sync_catalog(["uk"])

    assert Product.objects.get().translations == {
        "de": {"name": "x" * 255, "description_html": "<p>Gut <b>weich</b></p>"}
    }
    assert Variant.objects.get().translations == {"de": {"name": "Klein"}}
    assert Category.objects.get().translations == {"de": {"name": "Spielzeug"}}
    assert Collection.objects.get().translations == {"de": {"name": "Weich"}}
    assert again.channels[0].changed == 0


def test_a_translated_product_is_read_in_german_and_in_english_as_it_was_written(client: Client) -> None:
    here = page(client, f"/de-de/product/{GEL}/")
    there = page(client, f"/product/{GEL}/")

    assert "<h1>Alltags-Gel auf Wasserbasis 100 ml</h1>" in here
    assert "Es trocknet mit der Zeit." in here
    assert "Everyday" not in re.sub(r'(href|value|hx-[a-z]+|content)="[^"]*"', "", here)
    assert data(here)[0]["name"] == "Alltags-Gel auf Wasserbasis 100 ml"
    assert data(here)[0]["description"].startswith("Ein einfaches Gel auf Wasserbasis, 100 ml.")
    assert "<title>Alltags-Gel auf Wasserbasis 100 ml" in here
    assert "<h1>Everyday Water-Based Gel 100 ml</h1>" in there
    assert "Gleitmittel" not in there


def test_what_is_not_translated_says_its_language(client: Client) -> None:
    row = Product.objects.get(slug=GEL)
    row.translations["de"].pop("description_html")
    row.save(update_fields=["translations"])

    half = page(client, f"/de-de/product/{GEL}/")
    Product.objects.filter(slug=GEL).update(translations={})
    none = page(client, f"/de-de/product/{GEL}/")

    assert "<h1>Alltags-Gel" in half
    assert '<div class="prose" lang="en"><p>A plain water-based gel' in half
    assert "Was noch nicht übersetzt ist" in half
    assert '<h1 lang="en">Everyday Water-Based Gel 100 ml</h1>' in none


def test_categories_breadcrumbs_and_cards_are_in_german(client: Client) -> None:
    category = page(client, "/de-de/shop/lubricants/")
    shop = page(client, "/de-de/shop/")
    chosen = page(client, "/de-de/collections/first-sizes/")

    assert "<h1>Gleitmittel</h1>" in category
    assert '<span aria-current="page">Gleitmittel</span>' in category
    assert ">Alltags-Gel auf Wasserbasis 100 ml</a>" in category
    assert re.search(r">\s*Trainer und Toys\s*<", shop)
    assert "<h1>Erste Größen</h1>" in chosen
    assert 'lang="en"' not in re.sub(r'<span class="shot">.*?</span>', "", category)


@pytest.mark.database
@pytest.mark.usefixtures("empty_catalogue", "no_saleor")
def test_a_german_list_is_sorted_by_german_names_in_as_many_statements(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name, german_name in (("Apple", "Zwetschge"), ("Pear", "Birne"), ("Quince", "")):
        row = make_product(name.lower(), name=name, channel="eu", category=make_category(name.lower()))
        row.translations = {"de": {"name": german_name}} if german_name else {}
        row.save()
    client.get("/de-de/shop/?sort=name")

    with django_assert_max_num_queries(9):
        html = page(client, "/de-de/shop/?sort=name")

    assert re.findall(r'product-card-name">.*?>(\w+)</a>', html) == ["Birne", "Quince", "Zwetschge"]
    assert re.findall(r'product-card-name">.*?>(\w+)</a>', page(client, "/en-ie/shop/?sort=name")) == [
        "Apple",
        "Pear",
        "Quince",
    ]


@pytest.mark.database
def test_search_finds_names_in_both_languages_and_shows_the_readers() -> None:
    with translation.override("de-de"):
        for query in ("Massagegerät", "massageger", "External Body Massager"):
            assert found_products(query, german())[0].name == "Massagegerät für außen"
        found = [each.label for each in suggestions("massagegerät", german())]
        mistyped = [each.label for each in suggestions("masagegerät", german())]

    assert found == mistyped == ["Massagegerät für außen"]


def test_a_cart_shows_names_in_its_markets_language() -> None:
    shopper = Shopper("/de-de")
    shopper.add(GEL)

    cart = shopper.get("/cart/")
    Product.objects.filter(slug=GEL).update(name="Another gel")
    renamed = shopper.get("/cart/")

    assert "Alltags-Gel auf Wasserbasis 100 ml" in page_text(cart)
    assert "Flasche 100 ml" in page_text(cart)
    # Our row's German is of another name than Saleor now says: it stays with Saleor's.
    assert '<p class="item-name" lang="en">' in renamed.content.decode()
    assert "Everyday Water-Based Gel 100 ml" in page_text(renamed)


def test_texts_that_a_product_states_are_read_in_german_and_judged_as_they_were_written(client: Client) -> None:
    oil = "plant-oil-massage-blend-100-ml"
    german_page = page(client, f"/de-de/product/{oil}/")
    product = Product.objects.get(slug=oil)
    product.labels["warnings"]["texts"] = {}
    product.save(update_fields=["labels"])

    assert "<li>Nur außen auf der Haut.</li>" in german_page
    assert '<p class="pdp-summary">Nur für die Massage' in german_page
    assert "Für ein Produkt ohne Wasser gibt es keinen pH-Wert." in german_page
    assert '<li lang="en">For outside skin only.</li>' in page(client, f"/de-de/product/{oil}/")
    assert product.facts.warnings == ("Weakens latex and polyisoprene condoms and dams.", "For outside skin only.")


def test_a_product_matched_to_a_stage_gives_its_reason_in_german(client: Client) -> None:
    html = page(client, "/de-de/guides/gradual-anal-training/")

    assert re.findall(r'<p class="why"[^>]*lang="en"', html) == []
    assert ' class="why">Die erste Wahl für vieles' in html
