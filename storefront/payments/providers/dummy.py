"""A payment provider for development and tests. The shopper chooses the outcome on a page of ours; no money moves.

A session with {"return_url": …} sends the shopper to that page, and the choice made there is the answer. A session with
{"outcome": "success"}, "decline", "action-required", "pending", "error" or "time-out" is answered without a page and
stores nothing; after action-required it goes on with {"confirmed": true} or false.
"""

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from msgspec.structs import replace

from storefront.core.markets import default_market, market_of_path
from storefront.core.web.private_pages import private
from storefront.payments.models import DummyPayment
from storefront.payments.providers.base import PaymentProvider, ProviderTimeout, ProviderUnavailable, Report
from storefront.payments.providers.messages import (
    ACTIONS_AFTER_SUCCESS,
    Ending,
    Outcome,
    Request,
    Result,
    Session,
    action_result,
    redirect_result,
    session_result,
)
from storefront.saleor.client import errors
from storefront.saleor.types import Money

Choice = DummyPayment.Choice

_CHOICES: dict[Choice, tuple[tuple[Choice, Promise], ...]] = {
    Choice.OPEN: (
        (Choice.APPROVED, _("Approve")),
        (Choice.DECLINED, _("Decline")),
        (Choice.CONFIRM, _("Needs confirmation")),
        (Choice.PENDING, _("Stays pending")),
        (Choice.ERROR, _("Fails")),
        (Choice.TIME_OUT, _("Answers too late")),
    ),
    Choice.CONFIRM: ((Choice.APPROVED, _("Confirm the payment")), (Choice.DECLINED, _("Do not confirm"))),
    Choice.PENDING: ((Choice.APPROVED, _("The bank says yes")), (Choice.DECLINED, _("The bank says no"))),
}
_ACTION_REFERENCE = "test-action-required-"


class NamedOutcome(StrEnum):
    """How a payment ends at its first step, where the session names that."""

    SUCCESS = "success"
    DECLINE = "decline"
    ACTION_REQUIRED = "action-required"
    PENDING = "pending"
    ERROR = "error"
    TIME_OUT = "time-out"


class DummyPayments(PaymentProvider):
    """Test payments."""

    slug = "test-payments"
    identifier = "gradual.test-payments"
    app_name = "Gradual test payments"
    app_description = "Plays a payment service. It moves no money: never install it in a live shop."
    shopper_name = _("Test payment: no money moves")
    shopper_text = _("You choose how it ends on a page that stands in for a payment service’s.")
    required_settings = ("TEST_PAYMENTS",)

    def initialize(self, session: Session) -> Result:
        """Send the shopper to the page, or end as `outcome` says; without either, succeed."""
        if session.get_text("return_url"):
            return _initialize_hosted(session)
        name = session.get("outcome") or NamedOutcome.SUCCESS
        if name not in list(NamedOutcome):
            reference = f"test-unknown-{_hash(session.idempotency_key)}"
            return session_result(session, Outcome.FAILURE, reference=reference, message="Unknown test outcome.")
        return _end_as_named(session, NamedOutcome(str(name)))

    def process(self, session: Session) -> Result:
        """Answer what was chosen on the page; where the outcome was named, what `confirmed` says."""
        reference = session.transaction.psp_reference
        if not reference.startswith(_ACTION_REFERENCE):
            return _process_hosted(session, reference)
        match session.get("confirmed"):
            case True:
                return session_result(session, Outcome.SUCCESS, reference=reference)
            case False:
                message = "The test payment was not confirmed."
                return session_result(session, Outcome.FAILURE, reference=reference, message=message)
            case _:
                return _needs_confirmation(session, reference)

    def perform_action(self, request: Request) -> Result:
        """Succeed, with the same reference for the same request."""
        return action_result(request, reference=f"test-{request.action.action_type.lower()}-{_hash(request.key)}")


def _initialize_hosted(session: Session) -> Result:
    """Store one payment for one idempotency key, however often it is initialized."""
    reference = f"test-{_hash(session.idempotency_key)}"
    return_url = session.get_text("return_url")
    if urlsplit(return_url).scheme not in ("http", "https") or len(return_url) > DummyPayment.RETURN_URL_MAX_LENGTH:
        message = "The return address is no address."
        return session_result(session, Outcome.FAILURE, reference=reference, message=message)
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
    return _result_of_choice(session, payment)


def _process_hosted(session: Session, reference: str) -> Result:
    payment = DummyPayment.objects.filter(reference=reference).first()
    if payment is None:
        message = "There is no such test payment."
        return session_result(session, Outcome.FAILURE, reference=reference, message=message)
    if session.get("stop") is True:
        payment.choose(Choice.CANCELED)
    return _result_of_choice(session, payment)


