"""Stripe's objects as its API reference shows them, and a client of its library that answers with them: no network."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import stripe

SECRET = "whsec_made_up"
SESSION_ID = "cs_test_a11YYufWQzNY63zpQ6QSNRQhkUpVph4WRmzW0zWJO2znZKdVujZ0N0S22u"
INTENT_ID = "pi_3MtwBwLkdIwHu7ix28a3tqPa"
REFUND_ID = "re_1Nispe2eZvKYlo2Cd31jOCgZ"
TRANSACTION_ID = "VHJhbnNhY3Rpb25JdGVtOjE="
PAGE = f"https://checkout.stripe.com/c/pay/{SESSION_ID}#fidkdWxOYHwnPyd1blpxYHZxWjA0SDdUP"
OURS = {"saleor_transaction": TRANSACTION_ID, "saleor_action": "CHARGE"}
Shape = dict[str, Any]


def session(**changed: object) -> Shape:
    """A Checkout Session, open unless changed."""
    return {
        "id": SESSION_ID,
        "object": "checkout.session",
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": 1840,
        "amount_total": 1840,
        "automatic_tax": {"enabled": False, "liability": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": "https://shop.example/",
        "client_reference_id": None,
        "consent": None,
        "created": 1764082800,
        "currency": "gbp",
        "customer": None,
        "customer_details": None,
        "expires_at": 1764169200,
        "invoice": None,
        "livemode": False,
        "locale": None,
        "metadata": OURS,
        "mode": "payment",
        "payment_intent": None,
        "payment_method_collection": "if_required",
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "setup_intent": None,
        "shipping_cost": None,
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": "https://shop.example/",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted",
        "url": PAGE,
        **changed,
    }


def paid(**changed: object) -> Shape:
    """A session that was paid, with its payment intent."""
    return session(status="complete", payment_status="paid", url=None, payment_intent=intent(**changed))


def intent(**changed: object) -> Shape:
    """A PaymentIntent that has succeeded unless changed."""
    return {
        "id": INTENT_ID,
        "object": "payment_intent",
        "amount": 1840,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 1840,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic",
        "client_secret": f"{INTENT_ID}_secret_YrKJUKribcBjcG8HVhfZluoGH",
        "confirmation_method": "automatic",
        "created": 1764082800,
        "currency": "gbp",
        "customer": None,
        "description": "Order",
        "last_payment_error": None,
        "latest_charge": "ch_3MtwBwLkdIwHu7ix2ZyMtPEr",
        "livemode": False,
        "metadata": OURS,
        "next_action": None,
        "payment_method": "pm_1MtwBwLkdIwHu7ixZpMYFVKJ",
        "payment_method_types": ["card"],
        "receipt_email": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": "ORDER",
        "status": "succeeded",
        **changed,
    }


def refund(**changed: object) -> Shape:
    """A Refund that has succeeded unless changed."""
    return {
        "id": REFUND_ID,
        "object": "refund",
        "amount": 525,
        "balance_transaction": "txn_1Nispe2eZvKYlo2CYezqFhEx",
        "charge": "ch_3MtwBwLkdIwHu7ix2ZyMtPEr",
        "created": 1764082900,
        "currency": "gbp",
        "metadata": {},
        "payment_intent": INTENT_ID,
        "reason": None,
        "receipt_number": None,
        "status": "succeeded",
        **changed,
    }


def problem(kind: str, code: str | None = None, message: str = "made up") -> Shape:
    """An error as Stripe answers it."""
    return {"error": {"type": kind, "code": code, "message": message, "doc_url": "https://stripe.com/docs"}}


def event(kind: str, about: Shape) -> bytes:
    """A snapshot event as Stripe posts it."""
    body = {
        "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy",
        "object": "event",
        "api_version": stripe.api_version,
        "created": 1764082900,
        "data": {"object": about},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
    return json.dumps(body).encode()


def signature(body: bytes, *, secret: str = SECRET, at: int | None = None) -> str:
    """The Stripe-Signature header for a body."""
    moment = int(time.time()) if at is None else at
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request to Stripe: form fields by name, and its idempotency key."""

    method: str
    path: str
    fields: Mapping[str, str]
    key: str


@dataclass(slots=True)
class Stripe:
    """What Stripe would say, by method and path: a shape, a status with a shape, or an error to raise."""

    answers: dict[str, Shape | tuple[int, Shape] | Exception] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def request(self, method: str, url: str, headers: Mapping[str, str], post_data: object) -> tuple[str, int]:
        """The answer to one request."""
        parts = urlsplit(url)
        fields = {name: values[0] for name, values in parse_qs(str(post_data or parts.query)).items()}
        self.asked.append(Asked(method=method, path=parts.path, fields=fields, key=headers.get("Idempotency-Key", "")))
        answer = self.answers[f"{method.upper()} {parts.path}"]
        if isinstance(answer, Exception):
            raise answer
        status, shape = answer if isinstance(answer, tuple) else (200, answer)
        return json.dumps(shape), status

    def keys(self) -> list[str]:
        """The idempotency keys of all that was asked."""
        return [asked.key for asked in self.asked]


def client_of(answers: Stripe) -> Callable[[], stripe.HTTPClient]:
    """What takes the place of the library's HTTP client."""

    class Client(stripe.HTTPClient):
        name = "recorded"

        def request(  # type: ignore[override]  # the base knows a private argument more
            self, method: str, url: str, headers: Mapping[str, str], post_data: object = None, **_: object
        ) -> tuple[str, int, Mapping[str, str]]:
            body, status = answers.request(method, url, headers, post_data)
            return body, status, {"Request-Id": "req_1"}

        def close(self) -> None:
            """Nothing is open."""

    return Client
