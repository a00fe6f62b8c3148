"""Sizes at their real size: on paper, and on a screen with a scale."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Product
from storefront.tools.size_chart import drawing
from tests.cart.shopper import GEL, page_text

PAGE = "/sizes/"
PLUG = "glass-starter-plug-22-mm"


def size_in_mm(svg: str) -> tuple[float, float]:
    width, height = re.findall(r'(?:width|height)="([0-9.]+)mm"', svg)[:2]
    return float(width), float(height)


def units(svg: str) -> tuple[float, float]:
    _x, _y, width, height = re.findall(r'viewBox="([^"]+)"', svg)[0].split()
    return float(width), float(height)


@given(st.decimals(1, 200, places=1), st.integers(50, 200))
def test_a_circle_is_as_wide_as_it_says_at_every_scale(diameter: Decimal, percent: int) -> None:
    svg = drawing.circle(diameter, percent)

    millimetres_per_unit = size_in_mm(svg)[0] / units(svg)[0]
    radius = float(re.findall(r' r="([0-9.]+)"', svg)[0])
    assert radius * 2 * millimetres_per_unit == pytest.approx(float(diameter) * percent / 100, abs=0.05)


def test_the_card_has_the_size_of_a_bank_card() -> None:
    svg = drawing.bank_card(100)

    millimetres_per_unit = size_in_mm(svg)[0] / units(svg)[0]
    width, height = re.findall(r'<rect[^>]* width="([0-9.]+)" height="([0-9.]+)"', svg)[0]
    assert float(width) * millimetres_per_unit == pytest.approx(85.6, abs=0.02)
    assert float(height) * millimetres_per_unit == pytest.approx(53.98, abs=0.02)


def test_everything_fits_on_paper() -> None:
    assert size_in_mm(drawing.ruler(100))[0] < 190
    assert sum(size_in_mm(drawing.circle(width, 100))[0] for width in drawing.WIDTHS[:4]) < 190


@pytest.mark.django_db
def test_a_toy_is_drawn_as_wide_and_long_as_its_facts_say(client: Client) -> None:
    facts = Product.objects.get(slug=PLUG).facts
    body = client.get(f"{PAGE}?toy={PLUG}").content.decode()

    svg = next(each for each in re.findall(r"<svg class=\"true-size\".*?</svg>", body, re.S) if "insertable" in each)
    widest = max(facts.base_diameter_mm or 0, facts.max_diameter_mm or 0, 24)
    assert size_in_mm(svg)[0] == pytest.approx(float(widest), abs=0.1)
    assert f"{facts.insertable_length_mm} mm insertable" in svg


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["scale=49", "scale=201", "scale=1e2", "scale=٩٩", "scale=-80", f"scale={'9' * 5000}", "scale=90&scale=90",
     "toy=nothing", f"toy={GEL}", f"toy={PLUG}&toy={PLUG}"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_words(query: str, client: Client) -> None:
    response = client.get(f"{PAGE}?{query}")

    assert response.status_code == 404
    assert (
        "Choose from the list" in page_text(response)
        or "whole number" in page_text(response)
        or ("not all stated" in page_text(response))
    )
    assert "X-Cache-Tags" not in response.headers


@pytest.mark.django_db
def test_a_toy_whose_base_is_not_stated_is_not_drawn(client: Client) -> None:
    plug = Product.objects.get(slug=PLUG)
    plug.attributes = {slug: value for slug, value in plug.attributes.items() if slug != "base-diameter"}
    plug.save()

    assert client.get(f"{PAGE}?toy={PLUG}").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("no_saleor")
def test_a_scale_for_a_screen_is_not_printed_and_not_listed(client: Client) -> None:
    scaled, true = client.get(f"{PAGE}?scale=90").content.decode(), client.get(PAGE).content.decode()

    assert "noindex" in scaled
    assert 'class="only-print"' in scaled
    assert 'class="only-print"' not in true


@pytest.mark.django_db
@pytest.mark.usefixtures("no_saleor")
def test_queries_do_not_grow_with_the_products(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(PAGE)
    with django_assert_num_queries(2):
        client.get(f"{PAGE}?toy={PLUG}")
