"""Payments by Mollie, with Mollie's client.

Mollie gets an amount, the word "Order" and the ID of Saleor's transaction: no product, and no name or address of the
shopper. Whatever creates something carries an idempotency key. Saleor knows a payment by Mollie's ID of it.
"""

import logging
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.urls import reverse
from mollie.api.client import Client
from mollie.api.error import Error, IdentifierError, RequestSetupError, ResponseError
from mollie.api.objects.payment import Payment as ClientPayment

from storefront.core.crypto import keyed_hash
from storefront.core.production import is_local_host
from storefront.core.web.links import absolute_url
from storefront.payments.providers.base import ProviderUnavailable, is_own_url
from storefront.payments.providers.messages import (
    Ending,
    Outcome,
    Request,
    Result,
    Session,
    SessionAction,
    action_result,
    redirect_result,
    session_result,
)
from storefront.payments.providers.mollie.answers import (
    ACTION_KEY,
    TRANSACTION_KEY,
    Capture,
    Payment,
    Refund,
    Status,
)

logger = logging.getLogger(__name__)
T = TypeVar("T")

TIMEOUT_SECONDS = (2, 5)  # to connect, and to read; twice their sum is less than Saleor waits for a payment app
DESCRIPTION = "Order"
EMBEDDED = "captures,refunds,chargebacks"
HOOK_PURPOSE = "mollie webhook"
REFUND_OUTCOMES = {"refunded": Outcome.SUCCESS, "failed": Outcome.FAILURE, "canceled": Outcome.FAILURE}
CAPTURE_OUTCOMES = {"succeeded": Outcome.SUCCESS, "failed": Outcome.FAILURE}

# https://docs.mollie.com/docs/multicurrency: all others that Mollie takes have two decimals.
_WITHOUT_DECIMALS = frozenset({"ISK", "JPY"})
_UNAUTHORIZED, _CONFLICT, _TOO_MANY_REQUESTS, _SERVER_ERROR = 401, 409, 429, 500
_ENDINGS = {Status.CANCELED: Ending.STOPPED, Status.EXPIRED: Ending.EXPIRED, Status.FAILED: Ending.DECLINED}


class AmountNotPayable(ValueError):
    """Mollie cannot write the amount: it is too fine for its currency."""


class Refused(Exception):
    """Mollie refuses a request. The text is for staff: a status and a field, never what was sent."""


def initialize(session: Session) -> Result:
    """Open a page at Mollie for this payment, and send the shopper there. Raises ProviderUnavailable."""
    key, return_url = session.idempotency_key, session.get_text("return_url")
    if not is_own_url(return_url):
        return session_result(session, Outcome.FAILURE, reference=key, message="The return address is not this shop’s.")
    try:
        body = _payment_body(session, return_url)
        payment = _call(lambda client: client.payments.create(body, idempotency_key=key), Payment)
    except (AmountNotPayable, Refused) as error:
        return session_result(session, Outcome.FAILURE, reference=key, message=str(error))
    return redirect_result(session, payment.page, reference=payment.id)


def process(session: Session) -> Result:
    """Answer what has become of the payment; cancel it if the shopper gives up.

    While Mollie does not say what has become of it, nothing is known of the money: the shopper's page goes on waiting.
    """
    reference, is_given_up = session.transaction.psp_reference, session.get("stop") is True
    try:
        payment = read_payment(reference)
        if is_given_up and payment.is_cancelable and payment.status in (Status.OPEN, Status.PENDING):
            payment = _cancel(payment)
    except ProviderUnavailable:
        return redirect_result(session, "", reference=reference)
    except Refused as error:
        logger.error("mollie does not show a payment: %s", error)
        return redirect_result(session, "", reference=reference)
    return _result(session, payment, is_given_up=is_given_up)


def perform_action(request: Request) -> Result:
    """Capture, refund or release. Raises ProviderUnavailable."""
    try:
        match request.action.action_type:
            case "CHARGE":
                return _capture(request)
            case "REFUND":
                return _refund(request)
            case "CANCEL":
                return _release(request)
    except (AmountNotPayable, Refused) as error:
        return action_result(request, Outcome.FAILURE, reference=request.key, message=str(error))


def read_payment(payment_id: str) -> Payment:
    """Read a payment with its captures, refunds and chargebacks. Raises ProviderUnavailable and Refused."""
    return _call(lambda client: client.payments.get(payment_id, embed=EMBEDDED), Payment)


def to_text(amount: Decimal, currency: str) -> str:
    """Write major units with exactly the currency's decimals, as Mollie reads them. Raises AmountNotPayable."""
    decimals = 0 if currency.upper() in _WITHOUT_DECIMALS else 2
    written = f"{amount:.{decimals}f}"
    if Decimal(written) != amount:
        raise AmountNotPayable(f"Mollie cannot take {amount} {currency.upper()}")
    return written


def _payment_body(session: Session, return_url: str) -> dict[str, object]:
    action = session.action
    body: dict[str, object] = {
        "amount": _amount(action.amount, action.currency),
        "description": DESCRIPTION,
        "redirectUrl": return_url,
        "captureMode": "manual" if action.action_type == "AUTHORIZATION" else "automatic",
        "metadata": {TRANSACTION_KEY: session.transaction.id, ACTION_KEY: action.action_type},
    }
    if not is_local_host(
        urlsplit(settings.PUBLIC_URL).hostname or ""
    ):  # Mollie refuses an address that it cannot reach
        path = reverse("saleor:payments-hook", args=["mollie"])
        body["webhookUrl"] = f"{absolute_url(path)}?proof={keyed_hash(HOOK_PURPOSE)}"
    return body


