"""Stripe Checkout as a payment service: the shopper pays on Stripe's own page. Needs the extra `stripe`.

Stripe is told an amount and "Order", never a product, and no name or address of the shopper; what the card statement
says is the account's own descriptor with a neutral word after it. Every command carries an idempotency key. A session
is known to Saleor by Stripe's session id until it is paid, and by its payment intent's id from then on.
"""

import logging
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlsplit

import stripe
from django.conf import settings
from django.http.request import validate_host
from stripe.checkout import Session as CheckoutSession

from storefront.payments.minor_units import NotPayable, to_major, to_minor
from storefront.payments.providers.base import (
    Request,
    Result,
    ServiceDown,
    Session,
    action_result,
    redirect_result,
    session_result,
)

logger = logging.getLogger(__name__)
T = TypeVar("T")

IDENTIFIER = "gradual.stripe"
TIMEOUT = 8  # seconds: twice that is less than Saleor waits for a payment app
LINE_TEXT = "Order"
STATEMENT_SUFFIX = "ORDER"
# What our metadata at Stripe is called: whose payment it is at Saleor, and whether it is charged or authorised.
TRANSACTION, ACTION = "saleor_transaction", "saleor_action"
_AWAY = (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError)
_REFUSED = (
    stripe.InvalidRequestError,
    stripe.CardError,
    stripe.IdempotencyError,
    stripe.AuthenticationError,
    stripe.PermissionError,
)


def http_client() -> stripe.HTTPClient:
    """How Stripe is reached."""
    return stripe.RequestsClient(timeout=TIMEOUT)


class StripeCheckout:
    """Stripe Checkout as a payment service."""

    identifier = IDENTIFIER
    slug = "stripe"
    title = "Gradual: Stripe"
    about = "Payments on Stripe’s own page. Stripe is told amounts, never products."

    def __init__(self) -> None:
        client = stripe.StripeClient(settings.STRIPE_SECRET_KEY, http_client=http_client(), max_network_retries=0)
        self.stripe = client.v1

    def begin(self, session: Session) -> Result:
        """Have Stripe open a page for this payment, and send the shopper there."""
        key, return_url = session.idempotency_key, session.text("return_url")
        if not _is_ours(return_url):
            return session_result(
                session, reference=key, ending="FAILURE", message="The return address is not this shop’s."
            )
        try:
            page = _asked(lambda: self._open(session, return_url))
        except (NotPayable, *_REFUSED) as error:
            return session_result(session, reference=key, ending="FAILURE", message=_reason(error))
        return redirect_result(session, page.url or "", reference=page.id)

    def go_on(self, session: Session) -> Result:
        """What has become of it. Stripe being away says nothing of the money: the shopper's page waits on."""
        reference = session.transaction.psp_reference
        try:
            page = _asked(lambda: self.page(reference))
            if session.said("stop") is True and page.status == "open":
                page = _asked(lambda: self._closed(reference))
        except ServiceDown:
            return redirect_result(session, "", reference=reference)
        except _REFUSED as error:
            return session_result(session, reference=reference, ending="FAILURE", message=_reason(error))
        return _become(session, page)

    def carry_out(self, request: Request) -> Result:
        """Capture, refund or cancel. A second, partial capture and a partial cancellation Stripe does not know."""
        intent = request.transaction.psp_reference
        try:
            match request.action.action_type:
                case "CHARGE":
                    return _asked(lambda: self._capture(request, intent))
                case "REFUND":
                    return _asked(lambda: self._refund(request, intent))
                case "CANCEL":
                    return _asked(lambda: self._cancel(request, intent))
        except (NotPayable, *_REFUSED) as error:
            return action_result(request, reference=request.key, ending="FAILURE", message=_reason(error))

    def page(self, session_id: str) -> CheckoutSession:
        """A session with its payment intent, as Stripe has it now. Raises stripe.StripeError."""
        return self.stripe.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]})

    def intent(self, intent_id: str) -> stripe.PaymentIntent:
        """A payment intent as Stripe has it now. Raises stripe.StripeError."""
        return self.stripe.payment_intents.retrieve(intent_id)

    def _open(self, session: Session, return_url: str) -> CheckoutSession:
        action = session.action
        ours = {TRANSACTION: session.transaction.id, ACTION: action.action_type}
        return self.stripe.checkout.sessions.create(
            {
                "mode": "payment",
                "line_items": [
                    {
                        "quantity": 1,
                        "price_data": {
                            "currency": action.currency.lower(),
                            "unit_amount": to_minor(action.amount, action.currency),
                            "product_data": {"name": LINE_TEXT},
                        },
                    }
                ],
                "success_url": return_url,
                "cancel_url": return_url,
                "metadata": ours,
                "adaptive_pricing": {"enabled": False},
                "payment_intent_data": {
                    "capture_method": "manual" if action.action_type == "AUTHORIZATION" else "automatic",
                    "statement_descriptor_suffix": STATEMENT_SUFFIX,
                    "description": LINE_TEXT,
                    "metadata": ours,
                },
            },
            {"idempotency_key": session.idempotency_key},
        )

    def _closed(self, session_id: str) -> CheckoutSession:
        """Its page closed, so that nobody can pay any more; one that has just been paid stays as it is."""
        try:
            self.stripe.checkout.sessions.expire(session_id)
        except stripe.InvalidRequestError as error:
            logger.info("stripe session not closed: %s", error.code)
        return self.page(session_id)

    def _capture(self, request: Request, intent: str) -> Result:
        minor = to_minor(request.action.amount, request.action.currency)
        captured = self.stripe.payment_intents.capture(intent, {"amount_to_capture": minor}, _once(request))
        ending = "SUCCESS" if captured.status == "succeeded" else ""
        return action_result(request, reference=captured.id, ending=ending, charges_once=True)

    def _refund(self, request: Request, intent: str) -> Result:
        minor = to_minor(request.action.amount, request.action.currency)
        made = self.stripe.refunds.create({"payment_intent": intent, "amount": minor}, _once(request))
        ending = {"succeeded": "SUCCESS", "failed": "FAILURE", "canceled": "FAILURE"}.get(made.status or "", "")
        return action_result(request, reference=made.id, ending=ending)

    def _cancel(self, request: Request, intent: str) -> Result:
        known = request.transaction.authorized_amount
        if known is not None and request.action.amount < known.amount:
            message = "Stripe lets go of all that is authorised, or of nothing."
            return action_result(request, reference=request.key, ending="FAILURE", message=message)
        canceled = self.stripe.payment_intents.cancel(intent, {}, _once(request))
        return action_result(request, reference=canceled.id)


