"""Reading the catalogue of one channel, page by page."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from storefront.saleor import api
from storefront.saleor.api import ANONYMOUS, Credentials
from storefront.saleor.types import Category, Collection, CountedPage, Edges, Page, Product, ProductGlance

P = TypeVar("P", bound=Page[Any])
PAGE_SIZE = 10  # keeps a page of products under Saleor's query cost limit of 50,000
GLANCES = 100  # the most that Saleor gives on a page


def product_pages(channel: str, *, caller: Credentials = ANONYMOUS) -> Iterator[CountedPage[Product]]:
    """Every product visible in `channel`, in pages of 10; the first page's `total_count` says how many there are."""
    return _pages(
        lambda after: api.query(
            "Products", CountedPage[Product], channel=channel, first=PAGE_SIZE, after=after, caller=caller
        )
    )


def product(product_id: str, *, channel: str, caller: Credentials = ANONYMOUS) -> Product | None:
    """One product as `channel` shows it, or None when it is not published there."""
    return api.query_or_none("Product", Product, id=product_id, channel=channel, caller=caller)


def products_named(product_ids: Sequence[str], *, channel: str, caller: Credentials = ANONYMOUS) -> tuple[Product, ...]:
    """Those of these products that `channel` lists, in no order; at most PAGE_SIZE may be named."""
    where = {"ids": list(product_ids)}
    return api.query(
        "ProductsNamed", Edges[Product], channel=channel, first=PAGE_SIZE, where=where, caller=caller
    ).nodes


def glances(channel: str, *, caller: Credentials = ANONYMOUS) -> Iterator[ProductGlance]:
    """Every product that `channel` lists, as far as it takes to see whether it has changed; a hundred a query."""
    pages = _pages(
        lambda after: api.query(
            "ProductGlances", Page[ProductGlance], channel=channel, first=GLANCES, after=after, caller=caller
        )
    )
    return (product for page in pages for product in page.nodes)


def categories(*, caller: Credentials = ANONYMOUS) -> Iterator[Category]:
    """Every category, parents not necessarily before children."""
    pages = _pages(lambda after: api.query("Categories", Page[Category], first=100, after=after, caller=caller))
    return (category for page in pages for category in page.nodes)


def collections(channel: str, *, caller: Credentials = ANONYMOUS) -> Iterator[Collection]:
    """Every collection published in `channel`."""
    pages = _pages(
        lambda after: api.query("Collections", Page[Collection], channel=channel, first=100, after=after, caller=caller)
    )
    return (collection for page in pages for collection in page.nodes)


def _pages(ask: Callable[[str | None], P]) -> Iterator[P]:
    after: str | None = None
    while True:
        page = ask(after)
        yield page
        if not page.page_info.has_next_page or page.page_info.end_cursor == after:
            return
        after = page.page_info.end_cursor
