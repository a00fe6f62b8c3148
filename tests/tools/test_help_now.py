"""The page "Get help now": the right numbers in each market, nothing to buy, nothing stored."""

import re

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from storefront.core.markets import all_markets, parse_markets
from storefront.safety.sources import SOURCES
from storefront.tools.help_now.answers import Answers, answers_for
from tests.asserting import non_empty

MARKETS = {market.country: market for market in all_markets()}
PREFIXES = {"GB": "", "US": "/en-us", "IE": "/en-ie", "DE": "/de-de"}


def answers(country: str) -> Answers:
    with translation.override("en-gb"):
        return answers_for(MARKETS[country])


def numbers_in(html: str) -> set[str]:
    return set(re.findall(r'href="tel:(\d+)"', html))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "numbers"), [("GB", {"999", "111"}), ("US", {"911"}), ("IE", {"112"}), ("DE", {"112", "116117"})]
)
def test_each_market_names_its_own_numbers_and_no_other(country: str, numbers: set[str], client: Client) -> None:
    html = client.get(f"{PREFIXES[country]}/help-now/").content.decode()
    others = {"999", "111", "911", "112", "116117", "116 117"} - numbers - {"116 117"}

    assert numbers_in(html) == numbers
    assert not [number for number in others if re.search(rf"(?<!\d){number}(?!\d)", re.sub(r"<[^>]*>", " ", html))]


@pytest.mark.parametrize("country", PREFIXES)
def test_each_problem_says_whom_to_call_and_what_to_do_now(country: str) -> None:
    found = answers(country)

    assert [problem.anchor for problem in found.problems] == ["stuck", "bleeding", "pain", "condom", "reaction"]
    assert found.first.call
    for problem in found.problems:
        assert problem.now
        assert problem.cards[0].level in ("emergency", "urgent")
        assert problem.cards[0].call or problem.anchor == "condom"
        assert all(card.points for card in problem.cards)


def test_a_market_whose_number_is_not_known_names_none() -> None:
    (nowhere,) = parse_markets("en-au=au/AUD/AU/Australia")
    (france,) = parse_markets("en-fr=eu/EUR/FR/France")

    assert answers_for(nowhere).first.call is None
    assert "999" not in answers_for(nowhere).first.title
    assert "112" in answers_for(france).first.title


def test_hiv_medicine_has_both_clocks() -> None:
    (condom,) = [problem for problem in answers("GB").problems if problem.anchor == "condom"]

    assert all(clock in condom.now[0].text for clock in ("24 hours", "72 hours"))


def test_every_point_names_its_sources_or_is_marked_as_our_own() -> None:
    found = answers("GB")
    cards = [found.first, *(card for problem in found.problems for card in problem.cards)]

    assert {code for card in cards for code in card.sources} <= {source.code for source in found.sources}
    assert [point for card in non_empty(cards) for point in card.points if point.is_own]
    assert all(SOURCES[source.code] is source for source in found.sources)


@pytest.mark.django_db
@pytest.mark.usefixtures("no_saleor")
def test_the_page_has_no_products_and_needs_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/help-now/")
    with django_assert_max_num_queries(0):
        html = client.get("/help-now/").content.decode()

    assert "/product/" not in html
    assert "£" not in html.replace("GBP", "")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/guides/when-to-get-help/", "/cart/", "/checkout/contact/", "/legal/contact/"])
@pytest.mark.parametrize("prefix", ["", "/de-de"])
def test_every_page_and_the_top_of_every_guide_lead_there(path: str, prefix: str, client: Client) -> None:
    html = client.get(f"{prefix}{path}", follow=True).content.decode()
    foot = html.index('<footer class="foot"')

    assert f'href="{prefix}/help-now/"' in html[foot:]
    if "/guides/" in path:
        assert html.index(f'href="{prefix}/help-now/"') < html.index('class="guide-body"')


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/de-de"])
def test_the_service_worker_is_below_the_page_and_rules_nothing_else(prefix: str, client: Client) -> None:
    answer = client.get(f"{prefix}/help-now/worker.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    assert not answer.cookies
