"""Recorded responses of a real Saleor 3.23 to our operations (SALEOR_RECORD): all of them decode."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from storefront.saleor.client import api, errors
from storefront.saleor.schema.operations import operations
from tests.saleor.calls import everything_sent

ANSWERS = {sent.name: sent for sent in everything_sent()}
EXCHANGES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "exchanges.jsonl").read_text().splitlines()
]


def replay(exchange: dict[str, Any]) -> object:
    """Return the typed response that the shop would have had."""
    sent = ANSWERS[exchange["operation"]]
    body = exchange["body"]
    content = body if isinstance(body, str) else json.dumps(body)
    answer = httpx2.Response(exchange["status"], content=content.encode())
    with api.override_transport(httpx2.MockTransport(lambda _: answer)):
        if operations()[sent.name].is_command:
            return api.mutate(sent.name, sent.answer)
        ask = api.query_or_none if sent.may_be_null else api.query
        return ask(sent.name, sent.answer)


def problems(exchange: dict[str, Any]) -> list[tuple[str | None, str]]:
    root = next(iter((exchange["body"].get("data") or {"": None}).values()))
    found = (root or {}).get("errors") or []
    return [(problem["field"], problem["code"]) for problem in found]


@pytest.mark.parametrize(
    "exchange", EXCHANGES, ids=[f"{entry['operation']}-{number}" for number, entry in enumerate(EXCHANGES)]
)
def test_what_saleor_answered_reads(exchange: dict[str, Any]) -> None:
    if exchange["body"].get("errors"):
        with pytest.raises((errors.NotAllowed, errors.TokenExpired, errors.BadRequest)):
            replay(exchange)
    elif problems(exchange):
        with pytest.raises(errors.MutationError) as caught:
            replay(exchange)
        assert [(problem.field, problem.code) for problem in caught.value.problems] == problems(exchange)
    else:
        root = next(iter(exchange["body"]["data"].values()))
        answer = replay(exchange)
        assert (answer is None) == (root is None)


def test_every_operation_was_recorded_with_success() -> None:
    succeeded = {
        entry["operation"]
        for entry in EXCHANGES
        if not entry["body"].get("errors") and not problems(entry) and next(iter(entry["body"]["data"].values()))
    }

    assert succeeded == set(operations())


def test_the_refusals_that_shoppers_meet_were_recorded() -> None:
    met = {code for entry in EXCHANGES for _, code in problems(entry)}

    assert met >= {
        "INSUFFICIENT_STOCK",
        "QUANTITY_GREATER_THAN_LIMIT",
        "PRODUCT_NOT_PUBLISHED",
        "UNAVAILABLE_VARIANT_IN_CHANNEL",
        "VOUCHER_NOT_APPLICABLE",
        "REQUIRED",
        "INVALID",
        "EMAIL_NOT_SET",
        "SHIPPING_METHOD_NOT_SET",
        "BILLING_ADDRESS_NOT_SET",
        "CHECKOUT_NOT_FULLY_PAID",
        "DELIVERY_METHOD_NOT_APPLICABLE",
        "INVALID_CREDENTIALS",
        "ACCOUNT_NOT_CONFIRMED",
        "LOGIN_ATTEMPT_DELAYED",
        "PASSWORD_TOO_SHORT",
        "NOT_FOUND",
    }


def test_no_secret_was_recorded() -> None:
    text = json.dumps(EXCHANGES)

    assert "eyJ" not in text
    for entry in EXCHANGES:
        assert {"password", "token", "refreshToken"}.isdisjoint(
            key for key, value in entry["variables"].items() if value != "<secret>"
        )
