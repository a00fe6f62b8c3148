"""What lines of carts, orders and letters are about: our rows of it, and how the reader's language calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storefront.catalog.models import Product, Variant
from storefront.catalog.translations import LocalizedText, Translated, untranslated
from storefront.saleor.types import CheckoutLine, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProduct:
    """How a line is called, and which of several variants it is: empty where there is nothing to tell."""

    product: LocalizedText
    variant: LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProducts:
    """Products by slug, with their categories, and their variants by Saleor's id."""

    products: Mapping[str, Product]
    variants: Mapping[str, Variant]

    def named(self, line: CheckoutLine | OrderLine) -> LineProduct:
        """A line's names. What was bought keeps its name: a translation counts while the thing is still called so."""
        variant = line.variant
        name, variant_name = (
            (line.product_name, line.variant_name)
            if isinstance(line, OrderLine)
            else (line.variant.product.name, line.variant.name)
        )
        if variant is None:
            return LineProduct(product=untranslated(name), variant=untranslated(variant_name))
        # Saleor gives an unnamed variant its id for a name.
        variant_name = "" if variant_name == variant.id else variant_name
        return LineProduct(
            product=_called(self.products.get(variant.product.slug), name),
            variant=_called(self.variants.get(variant.id), variant_name),
        )


def line_products_of(lines: Iterable[CheckoutLine | OrderLine]) -> LineProducts:
    """Our rows of what these lines are about: one statement."""
    slugs = {line.variant.product.slug for line in lines if line.variant}
    rows = list(Variant.objects.filter(product__slug__in=slugs).select_related("product__category"))
    return LineProducts(
        products={row.product.slug: row.product for row in rows}, variants={row.saleor_id: row for row in rows}
    )


def _called(row: Translated | None, name: str) -> LocalizedText:
    return row.told("name") if row is not None and name and row.name == name[:255] else untranslated(name)
