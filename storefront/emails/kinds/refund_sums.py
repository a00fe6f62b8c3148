"""Send an email about refunds only when Saleor states their sum, and each sum once.

Saleor sends the event of a refund a moment before its amounts.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from storefront.emails import dedupe
from storefront.emails.models import Email, EmailKind, EmailPayload
from storefront.saleor.types import Money, Order

ORDER_REFUNDED = EmailKind("order-refunded")
SHOWS_WITHIN = timedelta(minutes=15)  # after Saleor's event; longer than any delay seen


class NotStatedYet(Exception):
    """Saleor does not state yet what the email is about."""


class NothingToSend(Exception):
    """Another email has said it, or nothing has happened after all."""


def refund_key(order_id: str, refunded: Money) -> str:
    """Return the dedupe key of the email that states this sum."""
    return f"{order_id} {refunded.amount.normalize():f}"


def check_sum(email: Email, payload: EmailPayload, order: Order) -> None:
    """Return if the email may be sent now, with the sum that the order states.

    Raises NotStatedYet while the sum is older than the email, and NothingToSend if it stays so or was stated before.
    """
    stated = order.total_refunded.amount
    expected = payload.amount.amount if payload.amount else Decimal(0)
    if stated < expected or stated == 0 or (payload.is_more_than_amount and stated == expected):
        is_late = timezone.now() - email.created_at > SHOWS_WITHIN
        raise NothingToSend if is_late else NotStatedYet
    key = refund_key(order.id, order.total_refunded)
    is_own = email.dedupe_hash == dedupe.dedupe_hash(ORDER_REFUNDED, key)
    if not is_own and dedupe.is_known(ORDER_REFUNDED, dedupe_key=key):
        raise NothingToSend


def mark_stated(order: Order) -> None:
    """Record that the shopper knows this sum."""
    dedupe.mark_sent(ORDER_REFUNDED, dedupe_key=refund_key(order.id, order.total_refunded))
