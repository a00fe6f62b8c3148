"""One change at a time per cart."""

from collections.abc import Iterator
from contextlib import contextmanager

from storefront.core.locks import wait_for_lock

PATIENCE = 4.0  # seconds that a second change waits for the first
LIFE = 90  # seconds; longer than the longest change (two commands of 20 s, two readings of 10 s)


class CartBusy(Exception):
    """Another change of the same cart is still under way."""


@contextmanager
def cart_lock(secret: str | None) -> Iterator[None]:
    """Hold the cart that `secret` (a session's key) names, or raise CartBusy after PATIENCE seconds.

    With no secret there is nobody to share the cart with.
    """
    if secret is None:
        yield
        return
    with wait_for_lock("cart-change", secret, wait=PATIENCE, ttl=LIFE) as held:
        if not held:
            raise CartBusy
        yield
