"""Log formatters, plain and JSON, which redact personal data as a last safeguard."""

import json
import logging
import re

from django.http import HttpRequest

from storefront.observability import request_id

# Email addresses, tokens, and Saleor IDs of checkouts, orders, users and transactions (base64 of `Checkout:` …).
_NEVER = re.compile(
    r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
    r"|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?"
    r"|(?i:bearer)\s+[\w.~+/-]+=*"
    r"|(?i:token|password|email)=[^\s&\"']+"
    r"|(?:Q2hlY2tvdXQ|T3JkZXI6|T3JkZXJ|VXNlcj|VHJhbnNhY3Rpb25JdGVt)[A-Za-z0-9+/_-]+=*"
)


def redact(text: str) -> str:
    """Replace everything that must never be logged."""
    return _NEVER.sub("[left out]", text)


class RouteFilter(logging.Filter):
    """Replace the path in Django's request log lines by the route name, since paths name products."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's arguments; every record passes."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = request.resolver_match.view_name if request.resolver_match else "no route"
            record.args = tuple(route if part == request.path else part for part in record.args)
        return True


class PlainFormatter(logging.Formatter):
    """One readable line per record."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Format the record with the request ID, redacted."""
        record.request_id = request_id.current()
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object per record: time (UTC), level, logger, message, request_id, and error if any."""

    def format(self, record: logging.LogRecord) -> str:
        """Format the record, redacted."""
        fields = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
            "request_id": request_id.current(),
        }
        if record.exc_info:
            fields["error"] = redact(self.formatException(record.exc_info))
        return json.dumps(fields, ensure_ascii=False)
