"""What can be suggested: guides, their stages, glossary terms, categories, products and pages of the shop."""

import re
from dataclasses import dataclass
from enum import IntEnum

from django.urls import reverse

from education.localization import content_language, filter_readable, language_if_other, other_language, page_url
from education.models import GlossaryTermPage, GuidePage
from education.search.languages import language_code, search_language
from education.search.models import Synonym
from education.search.shop_pages import pages_of
from storefront.catalog.models import Category, Listing
from storefront.catalog.translations import translated_expr
from storefront.core.markets import Market
from storefront.core.text.localized_text import pick_translation

_OF_GUIDES = ("title", "headline", "url_path", "stages", "locale__language_code")


class Kind(IntEnum):
    """What an entry leads to. Lower values come first among equal suggestions."""

    GUIDE = 0
    STAGE = 1
    TERM = 2
    CATEGORY = 3
    PRODUCT = 4
    PAGE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something with a name and a URL. `words` find it, in lower case; `language` is set if it is not the market's."""

    kind: Kind
    label: str
    url: str
    words: frozenset[str]
    language: str = ""


def words_of(*texts: str) -> list[str]:
    """Return the words of texts in order, in lower case."""
    return re.findall(r"\w+", " ".join(texts).lower())


def entries(market: Market) -> tuple[Entry, ...]:
    """Return everything that has a name in the active market. Four statements."""
    return (*_guides(), *_terms(), *_categories(), *_products(market), *_pages(market))


def synonyms() -> dict[str, str]:
    """Return the synonyms of the market's language: what readers type, and what it means. One statement."""
    return dict(Synonym.objects.filter(language=language_code(content_language())).values_list("word", "means"))


def with_synonyms(words: list[str], means: dict[str, str]) -> list[str]:
    """Replace synonyms by their meanings, pairs of words first. The result has no duplicates."""
    replaced: list[str] = []
    position = 0
    while position < len(words):
        pair = " ".join(words[position : position + 2])
        length = 2 if position + 1 < len(words) and pair in means else 1
        replaced += means.get(pair if length == 2 else words[position], words[position]).split()
        position += length
    return list(dict.fromkeys(replaced))


def _guides() -> list[Entry]:
    found = []
    for guide in filter_readable(GuidePage.objects.live()).only(*_OF_GUIDES).order_by("path"):
        language = other_language(guide)
        found.append(_entry(Kind.GUIDE, guide.title, page_url(guide.url_path), guide.headline, language=language))
        found += [
            _entry(
                Kind.STAGE,
                block["value"]["title"],
                page_url(guide.url_path, block["value"]["anchor"]),
                language=language,
            )
            for block in guide.stages.raw_data
        ]
    return found


def _terms() -> list[Entry]:
    terms = filter_readable(GlossaryTermPage.objects.live()).order_by("title")
    rows = terms.values_list("title", "also", "url_path", "locale__language_code")
    return [
        _entry(Kind.TERM, title, page_url(path), also, language=language_if_other(code))
        for title, also, path, code in rows
    ]


def _categories() -> list[Entry]:
    categories = Category.objects.filter(withdrawn=False).order_by("name")
    return [
        _entry(Kind.CATEGORY, category.translated("name"), category.get_absolute_url(), category.name)
        for category in categories
    ]


def _products(market: Market) -> list[Entry]:
    listed = (
        Listing.objects.filter(channel=market.channel, published=True, is_in_lists=True, product__may_be_sold=True)
        .order_by("product__name")
        .annotate(translated=translated_expr("product__", "name"))
        .values_list("product__slug", "product__name", "translated")
    )
    found = []
    for slug, name, translated in listed:
        label = pick_translation(translated if translated != name else None, name)
        found.append(_entry(Kind.PRODUCT, label, reverse("catalog:product", args=[slug]), name))
    return found


def _pages(market: Market) -> list[Entry]:
    listed = search_language(language_code(content_language())).pages
    return [
        _entry(Kind.PAGE, str(found.title), found.url, *(word for key in page.leading for word in listed.get(key, ())))
        for page, found in pages_of(market)
    ]


def _entry(kind: Kind, label: str, url: str, *also: str, language: str = "") -> Entry:
    return Entry(kind=kind, label=label, url=url, words=frozenset(words_of(label, *also)), language=language)
