"""Taking a payment attempt as far as it will go: ask for the money, then make the order.

Safe at any time, from anywhere, twice and at once: money is asked for with the attempt's one idempotency key, an order
is asked for by `checkoutComplete`, which answers the same order again, and only one finisher holds the lease. A lost
answer leaves the state as it was; whoever comes next asks the same again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.utils import timezone

from storefront.core.crypto import DecryptionError
from storefront.payments import options, refunds, transitions
from storefront.payments.models import PaymentAttempt, State, TriggeredBy
from storefront.payments.transitions import lease, store_action, transition
from storefront.saleor import checkouts, errors, payments
from storefront.saleor.api import ANONYMOUS, Credentials
from storefront.saleor.types import Order, Payment

logger = logging.getLogger(__name__)
T = TypeVar("T")

ASK_FOR = timedelta(minutes=30)  # how long an unanswered request for money is repeated before we look for ourselves
ACTION_PATIENCE = timedelta(minutes=30)  # how long a bank's question may stay unanswered
ACTION_POLL_INTERVAL = timedelta(
    seconds=20
)  # how often the payment service is asked whether the shopper has answered it
PENDING_PATIENCE = timedelta(minutes=15)  # then the order is placed, and waits for its payment at Saleor
_TRANSIENT = frozenset({"TAX_ERROR", "CHECKOUT_COMPLETION_IN_PROGRESS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who takes an attempt on: `caller` is the shopper as Saleor knows them, if they are there."""

    caller: Credentials
    by: TriggeredBy


def process(
    attempt: PaymentAttempt,
    *,
    caller: Credentials = ANONYMOUS,
    by: TriggeredBy = TriggeredBy.BROWSER,
    answered: bool = False,
) -> PaymentAttempt:
    """Take it on, step by step, until it is final or has to wait. What Saleor fails at is tried later, not raised.

    `answered` says that the shopper may just have done what the payment service asked for: it is asked at once, and
    not only when LOOK_EVERY has gone by.
    """
    finisher = Actor(caller=caller, by=by)
    with lease(attempt) as mine:
        if answered:
            attempt.asked_at = None
        state = State(attempt.state)
        step = _STEPS.get(state) or _LATE.get(state) if mine else None
        while step is not None:
            before = attempt.state
            try:
                step(attempt, finisher)
            except (errors.SaleorError, DecryptionError) as error:
                logger.warning("attempt %s waits: %s", attempt.uuid, type(error).__name__)
                break
            step = _STEPS.get(State(attempt.state)) if attempt.state != before else None
    return attempt


def _start(attempt: PaymentAttempt, finisher: Actor) -> None:
    """Nothing to pay: straight to the order. Otherwise say that money is asked for before it is."""
    if attempt.amount == 0:
        transition(attempt, State.CHARGED, by=finisher.by, reason="nothing-to-pay")
    else:
        transition(attempt, State.REQUESTED, by=finisher.by)


def _ask(attempt: PaymentAttempt, finisher: Actor) -> None:
    if _older(attempt, ASK_FOR):
        _look(attempt, finisher)
        return
    maybe_asked = attempt.tries > 1
    try:
        try:
            payment = _request(attempt, finisher)
        except errors.ResponseLost:
            maybe_asked = True
            payment = _request(attempt, finisher)
    except errors.MutationError as refused:
        _request_refused(attempt, refused, finisher, maybe_asked=maybe_asked)
        return
    _payment_answered(attempt, payment, finisher.by)


def _request(attempt: PaymentAttempt, finisher: Actor) -> Payment:
    if attempt.transaction_id:
        return payments.process(attempt.transaction_id, data=attempt.data or None, caller=finisher.caller)
    return payments.initialize(
        attempt.checkout_id,
        gateway_id=attempt.gateway,
        amount=attempt.amount,
        idempotency_key=attempt.idempotency_key,
        data=attempt.data or None,
        caller=finisher.caller,
    )


