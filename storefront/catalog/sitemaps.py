"""Every page of the shop for search engines: a sitemap a market, in pages that hold under the protocol's 50,000."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from storefront.catalog.models import Category, Listing
from storefront.catalog.page_urls import path_in
from storefront.catalog.selectors import listed
from storefront.core.markets import Market, all_markets


class ProductSitemap(Sitemap[Listing]):
    """The products that one market shows."""

    limit = 10_000

    def __init__(self, market: Market) -> None:
        self.market = market

    def items(self) -> QuerySet[Listing]:
        return listed(self.market).order_by("product_id")

    def location(self, item: Listing) -> str:
        return path_in(self.market, "catalog:product", item.product.slug)

    def lastmod(self, item: Listing) -> datetime:
        return item.product.saleor_updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """In one statement, for the index."""
        latest: datetime | None = self.items().aggregate(latest=Max("product__saleor_updated_at"))["latest"]
        return latest


class SectionSitemap(Sitemap[str]):
    """The shop, its categories, and what goes with what, in one market."""

    def __init__(self, market: Market) -> None:
        self.market = market

    def items(self) -> list[str]:
        slugs = Category.objects.present().order_by("path").values_list("slug", flat=True)
        return ["", "what-goes-with-what", *slugs]

    def location(self, item: str) -> str:
        if not item:
            return path_in(self.market, "catalog:shop")
        if item == "what-goes-with-what":
            return path_in(self.market, "catalog:goes_with")
        return path_in(self.market, "catalog:category", item)


def shop_sitemaps() -> Mapping[str, Sitemap[Listing] | Sitemap[str]]:
    """The sections by name, for Django's sitemap views."""
    sections: dict[str, Sitemap[Listing] | Sitemap[str]] = {}
    for market in all_markets():
        sections[f"shop-{market.language}"] = SectionSitemap(market)
        sections[f"products-{market.language}"] = ProductSitemap(market)
    return sections
