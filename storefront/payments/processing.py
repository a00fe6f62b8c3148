"""Advance a payment attempt as far as it goes: request the money, then make the order.

Safe at any time, from anywhere, twice and concurrently: every request for money carries the attempt's one idempotency
key, `checkoutComplete` answers the same order again, and only one process holds the lease. A lost response leaves the
state as it was, and the next process sends the same request again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from storefront.core.crypto import DecryptionError
from storefront.payments import refunds
from storefront.payments.attempts import attempts_for_checkout
from storefront.payments.models import PaymentAttempt, Reason, State, TriggeredBy
from storefront.payments.providers.hosted_page import cancel_data
from storefront.payments.providers.messages import Ending, ending_of
from storefront.payments.transitions import lease, record_order, store_action, transition
from storefront.saleor import checkouts, payments
from storefront.saleor.client import errors
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.client.retry import retry_if_lost
from storefront.saleor.prices import balance
from storefront.saleor.types import Order, Payment

logger = logging.getLogger(__name__)

REQUEST_PATIENCE = timedelta(minutes=30)  # for repeating a request for money without a response; then reconcile
ACTION_PATIENCE = timedelta(minutes=30)  # for the shopper to confirm a payment
ACTION_POLL_INTERVAL = timedelta(seconds=20)  # between asking the provider whether the shopper has confirmed
PENDING_PATIENCE = timedelta(minutes=15)  # for the provider to decide; then the order is placed unpaid
_TRANSIENT_CODES = frozenset({"TAX_ERROR", "CHECKOUT_COMPLETION_IN_PROGRESS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who advances an attempt. `credentials` are the shopper's if they are present."""

    credentials: Credentials
    by: TriggeredBy


def process(
    attempt: PaymentAttempt,
    *,
    caller: Credentials = ANONYMOUS,
    by: TriggeredBy = TriggeredBy.BROWSER,
    may_be_answered: bool = False,
) -> PaymentAttempt:
    """Advance an attempt step by step until it has ended or has to wait. Failures of Saleor are retried later.

    `may_be_answered`: the shopper may just have done what the provider asked for, so ask the provider without waiting
    for ACTION_POLL_INTERVAL.
    """
    actor = Actor(credentials=caller, by=by)
    with lease(attempt) as is_leased:
        if may_be_answered:
            attempt.checked_at = None
        state = State(attempt.state)
        step = _STEPS.get(state) or _STEPS_AFTER_THE_END.get(state) if is_leased else None
        while step is not None:
            before = attempt.state
            try:
                step(attempt, actor)
            except (errors.SaleorError, DecryptionError) as error:
                logger.warning("attempt %s waits: %s", attempt.uuid, type(error).__name__)
                break
            step = _STEPS.get(State(attempt.state)) if attempt.state != before else None
    return attempt


def _begin(attempt: PaymentAttempt, actor: Actor) -> None:
    """CREATED: store that money is requested before requesting it. Without anything to pay, go on to the order."""
    if attempt.amount == 0:
        transition(attempt, State.CHARGED, by=actor.by, reason=Reason.NOTHING_TO_PAY)
    else:
        transition(attempt, State.REQUESTED, by=actor.by)


def _request_payment(attempt: PaymentAttempt, actor: Actor) -> None:
    """REQUESTED: request the money, or repeat a request that had no response."""
    if _is_older(attempt, REQUEST_PATIENCE):
        _reconcile(attempt, actor)
        return
    try:
        payment = retry_if_lost(lambda: _send_request(attempt, actor))
    except errors.MutationError as refused:
        _handle_refused_request(attempt, refused, actor)
    else:
        _handle_payment(attempt, payment, actor.by)


def _send_request(attempt: PaymentAttempt, actor: Actor) -> Payment:
    if attempt.transaction_id:
        return payments.process(attempt.transaction_id, data=attempt.provider_data or None, caller=actor.credentials)
    return payments.initialize(
        attempt.checkout_id,
        gateway_id=attempt.gateway,
        amount=attempt.amount,
        idempotency_key=attempt.idempotency_key,
        data=attempt.provider_data or None,
        caller=actor.credentials,
    )


