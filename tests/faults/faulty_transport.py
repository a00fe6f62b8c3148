"""A transport over the sandbox that fails at given calls, in every way that matters between the shop and Saleor."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum

import httpx2
import msgspec

from storefront.sandbox.transport import SandboxTransport
from tests.cart.transports import SentOperation


class Fault(StrEnum):
    """What goes wrong at one call. The caller cannot know whether Saleor has done the work."""

    UNREACHABLE = "connection refused"
    REQUEST_LOST = "request lost"
    RESPONSE_LOST = "response lost"
    TIMEOUT = "response too late"
    FAILS = "HTTP 503, nothing done"
    FAILS_AFTER = "HTTP 502, work done"
    TRUNCATED = "response truncated"
    KILLED_BEFORE = "process killed before the call"
    KILLED_AFTER = "process killed after the call"


NOT_DONE = (Fault.UNREACHABLE, Fault.REQUEST_LOST, Fault.FAILS)
DONE = (Fault.RESPONSE_LOST, Fault.TIMEOUT, Fault.FAILS_AFTER, Fault.TRUNCATED)
KILLS = (Fault.KILLED_BEFORE, Fault.KILLED_AFTER)


def faults_at(call: int, *, briefly: bool = False) -> tuple[Fault, ...]:
    """Return the faults to try at a call (from 0): both kills, one fault with the work done and one without, in turn.

    `briefly`: one kill and one other fault. With EVERY_FAULT in the environment (`make faults`): all nine.
    """
    if os.environ.get("EVERY_FAULT"):
        return tuple(Fault)
    if briefly:
        return ((*NOT_DONE, *DONE)[call % 7], KILLS[call % 2])
    return (NOT_DONE[call % len(NOT_DONE)], DONE[call % len(DONE)], *KILLS)


class ProcessKilled(BaseException):
    """The process is killed: no code of the shop may catch it."""


class FaultyTransport(httpx2.BaseTransport):
    """The sandbox, with faults by the number of the call (from 0), and events before an operation.

    `calls` are the operations so far, `met` counts the faults that happened.
    """

    def __init__(self, faults: Mapping[int, Fault] | None = None) -> None:
        self.faults = dict(faults or {})
        self.calls: list[str] = []
        self.met: Counter[Fault] = Counter()
        self.before: dict[str, Callable[[], None]] = {}
        self._sandbox = SandboxTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer, or fail."""
        operation = msgspec.json.decode(request.read(), type=SentOperation).operationName
        event = self.before.pop(operation, None)
        if event is not None:
            event()
        fault = self.faults.get(len(self.calls))
        self.calls.append(operation)
        if fault is None:
            return self._sandbox.handle_request(request)
        self.met[fault] += 1
        return self._fail(fault, request)

    def _fail(self, fault: Fault, request: httpx2.Request) -> httpx2.Response:
        match fault:
            case Fault.UNREACHABLE:
                raise httpx2.ConnectError("connection refused")
            case Fault.REQUEST_LOST:
                raise httpx2.ReadError("the connection broke")
            case Fault.FAILS:
                return httpx2.Response(503, request=request, content=b"<h1>Service Unavailable</h1>")
            case Fault.KILLED_BEFORE:
                raise ProcessKilled
        response = self._sandbox.handle_request(request)
        match fault:
            case Fault.RESPONSE_LOST:
                raise httpx2.ReadError("the connection broke")
            case Fault.TIMEOUT:
                raise httpx2.ReadTimeout("too slow")
            case Fault.FAILS_AFTER:
                return httpx2.Response(502, request=request, content=b"<h1>Bad Gateway</h1>")
            case Fault.TRUNCATED:
                return httpx2.Response(200, request=request, content=response.read()[:-20])
        raise ProcessKilled
