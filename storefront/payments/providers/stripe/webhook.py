"""Stripe's webhook: what an event names is read again at Stripe, and reported to Saleor.

An event is only a hint. It may come late, twice and out of order, so nothing in it but IDs is used. Saleor counts a
report only once.
"""

import logging
from collections.abc import Iterator

import stripe
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from stripe.checkout import Session as CheckoutSession

from storefront.payments.providers.base import PaymentProvider, Report
from storefront.payments.providers.messages import ACTIONS_AFTER_SUCCESS, Outcome
from storefront.payments.providers.stripe.checkout_api import (
    ACTION_KEY,
    REFUND_OUTCOMES,
    TRANSACTION_KEY,
    outcome_of,
    read_intent,
    read_page,
    read_refund,
    to_major,
)
from storefront.saleor.client import errors

logger = logging.getLogger(__name__)


@require_POST
def handle_event(request: HttpRequest, *, provider: PaymentProvider) -> HttpResponse:
    """Take an event: 400 unless Stripe signed it; 503 if Stripe or Saleor is unavailable, so that it is sent again."""
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
        for report in _reports(event):
            provider.pass_on(report)
    except (errors.SaleorError, stripe.StripeError) as error:
        logger.warning("stripe event %s cannot be taken now: %s", event.type, type(error).__name__)
        return HttpResponse(status=503)
    return HttpResponse(status=200)


def _reports(event: stripe.Event) -> Iterator[Report]:
    named = event.data.object
    match event.type.split("."):
        case ["checkout", "session", _]:
            yield from _page_reports(read_page(str(named["id"])))
        case ["payment_intent", "succeeded" | "canceled"]:
            yield from _intent_reports(read_intent(str(named["id"])))
        case ["refund", _]:
            refund = read_refund(str(named["id"]))
            if refund.payment_intent:
                yield from _refund_reports(refund, read_intent(str(refund.payment_intent)))


def _page_reports(page: CheckoutSession) -> Iterator[Report]:
    """Report whether a page was paid; also one that was closed unpaid."""
    outcome, reference, amount = outcome_of(page)
    transaction_id, action = _metadata(page.metadata, TRANSACTION_KEY), _metadata(page.metadata, ACTION_KEY)
    if not transaction_id or outcome not in (Outcome.SUCCESS, Outcome.FAILURE):
        return
    actions = ACTIONS_AFTER_SUCCESS["CHARGE" if action == "CHARGE" else "AUTHORIZATION"]
    yield Report(
        transaction_id=transaction_id,
        type=f"{action}_{outcome}",
        reference=reference,
        amount=to_major(page.amount_total or 0, page.currency or "") if amount is None else amount,
        actions=actions if outcome is Outcome.SUCCESS else (),
    )


def _intent_reports(intent: stripe.PaymentIntent) -> Iterator[Report]:
    """Report what was captured or released, by the shop or by staff at Stripe. A capture releases the rest."""
    transaction_id = _metadata(intent.metadata, TRANSACTION_KEY)
    if not transaction_id:
        return
    is_paid = intent.status == "succeeded"
    is_authorization = _metadata(intent.metadata, ACTION_KEY) == "AUTHORIZATION"
    released = intent.amount - intent.amount_received if is_authorization else 0
    if is_paid:
        yield Report(
            transaction_id=transaction_id,
            type="CHARGE_SUCCESS",
            reference=intent.id,
            amount=to_major(intent.amount_received, intent.currency),
            actions=("REFUND",),
        )
    if released and (is_paid or intent.status == "canceled"):
        yield Report(
            transaction_id=transaction_id,
            type="CANCEL_SUCCESS",
            reference=intent.id,
            amount=to_major(released, intent.currency),
        )


def _refund_reports(refund: stripe.Refund, intent: stripe.PaymentIntent) -> Iterator[Report]:
    transaction_id = _metadata(intent.metadata, TRANSACTION_KEY)
    outcome = REFUND_OUTCOMES.get(refund.status or "")
    if transaction_id and outcome:
        yield Report(
            transaction_id=transaction_id,
            type=f"REFUND_{outcome}",
            reference=refund.id,
            amount=to_major(refund.amount, refund.currency),
        )


def _metadata(metadata: stripe.StripeObject | None, key: str) -> str:
    """Return what we wrote under `key`; empty for payments of others."""
    return str(getattr(metadata, key, ""))
