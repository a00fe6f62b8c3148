"""Payments by Stripe Checkout, with Stripe's library.

Stripe gets an amount and the word "Order", never a product, and no name or address of the shopper. A card statement
shows the account's own descriptor with a neutral word after it. Every mutation carries an idempotency key. Saleor knows
a payment by the ID of its Checkout Session until it is paid, and by the ID of its PaymentIntent from then on.
"""

import logging
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import TypeVar

import msgspec
import stripe
from django.conf import settings
from stripe.checkout import Session as CheckoutSession

from storefront.payments.providers.base import ProviderUnavailable, is_own_url
from storefront.payments.providers.messages import (
    Ending,
    Outcome,
    Request,
    Result,
    Session,
    action_result,
    redirect_result,
    session_result,
)

logger = logging.getLogger(__name__)
T = TypeVar("T")

TIMEOUT_SECONDS = 8  # twice that is less than Saleor waits for a payment app
ITEM_NAME = "Order"
STATEMENT_SUFFIX = "ORDER"
# The keys of our metadata at Stripe: the ID of Saleor's transaction, and CHARGE or AUTHORIZATION.
TRANSACTION_KEY, ACTION_KEY = "saleor_transaction", "saleor_action"
REFUND_OUTCOMES = {"succeeded": Outcome.SUCCESS, "failed": Outcome.FAILURE, "canceled": Outcome.FAILURE}

# Stripe's smallest units: https://docs.stripe.com/currencies (zero-decimal, three-decimal and special cases).
_ZERO_DECIMALS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
_TWO_ZERO_DECIMALS = frozenset({"ISK", "UGX"})  # written with two decimals that must be 00

_UNAVAILABLE = (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError)
_REFUSED = (
    stripe.InvalidRequestError,
    stripe.CardError,
    stripe.IdempotencyError,
    stripe.AuthenticationError,
    stripe.PermissionError,
)


class AmountNotPayable(ValueError):
    """Stripe cannot write the amount: it is too fine for its currency."""


def http_client() -> stripe.HTTPClient:
    """Return the HTTP client that reaches Stripe."""
    return stripe.RequestsClient(timeout=TIMEOUT_SECONDS)


@cache
def client(secret_key: str) -> stripe.StripeClient:
    """Return the client for a key; it keeps its connections for the life of the process."""
    return stripe.StripeClient(secret_key, http_client=http_client(), max_network_retries=0)


def _api() -> "stripe.V1Services":
    return client(settings.STRIPE_SECRET_KEY).v1


def initialize(session: Session) -> Result:
    """Open a page at Stripe for this payment, and send the shopper there. Raises ProviderUnavailable."""
    key, return_url = session.idempotency_key, session.get_text("return_url")
    if not is_own_url(return_url):
        return session_result(session, Outcome.FAILURE, reference=key, message="The return address is not this shop’s.")
    try:
        page = _call(lambda: _open_page(session, return_url))
    except (AmountNotPayable, *_REFUSED) as error:
        return session_result(session, Outcome.FAILURE, reference=key, message=_error_code(error))
    return redirect_result(session, page.url or "", reference=page.id)


def process(session: Session) -> Result:
    """Answer what has become of the payment; close its page if the shopper gives up.

    While Stripe does not say what has become of it, nothing is known of the money: the shopper's page goes on waiting.
    """
    reference = session.transaction.psp_reference
    try:
        page = _call(lambda: read_page(reference))
        if session.get("stop") is True and page.status == "open":
            page = _call(lambda: _close_page(reference))
    except ProviderUnavailable:
        return redirect_result(session, "", reference=reference)
    except _REFUSED as error:
        logger.error("stripe does not show a payment: %s", _error_code(error))
        return redirect_result(session, "", reference=reference)
    outcome, reference, amount = outcome_of(page)
    if outcome is None:
        return redirect_result(session, page.url or "", reference=reference)
    message = "" if outcome is Outcome.SUCCESS else "Not paid."
    ending = Ending.DECLINED if outcome is Outcome.FAILURE else None
    if page.status == "expired":
        ending = Ending.STOPPED if session.get("stop") is True else Ending.EXPIRED
    result = session_result(session, outcome, reference=reference, message=message, ending=ending)
    return result if amount is None else msgspec.structs.replace(result, amount=amount)


def perform_action(request: Request) -> Result:
    """Capture, refund or cancel. Raises ProviderUnavailable."""
    intent_id = request.transaction.psp_reference
    try:
        match request.action.action_type:
            case "CHARGE":
                return _call(lambda: _capture(request, intent_id))
            case "REFUND":
                return _call(lambda: _refund(request, intent_id))
            case "CANCEL":
                return _call(lambda: _cancel(request, intent_id))
    except (AmountNotPayable, *_REFUSED) as error:
        return action_result(request, Outcome.FAILURE, reference=request.key, message=_error_code(error))


def read_page(session_id: str) -> CheckoutSession:
    """Read a Checkout Session with its PaymentIntent. Raises stripe.StripeError."""
    return _api().checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]})


def read_intent(intent_id: str) -> stripe.PaymentIntent:
    """Read a PaymentIntent. Raises stripe.StripeError."""
    return _api().payment_intents.retrieve(intent_id)


