"""Everything that can go wrong between the shop and Saleor, at the call that is named, over the sandbox's transport."""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum

import httpx2
import msgspec

from storefront.sandbox.transport import SandboxTransport
from tests.cart.doors import Asked


class Fault(StrEnum):
    """What goes wrong at one call; whether Saleor has done what it was asked, nobody is told."""

    AWAY = "nobody there"
    REQUEST_LOST = "the request is lost"
    ANSWER_LOST = "the answer is lost"
    TOO_LATE = "the answer comes too late"
    FAILS = "HTTP 503, nothing done"
    FAILS_AFTER = "HTTP 502, and it was done"
    CUT = "the answer's end is missing"
    KILLED_BEFORE = "our process dies before it asks"
    KILLED_AFTER = "our process dies once it was done"


NOT_DONE = (Fault.AWAY, Fault.REQUEST_LOST, Fault.FAILS)
DONE = (Fault.ANSWER_LOST, Fault.TOO_LATE, Fault.FAILS_AFTER, Fault.CUT)
DEATHS = (Fault.KILLED_BEFORE, Fault.KILLED_AFTER)


def faults_at(call: int, *, briefly: bool = False) -> tuple[Fault, ...]:
    """What is tried at a call (from 0): both deaths, and of those after which something is done, or is not, one each in
    turn; `briefly` one death and one of the others in turn. All nine with EVERY_FAULT (`make faults`).
    """
    if os.environ.get("EVERY_FAULT"):
        return tuple(Fault)
    if briefly:
        return ((*NOT_DONE, *DONE)[call % 7], DEATHS[call % 2])
    return (NOT_DONE[call % len(NOT_DONE)], DONE[call % len(DONE)], *DEATHS)


class Killed(BaseException):
    """The process is gone: nothing of ours may catch it."""


class Troubled(httpx2.BaseTransport):
    """The sandbox, with faults and events at numbered calls (from 0). `asked` is every operation so far."""

    def __init__(self, faults: Mapping[int, Fault] | None = None) -> None:
        self.faults = dict(faults or {})
        self.asked: list[str] = []
        self.met: Counter[Fault] = Counter()
        self.before: dict[str, Callable[[], None]] = {}
        self._sandbox = SandboxTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer, or not."""
        operation = msgspec.json.decode(request.read(), type=Asked).operationName
        event = self.before.pop(operation, None)
        if event is not None:
            event()
        fault = self.faults.get(len(self.asked))
        self.asked.append(operation)
        if fault is None:
            return self._sandbox.handle_request(request)
        self.met[fault] += 1
        return self._troubled(fault, request)

    def _troubled(self, fault: Fault, request: httpx2.Request) -> httpx2.Response:
        match fault:
            case Fault.AWAY:
                raise httpx2.ConnectError("nobody there")
            case Fault.REQUEST_LOST:
                raise httpx2.ReadError("the connection broke")
            case Fault.FAILS:
                return httpx2.Response(503, request=request, content=b"<h1>Service Unavailable</h1>")
            case Fault.KILLED_BEFORE:
                raise Killed
        answer = self._sandbox.handle_request(request)
        match fault:
            case Fault.ANSWER_LOST:
                raise httpx2.ReadError("the connection broke")
            case Fault.TOO_LATE:
                raise httpx2.ReadTimeout("too slow")
            case Fault.FAILS_AFTER:
                return httpx2.Response(502, request=request, content=b"<h1>Bad Gateway</h1>")
            case Fault.CUT:
                return httpx2.Response(200, request=request, content=answer.read()[:-20])
        raise Killed
