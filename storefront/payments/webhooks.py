"""Saleor tells that a checkout's money is there: whoever pays for it may have closed the browser, so it is finished."""

import msgspec

from storefront.core.enqueue import enqueue_on_commit
from storefront.payments import transitions
from storefront.payments.models import State, TriggeredBy
from storefront.payments.tasks import process_attempt


class _Checkout(msgspec.Struct, frozen=True):
    id: str


class _Event(msgspec.Struct, frozen=True):
    checkout: _Checkout | None = None


def handle_transaction_event(event: str, body: bytes) -> None:
    """Have every attempt for this checkout looked at: one under way is finished, money that came late is found.

    Raises msgspec.DecodeError.
    """
    checkout = msgspec.json.decode(body, type=_Event).checkout
    if checkout is None:
        return
    for attempt in transitions.of_checkout(checkout.id).exclude(state__in=(State.ORDERED, State.SETTLED)):
        enqueue_on_commit(process_attempt, attempt.pk, True, TriggeredBy.WEBHOOK)


def language_of_checkout(checkout_id: str) -> str | None:
    """The language of the market in which a checkout was last paid for; None when it was not paid for here."""
    attempt = transitions.of_checkout(checkout_id).order_by("-pk").first()
    return attempt.language if attempt else None
