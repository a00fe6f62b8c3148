"""Transports over the sandbox that count calls, or fail before or after the sandbox has done its work."""

from collections import Counter
from collections.abc import Callable, Mapping

import httpx2
import msgspec

from storefront.sandbox.transport import SandboxTransport


class SentOperation(msgspec.Struct, frozen=True):
    """The part of a request that the transports use."""

    operationName: str  # as GraphQL spells it
    variables: dict[str, object] = {}


class CountingTransport(httpx2.BaseTransport):
    """The sandbox, and how often each operation was called. `before` runs before each call."""

    def __init__(self) -> None:
        self.sandbox = SandboxTransport()
        self.calls: Counter[str] = Counter()
        self.before: Callable[[str], None] = lambda operation: None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Count the call, then answer it."""
        operation = msgspec.json.decode(request.read(), type=SentOperation).operationName
        self.calls[operation] += 1
        self.before(operation)
        return self.answer(operation, request)

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """Return the sandbox's response."""
        return self.sandbox.handle_request(request)


class LosingResponses(CountingTransport):
    """Does the work and loses the response, as often as `losses` says for an operation."""

    def __init__(self, **losses: int) -> None:
        super().__init__()
        self.losses = losses

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """Return the sandbox's response, or break the connection."""
        response = super().answer(operation, request)
        if self.losses.get(operation, 0) > 0:
            self.losses[operation] -= 1
            raise httpx2.ReadError("the connection broke")
        return response


class LosingRequests(LosingResponses):
    """Loses the request, which the caller cannot know, as often as `losses` says for an operation."""

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """Break the connection before anything happened, or return the sandbox's response."""
        if self.losses.get(operation, 0) > 0:
            self.losses[operation] -= 1
            raise httpx2.ReadError("the connection broke")
        return self.sandbox.handle_request(request)


class Unreachable(CountingTransport):
    """Cannot be reached, for the operations named or for all."""

    def __init__(self, *operations: str) -> None:
        super().__init__()
        self.operations = operations

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """Refuse the connection."""
        if not self.operations or operation in self.operations:
            raise httpx2.ConnectError("nobody there")
        return super().answer(operation, request)


class MemoizingTransport(CountingTransport):
    """Answers a repeated request from memory, so that only the shop's own database queries are counted."""

    def __init__(self) -> None:
        super().__init__()
        self._responses: dict[bytes, bytes] = {}

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """Return the sandbox's response, or the one that it gave before."""
        body = request.read()
        if body not in self._responses:
            self._responses[body] = super().answer(operation, request).read()
        return httpx2.Response(200, content=self._responses[body], request=request)


class StubTransport(httpx2.BaseTransport):
    """Answers each operation with what `answers` makes of its variables, for what the sandbox cannot be made to say."""

    def __init__(self, answers: Mapping[str, Callable[[Mapping[str, object]], object]]) -> None:
        self.answers = answers
        self.calls: Counter[str] = Counter()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer with one root field."""
        sent = msgspec.json.decode(request.read(), type=SentOperation)
        self.calls[sent.operationName] += 1
        root = self.answers[sent.operationName](sent.variables)
        return httpx2.Response(200, content=msgspec.json.encode({"data": {"field": root}}), request=request)
