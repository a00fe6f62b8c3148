"""Filters are read from the query string, and facets count what choosing a value shows."""

from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from storefront.catalog.listing import filters
from storefront.catalog.listing.filters import Filters, Sort
from storefront.catalog.selectors import ProductList, product_list
from storefront.catalog.together.answers import answers_to
from storefront.core.markets import default_market
from storefront.safety.rules import Rating
from tests.catalog.factories import PLUG, make_category, make_product


def test_filters_are_parsed_and_written_alike() -> None:
    asked = filters.parse(QueryDict("material=silicone&material=abs&price=10-20&stock=in&sort=price&page=2"))

    assert asked.values("material") == ("abs", "silicone")
    assert (asked.sort, asked.page) == (Sort.PRICE, 2)
    assert asked.query == "material=abs&material=silicone&price=10-20&stock=in&sort=price"


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x",
        "price=cheap",
        "stock=maybe",
        "sort=evil",
        "page=-1",
        "page=zero",
        "material=a%20b",
        "a-=x",
        "a-%27=x",
    ],
)
def test_unknown_names_and_values_are_ignored(query: str) -> None:
    assert filters.parse(QueryDict(query)) == Filters()


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=5), max_size=6))
def test_any_query_string_can_be_parsed(asked: dict[str, list[str]]) -> None:
    read = filters.parse(asked)

    assert read.page >= 1
    assert filters.parse(parse_qs(read.query)) == Filters(chosen=read.chosen, sort=read.sort)


def _ask(query: str) -> ProductList:
    return product_list(default_market(), filters.parse(QueryDict(query)))


def _counts(found: ProductList, facet: str) -> dict[str, int]:
    return {option.value: option.count for each in found.facets if each.name == facet for option in each.options}


@pytest.fixture
def mixed(empty_catalogue: None) -> None:
    make_product("soft-small", attributes=PLUG, prices=("8.00",))
    make_product("soft-wide", attributes=PLUG | {"max-diameter": "32"}, prices=("18.00",))
    make_product("steel", attributes=PLUG | {"material": ["steel"], "firmness": ["rigid"]}, prices=("18.00",), left=0)
    make_product("tee", attributes={"colour": ["red"]}, prices=("50.00",))


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("mixed")
def test_each_facet_is_counted_with_the_others_applied() -> None:
    found = _ask("material=silicone&price=10-20")

    assert [card.slug for card in found.page] == ["soft-wide"]
    assert _counts(found, "material") == {"silicone": 1, "steel": 1}
    assert _counts(found, "price") == {"-10": 1, "10-20": 1}
    assert _counts(_ask("price=10-20"), "max-diameter") == {"20-26": 1, "30-34": 1}


@pytest.mark.django_db
@pytest.mark.usefixtures("mixed")
def test_a_facet_that_narrows_nothing_is_not_shown() -> None:
    assert _counts(_ask("material=silicone&price=10-20"), "max-diameter") == {}


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("material=silicone&material=steel", {"soft-small", "soft-wide", "steel"}),
        ("stock=in", {"soft-small", "soft-wide", "tee"}),
        ("max-diameter=20-26", {"soft-small", "steel"}),
        ("max-diameter=20-26&max-diameter=30-34&stock=in", {"soft-small", "soft-wide"}),
        ("price=40-", {"tee"}),
        ("a-colour=red", {"tee"}),
        ("material=wood", set()),
    ],
)
def test_values_of_a_facet_add_up_and_facets_narrow(query: str, slugs: set[str]) -> None:
    assert {card.slug for card in _ask(query).page} == slugs


@pytest.mark.django_db
@pytest.mark.usefixtures("mixed")
def test_a_chosen_value_that_matches_nothing_can_still_be_removed() -> None:
    found = _ask("material=wood")

    option = next(each for facet in found.facets if facet.name == "material" for each in facet.options)
    assert (option.value, option.count, option.selected) == ("wood", 0, True)


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize(
    ("sort", "first"), [("price", "soft-small"), ("price-high", "tee"), ("newest", "tee"), ("name", "soft-small")]
)
def test_a_list_is_sorted_as_requested(sort: str, first: str) -> None:
    assert next(iter(_ask(f"sort={sort}").page)).slug == first


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_catalogue")
def test_a_page_beyond_the_last_is_the_last() -> None:
    for number in range(25):
        make_product(f"plug-{number:02}")

    assert _ask("page=99").page.number == 2
    assert len(list(_ask("").page)) == 24


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("empty_catalogue")
def test_a_category_holds_what_is_below_it() -> None:
    toys = make_category("toys")
    plugs = make_category("plugs", parent=toys)
    make_category("toys-for-dogs")
    make_product("plug", category=plugs)

    found = product_list(default_market(), Filters(), category=toys)

    assert [card.slug for card in found.page] == ["plug"]
    assert [(section.label, section.count) for section in found.sections] == [("Plugs", 1)]


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_catalogue")
def test_a_product_that_is_never_sold_is_in_no_list() -> None:
    make_product("numbing-gel", attributes={"kind": ["numbing-gel"], "lubricant-base": ["water"]})

    assert _ask("").page.paginator.count == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "query", "rating"),
    [
        ({}, "works-with=latex-condom", Rating.YES),
        ({"lubricant-base": ["oil"], "internal-use": False}, "works-with=latex-condom", Rating.NO),
        ({"lubricant-base": []}, "works-with=latex-condom", Rating.NOT_STATED),
        ({}, "works-with=another-makers-word", Rating.NOT_STATED),
        ({}, "free-from=glycerin", Rating.YES),
        ({"allergens": ["glycerin"]}, "free-from=glycerin", Rating.NOT_STATED),
        ({"inci": "Aqua, Glycerin, Xanthan Gum"}, "free-from=glycerin", Rating.NOT_STATED),
        ({"local-anaesthetic": None}, "free-from=parabens", Rating.NOT_STATED),
    ],
)
def test_a_card_answers_what_the_list_is_filtered_by_and_never_more_than_its_facts(
    empty_catalogue: None, facts: dict[str, object], query: str, rating: Rating
) -> None:
    # given
    gel = {
        "kind": ["water-based-gel"],
        "lubricant-base": ["water"],
        "works-with": ["latex-condom", "another-makers-word"],
        "free-from": ["glycerin"],
    }
    product = make_product("gel", attributes=gel | facts, category=make_category("lubricants"))
    # when
    (answer,) = answers_to(filters.parse(QueryDict(query)), product.facts)
    # then
    assert answer.rating is rating
    assert bool(answer.reason) is (rating is not Rating.YES)


@pytest.mark.django_db
@pytest.mark.usefixtures("mixed")
def test_a_card_of_a_list_without_such_a_filter_answers_nothing() -> None:
    assert all(card.answers == () for card in _ask("material=silicone").page)


@pytest.mark.django_db
def test_the_list_shows_the_verdict_that_was_asked_for(client: Client) -> None:
    html = client.get("/shop/?works-with=latex-condom").content.decode()
    cards = html.partition('class="listing-main"')[2].split("<article")[1:]

    assert cards
    assert all("Goes with: Latex condoms" in card and "badge-yes" in card for card in cards)
