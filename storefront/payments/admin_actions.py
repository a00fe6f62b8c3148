"""What operators read of a payment attempt, and what they may do with it."""

import logging
import re

from django.utils import timezone

from storefront.payments.models import HOLDING_MONEY, PaymentAttempt, Reason, State, TriggeredBy
from storefront.payments.processing import process
from storefront.payments.transitions import transition

logger = logging.getLogger(__name__)
_REASON_CODE = re.compile(r"[a-z0-9][a-z0-9-]{2,59}")


class ActionNotPossible(Exception):
    """The attempt's state does not allow the action; the text gives the operator the reason."""


def check_now(attempt: PaymentAttempt) -> None:
    """Ask Saleor about the attempt now and advance it, as the periodic task would."""
    process(attempt, by=TriggeredBy.OPERATOR, may_be_answered=True)


def refund_without_order(attempt: PaymentAttempt) -> None:
    """Refund what Saleor holds, so that no order is made. A refund that runs already is only checked.

    Raises ActionNotPossible.
    """
    if attempt.state in (State.CHARGED, State.NEEDS_ATTENTION, State.PENDING):
        transition(attempt, State.CHARGED_NO_ORDER, by=TriggeredBy.OPERATOR, reason=Reason.BY_OPERATOR)
    elif attempt.state not in (State.CHARGED_NO_ORDER, State.REFUNDING):
        raise ActionNotPossible(f"An attempt that is {attempt.state} has no money to give back; see what --check says.")
    process(attempt, by=TriggeredBy.OPERATOR)


def close_manually(attempt: PaymentAttempt, *, reason: str) -> None:
    """Close an attempt that an operator settled with the provider or in Saleor's Dashboard.

    `reason` is a short code, stored in the history. Raises ActionNotPossible.
    """
    if not _REASON_CODE.fullmatch(reason):
        raise ActionNotPossible(
            "Give the reason as a short code such as refunded-at-stripe: small letters, digits and hyphens."
        )
    if attempt.state not in HOLDING_MONEY:
        raise ActionNotPossible(f"An attempt that is {attempt.state} ends without you.")
    transition(attempt, State.CLOSED_MANUALLY, by=TriggeredBy.OPERATOR, reason=reason)


def alert_operator(attempt: PaymentAttempt) -> None:
    """Log an error about an attempt that has held money for too long. `/metrics` counts such attempts too."""
    PaymentAttempt.objects.filter(pk=attempt.pk).update(alerted_at=timezone.now())
    minutes = minutes_open(attempt)
    logger.error("attempt %s has been %s for %.0f min: %s", attempt.uuid, attempt.state, minutes, attempt.reason)


def minutes_open(attempt: PaymentAttempt) -> float:
    """Return for how many whole minutes an attempt has held money, or has been open."""
    return (timezone.now() - (attempt.holding_since or attempt.created_at)).total_seconds() // 60
