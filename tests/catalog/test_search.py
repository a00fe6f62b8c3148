"""Product search, size diagrams and sitemaps."""

import pytest

from storefront.catalog.models import Product
from storefront.catalog.pages import size_diagram
from storefront.catalog.pages.seo import shop_sitemaps
from storefront.catalog.sync.sections import sync_categories
from storefront.core.markets import all_markets, default_market
from storefront.safety.facts import read_facts
from storefront.sandbox import models as sandbox
from tests.catalog.factories import PLUG, make_category, make_product
from tests.education.search.finding import found_products

APPLICATORS = "lubricant-applicators-pack-of-3-x-8-ml"


def _found(query: str) -> list[str]:
    return [card.slug for card in found_products(query, default_market())]


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("empty_catalogue")
def test_products_are_found_by_name_fact_and_prefix() -> None:
    make_product("glass-plug", attributes=PLUG | {"material": ["borosilicate-glass"], "firmness": ["rigid"]})
    make_product("elsewhere-plug", channel="us")

    assert _found("plug") == ["glass-plug"]
    assert _found("borosilicate") == ["glass-plug"]
    assert _found("gla") == ["glass-plug"]


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize(("language", "query"), [("en-gb", "lubricant"), ("de-de", "Gleitmittel"), ("de-de", "gleitm")])
def test_a_search_for_a_category_finds_its_products_first(language: str, query: str) -> None:
    (market,) = [each for each in all_markets() if each.language == language]
    lubricants = Product.objects.filter(category__slug="lubricants", listings__channel=market.channel)

    # Applicators have the word in their name, and so stand among them.
    found = found_products(query, market, limit=lubricants.count() + 1)

    assert {card.slug for card in found} == {*lubricants.values_list("slug", flat=True), APPLICATORS}


@pytest.mark.django_db
def test_a_renamed_category_is_found_by_its_new_name() -> None:
    sandbox.Category.objects.filter(slug="lubricants").update(name="Slippery things")
    sync_categories()

    renamed = Product.objects.filter(category__slug="lubricants").values_list("slug", flat=True)
    assert set(_found("slippery")[: len(renamed)]) == set(renamed)


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("empty_catalogue")
@pytest.mark.parametrize("query", ["", "   ", '"', "a* OR (", "'; --", "NEAR(", "\x00", "&|!:*", "x" * 5000, "% _"])
def test_no_query_breaks_the_search(query: str) -> None:
    assert _found(query) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_catalogue")
def test_a_product_that_is_never_sold_is_found_with_the_reason() -> None:
    make_product("numbing-gel", attributes={"kind": ["numbing-gel"], "lubricant-base": ["water"]})

    assert found_products("numbing", default_market())[0].refused


@pytest.mark.parametrize("missing", ["max-diameter", "insertable-length", "base-diameter"])
def test_a_toy_of_which_a_measure_is_not_stated_is_not_drawn(missing: str) -> None:
    attributes = {key: value for key, value in PLUG.items() if key != missing}

    assert size_diagram.size_diagram(read_facts(attributes, category="")) is None  # type: ignore[arg-type]


def test_the_sizes_of_a_set_are_drawn_to_one_scale() -> None:
    facts = read_facts({"kind": ["graduated-set"], "sizes": "18 x 60 x 48\n36 x 60 x 96"}, category="")

    drawn = size_diagram.size_diagram(facts)

    assert drawn is not None
    widths = [float(part.split('"')[0]) for part in drawn.svg.split('width="')[1:3]]
    assert widths[1] == pytest.approx(widths[0] * 2, abs=0.1)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_catalogue")
def test_the_sitemap_lists_what_each_market_shows() -> None:
    make_product("small-plug", category=make_category("toys"), channel="us")
    maps = shop_sitemaps()

    assert [maps["products-en-us"].location(each) for each in maps["products-en-us"].items()] == [  # type: ignore[arg-type]
        "/en-us/product/small-plug/"
    ]
    assert list(maps["products-en-gb"].items()) == []
    assert "/shop/toys/" in [maps["shop-en-gb"].location(each) for each in maps["shop-en-gb"].items()]  # type: ignore[arg-type]
