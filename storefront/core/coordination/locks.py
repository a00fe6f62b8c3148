"""Locks in the shared cache, each with an owner and an end.

With Redis unreachable a lock holds within one process only (see `cache.py`): the work behind each lock must be safe
to run twice.
"""

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

from storefront.core.coordination import wait_budget

_POLL_SECONDS = 0.05


class Lock:
    """A lock under a cache key. A holder that dies loses it after `ttl` seconds, unless it renews it."""

    def __init__(self, key: str, *, ttl: float) -> None:
        self._key = key
        self._ttl = ttl
        self._owner = secrets.token_hex(8)

    def acquire(self, *, wait: float = 0.0) -> bool:
        """Try to take the lock for at most `wait` seconds, within the request's budget. Return whether it is held."""
        started = time.monotonic()
        deadline = started + wait_budget.limit_wait(wait)
        while not (is_held := bool(cache.add(self._key, self._owner, self._ttl))) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        wait_budget.spend(time.monotonic() - started)
        return is_held

    def renew(self, *_: object) -> None:
        """Hold the lock for another `ttl` seconds, if it is still ours. Arguments are ignored."""
        if cache.get(self._key) == self._owner:
            cache.touch(self._key, self._ttl)

    def release(self) -> None:
        """Give the lock back, unless another holder has it by now."""
        if cache.get(self._key) == self._owner:
            cache.delete(self._key)


@contextmanager
def try_lock(key: str, *, ttl: float) -> Iterator[Lock | None]:
    """Hold the lock `key`, or yield None when another process has it. Renew it during long work."""
    lock = Lock(key, ttl=ttl)
    if not lock.acquire():
        yield None
        return
    try:
        yield lock
    finally:
        lock.release()


@contextmanager
def wait_for_lock(purpose: str, secret: str, *, wait: float, ttl: float) -> Iterator[bool]:
    """Wait at most `wait` seconds for the lock of `secret` and yield whether it is held.

    Only a hash of the secret (a session key, say) is written to the cache.
    """
    lock = Lock(f"{purpose}:{hashlib.sha256(secret.encode()).hexdigest()}", ttl=ttl)
    is_held = lock.acquire(wait=wait)
    try:
        yield is_held
    finally:
        if is_held:
            lock.release()
