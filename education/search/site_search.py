"""Search over guides, glossary terms and products. Queries are never logged or stored."""

import logging
import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from wagtail.query import PageQuerySet

from education.blocks.text import visible_texts
from education.guides.guide_views import guide_cards
from education.guides.view_models import GuideCard
from education.localization import content_language, filter_readable, other_language, page_url
from education.models import GlossaryTermPage, GuidePage, HubPage
from education.search.entries import synonyms, with_synonyms
from education.search.languages import language_code, search_language
from education.search.suggestions import corrected
from storefront.catalog.pages.view_models import ProductCard
from storefront.catalog.search import search_products
from storefront.core.markets import Market
from storefront.core.search_backends import IN_THE_DATABASE, service_errors
from storefront.core.typed_text import clean_query

logger = logging.getLogger(__name__)

MAX_QUERY = 100
"""Characters of a query; the rest is cut off."""
_MAX_RESULTS = 6
_MAX_WORDS = 12


def tidy(query: str) -> str:
    """Return a query without control characters and repeated spaces, at most MAX_QUERY characters long."""
    return clean_query(query, limit=MAX_QUERY)


def plain_words(query: str) -> str:
    """Return the words of a query in lower case, without operators of a database's search language."""
    return " ".join(re.findall(r"\w+", tidy(query).lower()))


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
    """Search results, best first. `corrected_query` holds the corrected words if nothing matched the words as typed."""

    guides: tuple[GuideResult, ...] = ()
    terms: tuple[TermResult, ...] = ()
    products: tuple[ProductCard, ...] = ()
    corrected_query: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there are no results."""
        return not (self.guides or self.terms or self.products)


def search_site(query: str, market: Market, *, products: int) -> Results:
    """Return guides, terms and up to `products` products that match the words as typed or their synonyms.

    If both match nothing, the nearest known words are searched for. If the search service fails, the database answers.
    """
    words = plain_words(query)
    if not words:
        return Results()
    try:
        return _search(words, market, products, backend="default")
    except service_errors() as error:
        logger.warning("search service away: %s", type(error).__name__)
        return _search(words, market, products, backend=IN_THE_DATABASE)


def _search(words: str, market: Market, products: int, *, backend: str) -> Results:
    replaced = " ".join(with_synonyms(words.split(), synonyms()))
    results = _results(tuple(dict.fromkeys((words, replaced))), market, products, backend=backend)
    if results.is_empty and (near := corrected(words, market)) is not None:
        results = _results((near,), market, products, backend=backend, corrected_query=near)
    return results


def _results(
    readings: tuple[str, ...], market: Market, products: int, *, backend: str, corrected_query: str | None = None
) -> Results:
    guides = {result.url: result for words in readings for result in search_guides(words, backend=backend)}
    terms = {result.url: result for words in readings for result in search_terms(words, backend=backend)}
    cards = [card for words in readings for card in search_products(words, market, limit=products, backend=backend)]
    return Results(
        guides=tuple(guides.values())[:_MAX_RESULTS],
        terms=tuple(terms.values())[:_MAX_RESULTS],
        products=tuple({card.slug: card for card in cards}.values())[:products],
        corrected_query=corrected_query,
    )


def search_terms(query: str, *, backend: str = "default") -> tuple[TermResult, ...]:
    """Return live terms that match all words. Two statements."""
    words = _words(query)
    if not words:
        return ()
    terms = _readable_pages(GlossaryTermPage).select_related("locale")
    return tuple(
        TermResult(
            term=page.title,
            url=page_url(page.url_path),
            definition=strip_tags(page.definition),
            language=other_language(page),
        )
        for page in terms.search(" ".join(words), operator="and", backend=backend)[:_MAX_RESULTS]
    )


def search_guides(query: str, *, backend: str = "default") -> tuple[GuideResult, ...]:
    """Return live guides that match all words, or else any of them, best first, each with its best-matching part."""
    words = _words(query)
    if not words:
        return ()
    live = _readable_pages(GuidePage).select_related("locale")
    text = " ".join(words)
    found: list[GuidePage] = []
    for operator in ("and", "or"):
        found = found or list(live.search(text, operator=operator, backend=backend)[:_MAX_RESULTS])
    return tuple(_guide_result(guide, words) for guide in found)


def _readable_pages(page_type: type[HubPage]) -> PageQuerySet:
    """Return the pages of a type that the market reads, filtered by path, because search services ignore `pk__in`."""
    paths = filter_readable(page_type.objects.live()).values_list("path", flat=True)
    return page_type.objects.filter(path__in=list(paths))


def _guide_result(guide: GuidePage, words: list[str]) -> GuideResult:
    (card,) = guide_cards([guide])
    title, anchor = _best_part(guide, words)
    return GuideResult(
        title=card.title,
        summary=card.summary,
        url=card.url,
        kind_label=card.kind_label,
        minutes=card.minutes,
        language=card.language,
        stage_count=card.stage_count,
        place=title,
        place_url=page_url(guide.url_path, anchor) if anchor else None,
    )


def _best_part(guide: GuidePage, words: list[str]) -> tuple[str | None, str]:
    """Return title and anchor of the stage or section that has all of the words, most of them in its title."""
    best: tuple[int, str | None, str] = (-1, None, "")
    for stream in (guide.stages, guide.sections, guide.after):
        for item in stream.raw_data:
            part = item["value"]
            block = stream.stream_block.child_blocks[item["type"]]
            title, text = part["title"].lower(), strip_tags(" ".join(visible_texts(block, part))).lower()
            score = sum(word in title for word in words)
            if score > best[0] and all(word in text for word in words):
                best = (score, part["title"], part["anchor"])
    return best[1], best[2]


def _words(query: str) -> list[str]:
    ignored = search_language(language_code(content_language())).ignored_words
    return [word for word in plain_words(query).split() if word not in ignored and len(word) > 1][:_MAX_WORDS]
