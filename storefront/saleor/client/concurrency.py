"""How many threads of a web process may wait for Saleor at the same time, so that reading goes on when it is slow."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from storefront.saleor.client.errors import Unavailable

SLOW_SECONDS = 2.0
"""A call that takes longer counts as slow: then no other thread waits for a place."""


class CallLimit:
    """At most `places` threads call Saleor at the same time; None is no limit (workers and commands)."""

    def __init__(self, places: int | None = None) -> None:
        self._places = places
        self._condition = threading.Condition()
        self._started: dict[int, float] = {}
        """When each calling thread began its call."""

    @contextmanager
    def hold_place(self) -> Iterator[None]:
        """Hold a place during a call. Raises Unavailable when all are taken and one of the calls is slow.

        A call inside another one, as the sandbox makes them, needs no second place.
        """
        thread = threading.get_ident()
        if self._places is None or thread in self._started:
            yield
            return
        with self._condition:
            while len(self._started) >= self._places:
                patience = min(self._started.values()) + SLOW_SECONDS - time.monotonic()
                if patience <= 0:
                    raise Unavailable("too many requests wait for Saleor already")
                self._condition.wait(patience)
            self._started[thread] = time.monotonic()
        try:
            yield
        finally:
            with self._condition:
                del self._started[thread]
                self._condition.notify()

    def set_places(self, threads: int) -> None:
        """Leave a quarter of a web process's threads, at least one, to pages that need no Saleor."""
        self._places = max(threads - max(threads // 4, 1), 1)


call_limit = CallLimit()
"""This process's limit. The web server's process sets it (storefront/wsgi.py)."""
