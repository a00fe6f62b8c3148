"""Read transactions as the shop's Saleor app, and refund payments that did not become an order.

Nothing is refunded twice: the transaction is read before every request; no request is made while an earlier one has no
answer, nor within REQUEST_AGAIN_AFTER of the last one; and Saleor never refunds more than it holds.
"""

import logging
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from storefront.emails import outbox
from storefront.payments.attempts import attempts_for_checkout
from storefront.payments.models import FAILED_STATES, PaymentAttempt, Reason, State, TriggeredBy
from storefront.payments.transitions import mark_checked, record_order, transition
from storefront.saleor import payments
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import TransactionState

logger = logging.getLogger(__name__)

REQUEST_AGAIN_AFTER = timedelta(minutes=5)  # between two requests for a refund
REQUESTS_END_WITHIN = timedelta(minutes=30)  # after that, what Saleor says of the money is final
ZERO = Decimal(0)


def fetch_transaction(attempt: PaymentAttempt) -> TransactionState | None:
    """Return the transaction that was made with this attempt's idempotency key; None if Saleor has none.

    Raises NotAllowed while the shop's app is not installed, and errors.SaleorError.
    """
    app = _app_credentials()
    if attempt.transaction_id:
        return payments.get_transaction(attempt.transaction_id, caller=app)
    found = payments.checkout_transactions(attempt.checkout_id, caller=app) or ()
    return next((state for state in found if state.is_by(attempt.idempotency_key)), None)


def begin_refund(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """CHARGED_NO_ORDER: store that the money is refunded, and email the shopper, before asking Saleor for it."""
    mark_checked(attempt)
    state = fetch_transaction(attempt)
    if state is not None and state.order is not None:
        _record_order(attempt, state, by=by, reason=Reason.FOUND_ORDERED)
    else:
        _start_refunding(attempt, state, by=by, reason=attempt.reason)


def refund(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """REFUNDING: ask for a refund until Saleor holds nothing any more."""
    state = fetch_transaction(attempt)
    if state is not None and state.held > 0:
        state = _request_refund(attempt, state, keep=ZERO)
    if state is None or (state.held == 0 and not state.is_undecided):
        transition(attempt, State.REFUNDED, by=by, reason=attempt.reason)


def refund_surplus(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """OVERCHARGED: refund what was charged above the order's total. An authorization is never charged above it."""
    state = fetch_transaction(attempt)
    if state is None or state.order is None:
        return
    total = state.order.total.gross.amount
    if state.charged_amount.amount > total:
        state = _request_refund(attempt, state, keep=total)
    if state.charged_amount.amount <= total and not state.is_undecided:
        transition(attempt, State.ORDERED, by=by, reason=Reason.SURPLUS_REFUNDED)


def reconcile(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """NEEDS_ATTENTION: find out from the transaction what has become of the payment."""
    mark_checked(attempt)
    state = fetch_transaction(attempt)
    if state is None:
        if not attempt.transaction_id and _no_request_runs(attempt) and _is_checkout_open(attempt):
            transition(attempt, State.FAILED, by=by, reason=Reason.NO_PAYMENT_FOUND)
    elif state.order is not None:
        _record_order(attempt, state, by=by, reason=Reason.FOUND_ORDERED)
    elif state.held > 0 and state.checkout is None:
        transition(attempt, State.CHARGED_NO_ORDER, by=by, reason=Reason.CHECKOUT_GONE)
    elif state.held > 0:
        transition(attempt, State.CHARGED, by=by, reason=Reason.FOUND_CHARGED)
    elif not state.is_undecided and _no_request_runs(attempt):
        transition(attempt, State.FAILED, by=by, reason=Reason.NOTHING_CHARGED)


def find_late_charge(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """REFUSED, FAILED or REFUNDED: refund money that was charged after the shopper read that none was.

    If Saleor itself has made the order of it, and no other attempt has paid for that order, it stays an order.
    """
    mark_checked(attempt)
    state = fetch_transaction(attempt)
    if state is None or state.held == 0:
        return
    others = attempts_for_checkout(attempt.checkout_id).exclude(pk=attempt.pk)
    is_paid_otherwise = attempt.state == State.REFUNDED or others.exclude(state__in=FAILED_STATES).exists()
    if state.order is not None and not is_paid_otherwise:
        _record_order(attempt, state, by=by, reason=Reason.ORDERED_LATE)
    else:
        _start_refunding(attempt, state, by=by, reason=Reason.CHARGED_LATE)


def _start_refunding(
    attempt: PaymentAttempt, state: TransactionState | None, *, by: TriggeredBy, reason: Reason | str
) -> None:
    email = (state.checkout.email if state and state.checkout else None) or ""
    order_id = state.order.id if state and state.order and not email else ""
    with transaction.atomic():
        if transition(attempt, State.REFUNDING, by=by, reason=reason) and (email or order_id):
            outbox.enqueue_payment_refunded(
                email, order_id=order_id, language=attempt.language, dedupe_key=str(attempt.uuid)
            )


def _record_order(attempt: PaymentAttempt, state: TransactionState, *, by: TriggeredBy, reason: Reason) -> None:
    order = state.order
    if order is not None:
        total = order.total.gross.amount
        record_order(attempt, order_id=order.id, order_number=order.number, total=total, by=by, reason=reason)


def _request_refund(attempt: PaymentAttempt, state: TransactionState, *, keep: Decimal) -> TransactionState:
    """Ask for a refund of all but `keep`, unless it is too soon; return the transaction as Saleor's answer shows it."""
    is_recent = attempt.checked_at is not None and timezone.now() - attempt.checked_at < REQUEST_AGAIN_AFTER
    if state.is_refund_requested or is_recent:
        return state
    mark_checked(attempt)
    app = _app_credentials()
    try:
        if state.authorized_amount.amount > 0 and keep == ZERO:
            state = payments.request_refund(state.id, action="CANCEL", caller=app)
        if state.charged_amount.amount > keep:
            surplus = state.charged_amount.amount - keep
            state = payments.request_refund(state.id, action="REFUND", amount=surplus, caller=app)
    except errors.MutationError as refused:
        logger.error("attempt %s: the money is not refunded: %s", attempt.uuid, ",".join(sorted(refused.codes)))
    return state


def _no_request_runs(attempt: PaymentAttempt) -> bool:
    return timezone.now() - attempt.created_at >= REQUESTS_END_WITHIN


def _is_checkout_open(attempt: PaymentAttempt) -> bool:
    return payments.checkout_transactions(attempt.checkout_id, caller=_app_credentials()) is not None


def _app_credentials() -> Credentials:
    app = app_credentials()
    if app is None:
        raise errors.NotAllowed("the shop's app is not installed")
    return app
