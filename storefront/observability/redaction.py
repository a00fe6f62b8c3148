"""What a log line may say: decided by where a record comes from, not by looking for secrets in its text.

- A record about a request says its status and the route, never the path: paths name products, orders and tokens.
- A record of our own code says its message. Our code logs kinds, counts and outcomes.
- A record of another library keeps its template and loses its texts, which may hold anything.
- An error keeps its types and places in the code and loses its message, unless messages of its type are about code.

`redact` then removes what looks like an address or a token, as a last safeguard.
"""

import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest

LEFT_OUT = "[left out]"
_OURS = frozenset({"storefront", "education"})
# Email addresses, tokens, and Saleor IDs of checkouts, orders, users and transactions (base64 of `Checkout:` …).
_NEVER = re.compile(
    r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
    r"|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?"
    r"|(?i:bearer)\s+[\w.~+/-]+=*"
    r"|(?i:token|password|email)=[^\s&\"']+"
    r"|(?:Q2hlY2tvdXQ|T3JkZXI6|T3JkZXJ|VXNlcj|VHJhbnNhY3Rpb25JdGVt)[A-Za-z0-9+/_-]+=*"
)
_TEXT_IN_A_MESSAGE = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|(?<!\w)/\S+")
_ABOUT_CODE = (AttributeError, ImportError, NameError, NotImplementedError, OperationalError)
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_TASK_FIELDS = frozenset({"name", "id", "hostname"})  # of Celery's records about tasks


def redact(text: str) -> str:
    """Replace everything that must never be logged."""
    return _NEVER.sub(LEFT_OUT, text)


def message_of(record: logging.LogRecord) -> str:
    """Return what the line says."""
    if isinstance(getattr(record, "request", None), HttpRequest):
        return _about_request(record)
    if record.name.partition(".")[0] in _OURS:
        return redact(record.getMessage())
    return redact(_from_library(record))


def level_of(record: logging.LogRecord) -> str:
    """Return the level. A request that was refused is not a fault of the shop, whatever level its logger gave it."""
    return "WARNING" if _is_refused_request(record) and record.levelno > logging.WARNING else record.levelname


def error_of(record: logging.LogRecord) -> str:
    """Return the error with its places in the code; empty without one, and for a refused request."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None or _is_refused_request(record):
        return ""
    return redact("\n".join(_told(error)))


def _is_refused_request(record: logging.LogRecord) -> bool:
    return 400 <= getattr(record, "status_code", 500) < 500


def _about_request(record: logging.LogRecord) -> str:
    request: HttpRequest = record.__dict__["request"]
    match = request.resolver_match
    route = (match.view_name or match.func.__name__) if match else "no route"
    return f"{_PHRASES.get(getattr(record, 'status_code', 0), 'Request')}: {route}"


def _from_library(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    if not record.args:
        return _TEXT_IN_A_MESSAGE.sub(LEFT_OUT, record.msg)
    values: object
    if isinstance(record.args, Mapping):
        is_task = record.name.startswith("celery.")
        values = {
            name: value if is_task and name in _TASK_FIELDS else _harmless(value) for name, value in record.args.items()
        }
    else:
        values = tuple(_harmless(value) for value in record.args)
    try:
        return record.msg % values
    except (TypeError, ValueError, KeyError):
        return record.msg


def _harmless(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return type(value).__name__ if isinstance(value, BaseException) else LEFT_OUT


def _told(error: BaseException) -> Iterator[str]:
    """Return the lines of an error, and of those that led to it first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "Then:"
    yield "Traceback (most recent call last):"
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    yield f"{name}: {error}" if isinstance(error, _ABOUT_CODE) else name
