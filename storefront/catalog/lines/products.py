"""The products that the lines of carts, orders and emails are about, and their names in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from storefront.catalog.models import Offer, Product, Variant
from storefront.catalog.pages.fact_rows import main_characteristics
from storefront.catalog.pages.formatting import return_note
from storefront.catalog.pages.offers import facts_of_variant
from storefront.catalog.pages.unit_prices import UnitPrice, unit_price
from storefront.catalog.pages.view_models import FactRow, Picture
from storefront.catalog.pages.view_models import picture_of as first_picture
from storefront.catalog.translations import Translated
from storefront.core.markets import Market, active_market
from storefront.core.text.localized_text import LocalizedText, untranslated
from storefront.saleor.global_ids import shown_name
from storefront.saleor.types import Checkout, CheckoutLine, Money, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProduct:
    """The names of a line's product and variant; `variant` is empty if the product has only one."""

    product: LocalizedText
    variant: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProducts:
    """Products by slug, with their categories, and variants by Saleor ID."""

    products: Mapping[str, Product]
    variants: Mapping[str, Variant]

    def named(self, line: CheckoutLine | OrderLine) -> LineProduct:
        """A line's names. Orders keep the names of the purchase: a translation counts only while those are current."""
        variant = line.variant
        name, variant_name = (
            (line.product_name, line.variant_name)
            if isinstance(line, OrderLine)
            else (line.variant.product.name, line.variant.name)
        )
        variant_name = shown_name(variant_name)
        if variant is None:
            return LineProduct(product=untranslated(name), variant=untranslated(variant_name))
        return LineProduct(
            product=_translated(self.products.get(variant.product.slug), name),
            variant=_translated(self.variants.get(variant.id), variant_name),
        )


def line_products_of(lines: Iterable[CheckoutLine | OrderLine]) -> LineProducts:
    """Load the products and variants of these lines, in one statement."""
    slugs = {line.variant.product.slug for line in lines if line.variant}
    rows = list(Variant.objects.filter(product__slug__in=slugs).select_related("product__category"))
    return LineProducts(
        products={row.product.slug: row.product for row in rows}, variants={row.saleor_id: row for row in rows}
    )


def lefts_of(checkout: Checkout, market: Market) -> dict[str, int]:
    """Return how many of a checkout's variants can be sent to the market's country, where Saleor says there are more.

    Until there is an address, Saleor adds up all warehouses of the channel. One query; none with an address.
    """
    if checkout.shipping_address:
        return {}
    available = {line.variant.id: line.variant.quantity_available for line in checkout.lines}
    offers = Offer.objects.filter(channel=market.channel, variant__saleor_id__in=available).select_related("variant")
    lefts = {offer.variant.saleor_id: offer.left_in(market.country) for offer in offers}
    return {
        key: left
        for key, left in lefts.items()
        if left is not None and ((most := available[key]) is None or left < most)
    }


def names_of_variants(variant_ids: Iterable[str]) -> dict[str, str]:
    """Return names by Saleor ID in the reader's language, such as "Plug, small", in one query.

    The variant is named where the product has several.
    """
    rows = Variant.objects.filter(saleor_id__in=set(variant_ids)).select_related("product")
    several = rows.annotate(siblings=Count("product__variants"))
    return {
        row.saleor_id: _whole_name(row) if row.siblings > 1 else str(row.product.translated("name")) for row in several
    }


def _whole_name(row: Variant) -> str:
    product, variant = str(row.product.translated("name")), str(row.translated("name"))
    return product if not variant or variant == row.saleor_id else f"{product}, {variant}"


def _translated(row: Translated | None, name: str) -> LocalizedText:
    is_current = row is not None and bool(name) and row.name == name[:255]
    return row.translated("name") if row is not None and is_current else untranslated(name)


def picture_of(product: Product | None) -> Picture | None:
    """Return the first picture of a product, if we have one."""
    return first_picture(product) if product else None


def characteristics_of(product: Product | None, variant: Variant | None) -> tuple[FactRow, ...]:
    """Return the main characteristics of a line's product, in the words of its page; none if we do not have it."""
    return main_characteristics(product, facts_of_variant(product, variant)) if product else ()


def characteristics_text(rows: Iterable[FactRow]) -> str:
    """Return characteristics in one line: "Material: Silicone · Width: 24 mm"."""
    return " · ".join(f"{row.label}: {row.value}" for row in rows)


def unit_price_of(product: Product | None, variant: Variant | None, price: Money | None) -> UnitPrice | None:
    """Return the unit price of a line's product at this price, in the active market."""
    return unit_price(price, facts_of_variant(product, variant), active_market()) if product else None


def returns_of(product: Product | None) -> str:
    """Return a sentence on whether the product can be returned; empty if that is not stated."""
    return return_note(product.facts) if product else ""
