"""Search in German: synonyms, spellings and compounds, without the rules of other languages."""

import importlib

import pytest
from django.apps import apps
from django.utils import translation

from education.search.languages import search_language
from education.search.matching.trigrams import nearest, parts
from education.search.models import Synonym
from education.search.site_search import Results, search_site
from education.search.suggestions import corrected, suggestions
from storefront.core.markets import active_market
from tests.education.editing import guide

pytestmark = pytest.mark.django_db
LUBRICANT = "/de-de/guides/choosing-a-lubricant/"


def found(query: str) -> Results:
    with translation.override("de-de"):
        return search_site(query, active_market(), products=60)


def addresses(results: Results) -> set[str]:
    return {guide.url for guide in results.guides} | {term.url for term in results.terms}


@pytest.mark.database
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Gleitmittel", LUBRICANT),
        ("Gleitcreme", LUBRICANT),
        ("Welche Gleitcreme und für wen", LUBRICANT),
        ("Präser", "/de-de/glossary/external-condom/"),
        ("praeservativ", "/de-de/glossary/external-condom/"),
        ("Lecktuch", "/de-de/glossary/dam/"),
        ("Latexallergie", "/de-de/glossary/latex-allergy/"),
        ("latex allergie", "/de-de/guides/allergies-and-sensitive-skin/"),
        ("Gleitmitel", LUBRICANT),
        ("osmolalitaet", "/de-de/glossary/osmolality/"),
    ],
)
def test_what_german_readers_type_finds_what_is_meant(typed: str, address: str) -> None:
    assert address in addresses(found(typed))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("oel", "öl"), ("grosse", "größe"), ("groesse", "größe"), ("kondomgröße", "kondom größe"), ("zzzzzz", None)],
)
def test_spellings_and_compounds_are_understood(typed: str, meant: str | None) -> None:
    known, german = {"öl", "größe", "kondom"}, search_language("de")
    understood = " ".join(parts(typed, known, german)) or nearest(typed, known, german)
    assert understood == meant


@pytest.mark.database
def test_each_language_has_its_own_words_and_suggestions() -> None:
    with translation.override("de-de"):
        german = {entry.label for query in ("gleit", "stopp", "zusti") for entry in suggestions(query, active_market())}
        english = {entry.label for entry in suggestions("choosing", active_market())}
        assert corrected("lube", active_market()) is None
        results = search_site("latex", active_market(), products=3)  # a word of both languages
    assert guide("choosing-a-lubricant", "de-de").title in german
    assert not {"Lubricant", "Stop word", "Consent"} & german
    assert not english
    assert results.guides
    assert results.terms
    assert {url[:7] for url in addresses(results)} == {"/de-de/"}
    assert {guide.language for guide in results.guides} | {term.language for term in results.terms} == {""}


def test_a_word_means_one_thing_in_each_language_and_editors_keep_what_they_made_of_it() -> None:
    Synonym.objects.filter(language="de", word="gleitcreme").update(means="öl")
    Synonym.objects.create(language="en", word="gleitcreme", means="lubricant")
    count = Synonym.objects.count()

    importlib.import_module("education.search.migrations.0002_first_synonyms").add_synonyms(apps, None)

    assert Synonym.objects.get(language="de", word="gleitcreme").means == "öl"
    assert Synonym.objects.count() == count
