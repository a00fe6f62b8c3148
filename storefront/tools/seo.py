"""The tools' sitemap, one for each market."""

from collections.abc import Mapping

from django.contrib.sitemaps import Sitemap

from storefront.core.markets import Market, all_markets
from storefront.core.web.links import path_in_market

PAGES = (
    "tools:goes_with",
    "tools:first_toy",
    "tools:compare",
    "tools:size_chart",
    "tools:help_now",
    "tools:not_sold",
)
"""Every page of a tool that search engines may list."""


class ToolSitemap(Sitemap[str]):
    """The tools in one market; an item is the name of a view."""

    def __init__(self, market: Market) -> None:
        self.market = market

    def items(self) -> tuple[str, ...]:
        return PAGES

    def location(self, item: str) -> str:
        return path_in_market(self.market, item)


def tool_sitemaps() -> Mapping[str, Sitemap[str]]:
    """The sitemaps by section name, for Django's sitemap views."""
    return {f"tools-{market.language}": ToolSitemap(market) for market in all_markets()}
