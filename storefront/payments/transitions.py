"""The states of a payment attempt: which may follow which, and recording every change.

Every transition is one conditional UPDATE (… WHERE state = the state we saw) and one history row in one transaction, so
of two processes only one makes it, on any database. `processing` and `refunds` decide; this module records.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import msgspec
from django.db import transaction
from django.utils import timezone

from storefront.emails import outbox
from storefront.payments.models import (
    FAILED_STATES,
    HOLDING_MONEY,
    IN_PROGRESS,
    PaymentAttempt,
    Reason,
    State,
    TriggeredBy,
)

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=100)  # longer than the longest processing: two mutations twice, 20 s each, and a query
ALLOWED_TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.CREATED: frozenset({State.REQUESTED, State.CHARGED, State.FAILED}),
    State.REQUESTED: frozenset(
        {
            State.ACTION_REQUIRED,
            State.PENDING,
            State.CHARGED,
            State.ORDERED,
            State.OVERCHARGED,
            State.REFUSED,
            State.FAILED,
            State.NEEDS_ATTENTION,
        }
    ),
    State.ACTION_REQUIRED: frozenset(
        {State.REQUESTED, State.CHARGED, State.PENDING, State.REFUSED, State.FAILED, State.NEEDS_ATTENTION}
    ),
    State.PENDING: frozenset(
        {
            State.CHARGED,
            State.ORDERED,
            State.OVERCHARGED,
            State.REFUSED,
            State.CHARGED_NO_ORDER,
            State.NEEDS_ATTENTION,
        }
    ),
    State.CHARGED: frozenset(
        {
            State.ORDERED,
            State.OVERCHARGED,
            State.CHARGED_NO_ORDER,
            State.FAILED,
            State.NEEDS_ATTENTION,
            State.CLOSED_MANUALLY,
        }
    ),
    State.NEEDS_ATTENTION: frozenset(
        {
            State.ORDERED,
            State.OVERCHARGED,
            State.CHARGED,
            State.REFUSED,
            State.FAILED,
            State.CHARGED_NO_ORDER,
            State.CLOSED_MANUALLY,
        }
    ),
    State.CHARGED_NO_ORDER: frozenset({State.REFUNDING, State.ORDERED, State.OVERCHARGED, State.CLOSED_MANUALLY}),
    State.REFUNDING: frozenset({State.REFUNDED, State.CLOSED_MANUALLY}),
    State.OVERCHARGED: frozenset({State.ORDERED, State.CLOSED_MANUALLY}),
    # A provider took the money after all: see `refunds.find_late_charge`.
    State.REFUSED: frozenset({State.REFUNDING, State.ORDERED, State.OVERCHARGED}),
    State.FAILED: frozenset({State.REFUNDING, State.ORDERED, State.OVERCHARGED}),
    State.REFUNDED: frozenset({State.REFUNDING}),
}
_ALERTING = (State.CHARGED_NO_ORDER, State.OVERCHARGED, State.NEEDS_ATTENTION)
_SHOPPER_IS_PRESENT = (TriggeredBy.BROWSER, TriggeredBy.RETURN_PAGE)


class TransitionNotAllowed(Exception):
    """ALLOWED_TRANSITIONS does not allow this change of state: our mistake."""


def transition(
    attempt: PaymentAttempt,
    to: State,
    *,
    by: TriggeredBy,
    reason: Reason | str = "",
    transaction_id: str = "",
    order_id: str = "",
    order_number: str = "",
) -> bool:
    """Change the state of an attempt, and store its history and what is known by now.

    A shopper who may not see on a page that the payment failed gets an email. `reason` holds nothing personal.

    Returns False if another process has changed the state before; `attempt` is then as that process left it. Raises
    TransitionNotAllowed.
    """
    before = State(attempt.state)
    if to not in ALLOWED_TRANSITIONS.get(before, frozenset()):
        raise TransitionNotAllowed(f"{before} to {to}")
    now = timezone.now()
    values: dict[str, object] = {"state": to, "reason": str(reason)[:64], "updated_at": now}
    if transaction_id:
        values["transaction_id"] = transaction_id
    if order_id:
        values.update(order_id=order_id, order_number=order_number)
    if to not in IN_PROGRESS:
        values.update(provider_data={}, provider_action="", checked_at=None)
    if to in FAILED_STATES and before != State.CREATED:
        values["checked_at"] = now  # money was asked for, so `refunds.find_late_charge` looks for it later
    if to not in HOLDING_MONEY:
        values["holding_since"] = values["alerted_at"] = None
    elif attempt.holding_since is None:
        values["holding_since"] = now
    with transaction.atomic():
        is_changed = bool(PaymentAttempt.objects.filter(pk=attempt.pk, state=before).update(**values))
        if is_changed:
            attempt.transitions.create(from_state=before, to_state=to, reason=str(reason)[:64], triggered_by=by)
            if to in FAILED_STATES and attempt.amount and (by not in _SHOPPER_IS_PRESENT or before == State.PENDING):
                outbox.enqueue_payment_refused(
                    attempt.checkout_id, language=attempt.language, dedupe_key=str(attempt.uuid)
                )
    attempt.refresh_from_db()
    if is_changed:
        level = logging.ERROR if to in _ALERTING else logging.INFO
        logger.log(level, "attempt %s %s to %s %s by %s", attempt.uuid, before, to, reason, by)
    return is_changed


def record_order(
    attempt: PaymentAttempt,
    *,
    order_id: str,
    order_number: str,
    total: Decimal,
    by: TriggeredBy,
    reason: Reason | str = "",
) -> None:
    """Store the order that an attempt became, and email the shopper.

    If `total` (major units) is less than what was charged, the attempt is OVERCHARGED and the difference is refunded.
    """
    to = State.OVERCHARGED if total < attempt.amount else State.ORDERED
    with transaction.atomic():
        if transition(attempt, to, by=by, reason=reason, order_id=order_id, order_number=order_number):
            outbox.enqueue_order_placed(order_id, language=attempt.language)


def answer_action(
    attempt: PaymentAttempt, *, provider_data: Mapping[str, object], by: TriggeredBy = TriggeredBy.BROWSER
) -> bool:
    """Send `provider_data` with the next request, since the shopper has answered what the provider asked for.

    Returns False if the provider is not waiting for the shopper.
    """
    if attempt.state != State.ACTION_REQUIRED:
        return False
    with transaction.atomic():
        waiting = PaymentAttempt.objects.filter(pk=attempt.pk, state=State.ACTION_REQUIRED)
        waiting.update(provider_data=dict(provider_data))
        return transition(attempt, State.REQUESTED, by=by, reason=Reason.ACTION_ANSWERED)


def mark_checked(attempt: PaymentAttempt) -> None:
    """Store that Saleor is asked now about what the attempt waits for."""
    PaymentAttempt.objects.filter(pk=attempt.pk).update(checked_at=timezone.now())
    attempt.refresh_from_db()


def store_action(attempt: PaymentAttempt, data: object) -> None:
    """Store what the provider asks of the shopper (decoded JSON), unless it says nothing; it was asked just now."""
    values: dict[str, object] = {"checked_at": timezone.now()}
    if data is not None:
        values["provider_action"] = msgspec.json.encode(data).decode()
    PaymentAttempt.objects.filter(pk=attempt.pk, state=State.ACTION_REQUIRED).update(**values)
    attempt.refresh_from_db()


@contextmanager
def lease(attempt: PaymentAttempt) -> Iterator[bool]:
    """Yield whether this process holds the lease of the attempt. After a crash the lease ends within LEASE."""
    claimed = PaymentAttempt.objects.claim(attempt.pk, lease=LEASE)
    attempt.refresh_from_db()
    try:
        yield claimed is not None
    finally:
        if claimed is not None:
            claimed.release()
