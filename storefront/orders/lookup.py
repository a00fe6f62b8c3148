"""An order by its number and the mailbox it belongs to: only who names both is its owner, as far as we can tell."""

import hashlib

from storefront.payments.models import PaymentAttempt
from storefront.saleor import orders
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.types import Order


def find_order(number: str, *, email: str) -> Order | None:
    """The order of that number whose mailbox is `email`; None for every other. Raises what the gateway does,
    and sealing.Unreadable when SECRET_KEY was lost.

    Asked for by the shop's app. Where it is not installed, only orders that were paid for here are found.
    """
    digits = digits_of(number)
    if not digits:
        return None
    app = app_credentials()
    order = orders.numbered(int(digits), app=app) if app else _paid_here(digits)
    return order if order is not None and is_of(order, email) else None


def is_of(order: Order, email: str) -> bool:
    """Whether this is the mailbox of the order."""
    return bool(order.user_email) and (order.user_email or "").casefold() == email.strip().casefold()


def digits_of(number: str) -> str:
    """An order's number as people write it ("No. 1042", "#1042") in bare digits; empty when it is none."""
    digits = "".join(sign for sign in number if sign.isascii() and sign.isdigit())
    return digits.lstrip("0") if digits and len(digits) <= 10 and int(digits) <= orders.MOST else ""


def hashed(order_id: str) -> str:
    """What is kept of an order's id, to know it again."""
    return hashlib.sha256(order_id.encode()).hexdigest()


def _paid_here(digits: str) -> Order | None:
    attempt = PaymentAttempt.objects.filter(order_number=digits).exclude(order_id="").first()
    return orders.get(attempt.order_id) if attempt else None
