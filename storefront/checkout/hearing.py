"""Saleor tells that a checkout's money is there: whoever pays for it may have closed the browser, so it is finished."""

import msgspec

from storefront.checkout import attempts
from storefront.checkout.tasks import finish_attempt
from storefront.queueing import after_commit


class _Checkout(msgspec.Struct, frozen=True):
    id: str


class _Event(msgspec.Struct, frozen=True):
    checkout: _Checkout | None = None


def hear(event: str, body: bytes) -> None:
    """Have the attempt for this checkout finished, if one is under way. Raises msgspec.DecodeError."""
    checkout = msgspec.json.decode(body, type=_Event).checkout
    attempt = attempts.for_checkout(checkout.id) if checkout else None
    if attempt is not None and attempt.is_under_way:
        after_commit(finish_attempt, attempt.pk, True)