def _request_refused(
    attempt: PaymentAttempt, refused: errors.MutationError, finisher: Actor, *, maybe_asked: bool
) -> None:
    """A refusal says that nothing has happened now; an earlier, unanswered request may still have been heard."""
    if refused.codes & _TRANSIENT:
        return
    if refused.is_checkout_gone:
        order = _order_of_a_gone_checkout(attempt, finisher)
        if order is not None:
            _ordered(attempt, order, finisher.by)
        elif maybe_asked:
            transition(attempt, State.UNKNOWN, by=finisher.by, reason="checkout-gone")
        else:
            transition(attempt, State.FAILED, by=finisher.by, reason="checkout-gone")
        return
    if "UNIQUE" in refused.codes or attempt.transaction_id or maybe_asked:
        transition(attempt, State.UNKNOWN, by=finisher.by, reason=_codes(refused))
        return
    transition(attempt, State.FAILED, by=finisher.by, reason=_codes(refused))


def _payment_answered(attempt: PaymentAttempt, payment: Payment, by: TriggeredBy) -> None:
    kind = _kind(payment)
    known = payment.transaction.id if payment.transaction else ""
    if _covered(attempt, payment) or kind in ("CHARGE_SUCCESS", "AUTHORIZATION_SUCCESS"):
        transition(attempt, State.CHARGED, by=by, transaction_id=known)
    elif kind.endswith("_ACTION_REQUIRED"):
        if attempt.state != State.ACTION_REQUIRED:
            transition(attempt, State.ACTION_REQUIRED, by=by, transaction_id=known)
        store_action(attempt, payment.data)
    elif kind.endswith("_REQUEST"):
        transition(attempt, State.PENDING, by=by, transaction_id=known)
    elif kind.endswith("_FAILURE"):
        transition(attempt, State.REFUSED, by=by, reason="declined", transaction_id=known)
    else:
        logger.error("attempt %s: a payment event of unknown type %s", attempt.uuid, kind)


def _kind(payment: Payment) -> str:
    """Saleor's type of what has become of it, or nothing."""
    return (payment.transaction_event.type if payment.transaction_event else None) or ""


def _await_bank(attempt: PaymentAttempt, finisher: Actor) -> None:
    """The bank waits for the shopper: look now and then whether it was answered. After ACTION_PATIENCE it is over:
    the payment service is told so, and closes its page if nobody has paid there.
    """
    over = _older(attempt, ACTION_PATIENCE)
    if not over and attempt.asked_at and timezone.now() - attempt.asked_at < ACTION_POLL_INTERVAL:
        return
    try:
        data = options.cancel_data() if over else None
        payment = _twice(lambda: payments.process(attempt.transaction_id, data=data, caller=finisher.caller))
    except errors.MutationError as refused:
        transition(attempt, State.UNKNOWN, by=finisher.by, reason=_codes(refused))
        return
    if over and _kind(payment).endswith(("_ACTION_REQUIRED", "_FAILURE")) and not _covered(attempt, payment):
        transition(attempt, State.FAILED, by=finisher.by, reason="not-confirmed")
    else:
        _payment_answered(attempt, payment, finisher.by)


def _settle(attempt: PaymentAttempt, finisher: Actor) -> None:
    """Pending: look whether it has been decided. After PENDING_PATIENCE the order is placed, unpaid as yet."""
    payment = payments.process(attempt.transaction_id, caller=finisher.caller)
    kind = _kind(payment)
    if _covered(attempt, payment) or kind in ("CHARGE_SUCCESS", "AUTHORIZATION_SUCCESS"):
        transition(attempt, State.CHARGED, by=finisher.by)
        return
    checkout = checkouts.get(attempt.checkout_id, caller=finisher.caller)
    if kind.endswith("_FAILURE") or (checkout is not None and checkout.authorize_status == "NONE"):
        transition(attempt, State.REFUSED, by=finisher.by, reason="declined")
    elif checkout is None or _older(attempt, PENDING_PATIENCE):
        _complete(attempt, finisher)


