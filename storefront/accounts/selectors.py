"""Reading a customer's account for its pages, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storefront.accounts import order_statuses
from storefront.addresses.formatting import format_address
from storefront.catalog.line_products import line_products_of
from storefront.core.localized_text import LocalizedText, untranslated
from storefront.saleor import accounts, orders
from storefront.saleor.api import Credentials
from storefront.saleor.errors import NotAllowed
from storefront.saleor.order_summary import OrderSummary
from storefront.saleor.types import Address, Fulfillment, Money, Order, OrderGlance, User

ORDERS_ON_A_PAGE = 20
_GREATEST = 2**31 - 1  # GraphQL's integers
_MOST_AT_ONCE = 100  # orders that Saleor answers together


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderListRow:
    """A line of the order list: nothing in it says what was bought."""

    number: str
    url: str
    created: datetime
    status: str | Promise
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressCard:
    """An address of the book: `text` as on an envelope, `uses` what it is the first choice for."""

    id: str
    text: str
    name: str
    uses: tuple[str, ...]
    for_parcels: bool
    for_bills: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """A line of an order before discounts; no picture, since this page may be open in company."""

    name: LocalizedText
    variant_name: LocalizedText
    quantity: int
    total: Money
    url: str | None
    picture: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel on its way; `tracking_url` is the carrier's page, where the number is an address."""

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
    """The customer's newest orders. Raises NotAllowed when nobody is signed in, as all of these do."""
    found = orders.list_mine(caller=caller, first=most)
    if found is None:
        raise NotAllowed("nobody is signed in")
    return tuple(_summary(order) for order in found.nodes)


def order_page(caller: Credentials, *, number: int) -> Page[OrderListRow | None]:
    """A page of all orders, newest first; the last one when there are not so many.

    Saleor's own places in a list are made of ids that are secrets, so the address holds a plain page number, and
    what comes before that page is asked for too: one question for up to a hundred orders.
    """
    wanted = max(number, 1) * ORDERS_ON_A_PAGE
    found: list[OrderGlance] = []
    after: str | None = None
    while True:
        answered = orders.list_mine(caller=caller, first=min(wanted - len(found), _MOST_AT_ONCE), after=after)
        if answered is None:
            raise NotAllowed("nobody is signed in")
        found += answered.nodes
        after = answered.page_info.end_cursor
        if not answered.page_info.has_next_page or len(found) >= wanted:
            break
    summaries: list[OrderListRow | None] = [_summary(order) for order in found]
    unread = max((answered.total_count or 0) - len(found), 0)
    return Paginator(summaries + [None] * unread, ORDERS_ON_A_PAGE).get_page(number)


def order(caller: Credentials, *, number: int) -> Order | None:
    """The customer's own order of that number, or None."""
    return orders.mine_numbered(number, caller=caller) if number <= _GREATEST else None


def address_book(caller: Credentials) -> tuple[AddressCard, ...]:
    """The customer's addresses."""
    return tuple(_card(entry) for entry in _customer(caller).addresses)


def address(caller: Credentials, *, key: str) -> Address | None:
    """The customer's own address by Saleor's id, which opens nothing to anybody else; or None."""
    return next((entry for entry in _customer(caller).addresses if entry.id == key), None)


def _customer(caller: Credentials) -> User:
    customer = accounts.me(caller=caller)
    if customer is None:
        raise NotAllowed("nobody is signed in")
    return customer


def _summary(order: OrderGlance) -> OrderListRow:
    return OrderListRow(
        number=order.number,
        url=reverse("accounts:order", args=[order.number]),
        created=order.created,
        status=order_statuses.of_order(order),
        total=order.total.gross,
    )


def order_view(order: Order) -> OrderView:
    """An order in words and sums that add up."""
    goods = line_products_of(order.lines)
    return OrderView(
        number=order.number,
        created=order.created,
        status=order_statuses.of_order(order),
        paid=order.is_paid,
        lines=tuple(
            BoughtLine(
                name=named.product,
                variant_name=named.variant,
                quantity=line.quantity,
                total=line.undiscounted_total_price.gross,
                url=reverse("catalog:product", args=[line.variant.product.slug]) if line.variant else None,
            )
            for line, named in ((line, goods.named(line)) for line in order.lines)
        ),
        summary=OrderSummary.from_order(order),
        delivery_name=untranslated(order.shipping_method_name or ""),
        address=_as_text(order.shipping_address),
        bill_address="" if _same_place(order) else _as_text(order.billing_address),
        parcels=tuple(_parcel(parcel) for parcel in order.fulfillments),
        can_be_ordered_again=any(line.variant for line in order.lines),
    )


def _parcel(parcel: Fulfillment) -> Parcel:
    number = parcel.tracking_number
    address = urlsplit(number)
    return Parcel(
        created=parcel.created,
        status=order_statuses.of_parcel(parcel.status),
        tracking_number=number,
        tracking_url=number if address.scheme in ("http", "https") and address.netloc else "",
    )


def _card(entry: Address) -> AddressCard:
    uses = ((entry.is_default_shipping_address, _("For parcels")), (entry.is_default_billing_address, _("For bills")))
    return AddressCard(
        id=entry.id,
        text=_as_text(entry),
        name=f"{entry.first_name} {entry.last_name}".strip() or entry.street_address1,
        uses=tuple(use for is_so, use in uses if is_so),
        for_parcels=bool(entry.is_default_shipping_address),
        for_bills=bool(entry.is_default_billing_address),
    )


def _same_place(order: Order) -> bool:
    return _as_text(order.shipping_address) == _as_text(order.billing_address)


def _as_text(address: Address | None) -> str:
    return "\n".join(format_address(address)) if address else ""
