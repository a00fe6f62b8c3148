"""Mollie's objects as its public API reference shows them (not recorded from an account), and a network without Mollie.

The shapes follow docs.mollie.com (Payments, Refunds, Captures and Chargebacks API, version 2), as read in 2026.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

KEY = "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"  # the example key of Mollie's documentation
PAYMENT_ID, REFUND_ID, CAPTURE_ID, CHARGEBACK_ID = (
    "tr_7UhSN1zuXS",
    "re_4qqhO89gsT",
    "cpt_vytxeTZskVKR7C7WgdSP3d",
    "chb_n9z0tp",
)
TRANSACTION_ID = "VHJhbnNhY3Rpb25JdGVtOjE="
PAGE = "https://www.mollie.com/checkout/select-method/7UhSN1zuXS"
API = "https://api.mollie.com/v2"
OURS = {"saleor_transaction": TRANSACTION_ID, "saleor_action": "CHARGE"}
AUTHORIZING = {**OURS, "saleor_action": "AUTHORIZATION"}
Shape = dict[str, Any]


def money(value: str, currency: str = "EUR") -> Shape:
    """An amount."""
    return {"value": value, "currency": currency}


def link(path: str) -> Shape:
    """A link to another object."""
    return {"href": f"{API}/{path}", "type": "application/hal+json"}


def payment(status: str = "open", **changed: Any) -> Shape:
    """A payment of 18.40 EUR; an open one has a page."""
    checkout = {"checkout": {"href": PAGE, "type": "text/html"}} if status == "open" else {}
    return {
        "resource": "payment",
        "id": PAYMENT_ID,
        "mode": "test",
        "createdAt": "2026-11-25T10:00:00+00:00",
        "amount": money("18.40"),
        "description": "Order",
        "method": None if status == "open" else "ideal",
        "metadata": OURS,
        "status": status,
        "isCancelable": False,
        "expiresAt": "2026-11-25T10:15:00+00:00",
        "details": None,
        "profileId": "pfl_QkEhN94Ba",
        "sequenceType": "oneoff",
        "captureMode": "automatic",
        "redirectUrl": "https://shop.example/",
        "webhookUrl": "https://shop.example/hook/",
        "_links": {"self": link(f"payments/{PAYMENT_ID}"), **checkout},
        **changed,
    }


def authorized(status: str = "authorized", captured: str = "0.00", **changed: Any) -> Shape:
    """A card payment that waits to be captured."""
    return payment(
        status,
        method="creditcard",
        captureMode="manual",
        authorizedAt="2026-11-25T10:02:00+00:00",
        captureBefore="2026-12-25T10:02:00+00:00",
        amountCaptured=money(captured),
        metadata=AUTHORIZING,
        **changed,
    )


def embedding(of: Shape, **lists: list[Shape]) -> Shape:
    """A payment with its refunds, captures or chargebacks."""
    return {**of, "_embedded": lists}


def refund(status: str = "pending", value: str = "5.25") -> Shape:
    """A refund."""
    return {
        "resource": "refund",
        "id": REFUND_ID,
        "mode": "test",
        "amount": money(value),
        "status": status,
        "createdAt": "2026-11-25T11:00:00+00:00",
        "description": "Order",
        "metadata": None,
        "paymentId": PAYMENT_ID,
        "_links": {"self": link(f"payments/{PAYMENT_ID}/refunds/{REFUND_ID}")},
    }


def capture(status: str = "succeeded", value: str = "10.00") -> Shape:
    """A capture."""
    return {
        "resource": "capture",
        "id": CAPTURE_ID,
        "mode": "test",
        "description": "Order",
        "amount": money(value),
        "status": status,
        "metadata": None,
        "paymentId": PAYMENT_ID,
        "createdAt": "2026-11-25T11:00:00+00:00",
        "_links": {"self": link(f"payments/{PAYMENT_ID}/captures/{CAPTURE_ID}")},
    }


def chargeback(value: str = "18.40") -> Shape:
    """A chargeback."""
    return {
        "resource": "chargeback",
        "id": CHARGEBACK_ID,
        "amount": money(value),
        "settlementAmount": money(f"-{value}"),
        "createdAt": "2026-11-29T11:00:00+00:00",
        "reversedAt": None,
        "paymentId": PAYMENT_ID,
        "_links": {"self": link(f"payments/{PAYMENT_ID}/chargebacks/{CHARGEBACK_ID}")},
    }


def problem(status: int, title: str = "Unprocessable Entity", name: str = "") -> tuple[int, Shape]:
    """An error as Mollie answers it; its detail may quote what was sent."""
    shape = {"status": status, "title": title, "detail": f"quoted: {KEY}", "_links": {}}
    return status, shape | ({"field": name} if name else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request to Mollie."""

    method: str
    path: str
    query: str
    body: Shape
    headers: Mapping[str, str]


Answer = Shape | tuple[int, Shape] | bytes | Exception


@dataclass(slots=True)
class Mollie:
    """What Mollie answers, by method and path: a shape, a status with a shape, bytes that are no JSON, or an error."""

    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def send(self, _: object, request: requests.PreparedRequest, **options: object) -> requests.Response:
        """Answer one request, in the place of `requests.adapters.HTTPAdapter.send`."""
        address, _, query = str(request.url).removeprefix(API).partition("?")
        assert str(request.url).startswith(f"{API}/"), request.url
        body: Shape = json.loads(request.body if isinstance(request.body, str) and request.body else "{}")
        method = str(request.method)
        self.asked.append(
            Asked(
                method=method,
                path=address,
                query=query,
                body=body,
                headers={name: str(value) for name, value in request.headers.items()},
            )
        )
        found = self.answers[f"{method} {address}"]
        answer = found.pop(0) if isinstance(found, list) else found
        if isinstance(answer, Exception):
            raise answer
        response = requests.Response()
        response.status_code = 200
        if isinstance(answer, tuple):
            response.status_code, answer = answer
        response._content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        response.headers["Content-Type"] = "application/hal+json"
        response.request, response.url = request, str(request.url)
        return response

    def keys(self) -> list[str]:
        """The idempotency keys of all that was posted."""
        return [asked.headers["Idempotency-Key"] for asked in self.asked if asked.method == "POST"]
