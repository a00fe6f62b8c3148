"""What stands in for a page that is not there in the market's language yet (docs/decisions/0022)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Page

from education.page_urls import content_language
from storefront.core.markets import Market, all_markets


def default_language() -> str:
    """The content language that stands in for another one."""
    language: str = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    return language


def readable(pages: Any) -> Any:
    """Of these pages those in the market's language, and the original of each that it does not have yet.

    `pages` is a queryset of live pages; what comes back has its locale at hand, and is still one statement.
    """
    return pages.select_related("locale").filter(is_read_here())


def is_read_here() -> Q:
    """The same as a condition on live pages."""
    own, default = content_language(), default_language()
    if own == default:
        return Q(locale__language_code=default)
    translated = Page.objects.live().filter(locale__language_code=own).values("translation_key")
    return Q(locale__language_code=own) | Q(locale__language_code=default) & ~Q(translation_key__in=translated)


def as_read_here(pages: Iterable[Any], *, beside: Any) -> list[Any]:
    """Pages that another page names, as this market reads them, in their order; those it cannot are left
    out. One statement for each kind, or none where all are live in the language of the page beside them.
    """
    named = [page for page in pages if page]
    if not other_language(beside) and all(page.live and page.locale_id == beside.locale_id for page in named):
        for page in named:
            page.locale = beside.locale  # at hand, so that nobody asks for it again
        return named
    keys = [page.translation_key for page in named]
    rows = [
        row
        for kind in {type(page) for page in named}
        for row in readable(kind.objects.live().filter(translation_key__in=keys))
    ]
    found = {page.translation_key: page for page in rows}
    return [found[key] for key in keys if key in found]


def readers_of(pages: Iterable[Any]) -> dict[int, tuple[Market, ...]]:
    """The markets that read each of these pages, by its key: those of its language, and those that have no twin of it.

    One statement. `pages` have their locale at hand.
    """
    known = list(pages)
    twins = Page.objects.live().filter(translation_key__in={page.translation_key for page in known})
    there = set(twins.values_list("translation_key", "locale__language_code"))
    read = [(market, get_supported_content_language_variant(market.language)) for market in all_markets()]
    return {
        page.pk: tuple(
            market
            for market, language in read
            if language == page.locale.language_code
            or (page.locale.language_code == default_language() and (page.translation_key, language) not in there)
        )
        for page in known
    }


def other_language(page: Any) -> str:
    """A page's language where this market reads another one, else empty: what is empty need not be said."""
    return named_if_other(page.locale.language_code) if len(get_content_languages()) > 1 else ""


def named_if_other(language: str) -> str:
    """The same of a language alone."""
    return "" if language == content_language() else language
