"""Log lines: plain for a terminal, JSON for a collector, and through one last net for what must not be in any."""

import json
import logging
import re

from django.http import HttpRequest

from storefront.observability import request_id

# Addresses of people, tokens, and ids of checkouts, orders, customers and transactions (base64 of `Checkout:` …).
_NEVER = re.compile(
    r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
    r"|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?"
    r"|(?i:bearer)\s+[\w.~+/-]+=*"
    r"|(?i:token|password|email)=[^\s&\"']+"
    r"|(?:Q2hlY2tvdXQ|T3JkZXI6|T3JkZXJ|VXNlcj|VHJhbnNhY3Rpb25JdGVt)[A-Za-z0-9+/_-]+=*"
)


def discreet(text: str) -> str:
    """The text without anything that must never be logged."""
    return _NEVER.sub("[left out]", text)


class RouteFilter(logging.Filter):
    """Django names the address of a request that went wrong, and addresses name products: its route stands there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = request.resolver_match.view_name if request.resolver_match else "no route"
            record.args = tuple(route if part == request.path else part for part in record.args)
        return True


class PlainFormatter(logging.Formatter):
    """One readable line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the request id, made discreet."""
        record.request_id = request_id.current()
        return discreet(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request_id, and error when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, made discreet."""
        said = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": discreet(record.getMessage()),
            "request_id": request_id.current(),
        }
        if record.exc_info:
            said["error"] = discreet(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)
