"""Doing a thing alone: a lock in the cache that all processes share, with an owner and an end."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

_PAUSE = 0.05  # seconds between two looks


@contextmanager
def lock(purpose: str, secret: str, *, patience: float, life: float) -> Iterator[bool]:
    """Hold what `secret` names for `purpose`; yields whether it is held, after at most `patience` seconds of waiting.

    The secret itself is not written into the cache. A holder that dies gives the lock back after `life` seconds, and
    one that outlives it does not take away the next holder's. With the cache away everybody holds it.
    """
    name = f"{purpose}:{hashlib.sha256(secret.encode()).hexdigest()}"
    owner = secrets.token_hex(8)
    deadline = time.monotonic() + patience
    while not (held := cache.add(name, owner, life)) and time.monotonic() < deadline:
        time.sleep(_PAUSE)
    try:
        yield held
    finally:
        if held and cache.get(name) == owner:
            cache.delete(name)
