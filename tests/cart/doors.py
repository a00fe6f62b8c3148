"""Transports that misbehave before or after the sandbox has done its work, by operation name."""

from collections import Counter
from collections.abc import Callable, Mapping

import httpx2
import msgspec

from storefront.sandbox.transport import SandboxTransport


class Asked(msgspec.Struct, frozen=True):
    """What of a request matters here."""

    operationName: str  # GraphQL's own name
    variables: dict[str, object] = {}


class Counting(httpx2.BaseTransport):
    """The sandbox, and how often each operation was asked."""

    def __init__(self) -> None:
        self.sandbox = SandboxTransport()
        self.asked: Counter[str] = Counter()
        self.before: Callable[[str], None] = lambda operation: None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Count, then answer."""
        operation = msgspec.json.decode(request.read(), type=Asked).operationName
        self.asked[operation] += 1
        self.before(operation)
        return self.answer(operation, request)

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """The sandbox's answer."""
        return self.sandbox.handle_request(request)


class LosesAnswers(Counting):
    """Does what is asked, then loses the answer: so many times for each operation named."""

    def __init__(self, **losses: int) -> None:
        super().__init__()
        self.losses = losses

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """The sandbox's answer, or a broken connection."""
        response = super().answer(operation, request)
        if self.losses.get(operation, 0) > 0:
            self.losses[operation] -= 1
            raise httpx2.ReadError("the connection broke")
        return response


class LosesRequests(LosesAnswers):
    """Never gets the request through, and the caller cannot know: so many times for each operation named."""

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """A broken connection before anything happened, or the sandbox's answer."""
        if self.losses.get(operation, 0) > 0:
            self.losses[operation] -= 1
            raise httpx2.ReadError("the connection broke")
        return self.sandbox.handle_request(request)


class Away(Counting):
    """Not there at all, for the operations named, or for all."""

    def __init__(self, *operations: str) -> None:
        super().__init__()
        self.operations = operations

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """Nothing."""
        if not self.operations or operation in self.operations:
            raise httpx2.ConnectError("nobody there")
        return super().answer(operation, request)


class Remembering(Counting):
    """Answers the same question a second time from memory: what is counted then are the queries of the shop alone."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[bytes, bytes] = {}

    def answer(self, operation: str, request: httpx2.Request) -> httpx2.Response:
        """The sandbox's answer, or the one that it gave before."""
        asked = request.read()
        if asked not in self._told:
            self._told[asked] = super().answer(operation, request).read()
        return httpx2.Response(200, content=self._told[asked], request=request)


class Answering(httpx2.BaseTransport):
    """Answers each operation with what `answers` makes of its variables: for what no sandbox can be made to say."""

    def __init__(self, answers: Mapping[str, Callable[[Mapping[str, object]], object]]) -> None:
        self.answers = answers
        self.asked: Counter[str] = Counter()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One root field."""
        asked = msgspec.json.decode(request.read(), type=Asked)
        self.asked[asked.operationName] += 1
        root = self.answers[asked.operationName](asked.variables)
        return httpx2.Response(200, content=msgspec.json.encode({"data": {"field": root}}), request=request)
