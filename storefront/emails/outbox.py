"""Store emails for sending. `storefront.emails.sending` sends them after the commit.

Call these functions within the transaction that makes the email due, as often as the event arrives.
"""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from storefront.core import registry
from storefront.core.coordination.enqueue import enqueue_on_commit
from storefront.core.crypto import keyed_hash
from storefront.core.markets import all_markets, default_market
from storefront.core.web.links import absolute_url
from storefront.emails.dedupe import dedupe_hash
from storefront.emails.models import Email, EmailKind, EmailPayload, encrypted
from storefront.emails.tasks import send_email
from storefront.merchant.policies.versions import keep_for_order

ORDER_PLACED = EmailKind("order-placed")
PAYMENT_REFUSED = EmailKind("payment-refused")
PAYMENT_REFUNDED = EmailKind("payment-refunded")


def enqueue(kind: EmailKind, payload: EmailPayload, *, language: str, dedupe_key: str) -> Email | None:
    """Store an email and queue it for sending after the commit.

    `dedupe_key` names what the email is about, with its version. A second call with the same kind and key stores
    nothing and returns None.
    """
    with transaction.atomic():
        email, is_new = _stored(kind, payload, language=language, dedupe_key=dedupe_key)
        if not is_new:
            return None
        enqueue_on_commit(send_email, email.pk)
    return email


def enqueue_held(
    kind: EmailKind,
    payload: EmailPayload,
    *,
    language: str,
    dedupe_key: str,
    hold_for: timedelta = timedelta(days=1),
) -> None:
    """Store an email that is sent only if `release_held` is called with the same key; it is deleted after `hold_for`.

    An email of the same key that was sent or given up is replaced; one that still waits stays as it is.
    """
    with transaction.atomic():
        ended = (Email.State.SENT, Email.State.GIVEN_UP)
        Email.objects.filter(dedupe_hash=dedupe_hash(kind, dedupe_key), state__in=ended).delete()
        _stored(
            kind,
            payload,
            language=language,
            dedupe_key=dedupe_key,
            state=Email.State.HELD,
            next_attempt_at=None,
            held_until=timezone.now() + hold_for,
        )


def release_held(kind: EmailKind, *, dedupe_key: str, delay: timedelta = timedelta(0)) -> None:
    """Send the held email of this key after `delay`; without one, do nothing."""
    with transaction.atomic():
        held = Email.objects.filter(dedupe_hash=dedupe_hash(kind, dedupe_key), state=Email.State.HELD)
        due = timezone.now() + delay
        if held.update(state=Email.State.WAITING, held_until=None, next_attempt_at=due) and not delay:
            enqueue_on_commit(send_email, Email.objects.get(dedupe_hash=dedupe_hash(kind, dedupe_key)).pk)


def language_of(channel: str, *, checkout_id: str | None = None) -> str:
    """Return the language to write to a shopper in: the one they paid in, else the first of their channel's markets.

    Two markets may share a channel, so the payment of the checkout knows better (registry.language_of_checkout).
    """
    paid_in: str | None = registry.language_of_checkout.only(checkout_id) if checkout_id else None
    return paid_in or next(
        (market.language for market in all_markets() if market.channel == channel), default_market().language
    )


def enqueue_order_placed(order_id: str, *, language: str) -> Email | None:
    """Confirm an order to its shopper, once per order, and keep which policies were in force."""
    market = next((market for market in all_markets() if market.language == language), default_market())
    keep_for_order(order_id, market)
    return enqueue(ORDER_PLACED, EmailPayload(order_id=order_id), language=language, dedupe_key=order_id)


def enqueue_payment_refused(checkout_id: str, *, language: str, dedupe_key: str) -> Email | None:
    """Tell the shopper of a checkout that the payment failed; for shoppers who did not see it on the page."""
    payload = EmailPayload(checkout_id=checkout_id, link=_cart_url(language))
    return enqueue(PAYMENT_REFUSED, payload, language=language, dedupe_key=dedupe_key)


def enqueue_payment_refunded(to: str, *, order_id: str = "", language: str, dedupe_key: str) -> Email | None:
    """Tell a shopper that their payment made no order and is refunded.

    Without `to`, the email goes to the address of `order_id`: the order that another payment made.
    """
    payload = EmailPayload(to=to, order_id=order_id, link=_cart_url(language))
    return enqueue(PAYMENT_REFUNDED, payload, language=language, dedupe_key=dedupe_key)


def _cart_url(language: str) -> str:
    with override(language):
        return absolute_url(reverse("cart:cart"))


def _stored(
    kind: EmailKind, payload: EmailPayload, *, language: str, dedupe_key: str, **fields: object
) -> tuple[Email, bool]:
    """Return the one email of this key, and whether it is new. Raises ValueError for a kind that is not declared."""
    if kind not in EmailKind.declared:
        raise ValueError(f"{kind} is no declared EmailKind")
    values = {
        "kind": kind,
        "language": language,
        "encrypted_payload": encrypted(payload),
        "recipient_hash": keyed_hash(payload.to.casefold()) if payload.to else "",
        "order_hash": keyed_hash(payload.order_id) if payload.order_id else "",
        **fields,
    }
    return Email.objects.get_or_create(dedupe_hash=dedupe_hash(kind, dedupe_key), defaults=values)
