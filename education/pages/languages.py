"""Which translation of a page a market reads.

A market that lacks a translation shows the page in the fallback language (docs/decisions/0022). `live` querysets come
from Wagtail: `GuidePage.objects.live()`.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import get_language
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Page

from storefront.core.markets import Market, all_markets

P = TypeVar("P", bound=Model)


def content_language() -> str:
    """Return the language code of the Wagtail locale that the active market reads."""
    try:
        return str(get_supported_content_language_variant(get_language() or settings.LANGUAGE_CODE))
    except LookupError:
        return str(settings.LANGUAGE_CODE)


def fallback_language() -> str:
    """Return the content language that is shown where a translation is missing."""
    return str(get_supported_content_language_variant(settings.LANGUAGE_CODE))


def readable_condition() -> Q:
    """Return a condition on live pages: those in the market's language, and originals without a translation into it."""
    own, fallback = content_language(), fallback_language()
    if own == fallback:
        return Q(locale__language_code=fallback)
    translated = Page.objects.live().filter(locale__language_code=own).values("translation_key")
    return Q(locale__language_code=own) | Q(locale__language_code=fallback) & ~Q(translation_key__in=translated)


def filter_readable(live: QuerySet[P]) -> QuerySet[P]:
    """Keep the live pages that the active market reads, with their locales joined. Still one statement."""
    return live.select_related("locale").filter(readable_condition())


def readable_versions(pages: Iterable[Page | None], *, shown_on: Page) -> list[Page]:
    """Replace pages by the version that the active market reads, in order; drop those that have none.

    `shown_on` is the page that links to them. One statement for each page type, or none if all pages are live in the
    language of `shown_on`.
    """
    named = [page for page in pages if page]
    if not other_language(shown_on) and all(page.live and page.locale_id == shown_on.locale_id for page in named):
        for page in named:
            page.locale = shown_on.locale  # saves a query for each page
        return named
    keys = [page.translation_key for page in named]
    versions = {
        version.translation_key: version
        for page_type in {type(page) for page in named}
        for version in filter_readable(page_type.objects.live().filter(translation_key__in=keys))
    }
    return [versions[key] for key in keys if key in versions]


def markets_reading(pages: Iterable[Page]) -> dict[int, tuple[Market, ...]]:
    """Return by primary key the markets that read each page: those of its language, and those without a translation.

    One statement. `pages` have their locales joined.
    """
    pages = list(pages)
    versions = Page.objects.live().filter(translation_key__in={page.translation_key for page in pages})
    existing = set(versions.values_list("translation_key", "locale__language_code"))
    fallback = fallback_language()
    languages = [(market, get_supported_content_language_variant(market.language)) for market in all_markets()]
    return {
        page.pk: tuple(
            market
            for market, language in languages
            if language == page.locale.language_code
            or (page.locale.language_code == fallback and (page.translation_key, language) not in existing)
        )
        for page in pages
    }


def other_language(page: Page) -> str:
    """Return a page's language if the active market reads another one, else an empty string."""
    return language_if_other(page.locale.language_code) if len(get_content_languages()) > 1 else ""


def language_if_other(language: str) -> str:
    """Return `language` if the active market reads another one, else an empty string."""
    return "" if language == content_language() else language
