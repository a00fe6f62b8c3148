"""Where a page lives in each market, and as a search engine should know it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation

from storefront.core.links import absolute_url
from storefront.core.markets import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in another market: `language` for hreflang, an absolute address, and the market's label."""

    language: str
    url: str
    label: str


def path_in(market: Market, name: str, *args: str) -> str:
    """The path of a named page in a market."""
    with translation.override(market.language):
        return reverse(name, args=args)


def alternates(markets: Iterable[Market], name: str, *args: str) -> tuple[Alternate, ...]:
    """The page in each of these markets."""
    return tuple(
        Alternate(language=market.language, url=absolute_url(path_in(market, name, *args)), label=market.label)
        for market in markets
    )
