"""Search over guides, terms and products. What is searched for is used and forgotten: never logged, never stored."""

import logging
import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from education.blocks.text import visible_texts
from education.guides.guide_views import guide_cards
from education.guides.view_models import GuideCard
from education.localization import content_language, filter_readable, other_language, page_url
from education.models import GlossaryTermPage, GuidePage
from education.search.entries import synonyms, with_synonyms
from education.search.suggestions import corrected
from storefront.catalog.search import search_products
from storefront.catalog.view_models import ProductCard
from storefront.core.markets import Market
from storefront.core.search_backends import IN_THE_DATABASE, service_errors

logger = logging.getLogger(__name__)

MAX_QUERY = 100
"""Characters of a query that are read."""
_MOST = 6
_SMALL_WORDS = {
    "en": "a an and as at be can do for from how i in is it my of on or so the to what when which with you",
    "de": "als am an auf aus bei das dem den der des die ein eine einem einen einer es für gegen hat ich im in ist "
    "kann man mein meine mich mir mit nach oder ob sich sind so um und vom von vor was welche welcher welches wem wen "
    "wenn wie wo zu zum zur",
}
_LIGHT = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}


def tidy(query: str) -> str:
    """A query without control characters and doubled spaces, at most MAX_QUERY long."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", query[: MAX_QUERY * 4]).split())[:MAX_QUERY].strip()


def plain_words(query: str) -> str:
    """The words of a query alone, in lower case: what a database's search language might read as orders is gone."""
    return " ".join(re.findall(r"\w+", tidy(query).lower()))


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideResult(GuideCard):
    """A guide that a search found, and the stage or section that fits best, or None."""

    place: str | None
    place_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTerm:
    """A term of the glossary that a search found, and what it means in plain text."""

    term: str
    url: str
    definition: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was found, best first; `instead` are the words that were looked for when nothing fitted those typed."""

    guides: tuple[GuideResult, ...] = ()
    terms: tuple[FoundTerm, ...] = ()
    products: tuple[ProductCard, ...] = ()
    instead: str | None = None

    @property
    def are_none(self) -> bool:
        """Whether nothing was found at all."""
        return not (self.guides or self.terms or self.products)


def search_site(query: str, market: Market, *, products: int) -> Results:
    """Guides, terms and at most so many products: by the words as typed, by those we call the same, and only when
    both find nothing by the nearest words that we know. In the database while the service that is named is away."""
    said = plain_words(query)
    if not said:
        return Results()
    try:
        return _find(said, market, products, backend="default")
    except service_errors() as error:
        logger.warning("search service away: %s", type(error).__name__)
        return _find(said, market, products, backend=IN_THE_DATABASE)


def _find(said: str, market: Market, products: int, *, backend: str) -> Results:
    called = " ".join(with_synonyms(said.split(), synonyms()))
    results = _read(tuple(dict.fromkeys((said, called))), market, products, backend=backend)
    if results.are_none and (near := corrected(said, market)) is not None:
        results = _read((near,), market, products, backend=backend, instead=near)
    return results


def _read(
    readings: tuple[str, ...], market: Market, products: int, *, backend: str, instead: str | None = None
) -> Results:
    guides = {found.url: found for words in readings for found in search_guides(words, backend=backend)}
    terms = {found.url: found for words in readings for found in search_terms(words, backend=backend)}
    cards = [card for words in readings for card in search_products(words, market, limit=products, backend=backend)]
    return Results(
        guides=tuple(guides.values())[:_MOST],
        terms=tuple(terms.values())[:_MOST],
        products=tuple({card.slug: card for card in cards}.values())[:products],
        instead=instead,
    )


def search_terms(query: str, *, backend: str = "default") -> tuple[FoundTerm, ...]:
    """Live terms that match all words: two statements."""
    words = _words(query)
    if not words:
        return ()
    terms = _here(GlossaryTermPage).select_related("locale")
    return tuple(
        FoundTerm(
            term=page.title,
            url=page_url(page.url_path),
            definition=strip_tags(page.definition),
            language=other_language(page),
        )
        for page in terms.search(" ".join(words), operator="and", backend=backend)[:_MOST]
    )


def search_guides(query: str, *, backend: str = "default") -> tuple[GuideResult, ...]:
    """Live guides that match all words, else any of them, best first, each with the place that speaks of them most."""
    words = _words(query)
    if not words:
        return ()
    live = _here(GuidePage).select_related("locale")
    text = " ".join(words)
    found: list[GuidePage] = []
    for operator in ("and", "or"):
        found = found or list(live.search(text, operator=operator, backend=backend)[:_MOST])
    return tuple(_found(guide, words) for guide in found)


def _here(kind: Any) -> Any:
    """What this market reads of a kind of page, named by paths: a search service passes a filter by key over."""
    return kind.objects.filter(path__in=list(filter_readable(kind.objects.live()).values_list("path", flat=True)))


def _found(guide: GuidePage, words: list[str]) -> GuideResult:
    (card,) = guide_cards([guide])
    title, anchor = _best_place(guide, words)
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


def _best_place(guide: GuidePage, words: list[str]) -> tuple[str | None, str]:
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
    light = _LIGHT.get(content_language()[:2], frozenset())
    return [word for word in plain_words(query).split() if word not in light and len(word) > 1][:12]
