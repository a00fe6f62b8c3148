"""With an OpenSearch as SEARCH_URL: it accepts our index, and finds the same as the database."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import translation
from opensearchpy.exceptions import ConnectionError  # noqa: A004
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page

from education.search import index as search_index
from education.search.site_search import search_site
from storefront.catalog.models import Product
from storefront.catalog.search import index_products, matching_products
from storefront.core.markets import all_markets, default_market
from storefront.core.search_backends import search_backends
from tests.education.editing import guide
from tests.education.opensearch import OpenSearchInMemory

pytestmark = pytest.mark.django_db
GERMAN = next(market for market in all_markets() if market.language == "de-de")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[OpenSearchInMemory]]:
    """The settings that SEARCH_URL makes, with everything indexed as docs/settings.md says."""
    monkeypatch.setattr(OpenSearchInMemory, "indexes", {})
    monkeypatch.setattr(OpenSearchInMemory, "aliases", {})
    made = search_backends("opensearch3+https://reader:secret@search.invalid:9200/shop")
    made["default"]["OPTIONS"] = {"connection_class": OpenSearchInMemory}
    with override_settings(WAGTAILSEARCH_BACKENDS=made):
        call_command("update_index", backend_name="default", stdout=io.StringIO())
        yield OpenSearchInMemory


def test_every_page_and_product_is_a_document_of_its_mapping(service: type[OpenSearchInMemory]) -> None:
    held = {alias: service.indexes[index].documents for alias, index in service.aliases.items()}
    assert {int(pk) for pk in held["shop_wagtailcore_page"]} == set(Page.objects.values_list("pk", flat=True))
    assert {int(pk) for pk in held["shop_catalog_product"]} == set(Product.objects.values_list("pk", flat=True))


def test_one_box_finds_there_what_it_finds_in_the_database(request: pytest.FixtureRequest) -> None:
    # given
    asked = ["latex allergy", "osmolality", "lube", "lubricnt", "plug", "zzzzqq"]
    ours = [search_site(words, default_market(), products=60) for words in asked]
    request.getfixturevalue("service")
    # when
    theirs = [search_site(words, default_market(), products=60) for words in asked]
    # then
    for here, there in zip(ours, theirs, strict=True):
        assert there.corrected_query == here.corrected_query
        assert bool(there.guides) == bool(here.guides)
        assert {term.url for term in here.terms[:3]} <= {term.url for term in there.terms}
        assert {card.slug for card in here.products} <= {card.slug for card in there.products}


def test_readers_of_another_language_find_their_own_guides_however_many_others_fit(
    request: pytest.FixtureRequest,
) -> None:
    with translation.override("de-de"):
        ours = search_site("latex", GERMAN, products=12)
        request.getfixturevalue("service")
        theirs = search_site("latex", GERMAN, products=12)
    assert {each.url for each in theirs.guides[:3]} & {each.url for each in ours.guides[:3]}
    assert all(each.url.startswith("/de-de/") for each in theirs.guides)


@pytest.mark.usefixtures("service")
def test_products_hold_all_the_words_and_are_found_by_beginnings(client: Client) -> None:
    assert matching_products("gel zzzz") == []
    begun = Product.objects.filter(pk__in=matching_products("every"))
    assert "everyday-water-based-gel-100-ml" in begun.values_list("slug", flat=True)
    assert "/product/everyday-water-based-gel-100-ml/" in client.get("/search/?q=everyday+gel").content.decode()


@pytest.mark.usefixtures("service")
def test_what_changes_is_found_by_its_new_words(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    # given
    page = guide()
    page.summary = "About marmalade."
    product = Product.objects.get(slug="small-plug-24-mm")
    product.name = "Marmalade plug"
    # when
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
        product.save()
        index_products([product])
        search_index.index_products([product.pk])
    # then
    found = search_site("marmalade", default_market(), products=12)
    assert [each.title for each in found.guides] == [page.title]
    assert [card.slug for card in found.products] == [product.slug]


@pytest.mark.usefixtures("service")
def test_without_the_search_service_the_database_answers_and_the_query_is_not_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # given
    product = Product.objects.get(slug="small-plug-24-mm")
    product.name = "Marmalade plug"
    product.save()
    search_index.index_products([product.pk])
    monkeypatch.setattr(OpenSearchInMemory, "perform_request", _away)
    # when
    found = search_site("marmalade", default_market(), products=12)
    # then
    assert [card.slug for card in found.products] == [product.slug]
    assert search_site("latex", default_market(), products=12).guides
    assert "search service away: ConnectionError" in caplog.text
    assert not {"marmalade", "latex"} & set(caplog.text.lower().split())


def _away(*_: object, **__: object) -> None:
    raise ConnectionError("N/A", "refused", OSError())
