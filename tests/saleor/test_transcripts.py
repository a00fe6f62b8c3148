"""Recorded exchanges with a real Saleor: each ends in the right response or error."""

import json
from typing import Any

import httpx2
import msgspec
import pytest
from django.conf import settings

from storefront.saleor.client import api, errors
from storefront.saleor.client.api import ANONYMOUS
from storefront.saleor.schema.operations import Operation

TRANSCRIPTS = settings.BASE_DIR.parent / "shared" / "saleor" / "transcripts.jsonl"
RECORDED: list[dict[str, Any]] = (
    [json.loads(line) for line in TRANSCRIPTS.read_text().splitlines()] if TRANSCRIPTS.exists() else []
)


def replay(exchange: dict[str, Any]) -> object:
    """Return what the client makes of the recorded response."""
    root = next(iter((exchange["response"].get("data") or {"": {}}).values())) or {}
    is_command = "errors" in root or _names_a_command(exchange)
    operation = Operation(name=exchange["operation"], text="", is_command=is_command)
    answer = httpx2.Response(exchange["status"], json=exchange["response"])
    with api.override_transport(httpx2.MockTransport(lambda _: answer)):
        return msgspec.json.decode(api.execute(operation, msgspec.Raw, {}, caller=ANONYMOUS))


def _names_a_command(exchange: dict[str, Any]) -> bool:
    path = next(iter(exchange["response"].get("errors") or [{}])).get("path") or [""]
    return str(path[0]).startswith(("account", "checkout", "token", "transaction"))


def expected(exchange: dict[str, Any]) -> type[errors.SaleorError] | None:
    """Return the error that API-NOTES.md describes for a response, or None."""
    response = exchange["response"]
    if exchange["status"] == 401:
        return errors.NotAllowed
    codes = {error.get("extensions", {}).get("exception", {}).get("code") for error in response.get("errors", ())}
    if codes & {"ExpiredSignatureError", "InvalidTokenError"}:
        return errors.TokenExpired
    if "PermissionDenied" in codes:
        return errors.NotAllowed
    if codes:
        return errors.BadRequest
    root = next(iter(response["data"].values()))
    return errors.MutationError if isinstance(root, dict) and root.get("errors") else None


@pytest.mark.skipif(not RECORDED, reason="the recorded transcripts are not beside this checkout (shared/saleor)")
def test_every_recorded_exchange_ends_as_it_did() -> None:
    seen = set()
    for number, exchange in enumerate(RECORDED):
        error = expected(exchange)
        seen.add(error)
        if error is None:
            root = next(iter(exchange["response"]["data"].values()))
            assert replay(exchange) == root, number
            continue
        with pytest.raises(error) as caught:
            replay(exchange)
        assert caught.type is error, number
        if isinstance(caught.value, errors.MutationError):
            problems = next(iter(exchange["response"]["data"].values()))["errors"]
            assert [(problem.field, problem.code) for problem in caught.value.problems] == [
                (problem["field"], problem["code"]) for problem in problems
            ], number
    assert seen >= {None, errors.MutationError, errors.NotAllowed, errors.TokenExpired, errors.BadRequest}
