"""Synonyms, suggestions while typing, and words that are nearly right."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from education.search.languages import search_language
from education.search.matching.trigrams import MIN_SIMILARITY, nearest, similarity
from education.search.models import Synonym
from education.search.site_search import search_site
from education.search.suggestions import MAX_OF_A_KIND, MAX_SUGGESTIONS, corrected, suggestions
from storefront.core.markets import default_market
from storefront.page_cache.cache_tags import TAGS_HEADER
from storefront.page_cache.models import Invalidation
from tests.education.editing import guide, listings

pytestmark = pytest.mark.django_db
MISSPELT = {
    "lubricnt": "lubricant",
    "lubircant": "lubricant",
    "silicon": "silicone",
    "osmolallity": "osmolality",
    "trianing": "training",
    "alergies": "allergies",
    "strter": "starter",
    "consnet": "consent",
}


def suggested(query: str) -> dict[str, str]:
    return {found.label: found.url for found in suggestions(query, default_market())}


def test_likeness_goes_from_nothing_to_the_same() -> None:
    assert (similarity("plug", "plug"), similarity("plug", "dam")) == (1.0, 0.0)
    assert MIN_SIMILARITY <= similarity("lubricnt", "lubricant") < 1
    assert nearest("gel", ["gels", "get"], search_language("en")) is None


@pytest.mark.parametrize(("typed", "meant"), MISSPELT.items())
@pytest.mark.database
def test_a_misspelt_word_is_mended(typed: str, meant: str) -> None:
    assert corrected(typed, default_market()) == meant


def test_unknown_and_correct_words_are_not_corrected() -> None:
    for right in ("lubricant", "zzzzzz", "lube", "18", "gel"):
        assert corrected(right, default_market()) is None


@pytest.mark.database
def test_guides_stages_terms_categories_and_products_are_suggested() -> None:
    assert suggested("choosing a l")["Choosing a lubricant"] == "/guides/choosing-a-lubricant/"
    assert "/guides/gradual-anal-training/#adding-lubricant" in suggested("adding").values()
    assert suggested("osmol") == {"Osmolality": "/glossary/osmolality/"}
    assert any(url.startswith("/shop/") for url in suggested("lubricants").values())
    assert any(url.startswith("/product/") for url in suggested("slim starter").values())


def test_the_very_name_comes_first() -> None:
    assert next(iter(suggested("lubricant"))) == "Lubricant"


def test_a_synonym_and_a_half_typed_one_and_a_misspelt_word_are_suggested_for() -> None:
    assert "Lubricant" in suggested("lube")
    assert any("/product/" in url for url in suggested("butt plug").values())
    assert any("ubricant" in label for label in suggested("lubrciant"))
    assert "Strap-on" in suggested("peggi")


def test_suggestions_begin_with_two_letters_and_are_few_of_each_kind() -> None:
    assert not suggested("l")
    assert not suggested("  ")
    found = suggestions("s", default_market()) or suggestions("si", default_market())
    kinds = [entry.kind for entry in found]
    assert 0 < len(found) <= MAX_SUGGESTIONS
    assert all(kinds.count(kind) <= MAX_OF_A_KIND for kind in kinds)


def test_what_is_not_public_is_not_suggested() -> None:
    listings("slim-starter-plug-18-mm").update(published=False)
    guide("choosing-a-lubricant").unpublish()

    assert "Slim Starter Plug 18 mm" not in suggested("slim")
    assert "Choosing a lubricant" not in suggested("choosing")


@pytest.mark.database
def test_suggestions_are_shared_cost_five_statements_and_no_saleor(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, no_saleor: None
) -> None:
    with django_assert_max_num_queries(5):
        answer = client.get("/search/suggest/", {"q": "lubircant"})

    assert answer[TAGS_HEADER] == "guides catalog sections policies market:en-gb site"
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert 'role="option"' in answer.content.decode()


def test_what_is_typed_comes_back_nowhere(client: Client) -> None:
    assert "<b>" not in client.get("/search/suggest/", {"q": "<b>lub"}).content.decode()


def test_suggestions_lead_into_the_readers_market(client: Client) -> None:
    assert "/en-us/guides/choosing-a-lubricant/" in client.get("/en-us/search/suggest/?q=choosing").content.decode()


def test_the_first_synonyms_exist_and_adding_them_again_keeps_what_editors_changed() -> None:
    Synonym.objects.filter(language="en", word="lube").update(means="gel")
    count = Synonym.objects.count()

    importlib.import_module("education.search.migrations.0002_first_synonyms").add_synonyms(apps, None)

    assert Synonym.objects.get(language="en", word="lube").means == "gel"
    assert Synonym.objects.count() == count
    assert Synonym.objects.filter(language="en").count() > 10


def test_a_synonym_that_an_editor_adds_takes_effect_immediately(client: Client) -> None:
    editor = User.objects.create_user("editor", password="a long example phrase")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    assert search_site("flimflam", default_market(), products=3).is_empty

    answer = client.post(
        "/desk/snippets/search/synonym/add/", {"language": "en", "word": " FLIMFLAM ", "means": "Lubricant"}
    )

    assert answer.status_code == 302
    assert Synonym.objects.filter(word="flimflam", means="lubricant").exists()
    assert Invalidation.objects.filter(tag="guides").exists()
    assert not search_site("flimflam", default_market(), products=3).is_empty


@pytest.mark.parametrize(("word", "means"), [("", "x"), ("!?", "x"), ("gel", "GEL "), ("lube", "gel")])
def test_a_synonym_that_means_nothing_itself_or_is_there_already_is_refused(word: str, means: str) -> None:
    with pytest.raises(ValidationError):
        Synonym(word=word, means=means).full_clean()
