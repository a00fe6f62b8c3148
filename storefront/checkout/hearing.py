"""Saleor tells that a checkout's money is there: whoever pays for it may have closed the browser, so it is finished."""

import msgspec

from storefront.checkout import attempts
from storefront.checkout.models import By, State
from storefront.checkout.tasks import finish_attempt
from storefront.queueing import after_commit


class _Checkout(msgspec.Struct, frozen=True):
    id: str


class _Event(msgspec.Struct, frozen=True):
    checkout: _Checkout | None = None


def hear(event: str, body: bytes) -> None:
    """Have every attempt for this checkout looked at: one under way is finished, money that came late is found.

    Raises msgspec.DecodeError.
    """
    checkout = msgspec.json.decode(body, type=_Event).checkout
    if checkout is None:
        return
    for attempt in attempts.of_checkout(checkout.id).exclude(state__in=(State.ORDERED, State.SETTLED)):
        after_commit(finish_attempt, attempt.pk, True, By.WEBHOOK)


def language_of(checkout_id: str) -> str | None:
    """The language of the market in which a checkout was last paid for; None when it was not paid for here."""
    attempt = attempts.of_checkout(checkout_id).order_by("-pk").first()
    return attempt.language if attempt else None