def _result_of_choice(session: Session, payment: DummyPayment) -> Result:
    reference = payment.reference
    match Choice(payment.choice):
        case Choice.OPEN | Choice.CONFIRM:
            # The return address has this shop's own origin.
            url = urljoin(payment.return_url, reverse("saleor:test-payment", args=[payment.page]))
            return redirect_result(session, url, reference=reference)
        case Choice.APPROVED:
            return session_result(session, Outcome.SUCCESS, reference=reference)
        case Choice.PENDING:
            return _pending(session, reference)
        case Choice.ERROR:
            raise ProviderUnavailable
        case Choice.TIME_OUT:
            raise ProviderTimeout
        case Choice.CANCELED:
            message = "The shopper stopped the test payment."
            return session_result(session, Outcome.FAILURE, reference=reference, message=message, ending=Ending.STOPPED)
        case Choice.DECLINED:
            return _declined(session, reference)


def _end_as_named(session: Session, outcome: NamedOutcome) -> Result:
    reference = f"test-{outcome}-{_hash(session.idempotency_key)}"
    match outcome:
        case NamedOutcome.SUCCESS:
            return session_result(session, Outcome.SUCCESS, reference=reference)
        case NamedOutcome.DECLINE:
            return _declined(session, reference)
        case NamedOutcome.PENDING:
            return _pending(session, reference)
        case NamedOutcome.ACTION_REQUIRED:
            return _needs_confirmation(session, reference)
        case NamedOutcome.ERROR:
            raise ProviderUnavailable
        case NamedOutcome.TIME_OUT:
            raise ProviderTimeout


def _declined(session: Session, reference: str) -> Result:
    message = "The test payment was declined."
    return session_result(session, Outcome.FAILURE, reference=reference, message=message, ending=Ending.DECLINED)


def _pending(session: Session, reference: str) -> Result:
    return session_result(session, Outcome.REQUEST, reference=reference, message="The test payment is under way.")


def _needs_confirmation(session: Session, reference: str) -> Result:
    """Ask for a confirmation without a page; the next step sends `confirmed`."""
    result = redirect_result(session, "", reference=reference)
    return replace(result, message="The test payment waits for the shopper.", data={"needs": "confirmation"})


def _hash(key: str) -> str:
    """Return a name that is always the same for a key, and reveals nothing about it."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@require_http_methods(["GET", "HEAD", "POST"])
@private
def page(request: HttpRequest, page: UUID) -> HttpResponse:
    """Show what is to be paid, and store the choice; 404 unless test payments are enabled."""
    if not settings.TEST_PAYMENTS:
        raise Http404
    payment = get_object_or_404(DummyPayment, page=page)
    if request.method != "POST":
        return _render(request, payment)
    chosen = request.POST.get("choice")
    if chosen in dict(_CHOICES.get(Choice(payment.choice), ())):
        try:
            decide(payment, Choice(chosen))
        except errors.SaleorError:
            return _render(request, payment, status=503)
    return redirect("saleor:test-payment", page=payment.page)


def decide(payment: DummyPayment, choice: Choice) -> None:
    """Store the choice. The outcome of a pending payment is reported to Saleor first, which no longer asks for it.

    Raises errors.SaleorError, and then nothing has changed.
    """
    if payment.choice == Choice.PENDING:
        DummyPayments().report(_report(payment, is_approved=choice == Choice.APPROVED))
    payment.choose(choice)


def pending_payments() -> Iterator[DummyPayment]:
    """Return the payments that wait for the bank's decision."""
    return DummyPayment.objects.filter(choice=Choice.PENDING).order_by("pk").iterator()


def _report(payment: DummyPayment, *, is_approved: bool) -> Report:
    actions = ACTIONS_AFTER_SUCCESS["CHARGE" if payment.kind == "CHARGE" else "AUTHORIZATION"]
    return Report(
        transaction_id=payment.transaction_id,
        type=f"{payment.kind}_{Outcome.SUCCESS if is_approved else Outcome.FAILURE}",
        reference=payment.reference,
        amount=payment.amount,
        message="" if is_approved else "The test payment was declined.",
        actions=actions if is_approved else (),
    )


def _render(request: HttpRequest, payment: DummyPayment, *, status: int = 200) -> HttpResponse:
    """Render the page in the language of the market from which the shopper came."""
    return_url = payment.return_url
    is_own = url_has_allowed_host_and_scheme(return_url, {request.get_host()}, require_https=request.is_secure())
    context = {
        "total": Money(amount=payment.amount, currency=payment.currency),
        "choice": payment.choice,
        "choices": [{"value": value, "label": label} for value, label in _CHOICES.get(Choice(payment.choice), ())],
        "return_url": return_url if is_own else None,
        "failed": status != 200,
    }
    market = market_of_path(urlsplit(return_url).path) or default_market()
    with translation.override(market.language):
        return render(request, "payments/dummy.html", context, status=status)
