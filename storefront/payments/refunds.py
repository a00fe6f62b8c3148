"""What became of the money, as the shop's own app sees it at Saleor; and giving back what made no order.

Nothing is given back twice: Saleor is looked at before it is asked; it is not asked while an earlier request has no
answer, nor within ASK_AGAIN of the last one, whatever became of that; and it never sends back more than it holds.
"""

import logging
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from storefront.emails import outbox
from storefront.payments import transitions
from storefront.payments.models import FAILED_STATES, PaymentAttempt, State, TriggeredBy
from storefront.payments.transitions import touch_asked, transition
from storefront.saleor import errors, payments
from storefront.saleor.api import Credentials
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.types import TransactionState

logger = logging.getLogger(__name__)

ASK_AGAIN = timedelta(minutes=5)  # after a request to give money back, before the next one
NOTHING = Decimal(0)
NO_REQUEST_RUNS_LONGER = timedelta(minutes=30)  # than this: what Saleor then says of the money is the truth


def fetch_transaction(attempt: PaymentAttempt) -> TransactionState | None:
    """The money that was asked for with this attempt's key; None when Saleor knows of none.

    Raises NotAllowed while the shop's app is not installed, and what reading raises.
    """
    app = _app()
    if attempt.transaction_id:
        return payments.holding(attempt.transaction_id, caller=app)
    found = payments.holdings(attempt.checkout_id, caller=app) or ()
    return next((holding for holding in found if holding.is_by(attempt.idempotency_key)), None)


def begin_release(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """Unfilled: write down that the money goes back, and to the shopper, before Saleor is asked for it."""
    touch_asked(attempt)
    holding = fetch_transaction(attempt)
    if holding is not None and holding.order is not None:
        _is_an_order(attempt, holding, by=by, reason="found-ordered")
        return
    _releasing(attempt, holding, by=by, reason=attempt.reason)


def refund(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """Releasing: until Saleor says that nothing is held any more."""
    holding = fetch_transaction(attempt)
    if holding is not None and holding.held > 0:
        holding = _asked_back(attempt, holding, keep=NOTHING)
    if holding is None or (holding.held == 0 and not holding.is_undecided):
        transition(attempt, State.RELEASED, by=by, reason=attempt.reason)


def refund_surplus(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """Overcharged: the order costs less than was charged. What is only authorised is charged no higher than that."""
    holding = fetch_transaction(attempt)
    if holding is None or holding.order is None:
        return
    total = holding.order.total.gross.amount
    if holding.charged_amount.amount > total:
        holding = _asked_back(attempt, holding, keep=total)
    if holding.charged_amount.amount <= total and not holding.is_undecided:
        transition(attempt, State.ORDERED, by=by, reason="difference-back")


def reconcile_unknown(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """Unknown: by now Saleor may be able to tell."""
    touch_asked(attempt)
    holding = fetch_transaction(attempt)
    if holding is None:
        if (
            not attempt.sealed_transaction_id
            and _is_quiet(attempt)
            and payments.holdings(attempt.checkout_id, caller=_app()) is not None
        ):
            transition(attempt, State.FAILED, by=by, reason="no-payment-found")
    elif holding.order is not None:
        _is_an_order(attempt, holding, by=by, reason="found-ordered")
    elif holding.held > 0:
        gone = holding.checkout is None
        transition(
            attempt, State.UNFILLED if gone else State.CHARGED, by=by, reason="checkout-gone" if gone else "found"
        )
    elif not holding.is_undecided and _is_quiet(attempt):
        transition(attempt, State.FAILED, by=by, reason="nothing-taken")


def find_late_charge(attempt: PaymentAttempt, by: TriggeredBy) -> None:
    """Refused, failed or released, and told so to the shopper: money that was taken since goes back.

    Unless Saleor itself has made the order of it, and no other attempt has paid for that.
    """
    touch_asked(attempt)
    holding = fetch_transaction(attempt)
    if holding is None or holding.held == 0:
        return
    others = transitions.of_checkout(attempt.checkout_id).exclude(pk=attempt.pk)
    paid_otherwise = attempt.state == State.RELEASED or others.exclude(state__in=FAILED_STATES).exists()
    if holding.order is not None and not paid_otherwise:
        _is_an_order(attempt, holding, by=by, reason="ordered-late")
    else:
        _releasing(attempt, holding, by=by, reason="charged-late")


def _releasing(attempt: PaymentAttempt, holding: TransactionState | None, *, by: TriggeredBy, reason: str) -> None:
    email = (holding.checkout.email if holding and holding.checkout else None) or ""
    order_id = holding.order.id if holding and holding.order and not email else ""
    with transaction.atomic():
        if transition(attempt, State.RELEASING, by=by, reason=reason) and (email or order_id):
            outbox.enqueue_payment_refunded(
                email, order_id=order_id, language=attempt.language, dedupe_key=str(attempt.uuid)
            )


def _is_an_order(attempt: PaymentAttempt, holding: TransactionState, *, by: TriggeredBy, reason: str) -> None:
    order = holding.order
    if order is not None:
        total = order.total.gross.amount
        transitions.ordered(attempt, order_id=order.id, order_number=order.number, total=total, by=by, reason=reason)


def _asked_back(attempt: PaymentAttempt, holding: TransactionState, *, keep: Decimal) -> TransactionState:
    """Ask for all but `keep`, if it is time to; what is held then, as far as Saleor's answer shows it already."""
    asked_lately = attempt.asked_at is not None and timezone.now() - attempt.asked_at < ASK_AGAIN
    if holding.is_asked_back or asked_lately:
        return holding
    touch_asked(attempt)
    app = _app()
    try:
        if holding.authorized_amount.amount > 0 and keep == NOTHING:
            holding = payments.give_back(holding.id, action="CANCEL", caller=app)
        if holding.charged_amount.amount > keep:
            surplus = holding.charged_amount.amount - keep
            holding = payments.give_back(holding.id, action="REFUND", amount=surplus, caller=app)
    except errors.MutationError as refused:
        logger.error("attempt %s: the money is not given back: %s", attempt.uuid, ",".join(sorted(refused.codes)))
    return holding


def _is_quiet(attempt: PaymentAttempt) -> bool:
    return timezone.now() - attempt.created_at >= NO_REQUEST_RUNS_LONGER


def _app() -> Credentials:
    app = app_credentials()
    if app is None:
        raise errors.NotAllowed("the shop's app is not installed")
    return app
