"""What search engines read: structured data (schema.org, JSON-LD) and one sitemap for each market."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.utils.safestring import SafeString, mark_safe

from storefront.catalog.models import Category, Listing
from storefront.catalog.pages.formatting import choice_names
from storefront.catalog.pages.offer_data import numbers_of, offer_data
from storefront.catalog.pages.product_page import ProductPage
from storefront.catalog.pages.view_models import Crumb
from storefront.catalog.selectors import listings_of
from storefront.core.markets import Market, all_markets
from storefront.core.web.links import absolute_url, path_in_market

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(data: object) -> SafeString:
    """A JSON-LD script element; no text inside can end it."""
    text = msgspec.json.encode(data, enc_hook=str).decode().translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above


def breadcrumb_list(crumbs: Sequence[Crumb]) -> dict[str, object]:
    """The breadcrumb as a BreadcrumbList."""
    steps: list[dict[str, object]] = []
    for position, crumb in enumerate(crumbs, start=1):
        step: dict[str, object] = {"@type": "ListItem", "position": position, "name": crumb.label}
        if crumb.url:
            step["item"] = absolute_url(crumb.url)
        steps.append(step)
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}


def product_data(page: ProductPage) -> dict[str, object]:
    """The product with an offer for each variant that has a price. A product that is never sold has no offer."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": page.name,
        "description": page.seo_description,
        "url": absolute_url(page.url),
    }
    if page.pictures:
        data["image"] = [
            absolute_url(picture.large) if picture.large.startswith("/") else picture.large for picture in page.pictures
        ]
    if page.facts.manufacturer_name:
        data["manufacturer"] = {"@type": "Organization", "name": page.facts.manufacturer_name}
    if brand := choice_names(page.product, "brand") or page.facts.manufacturer_name:
        data["brand"] = {"@type": "Brand", "name": brand}
    if len(page.variants) == 1:
        data |= numbers_of(page.variants[0])
    offers = [] if page.refused else [offer_data(page, variant) for variant in page.variants if variant.price]
    if offers:
        data["offers"] = offers if len(offers) > 1 else offers[0]
    return data


class ProductSitemap(Sitemap[Listing]):
    """The products that one market lists, in pages below the protocol's limit of 50,000 URLs."""

    limit = 10_000

    def __init__(self, market: Market) -> None:
        self.market = market

    def items(self) -> QuerySet[Listing]:
        return listings_of(self.market).order_by("product_id")

    def location(self, item: Listing) -> str:
        return path_in_market(self.market, "catalog:product", item.product.slug)

    def lastmod(self, item: Listing) -> datetime:
        return item.product.saleor_updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """The date for the sitemap index, in one statement."""
        latest: datetime | None = self.items().aggregate(latest=Max("product__saleor_updated_at"))["latest"]
        return latest


class SectionSitemap(Sitemap[str]):
    """The shop and its categories in one market; an item is a path."""

    def __init__(self, market: Market) -> None:
        self.market = market

    def items(self) -> list[str]:
        slugs = Category.objects.present().order_by("path").values_list("slug", flat=True)
        return [
            path_in_market(self.market, "catalog:shop"),
            *(path_in_market(self.market, "catalog:category", slug) for slug in slugs),
        ]

    def location(self, item: str) -> str:
        return item


def shop_sitemaps() -> Mapping[str, Sitemap[Listing] | Sitemap[str]]:
    """The sitemaps by section name, for Django's sitemap views."""
    sections: dict[str, Sitemap[Listing] | Sitemap[str]] = {}
    for market in all_markets():
        sections[f"shop-{market.language}"] = SectionSitemap(market)
        sections[f"products-{market.language}"] = ProductSitemap(market)
    return sections
