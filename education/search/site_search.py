"""Search over guides, glossary terms, products and the shop's own pages. Queries are never logged or stored."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import strip_tags

from education.guides.guide_views import guide_cards
from education.guides.view_models import GuideCard
from education.localization import content_language, fallback_language, filter_readable, other_language, page_url
from education.models import GlossaryTermPage, GuidePage
from education.search import service
from education.search.entries import synonyms
from education.search.languages import language_code, search_language
from education.search.matching.absence import unwanted_stems, without_unwanted
from education.search.matching.query import parse_query
from education.search.matching.ranking import Match, rank
from education.search.matching.vocabulary import vocabulary
from education.search.models import SearchEntry
from education.search.shop_pages import FoundPage, matching_pages
from storefront.catalog.models import Listing
from storefront.catalog.pages.selling_terms import selling_terms
from storefront.catalog.pages.view_models import ProductCard, cards
from storefront.core.markets import Market
from storefront.core.search_backends import IN_THE_DATABASE, service_errors
from storefront.core.text.typed_text import clean_query

logger = logging.getLogger(__name__)

MAX_QUERY = 100
"""Characters of a query; the rest is cut off."""
BATCH = 400
"""Matches that are checked at once for being listed in the market."""
_MAX_RESULTS = 6
_FALLBACK_SHARE = 0.5  # what a match in another language than the reader's counts

Matches = dict[SearchEntry.Kind, list[Match]]


def tidy(query: str) -> str:
    """Return a query without control characters and repeated spaces, at most MAX_QUERY characters long."""
    return clean_query(query, limit=MAX_QUERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideResult(GuideCard):
    """A guide that a search found, and the stage or section that fits best, or None."""

    place: str | None
    place_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermResult:
    """A glossary term that a search found, with its definition as plain text."""

    term: str
    url: str
    definition: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Search results, best first. `corrected_query` is the query with its unknown words corrected, if there are any."""

    guides: tuple[GuideResult, ...] = ()
    terms: tuple[TermResult, ...] = ()
    products: tuple[ProductCard, ...] = ()
    pages: tuple[FoundPage, ...] = ()
    corrected_query: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there are no results."""
        return not (self.guides or self.terms or self.products or self.pages)


def search_site(query: str, market: Market, *, products: int) -> Results:
    """Return guides, terms, up to `products` products and shop pages that match the query, best first.

    Words are compared by their stems in the market's language. Synonyms, parts of compounds and nearly right words
    count too, but less. Where SEARCH_URL names a service, what it finds is blended in while it answers.
    """
    words = tidy(query)
    if not re.search(r"\w", words):
        return Results()
    own = language_code(content_language())
    known = vocabulary(own)
    parsed = parse_query(words, known, synonyms())
    matches = rank(parsed, known)
    _add_fallback(matches, words, own)
    if IN_THE_DATABASE in settings.WAGTAILSEARCH_BACKENDS:
        try:
            matches = service.blend(matches, parsed, words)
        except service_errors() as error:
            logger.warning("search service away: %s", type(error).__name__)
    results = Results(
        guides=_guides(matches[SearchEntry.Kind.GUIDE]),
        terms=_terms(matches[SearchEntry.Kind.TERM]),
        products=_products(
            matches[SearchEntry.Kind.PRODUCT], market, products, without=unwanted_stems(words, known.language)
        ),
        pages=matching_pages(parsed, known, market),
        corrected_query=parsed.corrected,
    )
    return Results() if results.is_empty else results


def _add_fallback(matches: Matches, words: str, own: str) -> None:
    """Add guides and terms in the language that is shown where a translation is missing."""
    other = language_code(fallback_language())
    if other == own:
        return
    known = vocabulary(other)
    found = rank(parse_query(words, known, {}), known)
    for kind in (SearchEntry.Kind.GUIDE, SearchEntry.Kind.TERM):
        matches[kind] += [
            Match(key=match.key, score=match.score * _FALLBACK_SHARE, anchor=match.anchor, place=match.place)
            for match in found[kind]
        ]
        matches[kind].sort(key=lambda match: -match.score)


def _guides(matches: Sequence[Match]) -> tuple[GuideResult, ...]:
    by_key = {match.key: match for match in matches}
    readable = filter_readable(GuidePage.objects.live().filter(pk__in=by_key)) if by_key else ()
    guides = sorted(readable, key=lambda guide: list(by_key).index(guide.pk))[:_MAX_RESULTS]
    return tuple(
        GuideResult(
            title=card.title,
            summary=card.summary,
            url=card.url,
            kind_label=card.kind_label,
            minutes=card.minutes,
            language=card.language,
            stage_count=card.stage_count,
            place=by_key[guide.pk].place or None,
            place_url=page_url(guide.url_path, by_key[guide.pk].anchor) if by_key[guide.pk].anchor else None,
        )
        for guide, card in zip(guides, guide_cards(guides), strict=True)
    )


def _terms(matches: Sequence[Match]) -> tuple[TermResult, ...]:
    keys = [match.key for match in matches]
    readable = filter_readable(GlossaryTermPage.objects.live().filter(pk__in=keys)) if keys else ()
    return tuple(
        TermResult(
            term=page.title,
            url=page_url(page.url_path),
            definition=strip_tags(page.definition),
            language=other_language(page),
        )
        for page in sorted(readable, key=lambda page: keys.index(page.pk))[:_MAX_RESULTS]
    )


def _products(
    matches: Sequence[Match], market: Market, limit: int, *, without: frozenset[str]
) -> tuple[ProductCard, ...]:
    """Return the cards of products that are listed in the market. One that the shop never sells says why.

    A product that is known to contain what the query does not want is left out, however well its words match.
    """
    listed = Listing.objects.filter(channel=market.channel, published=True, is_in_lists=True)
    language = search_language(language_code(content_language()))
    shown: list[Listing] = []
    for start in range(0, len(matches), BATCH):
        keys = [match.key for match in matches[start : start + BATCH]]
        by_key = {
            each.product_id: each for each in listed.filter(product_id__in=keys).select_related("product__category")
        }
        found = [by_key[key] for key in keys if key in by_key]
        shown += without_unwanted(found, without, language) if without else found
        if len(shown) >= limit:
            break
    return tuple(cards(shown[:limit], selling_terms(market))) if shown else ()
