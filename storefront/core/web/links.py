"""Absolute URLs of this site, links that one room gives to another, and a page's URLs in the other markets."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from storefront.core.markets import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link to a page: its absolute URL, and the page's language where that differs from the market's."""

    title: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in another market: `language` for hreflang, an absolute URL, and the market's label."""

    language: str
    url: str
    label: str


def absolute_url(path: str) -> str:
    """Return the public URL of a path of this site; an absolute URL is returned unchanged.

    It is built from PUBLIC_URL, never from the request's Host header, which could be forged.
    """
    return path if "://" in path else f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def path_in_market(market: Market, view_name: str, *args: str) -> str:
    """Return the path of a view in a market."""
    with translation.override(market.language):
        return reverse(view_name, args=args)


def alternates_in(markets: Iterable[Market], view_name: str, *args: str) -> tuple[Alternate, ...]:
    """Return the URLs of a view in these markets."""
    return tuple(
        Alternate(
            language=market.language,
            url=absolute_url(path_in_market(market, view_name, *args)),
            label=market.label,
        )
        for market in markets
    )
