"""Comparing products: facts side by side, what differs, and sizes to one scale."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Product
from storefront.core.markets import default_market
from storefront.tools.compare.comparison import Comparison, compare
from tests.cart.shopper import CONDOMS, GEL, OIL, page_text

PAGE = "/compare/"
PLUG, VIBRATING = "glass-starter-plug-22-mm", "small-vibrating-plug-26-mm"
pytestmark = pytest.mark.django_db


def comparison(*slugs: str) -> Comparison:
    products = {product.slug: product for product in Product.objects.with_category().filter(slug__in=slugs)}
    with translation.override("en-gb"):
        return compare([products[slug] for slug in slugs], default_market(), rests=[""] * len(slugs))


def query(*slugs: str) -> str:
    return urlencode(dict(zip("abcd", slugs, strict=False)))


def test_a_line_differs_when_the_products_do_not_say_the_same() -> None:
    lines = {str(line.label): line for line in comparison(PLUG, VIBRATING).facts}

    assert lines["Material"].differs
    assert not lines["Flared base"].differs


def test_what_one_product_does_not_state_is_not_taken_from_the_other() -> None:
    plug = Product.objects.get(slug=PLUG)
    plug.attributes = {slug: value for slug, value in plug.attributes.items() if slug != "max-diameter"}
    plug.save()

    found = comparison(PLUG, VIBRATING)
    stated = {
        str(line.label): [cell.value.is_stated for cell in line.cells if cell.value is not None]
        for line in found.facts
        if any(cell.value is not None and cell.value.slug == "max-diameter" for cell in line.cells)
    }

    assert list(stated.values()) == [[False, True]]
    assert found.drawing is None


def test_products_of_different_kinds_have_the_lines_of_both_and_those_of_one_do_not_differ() -> None:
    found = comparison(GEL, PLUG)

    names = [{cell.value.slug for line in found.facts if (cell := line.cells[at]).value} for at in (0, 1)]
    assert "osmolality" in names[0] - names[1]
    assert "flared-base" in names[1] - names[0]
    lacking = [any(cell.value is None for cell in line.cells) for line in found.facts]
    assert lacking == sorted(lacking)
    assert not any(line.differs for line, lacks in zip(found.facts, lacking, strict=True) if lacks)


def test_the_verdicts_of_the_rules_stand_side_by_side() -> None:
    latex = next(line for line in comparison(GEL, OIL).pairings if "Latex condom" in str(line.label))

    assert [cell.value.rating for cell in latex.cells if cell.value] == ["yes", "no"]
    assert latex.differs


def test_sizes_are_drawn_to_one_scale_with_the_mark_of_each_product() -> None:
    drawing = comparison(PLUG, VIBRATING).drawing

    assert drawing
    assert "A: 22" in drawing.words
    assert "B: 26" in drawing.words
    assert "battery" in drawing.words


def test_only_toys_with_stated_sizes_are_drawn() -> None:
    assert comparison(GEL, OIL).drawing is None
    assert comparison(GEL, PLUG).drawing is None


@pytest.mark.parametrize("value", ["nothing", "x" * 5000, "\x00", "%", "🙂", f"p-{GEL}"])
@pytest.mark.parametrize("name", ["a", "d"])
def test_what_we_do_not_know_is_refused_in_words(value: str, name: str, client: Client) -> None:
    response = client.get(f"{PAGE}?{name}={quote(value)}")

    assert response.status_code == 404
    assert "We do not know" in page_text(response)
    assert "X-Cache-Tags" not in response.headers


def test_a_product_twice_is_compared_once_and_a_parameter_twice_is_refused(client: Client) -> None:
    assert "Choose a second product" in page_text(client.get(f"{PAGE}?{query(GEL, GEL)}"))
    assert client.get(f"{PAGE}?a={GEL}&a={PLUG}").status_code == 404


def test_a_product_that_is_not_sold_cannot_be_compared(client: Client) -> None:
    Product.objects.filter(slug=PLUG).update(may_be_sold=False)

    assert client.get(f"{PAGE}?{query(PLUG, GEL)}").status_code == 404


@pytest.mark.usefixtures("no_saleor")
def test_a_comparison_is_shared_not_listed_and_leads_to_the_others(client: Client) -> None:
    response = client.get(f"{PAGE}?{query(PLUG, VIBRATING, GEL, CONDOMS)}")
    head, _, body = response.content.decode().partition("</head>")

    assert "X-Cache-Tags" in response.headers
    assert "noindex" in head
    assert f"?a={PLUG}&amp;b={VIBRATING}&amp;c={GEL}#comparison" in body


@pytest.mark.usefixtures("no_saleor")
def test_queries_do_not_grow_with_the_products_in_the_menu(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"{PAGE}?{query(PLUG, VIBRATING, GEL, CONDOMS)}"
    client.get(address)
    with django_assert_num_queries(6):
        client.get(f"{address}&utm_source=again")