def _handle_refused_request(attempt: PaymentAttempt, refused: errors.MutationError, actor: Actor) -> None:
    """A refusal means that nothing happened now; an earlier request without a response may still have had an effect."""
    if refused.codes & _TRANSIENT_CODES:
        return
    may_be_requested = attempt.attempts > 1 or refused.is_after_lost_response
    if refused.is_checkout_gone:
        order = _order_of_gone_checkout(attempt, actor)
        if order is not None:
            _record(attempt, order, actor.by)
        elif may_be_requested:
            transition(attempt, State.NEEDS_ATTENTION, by=actor.by, reason=Reason.CHECKOUT_GONE)
        else:
            transition(attempt, State.FAILED, by=actor.by, reason=Reason.CHECKOUT_GONE)
        return
    if "UNIQUE" in refused.codes or attempt.transaction_id or may_be_requested:
        transition(attempt, State.NEEDS_ATTENTION, by=actor.by, reason=_codes(refused))
        return
    transition(attempt, State.FAILED, by=actor.by, reason=_codes(refused))


def _handle_payment(attempt: PaymentAttempt, payment: Payment, by: TriggeredBy) -> None:
    event = _event_type(payment)
    transaction_id = payment.transaction.id if payment.transaction else ""
    if _is_secured(attempt, payment):
        transition(attempt, State.CHARGED, by=by, transaction_id=transaction_id)
    elif event.endswith("_ACTION_REQUIRED"):
        if attempt.state != State.ACTION_REQUIRED:
            transition(attempt, State.ACTION_REQUIRED, by=by, transaction_id=transaction_id)
        store_action(attempt, payment.data)
    elif event.endswith("_REQUEST"):
        transition(attempt, State.PENDING, by=by, transaction_id=transaction_id)
    elif event.endswith("_FAILURE"):
        reason = _reason_of_failure(attempt, payment)
        transition(attempt, State.REFUSED, by=by, reason=reason, transaction_id=transaction_id)
    else:
        logger.error("attempt %s: a payment event of unknown type %s", attempt.uuid, event)


def _poll_action(attempt: PaymentAttempt, actor: Actor) -> None:
    """ACTION_REQUIRED: ask the provider whether the shopper has confirmed.

    After ACTION_PATIENCE, cancel: the provider closes its page if it is unpaid.
    """
    is_over = _is_older(attempt, ACTION_PATIENCE)
    if not is_over and attempt.checked_at and timezone.now() - attempt.checked_at < ACTION_POLL_INTERVAL:
        return
    try:
        data = cancel_data() if is_over else None
        payment = retry_if_lost(lambda: payments.process(attempt.transaction_id, data=data, caller=actor.credentials))
    except errors.MutationError as refused:
        transition(attempt, State.NEEDS_ATTENTION, by=actor.by, reason=_codes(refused))
        return
    is_unpaid = not _is_secured(attempt, payment) and _event_type(payment).endswith(("_ACTION_REQUIRED", "_FAILURE"))
    if is_over and is_unpaid:
        transition(attempt, State.FAILED, by=actor.by, reason=Reason.NOT_CONFIRMED)
    else:
        _handle_payment(attempt, payment, actor.by)


def _poll_pending(attempt: PaymentAttempt, actor: Actor) -> None:
    """PENDING: ask whether the provider has decided. After PENDING_PATIENCE place the order unpaid."""
    payment = payments.process(attempt.transaction_id, caller=actor.credentials)
    if _is_secured(attempt, payment):
        transition(attempt, State.CHARGED, by=actor.by)
        return
    checkout = checkouts.get(attempt.checkout_id, caller=actor.credentials)
    is_declined = _event_type(payment).endswith("_FAILURE")
    if is_declined or (checkout is not None and checkout.authorize_status == "NONE"):
        transition(attempt, State.REFUSED, by=actor.by, reason=Reason.DECLINED)
    elif checkout is None or _is_older(attempt, PENDING_PATIENCE):
        _complete_checkout(attempt, actor)


def _complete_checkout(attempt: PaymentAttempt, actor: Actor) -> None:
    """CHARGED: make the order, unless Saleor's total is no longer that of the checkout's lines."""
    checkout = checkouts.get(attempt.checkout_id, caller=actor.credentials)
    if checkout is not None and not balance.adds_up(checkout):
        logger.error("attempt %s: the prices of its checkout do not add up", attempt.uuid)
        to = State.CHARGED_NO_ORDER if attempt.amount else State.FAILED
        transition(attempt, to, by=actor.by, reason=Reason.DOES_NOT_ADD_UP)
        return
    try:
        order = retry_if_lost(lambda: checkouts.complete(attempt.checkout_id, caller=actor.credentials))
    except errors.MutationError as refused:
        if refused.codes & _TRANSIENT_CODES and not _is_older(attempt, REQUEST_PATIENCE):
            return
        if refused.is_checkout_gone:
            transition(attempt, State.NEEDS_ATTENTION, by=actor.by, reason=Reason.NO_ORDER_FOUND)
        elif attempt.amount == 0:
            transition(attempt, State.FAILED, by=actor.by, reason=_codes(refused))
        else:
            transition(attempt, State.CHARGED_NO_ORDER, by=actor.by, reason=_codes(refused))
        return
    _record(attempt, order, actor.by)


