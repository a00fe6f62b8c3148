"""Values that each process keeps in memory until one of their tags is invalidated, such as the merchant's record."""

import threading
import time
from collections.abc import Callable, Collection
from typing import Any, Generic, TypeVar

from django.db import DatabaseError

MAX_AGE_SECONDS = 60.0
"""The longest that a worker keeps a value: only web processes read invalidations."""

T = TypeVar("T")


class ProcessValue(Generic[T]):
    """A value that `load` reads from the database. Without the database the last one is used, or else `fallback`.

    `invalidate` of `tag` drops it in every web process within a second, together with the pages that show it.
    """

    def __init__(self, load: Callable[[], T], *, tag: str, fallback: Callable[[], T]) -> None:
        self._load = load
        self._tag = tag
        self._fallback = fallback
        self._lock = threading.Lock()
        self._value: T | None = None
        self._is_fresh = False
        self._loaded_at = 0.0
        self._drops = 0
        _all.append(self)

    def get(self) -> T:
        """Return the value."""
        value = self._value
        if value is not None and self._is_fresh and time.monotonic() - self._loaded_at < MAX_AGE_SECONDS:
            return value
        drops = self._drops
        try:
            loaded = self._load()
        except DatabaseError:
            return value if value is not None else self._fallback()
        with self._lock:
            # A change may have been announced in the meantime: use what was read, but read again the next time.
            self._value, self._loaded_at, self._is_fresh = loaded, time.monotonic(), drops == self._drops
        return loaded

    def drop_if(self, tags: Collection[str]) -> None:
        """Read the value again the next time, if its tag is one of these."""
        if self._tag in tags:
            with self._lock:
                self._is_fresh = False
                self._drops += 1

    def keep(self, value: T) -> None:
        """Use this value as if it had just been loaded; tests restore the one of their database."""
        with self._lock:
            self._value, self._loaded_at, self._is_fresh = value, time.monotonic(), True


_all: list[ProcessValue[Any]] = []


def drop_values(tags: Collection[str]) -> None:
    """Drop the values of these tags in this process."""
    for value in _all:
        value.drop_if(tags)


def remember_values() -> Callable[[], None]:
    """Load all values, and return a function that restores them. For tests, which roll back what they change."""
    kept = [(value, value.get()) for value in _all]

    def restore() -> None:
        for value, loaded in kept:
            value.keep(loaded)

    return restore
