"""What an operator may do with a payment attempt: look, give the money back, say that it was seen to by hand."""

import re

from django.db.models import QuerySet

from storefront.payments.models import HOLDING_MONEY, IN_PROGRESS, PaymentAttempt, State, TriggeredBy
from storefront.payments.processing import process
from storefront.payments.transitions import transition

_REASON = re.compile(r"[a-z0-9][a-z0-9-]{2,59}")


class NotNow(Exception):
    """It cannot be done with this attempt as it stands; the text says why, in words for the operator."""


def open_attempts() -> QuerySet[PaymentAttempt]:
    """Every attempt that has not come to its end: first those with somebody's money, the oldest first."""
    waiting = PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY))
    return waiting.order_by("owing_since", "created_at")


def look(attempt: PaymentAttempt) -> None:
    """Ask Saleor about it now, and go on from there, as the sweeper would."""
    process(attempt, by=TriggeredBy.OPERATOR, answered=True)


def release(attempt: PaymentAttempt) -> None:
    """No order shall come of it: what Saleor holds for it goes back. What is being given back is only looked at."""
    if attempt.state in (State.CHARGED, State.UNKNOWN, State.PENDING):
        transition(attempt, State.UNFILLED, by=TriggeredBy.OPERATOR, reason="by-operator")
    elif attempt.state not in (State.UNFILLED, State.RELEASING):
        raise NotNow(f"An attempt that is {attempt.state} has no money to give back; see what --look says.")
    process(attempt, by=TriggeredBy.OPERATOR)


def settle(attempt: PaymentAttempt, *, reason: str) -> None:
    """It was seen to by hand, at the payment service or in Saleor's Dashboard. `reason`: a short code, kept."""
    if not _REASON.fullmatch(reason):
        raise NotNow("Give the reason as a short code such as refunded-at-stripe: small letters, digits and hyphens.")
    if attempt.state not in HOLDING_MONEY:
        raise NotNow(f"An attempt that is {attempt.state} comes to its end by itself.")
    transition(attempt, State.SETTLED, by=TriggeredBy.OPERATOR, reason=reason)
