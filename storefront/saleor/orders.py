"""Reading orders at Saleor."""

import msgspec

from storefront.saleor import gateway
from storefront.saleor.gateway import ANONYMOUS, Caller
from storefront.saleor.types import Order, Page


class _MyOrders(msgspec.Struct, frozen=True):
    orders: Page[Order] | None = None


def get(order_id: str, *, caller: Caller = ANONYMOUS) -> Order | None:
    """The order; whoever holds the id may read it, so the id is a secret."""
    return gateway.find("Order", Order, id=order_id, caller=caller)


def mine(*, caller: Caller, first: int = 20, after: str | None = None) -> Page[Order] | None:
    """The signed-in customer's orders, newest first; None when nobody is signed in."""
    answer = gateway.find("MyOrders", _MyOrders, first=first, after=after, caller=caller)
    return answer.orders if answer else None