def _reconcile(attempt: PaymentAttempt, actor: Actor) -> None:
    """Read the checkout: after REQUEST_PATIENCE no request can still be running, so what it says is final."""
    checkout = checkouts.get(attempt.checkout_id, caller=actor.credentials)
    if checkout is None:
        order = _order_of_gone_checkout(attempt, actor)
        if order is None:
            transition(attempt, State.NEEDS_ATTENTION, by=actor.by, reason=Reason.CHECKOUT_GONE)
        else:
            _record(attempt, order, actor.by)
    elif checkout.authorize_status == "FULL" and attempts_for_checkout(attempt.checkout_id).count() == 1:
        transition(attempt, State.CHARGED, by=actor.by, reason=Reason.FOUND_CHARGED)
    elif checkout.authorize_status == "NONE":
        transition(attempt, State.FAILED, by=actor.by, reason=Reason.NO_RESPONSE)
    else:
        # Only the shop's app can read which attempt paid: see `refunds.reconcile`.
        transition(attempt, State.NEEDS_ATTENTION, by=actor.by, reason=Reason.SEVERAL_ATTEMPTS)


def _order_of_gone_checkout(attempt: PaymentAttempt, actor: Actor) -> Order | None:
    """Return the order that a checkout became, or None. Completing a checkout again answers its order."""
    try:
        return checkouts.complete(attempt.checkout_id, caller=actor.credentials)
    except errors.MutationError as refused:
        if refused.is_checkout_gone:
            return None
        raise


def _record(attempt: PaymentAttempt, order: Order, by: TriggeredBy) -> None:
    record_order(attempt, order_id=order.id, order_number=order.number, total=order.total.gross.amount, by=by)


def _reason_of_failure(attempt: PaymentAttempt, payment: Payment) -> Reason:
    """Tell why the payment failed, by what the provider sent, or by what the shopper asked for."""
    match ending_of(payment.data):
        case Ending.STOPPED:
            return Reason.STOPPED
        case Ending.EXPIRED:
            return Reason.NOT_CONFIRMED
        case Ending.DECLINED:
            return Reason.DECLINED
    return Reason.STOPPED if attempt.provider_data == dict(cancel_data()) else Reason.PAYMENT_FAILED


def _event_type(payment: Payment) -> str:
    """Return Saleor's TransactionEventTypeEnum of the answer, or an empty string."""
    return (payment.transaction_event.type if payment.transaction_event else None) or ""


def _is_secured(attempt: PaymentAttempt, payment: Payment) -> bool:
    """Tell whether the whole amount is charged or authorized."""
    if _event_type(payment) in ("CHARGE_SUCCESS", "AUTHORIZATION_SUCCESS"):
        return True
    if payment.transaction is None:
        return False
    return payment.transaction.charged_amount.amount + payment.transaction.authorized_amount.amount >= attempt.amount


def _is_older(attempt: PaymentAttempt, age: timedelta) -> bool:
    return timezone.now() - attempt.created_at >= age


def _codes(refused: errors.MutationError) -> str:
    return ",".join(sorted(refused.codes))


Step = Callable[[PaymentAttempt, Actor], None]


def _by_app(step: Callable[[PaymentAttempt, TriggeredBy], None]) -> Step:
    """Adapt a step that the shop's app takes, with its own credentials."""
    return lambda attempt, actor: step(attempt, actor.by)


_STEPS: dict[State, Step] = {
    State.CREATED: _begin,
    State.REQUESTED: _request_payment,
    State.ACTION_REQUIRED: _poll_action,
    State.PENDING: _poll_pending,
    State.CHARGED: _complete_checkout,
    State.OVERCHARGED: _by_app(refunds.refund_surplus),
    State.CHARGED_NO_ORDER: _by_app(refunds.begin_refund),
    State.REFUNDING: _by_app(refunds.refund),
    State.NEEDS_ATTENTION: _by_app(refunds.reconcile),
}
# Only when an attempt that has ended is processed again, not when it has just ended.
_STEPS_AFTER_THE_END: dict[State, Step] = dict.fromkeys(
    (State.REFUSED, State.FAILED, State.REFUNDED), _by_app(refunds.find_late_charge)
)
