"""A payment service that only plays: the shopper chooses how it ends on a page of ours. Nothing here moves money.

Two ways in. With {"return_url": …} the shopper is sent to the page that `hosted` serves, and what is chosen there is
the answer. With {"outcome": "success"}, "decline", "action-required", "pending", "error" or "time-out" the answer is
given at once and nothing is kept; after action-required it goes on with {"confirmed": true} or false.
"""

import hashlib
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from django.urls import reverse

from storefront.payments.models import DummyPayment
from storefront.payments.providers.base import (
    AnswersLate,
    Request,
    Result,
    ServiceDown,
    Session,
    action_result,
    redirect_result,
    session_result,
)

IDENTIFIER = "gradual.test-payments"
WAITS = "The test payment waits for the shopper."
DECLINED = "The test payment was declined."
UNDER_WAY = "The test payment is under way."
_Choice = DummyPayment.Choice


class Outcome(StrEnum):
    """How a test payment ends at its first step, where that is named beforehand."""

    SUCCESS = "success"
    DECLINE = "decline"
    ACTION_REQUIRED = "action-required"
    PENDING = "pending"
    ERROR = "error"
    TIME_OUT = "time-out"


class DummyPayments:
    """The test payments as a payment service."""

    identifier = IDENTIFIER
    slug = "test-payments"
    title = "Gradual test payments"
    about = "Plays a payment service. It moves no money: never install it in a live shop."

    def begin(self, session: Session) -> Result:
        """Send the shopper to the hosted page, or end as `outcome` says; without either it succeeds."""
        if session.text("return_url"):
            return _begin_hosted(session)
        asked = session.said("outcome") or Outcome.SUCCESS
        if asked not in list(Outcome):
            reference = f"test-unknown-{_named_by(session.idempotency_key)}"
            return session_result(session, reference=reference, ending="FAILURE", message="Unknown test outcome.")
        return _outcome(session, Outcome(str(asked)))

    def go_on(self, session: Session) -> Result:
        """What was chosen on the hosted page; or, where the outcome was named, what `confirmed` says."""
        reference = session.transaction.psp_reference
        if not reference.startswith(f"test-{Outcome.ACTION_REQUIRED}-"):
            return _go_on_hosted(session, reference)
        match session.said("confirmed"):
            case True:
                return session_result(session, reference=reference, ending="SUCCESS")
            case False:
                message = "The test payment was not confirmed."
                return session_result(session, reference=reference, ending="FAILURE", message=message)
            case _:
                return _needs_confirmation(session, reference)

    def carry_out(self, request: Request) -> Result:
        """It always succeeds; the same request asked again gets the same reference."""
        kind = request.action.action_type.lower()
        return action_result(request, reference=f"test-{kind}-{_named_by(request.key)}")


def _begin_hosted(session: Session) -> Result:
    """One payment for one idempotency key, however often it is begun."""
    reference = f"test-{_named_by(session.idempotency_key)}"
    return_url = session.text("return_url")
    if urlsplit(return_url).scheme not in ("http", "https") or len(return_url) > DummyPayment.LONGEST_ADDRESS:
        return session_result(
            session, reference=reference, ending="FAILURE", message="The return address is no address."
        )
    payment, _ = DummyPayment.objects.get_or_create(
        reference=reference,
        defaults={
            "transaction_id": session.transaction.id,
            "kind": session.action.action_type,
            "amount": session.action.amount,
            "currency": session.action.currency,
            "return_url": return_url,
        },
    )
    return _chosen(session, payment)


def _go_on_hosted(session: Session, reference: str) -> Result:
    payment = DummyPayment.objects.filter(reference=reference).first()
    if payment is None:
        return session_result(session, reference=reference, ending="FAILURE", message="There is no such test payment.")
    if session.said("stop") is True:
        payment.choose(_Choice.STOPPED)
    return _chosen(session, payment)


def _chosen(session: Session, payment: DummyPayment) -> Result:
    reference = payment.reference
    match _Choice(payment.choice):
        case _Choice.OPEN | _Choice.CONFIRM:
            # The page is the shop's own, wherever that is reached: the shop has told us by its return address.
            address = urljoin(payment.return_url, reverse("saleor:test-payment", args=[payment.page]))
            return redirect_result(session, address, reference=reference)
        case _Choice.APPROVED:
            return session_result(session, reference=reference, ending="SUCCESS")
        case _Choice.PENDING:
            return session_result(session, reference=reference, ending="REQUEST", message=UNDER_WAY)
        case _Choice.ERROR:
            raise ServiceDown
        case _Choice.TIME_OUT:
            raise AnswersLate
        case _Choice.DECLINED | _Choice.STOPPED:
            return session_result(session, reference=reference, ending="FAILURE", message=DECLINED)


def _outcome(session: Session, outcome: Outcome) -> Result:
    reference = f"test-{outcome}-{_named_by(session.idempotency_key)}"
    match outcome:
        case Outcome.SUCCESS:
            return session_result(session, reference=reference, ending="SUCCESS")
        case Outcome.DECLINE:
            return session_result(session, reference=reference, ending="FAILURE", message=DECLINED)
        case Outcome.PENDING:
            return session_result(session, reference=reference, ending="REQUEST", message=UNDER_WAY)
        case Outcome.ACTION_REQUIRED:
            return _needs_confirmation(session, reference)
        case Outcome.ERROR:
            raise ServiceDown
        case Outcome.TIME_OUT:
            raise AnswersLate


def _needs_confirmation(session: Session, reference: str) -> Result:
    """A question that has no page: only those who named the outcome know how to answer it."""
    asks = redirect_result(session, "", reference=reference)
    return Result(
        psp_reference=asks.psp_reference,
        result=asks.result,
        amount=asks.amount,
        actions=asks.actions,
        message=WAITS,
        data={"needs": "confirmation"},
    )


def _named_by(key: str) -> str:
    """A name for what was done: always the same one for the same key, and telling nothing of it."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
