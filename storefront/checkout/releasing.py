"""What became of the money, as the shop's own app sees it at Saleor; and giving back what made no order.

Nothing is given back twice: Saleor is looked at before it is asked; it is not asked while an earlier request has no
answer, nor within ASK_AGAIN of the last one, whatever became of that; and it never sends back more than it holds.
"""

import logging
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from storefront.checkout import attempts
from storefront.checkout.attempts import move, note_asked
from storefront.checkout.models import OVER, By, PaymentAttempt, State
from storefront.mail import letters
from storefront.saleor import errors, payments
from storefront.saleor.app.installation import app_caller
from storefront.saleor.gateway import Caller
from storefront.saleor.types import Holding

logger = logging.getLogger(__name__)

ASK_AGAIN = timedelta(minutes=5)  # after a request to give money back, before the next one
NOTHING = Decimal(0)
NO_REQUEST_RUNS_LONGER = timedelta(minutes=30)  # than this: what Saleor then says of the money is the truth


def look(attempt: PaymentAttempt) -> Holding | None:
    """The money that was asked for with this attempt's key; None when Saleor knows of none.

    Raises NotAllowed while the shop's app is not installed, and what reading raises.
    """
    app = _app()
    if attempt.transaction_id:
        return payments.holding(attempt.transaction_id, caller=app)
    found = payments.holdings(attempt.checkout_id, caller=app) or ()
    return next((holding for holding in found if holding.is_by(attempt.idempotency_key)), None)


def begin_release(attempt: PaymentAttempt, by: By) -> None:
    """Unfilled: write down that the money goes back, and to the shopper, before Saleor is asked for it."""
    note_asked(attempt)
    holding = look(attempt)
    if holding is not None and holding.order is not None:
        _is_an_order(attempt, holding, by=by, reason="found-ordered")
        return
    _releasing(attempt, holding, by=by, reason=attempt.reason)


def release(attempt: PaymentAttempt, by: By) -> None:
    """Releasing: until Saleor says that nothing is held any more."""
    holding = look(attempt)
    if holding is not None and holding.held > 0:
        holding = _asked_back(attempt, holding, keep=NOTHING)
    if holding is None or (holding.held == 0 and not holding.is_undecided):
        move(attempt, State.RELEASED, by=by, reason=attempt.reason)


def give_back_difference(attempt: PaymentAttempt, by: By) -> None:
    """Overcharged: the order costs less than was charged. What is only authorised is charged no higher than that."""
    holding = look(attempt)
    if holding is None or holding.order is None:
        return
    total = holding.order.total.gross.amount
    if holding.charged_amount.amount > total:
        holding = _asked_back(attempt, holding, keep=total)
    if holding.charged_amount.amount <= total and not holding.is_undecided:
        move(attempt, State.ORDERED, by=by, reason="difference-back")


def look_again(attempt: PaymentAttempt, by: By) -> None:
    """Unknown: by now Saleor may be able to tell."""
    note_asked(attempt)
    holding = look(attempt)
    if holding is None:
        if (
            not attempt.sealed_transaction_id
            and _is_quiet(attempt)
            and payments.holdings(attempt.checkout_id, caller=_app()) is not None
        ):
            move(attempt, State.FAILED, by=by, reason="no-payment-found")
    elif holding.order is not None:
        _is_an_order(attempt, holding, by=by, reason="found-ordered")
    elif holding.held > 0:
        gone = holding.checkout is None
        move(attempt, State.UNFILLED if gone else State.CHARGED, by=by, reason="checkout-gone" if gone else "found")
    elif not holding.is_undecided and _is_quiet(attempt):
        move(attempt, State.FAILED, by=by, reason="nothing-taken")


def look_late(attempt: PaymentAttempt, by: By) -> None:
    """Refused, failed or released, and told so to the shopper: money that was taken since goes back.

    Unless Saleor itself has made the order of it, and no other attempt has paid for that.
    """
    note_asked(attempt)
    holding = look(attempt)
    if holding is None or holding.held == 0:
        return
    others = attempts.of_checkout(attempt.checkout_id).exclude(pk=attempt.pk)
    paid_otherwise = attempt.state == State.RELEASED or others.exclude(state__in=OVER).exists()
    if holding.order is not None and not paid_otherwise:
        _is_an_order(attempt, holding, by=by, reason="ordered-late")
    else:
        _releasing(attempt, holding, by=by, reason="charged-late")


def _releasing(attempt: PaymentAttempt, holding: Holding | None, *, by: By, reason: str) -> None:
    email = (holding.checkout.email if holding and holding.checkout else None) or ""
    order_id = holding.order.id if holding and holding.order and not email else ""
    with transaction.atomic():
        if move(attempt, State.RELEASING, by=by, reason=reason) and (email or order_id):
            letters.payment_released(email, order_id=order_id, language=attempt.language, once=str(attempt.uuid))


def _is_an_order(attempt: PaymentAttempt, holding: Holding, *, by: By, reason: str) -> None:
    order = holding.order
    if order is not None:
        total = order.total.gross.amount
        attempts.ordered(attempt, order_id=order.id, order_number=order.number, total=total, by=by, reason=reason)


def _asked_back(attempt: PaymentAttempt, holding: Holding, *, keep: Decimal) -> Holding:
    """Ask for all but `keep`, if it is time to; what is held then, as far as Saleor's answer shows it already."""
    asked_lately = attempt.asked_at is not None and timezone.now() - attempt.asked_at < ASK_AGAIN
    if holding.is_asked_back or asked_lately:
        return holding
    note_asked(attempt)
    app = _app()
    try:
        if holding.authorized_amount.amount > 0 and keep == NOTHING:
            holding = payments.give_back(holding.id, action="CANCEL", caller=app)
        if holding.charged_amount.amount > keep:
            surplus = holding.charged_amount.amount - keep
            holding = payments.give_back(holding.id, action="REFUND", amount=surplus, caller=app)
    except errors.Refused as refused:
        logger.error("attempt %s: the money is not given back: %s", attempt.uuid, ",".join(sorted(refused.codes)))
    return holding


def _is_quiet(attempt: PaymentAttempt) -> bool:
    return timezone.now() - attempt.created_at >= NO_REQUEST_RUNS_LONGER


def _app() -> Caller:
    app = app_caller()
    if app is None:
        raise errors.NotAllowed("the shop's app is not installed")
    return app
