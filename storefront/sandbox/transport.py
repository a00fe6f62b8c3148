"""The sandbox as an HTTP transport: it answers in process what Saleor would answer over the network."""

from collections.abc import Mapping
from decimal import Decimal

import httpx2
import msgspec
from graphql import ExecutionResult, GraphQLError

from storefront.sandbox.execution import execute
from storefront.sandbox.resolvers.authentication import caller_of


class _Request(msgspec.Struct, frozen=True):
    query: str
    variables: dict[str, object] | None = None
    operationName: str | None = None


_read = msgspec.json.Decoder(_Request, float_hook=Decimal).decode
_write = msgspec.json.Encoder(decimal_format="number").encode


class SandboxTransport(httpx2.BaseTransport):
    """Answers POSTs of one GraphQL operation: HTTP 400 for an invalid request, else 200, with or without errors."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response; `Authorization` and `X-Forwarded-For` are read as Saleor reads them."""
        if request.method != "POST" or not request.url.path.endswith("/graphql/"):
            return httpx2.Response(404, request=request)
        try:
            sent = _read(request.read())
        except msgspec.DecodeError as error:
            return _response(request, 400, {"errors": [_error(GraphQLError(f"Unable to parse query. {error}"))]})
        caller = caller_of(
            authorization=request.headers.get("Authorization", ""),
            forwarded_for=request.headers.get("X-Forwarded-For", ""),
        )
        result = execute(sent.query, variables=sent.variables or {}, operation_name=sent.operationName, caller=caller)
        return _response(request, *_body(result))


def _body(result: ExecutionResult) -> tuple[int, dict[str, object]]:
    errors = [_error(error) for error in result.errors or ()]
    if result.data is None and not any(error.path for error in result.errors or ()):
        return 400, {"errors": errors}
    return 200, {"data": result.data, **({"errors": errors} if errors else {})}


def _error(error: GraphQLError) -> dict[str, object]:
    original = error.original_error
    code = type(original).__name__ if original else "GraphQLError"
    shown: dict[str, object] = {
        "message": error.message,
        "extensions": dict(error.extensions or {}) or {"exception": {"code": code}},
    }
    if error.path:
        shown["path"] = error.path
    return shown


def _response(request: httpx2.Request, status: int, body: Mapping[str, object]) -> httpx2.Response:
    return httpx2.Response(status, request=request, headers={"Content-Type": "application/json"}, content=_write(body))
