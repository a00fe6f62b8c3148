"""Which orders this session may see: those that it paid for, and those that a mailed link has opened for it.

Saleor's ids of them are bearer secrets: they stand in the server-side session, and pages name orders by number.
"""

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront import visitor
from storefront.checkout import attempts
from storefront.checkout.models import PaymentAttempt
from storefront.checkout.visit import known_owner
from storefront.orders.finding import digits_of
from storefront.saleor import orders
from storefront.saleor.gateway import Caller
from storefront.saleor.types import Order
from storefront.sealing import Unreadable

_KEY = "orders_opened"
_MOST = 20  # orders that one session keeps open


def open_for(session: SessionBase, order: Order) -> None:
    """From now on this session may see the order."""
    kept = {**session.get(_KEY, {}), order.number: order.id}
    session[_KEY] = dict(list(kept.items())[-_MOST:])


def is_opened(session: SessionBase, number: str) -> bool:
    """Whether a mailed link has opened the order of that number for this session."""
    return number in session.get(_KEY, {})


def close_all(session: SessionBase) -> None:
    """Forget what was opened: somebody leaves a device that is not theirs alone."""
    session.pop(_KEY, None)


def order_of(request: HttpRequest, number: str) -> Order | None:
    """The order of that number, when this session may see it; None for every other. Raises what the gateway does."""
    order_id = request.session.get(_KEY, {}).get(number) or _paid_for(request, number)
    if order_id:
        return orders.get(order_id, caller=Caller(address=visitor.client_address(request)))
    if visitor.signed_in_as(request) is None:
        return None
    if not digits_of(number):
        return None
    caller = visitor.caller(request)
    return orders.mine_numbered(int(digits_of(number)), caller=caller) if caller.token else None


def _paid_for(request: HttpRequest, number: str) -> str:
    secret = known_owner(request)
    if not secret:
        return ""
    paid = PaymentAttempt.objects.filter(owner=attempts.hashed(secret), order_number=number).exclude(sealed_order_id="")
    attempt = paid.first()
    try:
        return attempt.order_id if attempt else ""
    except Unreadable:
        return ""
