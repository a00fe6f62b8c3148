"""Taking a payment attempt as far as it will go: ask for the money, then make the order.

Safe at any time, from anywhere, twice and at once: money is asked for with the attempt's one idempotency key, an order
is asked for by `checkoutComplete`, which answers the same order again, and only one finisher holds the lease. A lost
answer leaves the state as it was; whoever comes next asks the same again.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from storefront.cart.services import is_gone
from storefront.checkout.attempts import keep_action, leased, move
from storefront.checkout.models import PaymentAttempt, State
from storefront.mail import letters
from storefront.saleor import checkouts, errors, payments
from storefront.saleor.gateway import ANONYMOUS, Caller
from storefront.saleor.types import Order, Payment

logger = logging.getLogger(__name__)
T = TypeVar("T")

ASK_FOR = timedelta(minutes=30)  # how long an unanswered request for money is repeated before we look for ourselves
ACTION_PATIENCE = timedelta(minutes=30)  # how long a bank's question may stay unanswered
LOOK_EVERY = timedelta(seconds=20)  # how often the payment service is asked whether the shopper has answered it
PENDING_PATIENCE = timedelta(minutes=15)  # then the order is placed, and waits for its payment at Saleor
_TRANSIENT = frozenset({"TAX_ERROR", "CHECKOUT_COMPLETION_IN_PROGRESS"})


def finish(attempt: PaymentAttempt, *, caller: Caller = ANONYMOUS, answered: bool = False) -> PaymentAttempt:
    """Take it on, step by step, until it is final or has to wait. What Saleor fails at is tried later, not raised.

    `answered` says that the shopper may just have done what the payment service asked for: it is asked at once, and
    not only when LOOK_EVERY has gone by.
    """
    with leased(attempt) as mine:
        if answered:
            attempt.asked_at = None
        step = _STEPS.get(State(attempt.state)) if mine else None
        while step is not None:
            before = attempt.state
            try:
                step(attempt, caller)
            except errors.SaleorError as error:
                logger.warning("attempt %s waits: %s", attempt.uuid, type(error).__name__)
                break
            step = _STEPS.get(State(attempt.state)) if attempt.state != before else None
    return attempt


def _start(attempt: PaymentAttempt, caller: Caller) -> None:
    """Nothing to pay: straight to the order. Otherwise say that money is asked for before it is."""
    if attempt.amount == 0:
        move(attempt, State.CHARGED, reason="nothing-to-pay")
    else:
        move(attempt, State.REQUESTED)


def _ask(attempt: PaymentAttempt, caller: Caller) -> None:
    if _older(attempt, ASK_FOR):
        _look(attempt, caller)
        return
    maybe_asked = attempt.tries > 1
    try:
        try:
            payment = _request(attempt, caller)
        except errors.AnswerLost:
            maybe_asked = True
            payment = _request(attempt, caller)
    except errors.Refused as refused:
        _request_refused(attempt, refused, caller, maybe_asked=maybe_asked)
        return
    _payment_answered(attempt, payment)


def _request(attempt: PaymentAttempt, caller: Caller) -> Payment:
    if attempt.transaction_id:
        return payments.process(attempt.transaction_id, data=attempt.data or None, caller=caller)
    return payments.initialize(
        attempt.checkout_id,
        gateway_id=attempt.gateway,
        amount=attempt.amount,
        idempotency_key=attempt.idempotency_key,
        data=attempt.data or None,
        caller=caller,
    )


def _request_refused(attempt: PaymentAttempt, refused: errors.Refused, caller: Caller, *, maybe_asked: bool) -> None:
    """A refusal says that nothing has happened now; an earlier, unanswered request may still have been heard."""
    if refused.codes & _TRANSIENT:
        return
    if is_gone(refused):
        order = _order_of_a_gone_checkout(attempt, caller)
        if order is not None:
            _ordered(attempt, order)
        elif maybe_asked:
            move(attempt, State.UNKNOWN, reason="checkout-gone")
        else:
            move(attempt, State.FAILED, reason="checkout-gone")
        return
    if "UNIQUE" in refused.codes or attempt.transaction_id or maybe_asked:
        move(attempt, State.UNKNOWN, reason=_codes(refused))
        return
    move(attempt, State.FAILED, reason=_codes(refused))


def _payment_answered(attempt: PaymentAttempt, payment: Payment) -> None:
    kind = (payment.transaction_event.type if payment.transaction_event else None) or ""
    known = {"transaction_id": payment.transaction.id} if payment.transaction else {}
    if _covered(attempt, payment) or kind in ("CHARGE_SUCCESS", "AUTHORIZATION_SUCCESS"):
        move(attempt, State.CHARGED, **known)
    elif kind.endswith("_ACTION_REQUIRED"):
        if attempt.state != State.ACTION_REQUIRED:
            move(attempt, State.ACTION_REQUIRED, **known)
        keep_action(attempt, payment.data)
    elif kind.endswith("_REQUEST"):
        move(attempt, State.PENDING, **known)
    elif kind.endswith("_FAILURE"):
        move(attempt, State.REFUSED, reason="declined", **known)
    else:
        logger.error("attempt %s: a payment event of unknown type %s", attempt.uuid, kind)


def _await_bank(attempt: PaymentAttempt, caller: Caller) -> None:
    """The bank waits for the shopper: look now and then whether it was answered. After ACTION_PATIENCE it is over."""
    over = _older(attempt, ACTION_PATIENCE)
    if not over and attempt.asked_at and timezone.now() - attempt.asked_at < LOOK_EVERY:
        return
    try:
        _payment_answered(attempt, _twice(lambda: payments.process(attempt.transaction_id, caller=caller)))
    except errors.Refused as refused:
        move(attempt, State.UNKNOWN, reason=_codes(refused))
        return
    if over and attempt.state == State.ACTION_REQUIRED:
        move(attempt, State.FAILED, reason="not-confirmed")


def _settle(attempt: PaymentAttempt, caller: Caller) -> None:
    """Pending: look whether it has been decided. After PENDING_PATIENCE the order is placed, unpaid as yet."""
    payment = payments.process(attempt.transaction_id, caller=caller)
    kind = (payment.transaction_event.type if payment.transaction_event else None) or ""
    if _covered(attempt, payment) or kind in ("CHARGE_SUCCESS", "AUTHORIZATION_SUCCESS"):
        move(attempt, State.CHARGED)
        return
    checkout = checkouts.get(attempt.checkout_id, caller=caller)
    if kind.endswith("_FAILURE") or (checkout is not None and checkout.authorize_status == "NONE"):
        _refused_late(attempt, email=checkout.email if checkout else None)
    elif checkout is None or _older(attempt, PENDING_PATIENCE):
        _complete(attempt, caller)


def _refused_late(attempt: PaymentAttempt, *, email: str | None) -> None:
    """The payment service said no after it had left things open: nobody may be there to see it, so they are told."""
    with transaction.atomic():
        if move(attempt, State.REFUSED, reason="declined") and email:
            letters.payment_refused(email, language=attempt.language, once=str(attempt.uuid))


def _complete(attempt: PaymentAttempt, caller: Caller) -> None:
    try:
        order = _twice(lambda: checkouts.complete(attempt.checkout_id, caller=caller))
    except errors.Refused as refused:
        if refused.codes & _TRANSIENT and not _older(attempt, ASK_FOR):
            return
        if is_gone(refused):
            move(attempt, State.UNKNOWN, reason="no-order-found")
        elif attempt.state == State.PENDING:
            move(attempt, State.UNKNOWN, reason=_codes(refused))
        elif attempt.amount == 0:
            move(attempt, State.FAILED, reason=_codes(refused))
        else:
            move(attempt, State.UNFILLED, reason=_codes(refused))
        return
    _ordered(attempt, order)


def _look(attempt: PaymentAttempt, caller: Caller) -> None:
    """Nobody has answered for ASK_FOR: no request can still be running, so what the checkout says is the truth."""
    checkout = checkouts.get(attempt.checkout_id, caller=caller)
    if checkout is None:
        order = _order_of_a_gone_checkout(attempt, caller)
        if order is None:
            move(attempt, State.UNKNOWN, reason="checkout-gone")
        else:
            _ordered(attempt, order)
    elif checkout.authorize_status == "FULL":
        move(attempt, State.CHARGED, reason="found-charged")
    elif checkout.authorize_status == "NONE":
        move(attempt, State.FAILED, reason="no-answer")
    else:
        move(attempt, State.UNKNOWN, reason="partly-charged")


def _order_of_a_gone_checkout(attempt: PaymentAttempt, caller: Caller) -> Order | None:
    """Completing again answers the order that a checkout became, also when Saleor completed it by itself."""
    try:
        return checkouts.complete(attempt.checkout_id, caller=caller)
    except errors.Refused as refused:
        if is_gone(refused):
            return None
        raise


def _ordered(attempt: PaymentAttempt, order: Order) -> None:
    from storefront.checkout.tasks import tell_of_order

    with transaction.atomic():
        if move(attempt, State.ORDERED, order_id=order.id, order_number=order.number):
            transaction.on_commit(lambda: tell_of_order(attempt), robust=True)


def _covered(attempt: PaymentAttempt, payment: Payment) -> bool:
    if payment.transaction is None:
        return False
    secured = payment.transaction.charged_amount.amount + payment.transaction.authorized_amount.amount
    return secured >= attempt.amount


def _twice(command: Callable[[], T]) -> T:
    """A command that may be given again without effect: once more when its answer was lost."""
    try:
        return command()
    except errors.AnswerLost:
        return command()


def _older(attempt: PaymentAttempt, age: timedelta) -> bool:
    return timezone.now() - attempt.created_at >= age


def _codes(refused: errors.Refused) -> str:
    return ",".join(sorted(refused.codes))


_STEPS: dict[State, Callable[[PaymentAttempt, Caller], None]] = {
    State.CREATED: _start,
    State.REQUESTED: _ask,
    State.ACTION_REQUIRED: _await_bank,
    State.PENDING: _settle,
    State.CHARGED: _complete,
}
