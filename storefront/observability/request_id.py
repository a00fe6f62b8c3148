"""The request ID, which connects a request, its calls to Saleor and its tasks in the logs."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
_VALID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="-")


def current() -> str:
    """Return the current ID, or `-` outside of requests and tasks."""
    return _current.get()


def new() -> str:
    """Return a new random ID."""
    return secrets.token_hex(8)


def valid_or_none(given: str | None) -> str | None:
    """Return an ID that came from outside when it is well-formed, else None."""
    return given if given and _VALID.fullmatch(given) else None


@contextmanager
def use_request_id(request_id: str) -> Iterator[None]:
    """Use this ID inside the block."""
    before = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(before)