def _complete(attempt: PaymentAttempt, finisher: Actor) -> None:
    try:
        order = _twice(lambda: checkouts.complete(attempt.checkout_id, caller=finisher.caller))
    except errors.MutationError as refused:
        if refused.codes & _TRANSIENT and not _older(attempt, ASK_FOR):
            return
        if refused.is_checkout_gone:
            transition(attempt, State.UNKNOWN, by=finisher.by, reason="no-order-found")
        elif attempt.amount == 0:
            transition(attempt, State.FAILED, by=finisher.by, reason=_codes(refused))
        else:
            transition(attempt, State.UNFILLED, by=finisher.by, reason=_codes(refused))
        return
    _ordered(attempt, order, finisher.by)


def _look(attempt: PaymentAttempt, finisher: Actor) -> None:
    """Nobody has answered for ASK_FOR: no request can still be running, so what the checkout says is the truth."""
    checkout = checkouts.get(attempt.checkout_id, caller=finisher.caller)
    if checkout is None:
        order = _order_of_a_gone_checkout(attempt, finisher)
        if order is None:
            transition(attempt, State.UNKNOWN, by=finisher.by, reason="checkout-gone")
        else:
            _ordered(attempt, order, finisher.by)
    elif checkout.authorize_status == "FULL" and transitions.of_checkout(attempt.checkout_id).count() == 1:
        transition(attempt, State.CHARGED, by=finisher.by, reason="found-charged")
    elif checkout.authorize_status == "NONE":
        transition(attempt, State.FAILED, by=finisher.by, reason="no-answer")
    else:
        # Only the app can tell whose money it is: `releasing.look_again`.
        transition(attempt, State.UNKNOWN, by=finisher.by, reason="whose-money")


def _order_of_a_gone_checkout(attempt: PaymentAttempt, finisher: Actor) -> Order | None:
    """Completing again answers the order that a checkout became, also when Saleor completed it by itself."""
    try:
        return checkouts.complete(attempt.checkout_id, caller=finisher.caller)
    except errors.MutationError as refused:
        if refused.is_checkout_gone:
            return None
        raise


def _ordered(attempt: PaymentAttempt, order: Order, by: TriggeredBy) -> None:
    total = order.total.gross.amount
    transitions.ordered(attempt, order_id=order.id, order_number=order.number, total=total, by=by)


def _covered(attempt: PaymentAttempt, payment: Payment) -> bool:
    if payment.transaction is None:
        return False
    secured = payment.transaction.charged_amount.amount + payment.transaction.authorized_amount.amount
    return secured >= attempt.amount


def _twice(command: Callable[[], T]) -> T:
    """A command that may be given again without effect: once more when its answer was lost."""
    try:
        return command()
    except errors.ResponseLost:
        return command()


def _older(attempt: PaymentAttempt, age: timedelta) -> bool:
    return timezone.now() - attempt.created_at >= age


def _codes(refused: errors.MutationError) -> str:
    return ",".join(sorted(refused.codes))


Step = Callable[[PaymentAttempt, Actor], None]


def _by_app(step: Callable[[PaymentAttempt, TriggeredBy], None]) -> Step:
    """A step that the shop's own app takes, not the shopper."""
    return lambda attempt, finisher: step(attempt, finisher.by)


_STEPS: dict[State, Step] = {
    State.CREATED: _start,
    State.REQUESTED: _ask,
    State.ACTION_REQUIRED: _await_bank,
    State.PENDING: _settle,
    State.CHARGED: _complete,
    State.OVERCHARGED: _by_app(refunds.refund_surplus),
    State.UNFILLED: _by_app(refunds.begin_release),
    State.RELEASING: _by_app(refunds.refund),
    State.UNKNOWN: _by_app(refunds.reconcile_unknown),
}
# Only for who comes back to an attempt that has ended, not for who has just brought it to its end.
_LATE: dict[State, Step] = dict.fromkeys(
    (State.REFUSED, State.FAILED, State.RELEASED), _by_app(refunds.find_late_charge)
)
