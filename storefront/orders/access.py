"""Find an order by its number, and decide who may see it.

Saleor's order ids are bearer secrets: they are kept in the server-side session, and addresses name orders by number.
"""

import hashlib
import re

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront.cart import merge
from storefront.checkout.payer import known_payer_secret
from storefront.core.crypto import DecryptionError
from storefront.core.sessions.keys import ORDERS_OPENED, close_orders
from storefront.core.text.email_addresses import email_key
from storefront.core.text.typed_text import clean_code
from storefront.payments.attempts import hash_payer
from storefront.payments.models import PaymentAttempt
from storefront.saleor import customer_session, orders
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import Order

_MOST_OPENED = 20  # orders that one session keeps open


def order_for_visitor(request: HttpRequest, number: str) -> Order | None:
    """Return the order of this number if the visitor may see it, else None.

    A visitor sees the orders that this session paid for or opened by an emailed link, and a customer their own while
    Saleor accepts the sign-in. Raises errors.SaleorError.
    """
    order_id = (ORDERS_OPENED.get(request.session) or {}).get(number) or _paid_order_id(request, number)
    if order_id:
        return orders.get(order_id, caller=Credentials(address=customer_session.client_ip(request)))
    digits = order_digits(number)
    if customer_session.customer_email(request) is None or not digits:
        return None
    caller = customer_session.credentials(request)
    try:
        return orders.of_customer_by_number(int(digits), caller=caller) if caller.token else None
    except (errors.TokenExpired, errors.NotAllowed):
        return None  # signed out elsewhere: Saleor no longer knows this sign-in


def _paid_order_id(request: HttpRequest, number: str) -> str:
    secret = known_payer_secret(request)
    if not secret:
        return ""
    paid = PaymentAttempt.objects.filter(payer_hash=hash_payer(secret), order_number=number)
    attempt = paid.exclude(order_id="").first()
    try:
        return attempt.order_id if attempt else ""
    except DecryptionError:
        return ""


def open_in_session(session: SessionBase, order: Order) -> None:
    """Let this session see the order."""
    opened = {**(ORDERS_OPENED.get(session) or {}), order.number: order.id}
    ORDERS_OPENED.set(session, dict(list(opened.items())[-_MOST_OPENED:]))


def may_close(request: HttpRequest, number: str) -> bool:
    """Whether the visitor sees the order only through this browser's session, which can close it."""
    return customer_session.customer_email(request) is None or number in (ORDERS_OPENED.get(request.session) or {})


def close_all(request: HttpRequest) -> None:
    """Close the orders that this browser has opened or paid for. A customer stays signed in."""
    if customer_session.customer_email(request) is None:
        merge.sign_out(request, has_account=False)
    else:
        close_orders(request.session)


def find_order(number: str, *, email: str) -> Order | None:
    """Return the order of this number if it has this email address, else None.

    The shop's app asks Saleor. Without the app, only orders that were paid for in this shop are found.
    Raises errors.SaleorError, and DecryptionError if SECRET_KEY was lost.
    """
    digits = order_digits(number)
    if not digits:
        return None
    app = app_credentials()
    order = orders.by_number(int(digits), app=app) if app else _order_paid_here(digits)
    return order if order is not None and has_email(order, email) else None


def order_digits(number: str) -> str:
    """Return the digits of an order number as people write it ("No. 1042", "#1,042"); empty if it cannot be one.

    With other numbers in the text, the one behind "#" counts.
    """
    typed = clean_code(number)
    if re.fullmatch(r"[\d ]+", typed):
        typed = typed.replace(" ", "")
    groups = re.findall(r"(?:(?:#|№)\s*)?(?:\d{1,3}(?:[., ']\d{3})+|\d+)(?!\d)", typed)
    marked = [group for group in groups if not group[0].isdigit()] or groups
    if len(marked) != 1:
        return ""
    digits = re.sub(r"\D", "", marked[0])
    return digits.lstrip("0") if len(digits) <= 10 and int(digits) <= orders.MOST else ""


def order_hash(order_id: str) -> str:
    """Return the hash by which rows name an order."""
    return hashlib.sha256(order_id.encode()).hexdigest()


def has_email(order: Order, email: str) -> bool:
    """Return whether the order was placed with this address."""
    return bool(order.user_email) and email_key(order.user_email or "") == email_key(email)


def _order_paid_here(digits: str) -> Order | None:
    attempt = PaymentAttempt.objects.filter(order_number=digits).exclude(order_id="").first()
    return orders.get(attempt.order_id) if attempt else None
