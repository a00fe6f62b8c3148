"""Orders at Saleor: read by who holds their id, by their customer, and by number by the shop's own app."""

import msgspec

from storefront.saleor import api
from storefront.saleor.api import ANONYMOUS, Credentials
from storefront.saleor.types import CountedPage, Edges, Order, OrderGlance, Page

MOST = 2**31 - 1  # what GraphQL takes for an Int


class _Noted(msgspec.Struct, frozen=True):
    """Nothing of the answer matters but its errors."""


class _MyOrders(msgspec.Struct, frozen=True):
    orders: Page[Order] | None = None


class _MyOrderList(msgspec.Struct, frozen=True):
    orders: CountedPage[OrderGlance] | None = None


class _MyOrderByNumber(msgspec.Struct, frozen=True):
    orders: Edges[Order] | None = None


def get(order_id: str, *, caller: Credentials = ANONYMOUS) -> Order | None:
    """The order; whoever holds the id may read it, so the id is a secret."""
    return api.query_or_none("Order", Order, id=order_id, caller=caller)


def mine(*, caller: Credentials, first: int = 20, after: str | None = None) -> Page[Order] | None:
    """The signed-in customer's orders, newest first; None when nobody is signed in."""
    answer = api.query_or_none("MyOrders", _MyOrders, first=first, after=after, caller=caller)
    return answer.orders if answer else None


def list_mine(*, caller: Credentials, first: int = 20, after: str | None = None) -> CountedPage[OrderGlance] | None:
    """A page of the signed-in customer's orders at a glance, newest first; None when nobody is signed in."""
    answer = api.query_or_none("MyOrderList", _MyOrderList, first=first, after=after, caller=caller)
    return answer.orders if answer else None


def mine_numbered(number: int, *, caller: Credentials) -> Order | None:
    """The signed-in customer's own order of that number, or None."""
    answer = api.query_or_none("MyOrderByNumber", _MyOrderByNumber, where={"number": {"eq": number}}, caller=caller)
    return next(iter(answer.orders.nodes), None) if answer and answer.orders else None


def numbered(number: int, *, app: Credentials) -> Order | None:
    """The order of that number, whosever it is; `app` must hold MANAGE_ORDERS, else NotAllowed."""
    if not 0 < number <= MOST:
        return None
    found = api.query("OrdersNumbered", Edges[Order], where={"number": {"eq": number}}, caller=app)
    return next(iter(found.nodes), None)


def add_note(order_id: str, *, message: str, app: Credentials) -> None:
    """Write a note onto an order, for the merchant; asked twice, it stands there twice."""
    api.mutate("OrderNoteAdd", _Noted, order=order_id, input={"message": message}, caller=app)
