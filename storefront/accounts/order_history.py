"""A customer's orders as their account shows them: a list page by page, and one order."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.addresses.formatting import address_text
from storefront.catalog.line_products import line_products_of
from storefront.core.localized_text import LocalizedText, untranslated
from storefront.saleor import orders
from storefront.saleor.api import Credentials
from storefront.saleor.errors import NotAllowed
from storefront.saleor.order_summary import OrderSummary
from storefront.saleor.types import Fulfillment, Money, Order, OrderGlance

ORDERS_PER_PAGE = 20
_MOST_PER_QUERY = 100  # the most orders that Saleor returns at once

_OTHER_STATUS = _("In hand")
_ORDER_STATUSES: dict[str, Promise] = {
    "UNCONFIRMED": _("We look at it"),
    "UNFULFILLED": _("We pack it"),
    "PARTIALLY_FULFILLED": _("Part of it is sent"),
    "FULFILLED": _("Sent"),
    "PARTIALLY_RETURNED": _("Part of it came back"),
    "RETURNED": _("It came back"),
    "CANCELED": _("Cancelled"),
    "EXPIRED": _("Not paid in time"),
}
_NOT_PAID = _("Waits for the payment")
_PARCEL_STATUSES: dict[str, Promise] = {
    "FULFILLED": _("Sent"),
    "REFUNDED": _("Money sent back"),
    "RETURNED": _("Came back"),
    "REPLACED": _("Replaced"),
    "REFUNDED_AND_RETURNED": _("Came back, money sent back"),
    "CANCELED": _("Cancelled"),
    "WAITING_FOR_APPROVAL": _("We pack it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderListRow:
    """A row of the order list; it does not say what was bought."""

    number: str
    url: str
    created: datetime
    status: str | Promise
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """A line of an order. `total` is before discounts, which the summary states.

    There is no picture: the page may be open in company.
    """

    name: LocalizedText
    variant_name: LocalizedText
    quantity: int
    total: Money
    url: str | None
    picture: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel. `tracking_url` is the carrier's page, if the merchant entered its address as the number."""

    created: datetime
    status: str | Promise
    tracking_number: str
    tracking_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """One order, for its page."""

    number: str
    created: datetime
    status: str | Promise
    paid: bool
    lines: tuple[BoughtLine, ...]
    summary: OrderSummary
    delivery_name: LocalizedText
    address: str
    bill_address: str
    parcels: tuple[Parcel, ...]
    can_be_ordered_again: bool


def newest_orders(caller: Credentials, *, most: int) -> tuple[OrderListRow, ...]:
    """Return the customer's newest orders. Raises NotAllowed if nobody is signed in."""
    page = orders.list_mine(caller=caller, first=most)
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
        page = orders.list_mine(caller=caller, first=min(wanted - len(found), _MOST_PER_QUERY), after=after)
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
    return orders.mine_numbered(number, caller=caller) if number <= orders.MOST else None


def order_view(order: Order) -> OrderView:
    """Return an order for its page. One query."""
    products = line_products_of(order.lines)
    delivery_address, billing_address = address_text(order.shipping_address), address_text(order.billing_address)
    return OrderView(
        number=order.number,
        created=order.created,
        status=_order_status(order),
        paid=order.is_paid,
        lines=tuple(
            BoughtLine(
                name=named.product,
                variant_name=named.variant,
                quantity=line.quantity,
                total=line.undiscounted_total_price.gross,
                url=reverse("catalog:product", args=[line.variant.product.slug]) if line.variant else None,
            )
            for line, named in ((line, products.named(line)) for line in order.lines)
        ),
        summary=OrderSummary.from_order(order),
        delivery_name=untranslated(order.shipping_method_name or ""),
        address=delivery_address,
        bill_address="" if billing_address == delivery_address else billing_address,
        parcels=tuple(_parcel(parcel) for parcel in order.fulfillments),
        can_be_ordered_again=any(line.variant for line in order.lines),
    )


def _list_row(order: OrderGlance) -> OrderListRow:
    return OrderListRow(
        number=order.number,
        url=reverse("accounts:order", args=[order.number]),
        created=order.created,
        status=_order_status(order),
        total=order.total.gross,
    )


def _order_status(order: Order | OrderGlance) -> Promise:
    if order.status in ("UNCONFIRMED", "UNFULFILLED") and not order.is_paid:
        return _NOT_PAID
    return _ORDER_STATUSES.get(order.status, _OTHER_STATUS)


def _parcel(parcel: Fulfillment) -> Parcel:
    return Parcel(
        created=parcel.created,
        status=_PARCEL_STATUSES.get(parcel.status, _OTHER_STATUS),
        tracking_number=parcel.tracking_number,
        tracking_url=parcel.tracking_url,
    )
