"""URLs of pages in each market. They are built from a page's tree path (`url_path`), so they cost no query."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from education.pages.languages import content_language
from education.pages.view_models import HreflangLink
from storefront.core.links import absolute_url
from storefront.core.markets import all_markets, default_market

HOME_PATH = "/home/"
"""Tree path of the home page. All home pages have the same URL below their market's prefix."""


def page_url(url_path: str, anchor: str = "") -> str:
    """Return the URL of a page in the active market. `url_path` is Wagtail's, with the site root (`/home/guides/`)."""
    below_root = url_path.strip("/").partition("/")[2]
    path = reverse("wagtail_serve", args=[f"{below_root}/" if below_root else ""])
    return f"{path}#{anchor}" if anchor else path


def original_url(url_path: str) -> str:
    """Return the URL of a page in the default market: the canonical URL of a page that replaces a translation."""
    with translation.override(default_market().language):
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
        with translation.override(market.language):
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
