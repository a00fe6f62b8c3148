"""Reading a customer's account for its pages, as frozen values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from storefront.saleor import accounts, orders
from storefront.saleor.errors import NotAllowed
from storefront.saleor.gateway import Caller
from storefront.saleor.types import Address, Fulfillment, Money, Order, User

_PAGES_READ = 10  # of twenty orders each; older ones are asked of the shop


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSummary:
    """A line of the order list."""

    number: str
    url: str
    created: datetime
    status_display: str
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressCard:
    """An address as text, and what it is used for."""

    text: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the account page shows."""

    customer: User
    orders: tuple[OrderSummary, ...]
    addresses: tuple[AddressCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """A line of an order, as it was bought; no picture, since this page may be open in company."""

    name: str
    variant_name: str
    quantity: int
    total: Money
    url: str | None
    picture: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTotals:
    """What an order came to."""

    subtotal: Money
    discount: Money | None
    discount_label: str
    delivery: Money
    tax: Money
    total: Money
    tax_included: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """One order, for its page."""

    number: str
    created: datetime
    status_display: str
    lines: tuple[BoughtLine, ...]
    totals: OrderTotals
    delivery_name: str
    address: str
    parcels: tuple[Fulfillment, ...]


def account(caller: Caller) -> Account:
    """The signed-in customer with their newest orders; raises NotAllowed when nobody is signed in."""
    customer = accounts.me(caller=caller)
    page = orders.mine(caller=caller)
    if customer is None or page is None:
        raise NotAllowed("nobody is signed in")
    return Account(
        customer=customer,
        orders=tuple(_summary(order) for order in page.nodes),
        addresses=tuple(AddressCard(text=_as_text(entry), label=_label(entry)) for entry in customer.addresses),
    )


def order(caller: Caller, *, number: str) -> OrderView | None:
    """The customer's own order of that number, or None."""
    return next((_view(found) for found in _own(caller) if found.number == number), None)


def _own(caller: Caller) -> Iterator[Order]:
    after: str | None = None
    for _turn in range(_PAGES_READ):
        page = orders.mine(caller=caller, after=after)
        if page is None:
            return
        yield from page.nodes
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def _summary(order: Order) -> OrderSummary:
    return OrderSummary(
        number=order.number,
        url=reverse("accounts:order", args=[order.number]),
        created=order.created,
        status_display=order.status_display,
        total=order.total.gross,
    )


def _view(order: Order) -> OrderView:
    discount = next((entry for entry in order.discounts if entry.total.amount), None)
    return OrderView(
        number=order.number,
        created=order.created,
        status_display=order.status_display,
        lines=tuple(
            BoughtLine(
                name=line.product_name,
                variant_name=line.variant_name,
                quantity=line.quantity,
                total=line.total_price.gross,
                url=reverse("catalog:product", args=[line.variant.product.slug]) if line.variant else None,
            )
            for line in order.lines
        ),
        totals=OrderTotals(
            subtotal=order.subtotal.gross,
            discount=discount.total if discount else None,
            discount_label=(discount.name or "") if discount else "",
            delivery=order.shipping_price.gross,
            tax=order.total.tax,
            total=order.total.gross,
        ),
        delivery_name=order.shipping_method_name or "",
        address=_as_text(order.shipping_address) if order.shipping_address else "",
        parcels=order.fulfillments,
    )


def _as_text(address: Address) -> str:
    lines = (
        f"{address.first_name} {address.last_name}".strip(),
        address.company_name,
        address.street_address1,
        address.street_address2,
        f"{address.city} {address.country_area}".strip(),
        address.postal_code,
        address.country.country,
    )
    return "\n".join(line for line in lines if line)


def _label(address: Address) -> str:
    if address.is_default_shipping_address:
        return _("For delivery")
    return _("For the bill") if address.is_default_billing_address else ""
