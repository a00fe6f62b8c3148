"""Settings from environment variables. A value that cannot be read ends the process with what to set instead."""

import math

import environ


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
