from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from education.search import views
from education.search.site_search import search_site, tidy
from storefront.core.markets import default_market
from storefront.observability.logs import PlainFormatter
from tests.education.editing import guide

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db
ODD = ["x" * 5000, '"', "'", "AND OR NOT", "NEAR(", "*", "a:b", "crohn's", "\x00", "%_", "\U0001f642", "-- ;", "({["]


def found(client: Client, **query: str) -> str:
    answer = client.get("/search/", query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.database
def test_one_box_finds_guides_and_products(client: Client) -> None:
    html = found(client, q="osmolality")
    assert "/guides/choosing-a-lubricant/" in html
    assert "/product/" in found(client, q="gel")


@pytest.mark.database
def test_a_guide_is_found_with_the_place_that_speaks_of_it() -> None:
    places = {guide.url: guide.place_url for guide in search_site("latex allergy", default_market(), products=1).guides}
    assert places["/guides/choosing-a-lubricant/"] == "/guides/choosing-a-lubricant/#sensitive-skin-and-latex-allergy"


def test_nothing_found_helps_on(client: Client) -> None:
    html = found(client, q="zzzzzz")
    assert "Nothing found for “zzzzzz”" in html
    assert "/guides/gradual-anal-training/" in html
    assert "/shop/lubricants/" in html


def test_an_empty_search_offers_places_to_start(client: Client) -> None:
    assert "Nothing found" not in found(client)
    assert "/guides/choosing-a-first-toy/" in found(client, q="   ")


@pytest.mark.parametrize("query", ODD)
@pytest.mark.database
def test_odd_and_long_queries_are_safe(client: Client, query: str) -> None:
    html = found(client, q=query)
    assert "x" * 101 not in html


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_text_may_be_searched_for(query: str) -> None:
    search_site(query, default_market(), products=3)
    assert len(tidy(query)) <= 100


def test_what_is_searched_for_is_shown_as_text_only(client: Client) -> None:
    assert "<script>alert" not in found(client, q="<script>alert(1)</script>")


def test_the_query_is_in_no_line_of_the_log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(query: str, *_: object, **__: object) -> None:
        raise RuntimeError(query)

    client = Client(raise_request_exception=False)
    found(client, q="fissure")
    client.get("/search/suggest/", {"q": "fissure"})
    client.get("/search/nothing-here/", {"q": "fissure"})
    monkeypatch.setattr(views, "search_site", fail)
    assert client.get("/search/", {"q": "fissure"}).status_code == 500

    lines = [PlainFormatter().format(record) for record in caplog.records]
    assert any("Not Found" in line for line in lines)
    assert any("RuntimeError" in line for line in lines)
    assert not any("fissure" in line for line in lines)


def test_results_cost_few_statements_and_no_saleor(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, no_saleor: None
) -> None:
    found(client, q="gel")
    with django_assert_max_num_queries(10):
        found(client, q="gel")


@pytest.mark.parametrize(("query", "most"), [("lube", 15), ("lubrciant", 22), ("zzzzzz", 24)])
@pytest.mark.database
def test_synonyms_misspelt_words_and_nothing_cost_few_statements_too(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, no_saleor: None, query: str, most: int
) -> None:
    found(client, q=query)
    with django_assert_max_num_queries(most):
        found(client, q=query)


@pytest.mark.database
def test_what_editors_call_the_same_finds_the_same() -> None:
    market = default_market()
    lube, lubricant = (search_site(word, market, products=60) for word in ("lube", "lubricant"))
    assert any("choosing-a-lubricant" in guide.url for guide in lube.guides)
    assert lubricant.products
    assert {card.slug for card in lubricant.products} <= {card.slug for card in lube.products}


@pytest.mark.database
def test_a_misspelt_search_finds_what_was_meant_and_says_so(client: Client) -> None:
    html = found(client, q="osmolallity")
    assert "We looked for “osmolality” instead" in html
    assert "/guides/choosing-a-lubricant/" in html
    assert "instead." not in found(client, q="osmolality")


@pytest.mark.database
def test_the_glossary_is_searched_too(client: Client) -> None:
    assert 'href="/glossary/osmolality/"' in found(client, q="osmolality")


def test_a_search_for_nothing_we_have_leads_to_the_glossary(client: Client) -> None:
    assert 'href="/glossary/"' in found(client, q="zzzzzz").split("start-words")[-1]


def test_what_is_searched_for_is_in_no_metric_and_no_server_writes_addresses_down(client: Client) -> None:
    found(client, q="fissure")
    client.get("/search/suggest/", {"q": "fissure"})
    assert "fissure" not in client.get("/metrics").content.decode()
    for file in (".dev/serve", "Dockerfile", "docker-compose.yml"):
        assert "access-log" not in (ROOT / file).read_text().replace("no-access-log", "")
        assert "ACCESS_LOG" not in (ROOT / file).read_text()


def test_only_live_guides_are_found() -> None:
    assert any("lubricant" in found.url for found in search_site("osmolality", default_market(), products=1).guides)
    guide("choosing-a-lubricant").unpublish()
    assert not any(
        "choosing-a-lubricant" in found.url for found in search_site("osmolality", default_market(), products=1).guides
    )
