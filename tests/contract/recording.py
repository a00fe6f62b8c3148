"""Record the exchanges of a contract run with a real Saleor to the file SALEOR_RECORD.

One line an exchange, as tests/saleor/test_exchanges.py reads them: for each operation the longest success of a bounded
size, and each distinct error once. Ids are replaced, tokens and passwords removed, and the host gets another name.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
from django.conf import settings

from storefront.saleor.schema.operations import operations

BIGGEST = 40_000
_SECRET = {"password", "token", "refreshToken", "old", "new"}
_GLOBAL_ID = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
_ADDRESS = re.compile(r"[0-9a-f]{12}@example\.com", re.IGNORECASE)


class Recorder(httpx2.BaseTransport):
    """Passes requests on and keeps the best exchange of each kind."""

    def __init__(self) -> None:
        self._onward = httpx2.HTTPTransport()
        self._kept: dict[tuple[str, str], dict[str, Any]] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._onward.handle_request(request)
        if request.method != "POST":
            return answer
        answer.read()
        asked = json.loads(request.read())
        if asked["operationName"] in operations() and len(answer.content) <= BIGGEST:
            body = _body(answer.text)
            exchange = {
                "operation": asked["operationName"],
                "variables": _without_secrets(asked["variables"]),
                "status": answer.status_code,
                "body": body,
            }
            self._keep((asked["operationName"], _outcome(answer.status_code, body)), exchange)
        return answer

    def close(self) -> None:
        self._onward.close()

    def _keep(self, key: tuple[str, str], exchange: dict[str, Any]) -> None:
        before = self._kept.get(key)
        if before is None or (key[1] == "ok" and len(str(exchange["body"])) > len(str(before["body"]))):
            self._kept[key] = exchange

    def save(self, path: Path) -> None:
        """Write the exchanges, sorted by operation and outcome."""
        lines = [_made_up(json.dumps(exchange, ensure_ascii=False)) for _, exchange in sorted(self._kept.items())]
        path.write_text("\n".join(lines) + "\n")


def _body(text: str) -> Any:
    try:
        body = json.loads(text)
    except ValueError:
        return text
    if isinstance(body, dict):
        body.pop("extensions", None)
        for error in body.get("errors", ()):
            # In debug mode Saleor adds where in its code an error came from.
            error.get("extensions", {}).get("exception", {}).pop("stacktrace", None)
    return body


def _outcome(status: int, body: Any) -> str:
    """Return `ok`, `null`, or the error codes."""
    if not isinstance(body, dict):
        return f"{status} garbage"
    if body.get("errors"):
        codes = {str(error.get("extensions", {}).get("exception", {}).get("code")) for error in body["errors"]}
        return f"{status} {sorted(codes)}"
    root = next(iter(body["data"].values()))
    if root is None:
        return "null"
    problems = root.get("errors") or []
    return str(sorted({(str(problem["field"]), problem["code"]) for problem in problems})) if problems else "ok"


def _without_secrets(variables: Any) -> Any:
    if isinstance(variables, Mapping):
        return {
            key: "<secret>" if key in _SECRET and isinstance(value, str) else _without_secrets(value)
            for key, value in variables.items()
        }
    return [_without_secrets(entry) for entry in variables] if isinstance(variables, list) else variables


def _made_up(line: str) -> str:
    """Return the line with replaced ids, numbered by first appearance; equal ids stay equal within a line."""
    names: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        text = found[0]
        if text not in names:
            kind = _kind(text)
            names[text] = text if kind is None else base64.b64encode(f"{kind}:{len(names) + 1}".encode()).decode()
        return names[text]

    host = settings.SALEOR_API_URL.removesuffix("/graphql/")
    line = _TOKEN.sub("<token>", line).replace(host, "https://saleor.example")
    return _GLOBAL_ID.sub(other, _ADDRESS.sub("robin@example.com", line))


def _kind(text: str) -> str | None:
    """Return the type named by a global id, or None for any other text."""
    try:
        kind, colon, _ = base64.b64decode(text, validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeError):
        return None
    return kind if colon and re.fullmatch(r"[A-Z][A-Za-z]+", kind) else None
