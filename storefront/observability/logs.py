"""Log formatters, plain and JSON. Neither writes personal data (storefront/observability/redaction.py)."""

import json
import logging

from storefront.observability import request_id
from storefront.observability.redaction import error_of, level_of, message_of


class PlainFormatter(logging.Formatter):
    """One readable line per record, and the places of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Format the record with the request ID."""
        when = self.formatTime(record)
        line = f"{when} {level_of(record)} {request_id.current()} {record.name} {message_of(record)}"
        error = error_of(record)
        return f"{line}\n{error}" if error else line


class JsonFormatter(logging.Formatter):
    """One JSON object per record: time (UTC), level, logger, message, request_id, and error if any."""

    def format(self, record: logging.LogRecord) -> str:
        """Format the record."""
        fields = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": level_of(record),
            "logger": record.name,
            "message": message_of(record),
            "request_id": request_id.current(),
        }
        error = error_of(record)
        if error:
            fields["error"] = error
        return json.dumps(fields, ensure_ascii=False)
