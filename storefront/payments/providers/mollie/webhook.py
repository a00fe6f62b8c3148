"""Mollie's webhook: it names a payment, which is read again at Mollie and reported to Saleor.

Mollie does not sign it. It can do no harm: nothing in it but the ID is used, what is reported is Mollie's own answer,
and Saleor counts a report only once. A proof in its address, which only Mollie was given, keeps others from making the
shop call Mollie.
"""

import hmac
import logging
import re
from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from storefront.core.crypto import keyed_hashes
from storefront.payments.providers.base import PaymentProvider, ProviderUnavailable, Report
from storefront.payments.providers.messages import ACTIONS_AFTER_SUCCESS, ZERO
from storefront.payments.providers.mollie.answers import Payment, Status
from storefront.payments.providers.mollie.payments_api import (
    CAPTURE_OUTCOMES,
    HOOK_PURPOSE,
    REFUND_OUTCOMES,
    Refused,
    read_payment,
)
from storefront.saleor.client import errors

logger = logging.getLogger(__name__)
_PAYMENT_ID = re.compile(r"tr_[A-Za-z0-9]{1,60}")


@require_POST
def handle_event(request: HttpRequest, *, provider: PaymentProvider) -> HttpResponse:
    """Take an event: 403 without the proof; 503 if Mollie or Saleor is unavailable, so that it is sent again.

    200 for a payment that Mollie does not know or that is not this shop's: sending it again would not help.
    """
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > settings.WEBHOOK_MAX_BYTES:
        return HttpResponse(status=413)
    proof = request.GET.get("proof", "")
    if not any(hmac.compare_digest(proof.encode(), known.encode()) for known in keyed_hashes(HOOK_PURPOSE)):
        logger.warning("mollie webhook refused: no proof")
        return HttpResponse(status=403)
    payment_id = request.POST.get("id", "")
    if not _PAYMENT_ID.fullmatch(payment_id):
        return HttpResponse(status=400)
    try:
        for report in _reports(read_payment(payment_id)):
            provider.pass_on(report)
    except Refused as error:
        logger.error("mollie does not show a payment: %s", error)
        return HttpResponse(status=200)
    except (errors.SaleorError, ProviderUnavailable) as error:
        logger.warning("mollie webhook cannot be taken now: %s", type(error).__name__)
        return HttpResponse(status=503)
    return HttpResponse(status=200)


def _reports(payment: Payment) -> Iterator[Report]:
    """Report all that is known of a payment: Saleor ignores what it knows already."""
    if not payment.transaction_id:
        return
    yield from _payment_reports(payment)
    if payment.is_captured_by_request:
        for capture in payment.embedded.captures:
            outcome = CAPTURE_OUTCOMES.get(capture.status)
            if outcome:
                yield _report(payment, f"CHARGE_{outcome}", capture.id, amount=capture.amount.value)
    for refund in payment.embedded.refunds:
        outcome = REFUND_OUTCOMES.get(refund.status)
        if outcome:
            yield _report(payment, f"REFUND_{outcome}", refund.id, amount=refund.amount.value)
    for chargeback in payment.embedded.chargebacks:
        yield _report(payment, "CHARGE_BACK", chargeback.id, amount=chargeback.amount.value)


def _payment_reports(payment: Payment) -> Iterator[Report]:
    match payment.status:
        case Status.AUTHORIZED:
            refundable = ("REFUND",) if payment.held < payment.amount.value else ()
            actions = (*ACTIONS_AFTER_SUCCESS["AUTHORIZATION"], *refundable)
            yield _report(payment, "AUTHORIZATION_SUCCESS", payment.id, amount=payment.amount.value, actions=actions)
        case Status.PAID if not payment.is_captured_by_request:
            actions = ACTIONS_AFTER_SUCCESS["CHARGE"]
            yield _report(payment, "CHARGE_SUCCESS", payment.id, amount=payment.amount.value, actions=actions)
        case Status.PAID | Status.CANCELED | Status.EXPIRED | Status.FAILED if payment.authorized_at:
            if payment.held > ZERO:  # what was authorized and not captured is released
                yield _report(payment, "CANCEL_SUCCESS", payment.id, amount=payment.held)
        case Status.CANCELED | Status.EXPIRED | Status.FAILED:
            kind = f"{payment.action}_FAILURE"
            yield _report(payment, kind, payment.id, amount=payment.amount.value, actions=())


def _report(
    payment: Payment, kind: str, reference: str, *, amount: Decimal, actions: tuple[str, ...] | None = None
) -> Report:
    return Report(transaction_id=payment.transaction_id, type=kind, reference=reference, amount=amount, actions=actions)
