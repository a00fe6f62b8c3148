"""The id of what is going on now: it ties a request, its calls to Saleor and its tasks together in the logs."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
_FIT = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="-")


def current() -> str:
    """The id, or `-` outside of any request and task."""
    return _current.get()


def new() -> str:
    """An id that says nothing."""
    return secrets.token_hex(8)


def fit(given: str | None) -> str | None:
    """An id that came from outside, if it can be nothing but one."""
    return given if given and _FIT.fullmatch(given) else None


@contextmanager
def under(request_id: str) -> Iterator[None]:
    """Everything within goes by this id."""
    before = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(before)
