"""Path converters."""

from django.urls.converters import IntConverter


class NumberConverter(IntConverter):
    """A whole number that every database can look up: at most 18 digits. A longer one matches no address (404)."""

    regex = "[0-9]{1,18}"
