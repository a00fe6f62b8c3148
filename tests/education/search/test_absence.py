"""A search for something without an ingredient never shows a product that contains it."""

import pytest
from django.utils import translation

from education.search.languages import search_language
from education.search.matching.absence import unwanted_stems
from education.search.site_search import search_site
from storefront.core.markets import all_markets

MARKETS = {market.language: market for market in all_markets()}
LATEX = {"latex-condoms-pack-of-12"}


@pytest.mark.parametrize(
    ("code", "query", "unwanted"),
    [
        ("en", "condoms without latex", {"latex"}),
        ("en", "latex-free condoms", {"latex"}),
        ("en", "latexfree condoms", {"latex"}),
        ("en", "non latex gloves", {"latex"}),
        ("en", "free from glycerin", {"glycerin"}),
        ("en", "latex allergy", {"latex"}),
        ("en", "free condoms", set()),
        ("en", "latex condoms", set()),
        ("de", "latexfreie kondome", {"latex"}),
        ("de", "kondome ohne latex", {"latex"}),
        ("de", "frei von glycerin", {"glycerin"}),
        ("de", "latexallergie", {"latex"}),
        ("de", "latexkondome", set()),
    ],
)
def test_a_query_says_what_is_unwanted(code: str, query: str, unwanted: set[str]) -> None:
    # given
    language = search_language(code)
    # when
    stems = unwanted_stems(query, language)
    # then
    assert stems == {language.stem(word) for word in unwanted}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("en-gb", "condoms without latex"),
        ("en-gb", "non latex condoms"),
        ("en-us", "latex free condom"),
        ("en-gb", "latex allergy condoms"),
        ("de-de", "latexfreie Kondome"),
        ("de-de", "Kondome ohne Latex"),
        ("de-de", "Kondome bei Latexallergie"),
    ],
)
def test_no_latex_is_shown_to_who_asks_for_none_and_condoms_are(language: str, query: str) -> None:
    # given
    with translation.override(language):
        # when
        found = [card.slug for card in search_site(query, MARKETS[language], products=60).products]
    # then
    assert not LATEX & set(found)
    assert any("condoms" in slug for slug in found[:3])


@pytest.mark.django_db
def test_latex_is_found_by_who_asks_for_it() -> None:
    # given
    with translation.override("en-gb"):
        # when
        found = [card.slug for card in search_site("latex condoms", MARKETS["en-gb"], products=60).products]
    # then
    assert LATEX & set(found[:3])
