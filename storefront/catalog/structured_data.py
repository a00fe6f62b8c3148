"""Structured data (schema.org, JSON-LD) for search engines: what the page says, and nothing that it does not."""

from collections.abc import Sequence

import msgspec
from django.utils.safestring import SafeString, mark_safe

from storefront.catalog.product_page import ProductPage
from storefront.catalog.view_models import Crumb, VariantChoice
from storefront.core.links import absolute_url

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(data: object) -> SafeString:
    """A JSON-LD block; no text inside can end it."""
    text = msgspec.json.encode(data, enc_hook=str).decode().translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above


def breadcrumb_list(crumbs: Sequence[Crumb]) -> dict[str, object]:
    """The way to a page as a BreadcrumbList."""
    steps: list[dict[str, object]] = []
    for position, crumb in enumerate(crumbs, start=1):
        step: dict[str, object] = {"@type": "ListItem", "position": position, "name": crumb.label}
        if crumb.url:
            step["item"] = absolute_url(crumb.url)
        steps.append(step)
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}


def product(page: ProductPage) -> dict[str, object]:
    """The product with an offer for each variant that has a price; one that the shop refuses to sell has none."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": page.name,
        "description": page.seo_description,
        "url": absolute_url(page.url),
    }
    if page.pictures:
        data["image"] = [
            picture.large if not picture.large.startswith("/") else absolute_url(picture.large)
            for picture in page.pictures
        ]
    if page.facts.manufacturer_name:
        data["manufacturer"] = {"@type": "Organization", "name": page.facts.manufacturer_name}
    if len(page.variants) == 1 and page.variants[0].sku:
        data["sku"] = page.variants[0].sku
    offers = [] if page.refused else [_offer(page, variant) for variant in page.variants if variant.price]
    if offers:
        data["offers"] = offers if len(offers) > 1 else offers[0]
    return data


def _offer(page: ProductPage, variant: VariantChoice) -> dict[str, object]:
    stock = "OutOfStock" if variant.availability == "out" else "InStock"
    offer: dict[str, object] = {
        "@type": "Offer",
        "url": absolute_url(page.url),
        "availability": f"https://schema.org/{stock}",
    }
    if variant.price:
        offer |= {"price": str(variant.price.amount), "priceCurrency": variant.price.currency}
    return offer | ({"sku": variant.sku} if variant.sku else {})
