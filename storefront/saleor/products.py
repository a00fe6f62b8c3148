"""Read the catalogue of a channel, page by page.

Ten products are read per query, each with its first variants, attributes and values. A product that has more of them is
completed with further queries; `WHOLE` are the limits that then remain.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from msgspec.structs import asdict, replace

from storefront.saleor.client import api
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.types import (
    AssignedAttribute,
    Category,
    ChannelDeliveries,
    ChannelTaxes,
    Collection,
    CountedPage,
    Edges,
    ListedDelivery,
    Page,
    PageInfo,
    Product,
    ProductAttributes,
    ProductSummary,
    ProductVariants,
    TaxConfiguration,
    UnlistedProduct,
    Variant,
    VariantSummaries,
    VariantSummary,
)
from storefront.saleor.types.base import Node

P = TypeVar("P", bound=Page[Any])
T = TypeVar("T")
PAGE_SIZE = 10
SUMMARIES_PAGE_SIZE = 100  # Saleor's maximum
VARIANTS_PAGE_SIZE = 20  # of one product, with WHOLE attributes
_SUMMARY_VARIANTS = 20
_VARIANT_SUMMARIES_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many attributes are read of a product and of a variant, and how many values of one attribute."""

    attributes: int
    values: int
    variant_attributes: int
    variant_values: int

    def are_met(self, product: Product) -> bool:
        """Return whether the product may have more attributes than were read."""
        return _is_met(product.assigned_attributes, self.attributes, self.values) or self.are_met_by_variants(product)

    def are_met_by_variants(self, product: Product) -> bool:
        """Return whether a variant may have more attributes than were read."""
        nodes = product.product_variants.nodes if product.product_variants else ()
        return any(_is_met(node.assigned_attributes, self.variant_attributes, self.variant_values) for node in nodes)


# Saleor multiplies the limits into the cost of a query: ten products with twenty variants each cost 34,000 of the
# 50,000 that it allows, and 2,000 more for each further language. One product at WHOLE costs 43,000.
_VARIANTS = 20
FIRST = Limits(attributes=40, values=20, variant_attributes=8, variant_values=3)
WHOLE = Limits(attributes=200, values=100, variant_attributes=40, variant_values=20)
"""The limits of a product that is read alone. What goes beyond is not shown, and the merchant is told."""


def product_pages(channel: str, *, caller: Credentials = ANONYMOUS) -> Iterator[CountedPage[Product]]:
    """Yield all products that `channel` lists, 10 per page; the first page's `total_count` is their number."""
    pages = _pages(
        lambda after: api.query(
            "Products",
            CountedPage[Product],
            channel=channel,
            first=PAGE_SIZE,
            after=after,
            attributes=FIRST.attributes,
            values=FIRST.values,
            variants=_VARIANTS,
            variantAttributes=FIRST.variant_attributes,
            variantValues=FIRST.variant_values,
            caller=caller,
        )
    )
    for page in pages:
        whole = tuple(Node(node=_complete(node, channel=channel, caller=caller)) for node in page.nodes)
        yield replace(page, edges=whole)


def product_count(channel: str, *, caller: Credentials = ANONYMOUS) -> int:
    """Return how many products `channel` lists, by a page of one product that is not completed."""
    page = api.query(
        "Products",
        CountedPage[Product],
        channel=channel,
        first=1,
        attributes=1,
        values=1,
        variants=1,
        variantAttributes=1,
        variantValues=1,
        caller=caller,
    )
    return page.total_count or 0


def products_named(product_ids: Sequence[str], *, channel: str, caller: Credentials = ANONYMOUS) -> tuple[Product, ...]:
    """Return those of these products that `channel` lists, in any order; at most PAGE_SIZE IDs."""
    found = api.query(
        "ProductsNamed",
        Edges[Product],
        channel=channel,
        first=PAGE_SIZE,
        where={"ids": list(product_ids)},
        attributes=FIRST.attributes,
        values=FIRST.values,
        variants=_VARIANTS,
        variantAttributes=FIRST.variant_attributes,
        variantValues=FIRST.variant_values,
        caller=caller,
    )
    return tuple(_complete(node, channel=channel, caller=caller) for node in found.nodes)


def unlisted_product(product_id: str, *, channel: str, caller: Credentials = ANONYMOUS) -> Product | None:
    """Return a product that `channel` publishes and keeps out of lists; None if it does not publish it."""
    found = api.query_or_none(
        "UnlistedProduct",
        UnlistedProduct,
        id=product_id,
        channel=channel,
        attributes=WHOLE.attributes,
        values=WHOLE.values,
        variantAttributes=WHOLE.variant_attributes,
        variantValues=WHOLE.variant_values,
        caller=caller,
    )
    if found is None:
        return None
    stated = {name: value for name, value in asdict(found).items() if name != "variants"}
    return Product(**stated, product_variants=_as_page(found.variants or ()))


