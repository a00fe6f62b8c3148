"""React to Saleor's events about transactions: the browser that paid may be closed."""

import msgspec

from storefront.core.coordination.enqueue import enqueue_on_commit
from storefront.payments.attempts import attempts_for_checkout
from storefront.payments.models import State, TriggeredBy
from storefront.payments.tasks import process_attempt


class _Checkout(msgspec.Struct, frozen=True):
    id: str


class _Event(msgspec.Struct, frozen=True):
    checkout: _Checkout | None = None


def handle_transaction_event(event: str, body: bytes) -> None:
    """Enqueue every attempt for the checkout: one in progress is advanced, and money that came late is found.

    Raises msgspec.DecodeError.
    """
    checkout = msgspec.json.decode(body, type=_Event).checkout
    if checkout is None:
        return
    ended = (State.ORDERED, State.CLOSED_MANUALLY)
    for attempt in attempts_for_checkout(checkout.id).exclude(state__in=ended):
        enqueue_on_commit(process_attempt, attempt.pk, True, TriggeredBy.WEBHOOK)