def decided(page: CheckoutSession) -> tuple[str, str, Decimal | None]:
    """How a session stands: an ending (SUCCESS, FAILURE, REQUEST, or "" while it is open), the name of what was made
    (payment intent, else session), and the amount in major units where there is one.
    """
    intent = page.payment_intent
    if page.status == "open":
        return "", page.id, None
    if page.status != "complete" or not isinstance(intent, stripe.PaymentIntent):
        return "FAILURE", page.id, None
    match intent.status:
        case "succeeded":
            return "SUCCESS", intent.id, to_major(intent.amount_received, intent.currency)
        case "requires_capture":
            return "SUCCESS", intent.id, to_major(intent.amount_capturable, intent.currency)
        case "processing":
            return "REQUEST", intent.id, to_major(intent.amount, intent.currency)
    return "FAILURE", intent.id, to_major(intent.amount, intent.currency)


def _become(session: Session, page: CheckoutSession) -> Result:
    ending, reference, amount = decided(page)
    if not ending:
        return redirect_result(session, page.url or "", reference=reference)
    result = session_result(
        session, reference=reference, ending=ending, message="" if ending == "SUCCESS" else "Not paid."
    )
    return Result(
        psp_reference=result.psp_reference,
        result=result.result,
        amount=result.amount if amount is None else amount,
        actions=result.actions,
        message=result.message,
    )


def _once(request: Request) -> stripe.RequestOptions:
    return {"idempotency_key": f"{request.transaction.id} {request.key}"}


def _asked(ask: Callable[[], T]) -> T:
    """What Stripe answers. Raises ServiceDown when it cannot be reached, and the errors of _REFUSED."""
    try:
        return ask()
    except _AWAY as error:
        logger.warning("stripe cannot be asked: %s", type(error).__name__)
        raise ServiceDown from error
    except stripe.AuthenticationError:
        logger.error("stripe does not know our key")
        raise


def _reason(error: Exception) -> str:
    """Why it was refused, for staff: Stripe's code, never its sentence, which may quote what was sent."""
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code or ''}".strip()


def _is_ours(address: str) -> bool:
    """Whether it leads to a host that this shop is served under: a payment's page must lead nowhere else."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and validate_host(host, settings.ALLOWED_HOSTS)