def summaries(channel: str, *, caller: Credentials = ANONYMOUS) -> Iterator[ProductSummary]:
    """Yield all products that `channel` lists, with just enough fields to detect changes, 100 per query."""
    pages = _pages(
        lambda after: api.query(
            "ProductSummaries",
            Page[ProductSummary],
            channel=channel,
            first=SUMMARIES_PAGE_SIZE,
            after=after,
            variants=_SUMMARY_VARIANTS,
            caller=caller,
        )
    )
    for product in (product for page in pages for product in page.nodes):
        first = product.product_variants
        if first is None or not first.page_info.has_next_page:
            yield product
        else:
            rest = variant_summaries(product.id, channel=channel, after=first.page_info.end_cursor, caller=caller)
            yield replace(product, product_variants=_as_page((*first.nodes, *rest)))


def product_attributes(
    product_id: str, *, channel: str, caller: Credentials = ANONYMOUS
) -> tuple[AssignedAttribute, ...]:
    """Return the attributes of one product, up to `WHOLE`."""
    found = api.query_or_none(
        "ProductAttributes",
        ProductAttributes,
        id=product_id,
        channel=channel,
        attributes=WHOLE.attributes,
        values=WHOLE.values,
        caller=caller,
    )
    return found.assigned_attributes if found else ()


def product_variants(
    product_id: str, *, channel: str, after: str | None = None, caller: Credentials = ANONYMOUS
) -> tuple[Variant, ...]:
    """Return the variants of one product after a cursor, with their attributes up to `WHOLE`."""

    def ask(cursor: str | None) -> Page[Variant]:
        found = api.query_or_none(
            "ProductVariants",
            ProductVariants,
            id=product_id,
            channel=channel,
            first=VARIANTS_PAGE_SIZE,
            after=cursor,
            variantAttributes=WHOLE.variant_attributes,
            variantValues=WHOLE.variant_values,
            caller=caller,
        )
        return (found.product_variants if found else None) or _as_page(())

    return tuple(variant for page in _pages(ask, after=after) for variant in page.nodes)


def variant_summaries(
    product_id: str, *, channel: str, after: str | None = None, caller: Credentials = ANONYMOUS
) -> tuple[VariantSummary, ...]:
    """Return the variants of one product after a cursor, as far as they are compared."""

    def ask(cursor: str | None) -> Page[VariantSummary]:
        found = api.query_or_none(
            "VariantSummaries",
            VariantSummaries,
            id=product_id,
            channel=channel,
            first=_VARIANT_SUMMARIES_PAGE_SIZE,
            after=cursor,
            caller=caller,
        )
        return (found.product_variants if found else None) or _as_page(())

    return tuple(variant for page in _pages(ask, after=after) for variant in page.nodes)


def _complete(product: Product, *, channel: str, caller: Credentials) -> Product:
    """Return the product with what the limits of a page of products left out."""
    first = product.product_variants
    if _is_met(product.assigned_attributes, FIRST.attributes, FIRST.values):
        attributes = product_attributes(product.id, channel=channel, caller=caller)
        product = replace(product, assigned_attributes=attributes or product.assigned_attributes)
    if first is None:
        return product
    if FIRST.are_met_by_variants(product):
        variants = product_variants(product.id, channel=channel, caller=caller)
    elif first.page_info.has_next_page:
        rest = product_variants(product.id, channel=channel, after=first.page_info.end_cursor, caller=caller)
        variants = (*first.nodes, *rest)
    else:
        return product
    return replace(product, product_variants=_as_page(variants))


def _is_met(attributes: Sequence[AssignedAttribute], most: int, most_values: int) -> bool:
    return len(attributes) >= most or any(each.list_length >= most_values for each in attributes)


def _as_page(nodes: Iterable[T]) -> Page[T]:
    edges = tuple(Node(node=node) for node in nodes)
    return Page(edges=edges, page_info=PageInfo(has_next_page=False))


def categories(*, caller: Credentials = ANONYMOUS) -> Iterator[Category]:
    """Return all categories; a parent may follow its children."""
    pages = _pages(lambda after: api.query("Categories", Page[Category], first=100, after=after, caller=caller))
    return (category for page in pages for category in page.nodes)


def collections(channel: str, *, caller: Credentials = ANONYMOUS) -> Iterator[Collection]:
    """Return all collections published in `channel`."""
    pages = _pages(
        lambda after: api.query("Collections", Page[Collection], channel=channel, first=100, after=after, caller=caller)
    )
    return (collection for page in pages for collection in page.nodes)


def listed_deliveries(channel: str, *, country: str, caller: Credentials = ANONYMOUS) -> tuple[ListedDelivery, ...]:
    """Return the shipping methods of a channel to a country; none where it does not ship to."""
    found = api.query_or_none("ListedDeliveries", ChannelDeliveries, channel=channel, country=country, caller=caller)
    countries = (found.available_shipping_methods_per_country or ()) if found else ()
    return tuple(method for entry in countries for method in entry.shipping_methods or ())


def tax_configuration(channel: str, *, caller: Credentials) -> TaxConfiguration | None:
    """Return how a channel enters and shows prices, which an app may read; None for an unknown channel."""
    found = api.query_or_none("ChannelTaxes", ChannelTaxes, slug=channel, caller=caller)
    return found.tax_configuration if found else None


def _pages(ask: Callable[[str | None], P], *, after: str | None = None) -> Iterator[P]:
    while True:
        page = ask(after)
        yield page
        if not page.page_info.has_next_page or page.page_info.end_cursor == after:
            return
        after = page.page_info.end_cursor
