"""Orders at Saleor: by ID, by their customer, or by number for the shop's own app."""

from datetime import datetime

import msgspec

from storefront.saleor.client import api
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.prices.gift_card_payments import with_amounts
from storefront.saleor.types import CountedPage, Edges, Order, OrderGlance, Page, PlacedOrder

MOST = 2**31 - 1  # what GraphQL takes for an Int


class _Noted(msgspec.Struct, frozen=True):
    """A payload of which only the errors matter."""


class _MyOrders(msgspec.Struct, frozen=True):
    orders: Page[Order] | None = None


class _MyOrderList(msgspec.Struct, frozen=True):
    orders: CountedPage[OrderGlance] | None = None


class _MyOrderByNumber(msgspec.Struct, frozen=True):
    orders: Edges[Order] | None = None


def get(order_id: str, *, caller: Credentials = ANONYMOUS) -> Order | None:
    """Return the order. Anyone who has the ID can read it, so the ID is a secret."""
    found = api.query_or_none("Order", Order, id=order_id, caller=caller)
    return with_amounts(found) if found else None


def of_customer(*, caller: Credentials, first: int = 20, after: str | None = None) -> Page[Order] | None:
    """Return the signed-in customer's orders, newest first; None without a signed-in customer."""
    answer = api.query_or_none("MyOrders", _MyOrders, first=first, after=after, caller=caller)
    return answer.orders if answer else None


def list_of_customer(
    *, caller: Credentials, first: int = 20, after: str | None = None
) -> CountedPage[OrderGlance] | None:
    """Return a page of the signed-in customer's orders in short form, newest first, or None."""
    answer = api.query_or_none("MyOrderList", _MyOrderList, first=first, after=after, caller=caller)
    return answer.orders if answer else None


def of_customer_by_number(number: int, *, caller: Credentials) -> Order | None:
    """Return the signed-in customer's own order with that number, or None."""
    answer = api.query_or_none("MyOrderByNumber", _MyOrderByNumber, where={"number": {"eq": number}}, caller=caller)
    return next(map(with_amounts, answer.orders.nodes), None) if answer and answer.orders else None


def by_number(number: int, *, app: Credentials) -> Order | None:
    """Return anyone's order with that number. `app` needs MANAGE_ORDERS, else NotAllowed is raised."""
    if not 0 < number <= MOST:
        return None
    found = api.query("OrdersNumbered", Edges[Order], where={"number": {"eq": number}}, caller=app)
    return next(map(with_amounts, found.nodes), None)


def placed_between(
    start: datetime | None, end: datetime | None, *, app: Credentials, first: int = 50, after: str | None = None
) -> Page[PlacedOrder]:
    """Return a page of everyone's orders of a time, oldest first. `app` needs MANAGE_ORDERS."""
    between = {name: at.isoformat() for name, at in (("gte", start), ("lte", end)) if at}
    where = {"createdAt": between} if between else None
    return api.query("OrdersPlaced", Page[PlacedOrder], where=where, first=first, after=after, caller=app)


def add_note(order_id: str, *, message: str, app: Credentials) -> None:
    """Add a note to an order for the merchant. Repeating it adds a second note."""
    api.mutate("OrderNoteAdd", _Noted, order=order_id, input={"message": message}, caller=app)
