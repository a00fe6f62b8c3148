"""One change at a time per cart: a lock in the cache, with an owner and an end."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

PATIENCE = 4.0  # seconds that a second change waits for the first
LIFE = 90  # seconds; longer than the longest change (two commands of 20 s, two readings of 10 s)
_PAUSE = 0.05


class CartBusy(Exception):
    """Another change of the same cart is still under way."""


@contextmanager
def one_at_a_time(secret: str | None) -> Iterator[None]:
    """Hold the cart that `secret` (a session's key) names, or raise CartBusy after PATIENCE seconds.

    With no secret there is nobody to share the cart with. A holder that dies gives the lock back after LIFE seconds,
    and one that outlives it does not take away the next holder's.
    """
    if secret is None:
        yield
        return
    name = f"cart-change:{hashlib.sha256(secret.encode()).hexdigest()}"
    owner = secrets.token_hex(8)
    deadline = time.monotonic() + PATIENCE
    while not cache.add(name, owner, LIFE):
        if time.monotonic() >= deadline:
            raise CartBusy
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        if cache.get(name) == owner:
            cache.delete(name)