def read_refund(refund_id: str) -> stripe.Refund:
    """Read a Refund. Raises stripe.StripeError."""
    return _api().refunds.retrieve(refund_id)


def outcome_of(page: CheckoutSession) -> tuple[Outcome | None, str, Decimal | None]:
    """Return the outcome of a Checkout Session, None while it is open.

    Also returns the ID of what was made (the PaymentIntent, else the session), and the amount in major units if there
    is one.
    """
    intent = page.payment_intent
    if page.status == "open":
        return None, page.id, None
    if page.status != "complete" or not isinstance(intent, stripe.PaymentIntent):
        return Outcome.FAILURE, page.id, None
    match intent.status:
        case "succeeded":
            return Outcome.SUCCESS, intent.id, to_major(intent.amount_received, intent.currency)
        case "requires_capture":
            return Outcome.SUCCESS, intent.id, to_major(intent.amount_capturable, intent.currency)
        case "processing":
            return Outcome.REQUEST, intent.id, to_major(intent.amount, intent.currency)
    return Outcome.FAILURE, intent.id, to_major(intent.amount, intent.currency)


def to_minor(amount: Decimal, currency: str) -> int:
    """Convert major units to Stripe's whole number of smallest units. Raises AmountNotPayable."""
    code = currency.upper()
    minor = amount.scaleb(_decimals(code))
    # Of three decimals Stripe takes two: the last digit must be 0.
    step = 10 if code in _THREE_DECIMALS else 100 if code in _TWO_ZERO_DECIMALS else 1
    if minor != minor.to_integral_value() or int(minor) % step:
        raise AmountNotPayable(f"Stripe cannot take {amount} {code}")
    return int(minor)


def to_major(minor: int, currency: str) -> Decimal:
    """Convert Stripe's whole number of smallest units to major units."""
    return Decimal(minor).scaleb(-_decimals(currency.upper()))


def _decimals(code: str) -> int:
    return 0 if code in _ZERO_DECIMALS else 3 if code in _THREE_DECIMALS else 2


def _open_page(session: Session, return_url: str) -> CheckoutSession:
    action = session.action
    metadata = {TRANSACTION_KEY: session.transaction.id, ACTION_KEY: action.action_type}
    return _api().checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": action.currency.lower(),
                        "unit_amount": to_minor(action.amount, action.currency),
                        "product_data": {"name": ITEM_NAME},
                    },
                }
            ],
            "success_url": return_url,
            "cancel_url": return_url,
            "metadata": metadata,
            "adaptive_pricing": {"enabled": False},
            "payment_intent_data": {
                "capture_method": "manual" if action.action_type == "AUTHORIZATION" else "automatic",
                "statement_descriptor_suffix": STATEMENT_SUFFIX,
                "description": ITEM_NAME,
                "metadata": metadata,
            },
        },
        {"idempotency_key": session.idempotency_key},
    )


def _close_page(session_id: str) -> CheckoutSession:
    """Close a page to further payment; one that has just been paid stays paid."""
    try:
        _api().checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError as error:
        logger.info("stripe session not closed: %s", error.code)
    return read_page(session_id)


def _capture(request: Request, intent_id: str) -> Result:
    minor = to_minor(request.action.amount, request.action.currency)
    captured = _api().payment_intents.capture(intent_id, {"amount_to_capture": minor}, _options(request))
    outcome = Outcome.SUCCESS if captured.status == "succeeded" else Outcome.REQUEST
    return action_result(request, outcome, reference=captured.id, is_single_capture=True)


def _refund(request: Request, intent_id: str) -> Result:
    minor = to_minor(request.action.amount, request.action.currency)
    refund = _api().refunds.create({"payment_intent": intent_id, "amount": minor}, _options(request))
    outcome = REFUND_OUTCOMES.get(refund.status or "", Outcome.REQUEST)
    return action_result(request, outcome, reference=refund.id)


def _cancel(request: Request, intent_id: str) -> Result:
    authorized = request.transaction.authorized_amount
    if authorized is not None and request.action.amount < authorized.amount:
        message = "Stripe lets go of all that is authorised, or of nothing."
        return action_result(request, Outcome.FAILURE, reference=request.key, message=message)
    canceled = _api().payment_intents.cancel(intent_id, {}, _options(request))
    return action_result(request, reference=canceled.id)


def _options(request: Request) -> stripe.RequestOptions:
    return {"idempotency_key": f"{request.transaction.id} {request.key}"}


def _call(call: Callable[[], T]) -> T:
    """Call Stripe. Raises ProviderUnavailable if it cannot be reached, and the errors of _REFUSED."""
    try:
        return call()
    except _UNAVAILABLE as error:
        logger.warning("stripe is unavailable: %s", type(error).__name__)
        raise ProviderUnavailable from error
    except stripe.AuthenticationError:
        logger.error("stripe does not accept STRIPE_SECRET_KEY")
        raise


def _error_code(error: Exception) -> str:
    """Return the reason for staff: Stripe's code, never its message, which may quote what was sent."""
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code or ''}".strip()
