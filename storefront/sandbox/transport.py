"""The sandbox's door: an HTTP transport that answers in process, speaking just what Saleor speaks."""

from collections.abc import Mapping
from decimal import Decimal

import httpx2
import msgspec
from graphql import ExecutionResult, GraphQLError

from storefront.sandbox.execution import answer
from storefront.sandbox.tokens import caller_of


class _Asked(msgspec.Struct, frozen=True):
    query: str
    variables: dict[str, object] | None = None
    operationName: str | None = None


_read = msgspec.json.Decoder(_Asked, float_hook=Decimal).decode
_write = msgspec.json.Encoder(decimal_format="number").encode


class SandboxTransport(httpx2.BaseTransport):
    """Answers POSTs of one GraphQL operation as JSON: HTTP 400 for a wrong request, otherwise 200, errors or not."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to one request; `Authorization` and `X-Forwarded-For` are read as Saleor reads them."""
        if request.method != "POST" or not request.url.path.endswith("/graphql/"):
            return httpx2.Response(404, request=request)
        try:
            asked = _read(request.read())
        except msgspec.DecodeError as error:
            return _response(request, 400, {"errors": [_plain(f"Unable to parse query. {error}")]})
        caller = caller_of(
            authorization=request.headers.get("Authorization", ""),
            forwarded_for=request.headers.get("X-Forwarded-For", ""),
        )
        result = answer(asked.query, variables=asked.variables or {}, operation_name=asked.operationName, caller=caller)
        return _response(request, *_body(result))


def _body(result: ExecutionResult) -> tuple[int, dict[str, object]]:
    errors = [_shown(error) for error in result.errors or ()]
    if result.data is None and not any(error.path for error in result.errors or ()):
        return 400, {"errors": errors}
    return 200, {"data": result.data, **({"errors": errors} if errors else {})}


def _shown(error: GraphQLError) -> dict[str, object]:
    original = error.original_error
    code = type(original).__name__ if original else "GraphQLError"
    shown: dict[str, object] = {
        "message": error.message,
        "extensions": dict(error.extensions or {}) or {"exception": {"code": code}},
    }
    if error.path:
        shown["path"] = error.path
    return shown


def _plain(message: str) -> dict[str, object]:
    return {"message": message, "extensions": {"exception": {"code": "GraphQLError"}}}


def _response(request: httpx2.Request, status: int, body: Mapping[str, object]) -> httpx2.Response:
    return httpx2.Response(status, request=request, headers={"Content-Type": "application/json"}, content=_write(body))
