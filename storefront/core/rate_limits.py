"""How often somebody may try a thing: counted in the cache that all processes share, by a keyed hash of who it is.

With the cache away everybody may: Saleor's own throttle still stands behind sign-ins, and a shop that turns everybody
away because Redis is gone would be the worse fault.
"""

import ipaddress
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from storefront.core import metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`most` tries within each `seconds`; `name` stands in the cache's keys and in the metrics."""

    name: str
    most: int
    seconds: int


class RateLimited(Exception):
    """No more tries for now; `wait` is in seconds."""

    def __init__(self, limit: Limit, *, wait: int) -> None:
        self.wait = wait
        super().__init__(limit.name)


def hit(limit: Limit, who: str) -> None:
    """Count one try of `who`: an email address, a customer's id, or what `network` answers. Raises TooOften."""
    now = time.time()
    key = _key(limit, who, now)
    cache.add(key, 0, limit.seconds)
    try:
        tries = cache.incr(key)
    except ValueError:
        return
    if tries > limit.most:
        metrics.RATE_LIMITED.labels(limit.name).inc()
        raise RateLimited(limit, wait=limit.seconds - int(now % limit.seconds))


def reset(limit: Limit, who: str) -> None:
    """Forget the tries of `who`: the last one was right."""
    cache.delete(_key(limit, who, time.time()))


def network(address: str) -> str:
    """Whose tries count together: an IPv4 address alone, of IPv6 the network that one household has (/64)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))


def _key(limit: Limit, who: str, now: float) -> str:
    """The count of this window; nobody reads an address out of it."""
    hashed = salted_hmac("storefront.core.rate_limits", who.strip().casefold(), algorithm="sha256").hexdigest()[:32]
    return f"limit:{limit.name}:{int(now // limit.seconds)}:{hashed}"
