"""Which orders this session may see: those that it paid for, and those that a mailed link has opened for it.

Saleor's ids of them are bearer secrets: they stand in the server-side session, and pages name orders by number.
"""

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront.checkout.payer import known_payer_secret
from storefront.core.crypto import DecryptionError
from storefront.orders.lookup import digits_of
from storefront.payments.attempts import hash_payer
from storefront.payments.models import PaymentAttempt
from storefront.saleor import customer_session, orders
from storefront.saleor.api import Credentials
from storefront.saleor.types import Order

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
        return orders.get(order_id, caller=Credentials(address=customer_session.client_ip(request)))
    if customer_session.customer_email(request) is None:
        return None
    if not digits_of(number):
        return None
    caller = customer_session.credentials(request)
    return orders.mine_numbered(int(digits_of(number)), caller=caller) if caller.token else None


def _paid_for(request: HttpRequest, number: str) -> str:
    secret = known_payer_secret(request)
    if not secret:
        return ""
    paid = PaymentAttempt.objects.filter(payer_hash=hash_payer(secret), order_number=number).exclude(order_id="")
    attempt = paid.first()
    try:
        return attempt.order_id if attempt else ""
    except DecryptionError:
        return ""
