"""Settings from environment variables. A value that cannot be read ends the process with what to set instead."""

import math
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class UnreadableSetting(SystemExit):
    """A setting that is no number, or too small a one. Its text says what to set."""


class Environment(environ.Env):
    """Environment variables as typed values."""

    def whole_number(self, name: str, *, default: int, least: int = 0) -> int:
        """Return a whole number. Raises UnreadableSetting."""
        text = self(name, default="").strip()
        if not text:
            return default
        try:
            number = int(text)
        except ValueError:
            number = None
        if number is None or number < least:
            raise UnreadableSetting(f"{name} is {text!r}. Set a whole number from {least} up, such as {default}.")
        return number

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """Return Django's settings of the database at a URL; an empty one is none. Raises UnreadableSetting."""
        found = self._read(self.db_url_config, self(name, default="").strip() or default)
        if "." not in found.get("ENGINE", ""):  # a word before a colon passes for an engine
            raise UnreadableSetting(f"{name} is no database's URL. Set one such as postgres://user:password@host/name.")
        return found

    def mail_server(self, name: str, *, default: str) -> dict[str, Any]:
        """Return Django's settings of the mail server at a URL; an empty one is none. Raises UnreadableSetting."""
        found = self._read(self.email_url_config, self(name, default="").strip() or default)
        if not found.get("EMAIL_BACKEND"):
            raise UnreadableSetting(
                f"{name} is no mail server's URL. Set one such as smtp+tls://user:password@host:587."
            )
        return found

    @staticmethod
    def _read(parse: Callable[[str], Mapping[str, Any]], url: str) -> dict[str, Any]:
        """Return what a URL says, or nothing. Its text may hold a password, so no message repeats it."""
        try:
            with warnings.catch_warnings(action="ignore"):
                return dict(parse(url))
        except (ValueError, ImproperlyConfigured):
            return {}

    def seconds(self, name: str, *, default: float) -> float:
        """Return a time in seconds, more than none. Raises UnreadableSetting."""
        text = self(name, default="").strip()
        if not text:
            return default
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number > 0):
            raise UnreadableSetting(f"{name} is {text!r}. Set a number of seconds above 0, such as {default:g}.")
        return number
