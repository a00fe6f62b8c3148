"""Read the catalogue of a channel, page by page."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from storefront.saleor.client import api
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.types import (
    Category,
    ChannelDeliveries,
    ChannelTaxes,
    Collection,
    CountedPage,
    Edges,
    ListedDelivery,
    Page,
    Product,
    ProductSummary,
    TaxConfiguration,
)

P = TypeVar("P", bound=Page[Any])
PAGE_SIZE = 10  # keeps a page of products under Saleor's query cost limit of 50,000
SUMMARIES_PAGE_SIZE = 100  # Saleor's maximum


def product_pages(channel: str, *, caller: Credentials = ANONYMOUS) -> Iterator[CountedPage[Product]]:
    """Yield all products visible in `channel`, 10 per page; the first page's `total_count` is their number."""
    return _pages(
        lambda after: api.query(
            "Products", CountedPage[Product], channel=channel, first=PAGE_SIZE, after=after, caller=caller
        )
    )


def products_named(product_ids: Sequence[str], *, channel: str, caller: Credentials = ANONYMOUS) -> tuple[Product, ...]:
    """Return those of these products that `channel` lists, in any order; at most PAGE_SIZE IDs."""
    where = {"ids": list(product_ids)}
    return api.query(
        "ProductsNamed", Edges[Product], channel=channel, first=PAGE_SIZE, where=where, caller=caller
    ).nodes


def summaries(channel: str, *, caller: Credentials = ANONYMOUS) -> Iterator[ProductSummary]:
    """Yield all products that `channel` lists, with just enough fields to detect changes, 100 per query."""
    pages = _pages(
        lambda after: api.query(
            "ProductSummaries",
            Page[ProductSummary],
            channel=channel,
            first=SUMMARIES_PAGE_SIZE,
            after=after,
            caller=caller,
        )
    )
    return (product for page in pages for product in page.nodes)


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


def _pages(ask: Callable[[str | None], P]) -> Iterator[P]:
    after: str | None = None
    while True:
        page = ask(after)
        yield page
        if not page.page_info.has_next_page or page.page_info.end_cursor == after:
            return
        after = page.page_info.end_cursor