def _amount(amount: Decimal, currency: str) -> dict[str, str]:
    return {"currency": currency.upper(), "value": to_text(amount, currency)}


def _result(session: Session, payment: Payment, *, is_given_up: bool) -> Result:
    match payment.status:
        case Status.OPEN if is_given_up:
            # Mollie keeps some pages open until they expire. Money that comes late is refunded.
            message = "The shopper gave up; Mollie’s page expires by itself."
            return session_result(
                session, Outcome.FAILURE, reference=payment.id, message=message, ending=Ending.STOPPED
            )
        case Status.OPEN:
            return redirect_result(session, payment.page, reference=payment.id)
        case Status.PENDING:
            return session_result(session, Outcome.REQUEST, reference=payment.id)
        case Status.AUTHORIZED:  # some methods only authorize, even when a capture is requested
            return _success(session, payment, "AUTHORIZATION")
        case Status.PAID:
            return _success(session, payment, "CHARGE")
        case Status.CANCELED | Status.EXPIRED | Status.FAILED:
            ending = _ENDINGS[payment.status]
            return session_result(session, Outcome.FAILURE, reference=payment.id, message="Not paid.", ending=ending)


def _success(session: Session, payment: Payment, kind: SessionAction) -> Result:
    action = msgspec.structs.replace(session.action, action_type=kind, amount=payment.amount.value)
    return session_result(msgspec.structs.replace(session, action=action), Outcome.SUCCESS, reference=payment.id)


def _cancel(payment: Payment) -> Payment:
    """Cancel an unpaid payment; one that has just been paid stays paid."""
    try:
        return _call(lambda client: client.payments.delete(payment.id), Payment)
    except Refused as error:
        logger.info("mollie payment not canceled: %s", error)
    return read_payment(payment.id)


def _capture(request: Request) -> Result:
    payment = read_payment(request.transaction.psp_reference)
    if not payment.is_captured_by_request:
        message = "Mollie captures this payment by itself."
        return action_result(request, Outcome.FAILURE, reference=request.key, message=message)
    body, key = _action_body(request), _key(request)
    capture = _call(lambda client: _named(payment.id, client).captures.create(body, idempotency_key=key), Capture)
    return action_result(request, CAPTURE_OUTCOMES.get(capture.status, Outcome.REQUEST), reference=capture.id)


def _refund(request: Request) -> Result:
    payment_id, body, key = request.transaction.psp_reference, _action_body(request), _key(request)
    refund = _call(lambda client: _named(payment_id, client).refunds.create(body, idempotency_key=key), Refund)
    return action_result(request, REFUND_OUTCOMES.get(refund.status, Outcome.REQUEST), reference=refund.id)


def _release(request: Request) -> Result:
    """Ask Mollie to release an authorization; its webhook says when the bank has done so."""
    authorized = request.transaction.authorized_amount
    if authorized is not None and request.action.amount < authorized.amount:
        message = "Mollie releases all that is authorized, or nothing."
        return action_result(request, Outcome.FAILURE, reference=request.key, message=message)
    payment_id = request.transaction.psp_reference
    _call(lambda client: client.payments.release_authorization(payment_id, _key(request)), object)
    return action_result(request, Outcome.REQUEST, reference=payment_id)


def _named(payment_id: str, client: Client) -> ClientPayment:
    """Return a payment of which only the ID is known, to act on it without reading it."""
    return ClientPayment({"id": payment_id}, client)  # type: ignore[no-untyped-call]  # the client's own


def _action_body(request: Request) -> dict[str, object]:
    return {"amount": _amount(request.action.amount, request.action.currency), "description": DESCRIPTION}


def _key(request: Request) -> str:
    return f"{request.transaction.id} {request.key}"


def _call(call: Callable[[Client], object], kind: type[T]) -> T:
    """Call Mollie and read its answer. Raises ProviderUnavailable if there is none to trust, and Refused."""
    try:
        return msgspec.convert(call(_client()), kind)
    except ResponseError as error:
        status = error.status if isinstance(error.status, int) else _SERVER_ERROR
        if status in (_TOO_MANY_REQUESTS, _CONFLICT) or status >= _SERVER_ERROR:
            logger.warning("mollie is unavailable: %d", status)
            raise ProviderUnavailable from error
        if status == _UNAUTHORIZED:
            logger.error("mollie does not accept MOLLIE_API_KEY")
        raise Refused(f"Mollie {status} {error.field or ''}".strip()) from error
    except RequestSetupError as error:
        reason = "the payment's ID" if isinstance(error, IdentifierError) else "MOLLIE_API_KEY"
        raise Refused(f"Mollie cannot be asked: {reason} is wrong.") from None  # the client's text quotes it
    except (Error, KeyError, TypeError, msgspec.ValidationError) as error:  # the client trips over a strange answer
        logger.warning("mollie is unavailable: %s", type(error).__name__)
        raise ProviderUnavailable from error


def _client() -> Client:
    """Return a client for one call. It repeats nothing by itself: Saleor and the shop do, with the same key."""
    client = Client(timeout=TIMEOUT_SECONDS, retry=0)
    client.UNAME = "Gradual"  # otherwise the client sends this machine's name to Mollie
    client.set_api_key(settings.MOLLIE_API_KEY)
    return client
