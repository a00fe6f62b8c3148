"""Stripe's own webhook: what it tells of is read anew, and told to Saleor.

An event is only a hint, as every event here is: it may come late, twice and out of order, so nothing in it but ids is
believed. What Saleor has heard already it counts once.
"""

import logging
from collections.abc import Iterator

import stripe
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from stripe.checkout import Session as CheckoutSession

from storefront.payments.event_reports import Report, report
from storefront.payments.minor_units import to_major
from storefront.payments.providers import registry
from storefront.payments.providers.base import AFTER_SUCCESS
from storefront.payments.providers.stripe_checkout import ACTION, IDENTIFIER, TRANSACTION, StripeCheckout, decided
from storefront.saleor import errors

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def hook(request: HttpRequest) -> HttpResponse:
    """Hear Stripe: 400 unless Stripe signed it, 503 when Stripe or Saleor cannot be asked, so that it is sent again."""
    service = registry.by_identifier(IDENTIFIER)
    if not isinstance(service, StripeCheckout):
        raise Http404  # its keys are not set
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > settings.WEBHOOK_MAX_BYTES:
        return HttpResponse(status=413)
    try:
        event = stripe.Webhook.construct_event(
            request.body, request.headers.get("Stripe-Signature"), settings.STRIPE_WEBHOOK_SECRET
        )
    except (stripe.SignatureVerificationError, ValueError) as error:
        logger.warning("stripe webhook refused: %s", type(error).__name__)
        return HttpResponse(status=400)
    try:
        for told in _reports(service, event):
            _tell(told)
    except (errors.SaleorError, stripe.StripeError) as error:
        logger.warning("stripe event %s cannot be taken now: %s", event.type, type(error).__name__)
        return HttpResponse(status=503)
    return HttpResponse(status=200)


def _tell(told: Report) -> None:
    try:
        report(told, identifier=IDENTIFIER)
    except errors.MutationError as refused:
        # A transaction of another Saleor, or one that says otherwise: telling it again would change nothing.
        logger.error("saleor does not take what stripe tells: %s", ", ".join(sorted(refused.codes)))


def _reports(service: StripeCheckout, event: stripe.Event) -> Iterator[Report]:
    told = event.data.object
    match event.type.split("."):
        case ["checkout", "session", _]:
            yield from _of_session(service.page(str(told["id"])))
        case ["payment_intent", "succeeded" | "canceled"]:
            yield from _of_intent(service.intent(str(told["id"])))
        case ["refund", _]:
            refund = service.stripe.refunds.retrieve(str(told["id"]))
            if refund.payment_intent:
                yield from _of_refund(refund, service.intent(str(refund.payment_intent)))


def _of_session(page: CheckoutSession) -> Iterator[Report]:
    """Whether it was paid. (Not paid but closed is told too: nobody waits for it any more.)"""
    ending, reference, amount = decided(page)
    transaction_id, kind = _ours(page.metadata, TRANSACTION), _ours(page.metadata, ACTION)
    if transaction_id and ending in ("SUCCESS", "FAILURE"):
        yield Report(
            transaction_id=transaction_id,
            type=f"{kind}_{ending}",
            reference=reference,
            amount=to_major(page.amount_total or 0, page.currency or "") if amount is None else amount,
            actions=(AFTER_SUCCESS["CHARGE" if kind == "CHARGE" else "AUTHORIZATION"] if ending == "SUCCESS" else ()),
        )


def _of_intent(intent: stripe.PaymentIntent) -> Iterator[Report]:
    """What was captured, or let go: by us, or by staff at Stripe. What a capture leaves over is let go with it."""
    transaction_id = _ours(intent.metadata, TRANSACTION)
    if not transaction_id:
        return
    paid = intent.status == "succeeded"
    let_go = intent.amount - intent.amount_received if _ours(intent.metadata, ACTION) == "AUTHORIZATION" else 0
    if paid:
        yield Report(
            transaction_id=transaction_id,
            type="CHARGE_SUCCESS",
            reference=intent.id,
            amount=to_major(intent.amount_received, intent.currency),
            actions=("REFUND",),
        )
    if let_go and (paid or intent.status == "canceled"):
        yield Report(
            transaction_id=transaction_id,
            type="CANCEL_SUCCESS",
            reference=intent.id,
            amount=to_major(let_go, intent.currency),
        )


def _of_refund(refund: stripe.Refund, intent: stripe.PaymentIntent) -> Iterator[Report]:
    transaction_id = _ours(intent.metadata, TRANSACTION)
    ending = {"succeeded": "SUCCESS", "failed": "FAILURE", "canceled": "FAILURE"}.get(refund.status or "")
    if transaction_id and ending:
        yield Report(
            transaction_id=transaction_id,
            type=f"REFUND_{ending}",
            reference=refund.id,
            amount=to_major(refund.amount, refund.currency),
        )


def _ours(metadata: stripe.StripeObject | None, name: str) -> str:
    """What we wrote there; empty when it is no payment of ours."""
    return str(getattr(metadata, name, ""))
