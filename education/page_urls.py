"""Addresses of the hub's pages in a market, from a page's tree path alone: no query, and right for every market."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page

from education.view_models import Alternate
from storefront.core.links import absolute_url
from storefront.core.markets import all_markets, default_market


def page_address(url_path: str, anchor: str = "") -> str:
    """Where a page lives in the active market. `url_path` is Wagtail's, root first (`/home/guides/`)."""
    below_root = url_path.strip("/").partition("/")[2]
    path = reverse("wagtail_serve", args=[f"{below_root}/" if below_root else ""])
    return f"{path}#{anchor}" if anchor else path


def original_address(url_path: str) -> str:
    """Where a page lives in the default market: of a page that stands in for a missing one, its real address."""
    with translation.override(default_market().language):
        return page_address(url_path)


def alternates_of(page: Any) -> tuple[Alternate, ...]:
    """A page and its live translations, by market, and the default for everybody else. One statement, or none."""
    twins = {content_language(): page.url_path}
    if len(settings.WAGTAIL_CONTENT_LANGUAGES) > 1:
        rows = Page.objects.live().filter(translation_key=page.translation_key)
        twins = dict(rows.values_list("locale__language_code", "url_path")) or twins
    return alternates_among(twins)


def alternates_among(twins: Mapping[str, str]) -> tuple[Alternate, ...]:
    """A page's tree paths by language as absolute addresses: only markets that read one of these languages."""
    found = []
    for market in all_markets():
        with translation.override(market.language):
            path = twins.get(content_language())
            if path is not None:
                found.append(Alternate(language=hreflang(market.language), url=absolute_url(page_address(path))))
    default = next((a for a in found if a.language == hreflang(default_market().language)), found[0] if found else None)
    return (*found, Alternate(language="x-default", url=default.url)) if default else ()


def content_language() -> str:
    """The language in which the active market reads the hub, as Wagtail's locales name it."""
    try:
        return str(get_supported_content_language_variant(translation.get_language() or settings.LANGUAGE_CODE))
    except LookupError:
        return str(settings.LANGUAGE_CODE)


def hreflang(language: str) -> str:
    """`en-gb` as hreflang writes it: `en-GB`."""
    code, _, region = language.partition("-")
    return f"{code}-{region.upper()}" if region else code
