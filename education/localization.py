"""Which translation of a page a market reads, and the URLs of pages in each market.

A market that lacks a translation shows the page in the fallback language (docs/decisions/0022). URLs are built from a
page's tree path (`url_path`), so they cost no query.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, override
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Page

from storefront.core.markets import Market, all_markets, default_market
from storefront.core.web.links import absolute_url

P = TypeVar("P", bound=Model)

HOME_PATH = "/home/"
"""Tree path of the home page. All home pages have the same URL below their market's prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HreflangLink:
    """The absolute URL of a page in another market; `language` as in hreflang (`en-GB`, `x-default`)."""

    language: str
    url: str


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


def page_url(url_path: str, anchor: str = "") -> str:
    """Return the URL of a page in the active market. `url_path` is Wagtail's, with the site root (`/home/guides/`)."""
    below_root = url_path.strip("/").partition("/")[2]
    path = reverse("wagtail_serve", args=[f"{below_root}/" if below_root else ""])
    return f"{path}#{anchor}" if anchor else path


def original_url(url_path: str) -> str:
    """Return the URL of a page in the default market: the canonical URL of a page that replaces a translation."""
    with override(default_market().language):
        return page_url(url_path)


def alternates_of(page: Page) -> tuple[HreflangLink, ...]:
    """Return a page and its live translations for every market, and `x-default`. One statement, or none."""
    paths = {content_language(): page.url_path}
    if len(settings.WAGTAIL_CONTENT_LANGUAGES) > 1:
        versions = Page.objects.live().filter(translation_key=page.translation_key)
        paths = dict(versions.values_list("locale__language_code", "url_path")) or paths
    return alternates_from(paths)


def alternates_from(url_paths: Mapping[str, str]) -> tuple[HreflangLink, ...]:
    """Return absolute URLs for the markets that read one of these languages. `url_paths` are by language code."""
    links = []
    for market in all_markets():
        with override(market.language):
            path = url_paths.get(content_language())
            if path is not None:
                links.append(HreflangLink(language=hreflang(market.language), url=absolute_url(page_url(path))))
    if not links:
        return ()
    default = next((link for link in links if link.language == hreflang(default_market().language)), links[0])
    return (*links, HreflangLink(language="x-default", url=default.url))


def hreflang(language: str) -> str:
    """Return a language code as hreflang writes it: `en-gb` becomes `en-GB`."""
    code, _, region = language.partition("-")
    return f"{code}-{region.upper()}" if region else code
