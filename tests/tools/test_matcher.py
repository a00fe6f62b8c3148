"""The matcher: the verdict on two kinds or products, its reason and source, what suits, and what is in the cart."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Listing, Product
from storefront.core.markets import default_market
from storefront.safety.rules import Rating
from storefront.tools.matcher.answers import Answer, answer_for
from storefront.tools.matcher.choices import judge, read_choice
from storefront.tools.matcher.kinds import BARRIERS, BASES, TOYS, judge_kinds
from storefront.tools.product_menu import UnknownChoice
from tests.cart.shopper import CONDOMS, GEL, OIL, Shopper, page_text

PAGE = "/what-goes-with-what/"
pytestmark = pytest.mark.django_db


def answer(one: str, other: str) -> Answer:
    market = default_market()
    first, second = read_choice([one], market), read_choice([other], market)
    assert first
    assert second
    with translation.override("en-gb"):
        return answer_for(first, second, market)


def suggested(found: Answer) -> set[str]:
    return {card.slug for each in found.suitable for card in each.cards}


@pytest.mark.parametrize(
    ("one", "other", "rating"),
    [
        ("oil", "latex-condom", Rating.NO),
        ("latex-glove", "oil", Rating.NO),
        ("water", "latex-condom", Rating.YES),
        ("silicone", "silicone-toy", Rating.CHECK),
        ("oil", "glass-toy", Rating.CHECK),
        ("water", "vinyl-glove", Rating.NOT_STATED),
        ("water", "silicone", Rating.NA),
        ("latex-condom", "silicone-toy", Rating.YES),
        ("latex-condom", "nitrile-internal-condom", Rating.NO),
        (f"p-{OIL}", f"p-{CONDOMS}", Rating.NO),
        (f"p-{OIL}", "glass-toy", Rating.CHECK),
        ("oil", "p-glass-starter-plug-22-mm", Rating.NO),
        (f"p-{GEL}", "latex-condom", Rating.YES),
        ("p-small-vibrating-plug-26-mm", "p-steel-boil-basket", Rating.NO),
    ],
)
def test_two_things_are_judged_by_the_rules_in_either_order(one: str, other: str, rating: Rating) -> None:
    assert answer(one, other).rating is rating
    assert answer(other, one).rating is rating


def test_two_kinds_are_judged_as_in_the_table() -> None:
    market = default_market()
    for kind in (*BARRIERS, *TOYS):
        for base in BASES:
            first, second = read_choice([base.slug], market), read_choice([kind.slug], market)
            assert first
            assert second
            assert judge(first, second) == judge_kinds(base, kind)


def test_an_answer_says_why_and_where_that_comes_from() -> None:
    assert {source.kind for source in answer("oil", "latex-condom").sources} == {"official"}
    assert answer("oil", "tpe-toy").basis
    assert answer("water", "vinyl-glove").basis
    assert not answer("water", "silicone").basis


def test_what_suits_goes_with_the_other_and_can_be_bought() -> None:
    found = answer("oil", "latex-condom")

    listings = Listing.objects.filter(product__slug__in=suggested(found), channel="uk")
    assert suggested(found)
    assert all(listing.in_stock and listing.product.may_be_suggested for listing in listings)
    assert {listing.product.facts.base for listing in listings} == {"water"} or OIL not in suggested(found)
    for each in found.suitable:
        assert all(card.availability != "out" and not card.refused for card in each.cards)


def test_what_is_sold_out_or_refused_is_not_suggested() -> None:
    first = suggested(answer("oil", "latex-condom"))
    assert first
    gone = sorted(first)[0]
    Listing.objects.filter(product__slug=gone).update(in_stock=False)
    others = first - {gone}
    Product.objects.filter(slug__in=others).update(may_be_suggested=False)

    assert not first & suggested(answer("oil", "latex-condom"))


@pytest.mark.parametrize("value", ["nothing", "p-", "p-no-such-plug", "P-" + GEL, "x" * 5000, "p-\x00", "p-%", "🙂"])
@pytest.mark.parametrize("name", ["one", "other"])
def test_what_we_do_not_know_is_refused_in_words(value: str, name: str, client: Client) -> None:
    response = client.get(f"{PAGE}?{name}={quote(value)}")

    assert response.status_code == 404
    assert "We do not know" in page_text(response)
    assert "X-Cache-Tags" not in response.headers


def test_a_parameter_twice_is_refused_so_that_the_cache_has_one_key_for_one_page(client: Client) -> None:
    assert client.get(f"{PAGE}?one=oil&one=water").status_code == 404


def test_a_product_of_another_market_or_one_that_is_never_sold_is_not_known() -> None:
    Listing.objects.filter(product__slug=GEL).update(published=False)
    Product.objects.filter(slug=OIL).update(may_be_sold=False)

    for slug in (GEL, OIL):
        with pytest.raises(UnknownChoice):
            read_choice([f"p-{slug}"], default_market())


@pytest.mark.usefixtures("no_saleor")
@pytest.mark.parametrize(
    ("query", "most"), [("", 1), ("?one=oil&other=latex-condom", 4), (f"?one=p-{GEL}&other=oil", 5)]
)
def test_every_state_is_a_shared_page_with_few_queries(
    query: str, most: int, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"{PAGE}{query}")
    with django_assert_max_num_queries(most):
        response = client.get(f"{PAGE}{query}")
    html = response.content.decode()

    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["X-Cache-Parameters"].split() == ["one", "other", "added"]
    assert re.search(r'rel="canonical" href="[^"?]*/what-goes-with-what/"', html)
    assert ("noindex" in html) == bool(query)
    assert ("hreflang" in html.partition("</head>")[0]) == (not query)


def test_the_form_keeps_what_was_chosen_and_the_whole_table_is_below(client: Client) -> None:
    html = client.get(f"{PAGE}?one=oil&other=p-{CONDOMS}").content.decode()

    chosen = re.findall(r'value="([^"]+)"[^>]*\sselected', html)
    assert chosen == ["oil", f"p-{CONDOMS}"]
    assert "Vinyl" in html.partition('id="matrix-1"')[2]
    assert html.count("<table") == 2


def test_a_product_page_leads_to_the_matcher_with_the_product_chosen(client: Client) -> None:
    html = client.get(f"/product/{GEL}/").content.decode()

    (address,) = re.findall(r'href="(/what-goes-with-what/\?[^"]+)"', html)
    assert "selected" in client.get(unescape(address)).content.decode()


def test_what_is_in_the_cart_is_matched_on_a_page_of_its_own(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    # given
    shopper = Shopper()
    shopper.add(OIL)
    shopper.add(CONDOMS)
    # when
    asked = shopper.get(f"{PAGE}?one=silicone-toy&other=cart")
    shopper.client.get(asked["Location"])
    with django_assert_max_num_queries(5):
        page = shopper.client.get(asked["Location"])
    # then
    assert asked["Location"] == "/what-goes-with-what/cart/?one=silicone-toy"
    assert "no-store" in page.headers["Cache-Control"]
    assert "Oil weakens latex" in page_text(page)
    assert "never use it with a toy that goes inside" in page_text(page)


@pytest.mark.usefixtures("no_saleor")
def test_an_empty_cart_and_an_unknown_thing_are_answered_in_words(client: Client) -> None:
    assert "Your cart is empty" in page_text(client.get(f"{PAGE}cart/"))
    assert client.get(f"{PAGE}cart/?one=zzz").status_code == 404


def test_a_warning_of_a_product_stands_with_its_verdict() -> None:
    product = Product.objects.get(slug="small-plug-24-mm")
    product.attributes |= {"flared-base": False, "sold-although": "G1: for a clinic"}
    product.digest = "changed"
    product.save()

    found = answer("water", "p-small-plug-24-mm")

    assert len(found.warnings) == 1
