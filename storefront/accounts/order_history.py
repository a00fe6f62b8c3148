"""A customer's orders as their account shows them: a list page by page, and one order."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.urls import reverse

from storefront.catalog.lines.products import line_products_of
from storefront.checkout.order_progress import TimelineStep, progress_steps, return_period
from storefront.checkout.presentation import PlacedOrder, placed_order
from storefront.saleor import orders
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import NotAllowed
from storefront.saleor.order_state import status_label
from storefront.saleor.types import Money, Order, OrderGlance

ORDERS_PER_PAGE = 20
_MOST_PER_QUERY = 100  # the most orders that Saleor returns at once


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderListRow:
    """A row of the order list; it does not say what was bought."""

    number: str
    url: str
    created: datetime
    status: str
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """One order, for its page. The lines have no pictures: the page may be open in company.

    `period` says until when it can be returned.
    """

    number: str
    created: datetime
    status: str
    order: PlacedOrder
    steps: tuple[TimelineStep, ...]
    period: str
    can_be_ordered_again: bool


def newest_orders(caller: Credentials, *, most: int) -> tuple[OrderListRow, ...]:
    """Return the customer's newest orders. Raises NotAllowed without a signed-in customer."""
    page = orders.list_of_customer(caller=caller, first=most)
    if page is None:
        raise NotAllowed("nobody is signed in")
    return tuple(_list_row(order) for order in page.nodes)


def order_page(caller: Credentials, *, number: int) -> Page[OrderListRow | None]:
    """Return a page of all orders, newest first; the last page if there are fewer. Raises NotAllowed as well.

    Saleor's cursors contain order ids, which are secrets, so addresses hold page numbers. The orders before the page
    are therefore read too: one query for each hundred orders.
    """
    wanted = max(number, 1) * ORDERS_PER_PAGE
    found: list[OrderGlance] = []
    after: str | None = None
    while True:
        page = orders.list_of_customer(caller=caller, first=min(wanted - len(found), _MOST_PER_QUERY), after=after)
        if page is None:
            raise NotAllowed("nobody is signed in")
        found += page.nodes
        after = page.page_info.end_cursor
        if not page.page_info.has_next_page or len(found) >= wanted:
            break
    rows: list[OrderListRow | None] = [_list_row(order) for order in found]
    unread = max((page.total_count or 0) - len(found), 0)
    return Paginator(rows + [None] * unread, ORDERS_PER_PAGE).get_page(number)


def own_order(caller: Credentials, *, number: int) -> Order | None:
    """Return the customer's own order of this number, or None."""
    return orders.of_customer_by_number(number, caller=caller) if number <= orders.MOST else None


def order_view(order: Order) -> OrderView:
    """Return an order for its page. One query."""
    products = line_products_of(order.lines)
    placed = placed_order(order, products)
    lines = tuple(
        replace(line, picture=None, url=reverse("catalog:product", args=[bought.variant.product.slug]))
        if bought.variant
        else line
        for bought, line in zip(order.lines, placed.lines, strict=True)
    )
    return OrderView(
        number=order.number,
        created=order.created,
        status=status_label(order),
        order=replace(placed, lines=lines),
        steps=tuple(progress_steps(order, products)),
        period=return_period(order),
        can_be_ordered_again=any(line.variant for line in order.lines),
    )


def _list_row(order: OrderGlance) -> OrderListRow:
    return OrderListRow(
        number=order.number,
        url=reverse("accounts:order", args=[order.number]),
        created=order.created,
        status=status_label(order),
        total=order.total.gross,
    )
