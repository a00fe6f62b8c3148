"""Write an email about the refunds of an order, once for each sum."""

from storefront.emails import dedupe, outbox
from storefront.emails.kinds.refund_sums import ORDER_REFUNDED, refund_key
from storefront.emails.models import Email, EmailPayload
from storefront.saleor.types import Money


def enqueue_order_refunded(order_id: str, refunded: Money, *, language: str) -> Email | None:
    """Tell a shopper how much of an order was refunded in all.

    `refunded` is the sum in Saleor's event. It may be older than the refund: zero, or a sum that the shopper knows.
    Such an email waits until Saleor states more (storefront/emails/kinds/refund_sums.py).
    """
    key = refund_key(order_id, refunded)
    is_news = refunded.amount > 0 and not dedupe.is_known(ORDER_REFUNDED, dedupe_key=key)
    payload = EmailPayload(order_id=order_id, amount=refunded, is_more_than_amount=not is_news)
    return outbox.enqueue(ORDER_REFUNDED, payload, language=language, dedupe_key=key if is_news else f"{key} and more")
