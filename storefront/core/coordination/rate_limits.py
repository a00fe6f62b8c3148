"""Rate limits, counted in the shared cache by a keyed hash of the person or network.

Without the cache there are no limits: Saleor still throttles sign-ins, and refusing everyone because Redis is
unreachable would be the worse fault.
"""

import ipaddress
import time
from dataclasses import dataclass
from math import ceil

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from storefront.core import metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`most` attempts in each window of `seconds`. `name` is part of cache keys and metrics."""

    name: str
    most: int
    seconds: int


class RateLimited(Exception):
    """The limit is reached; try again after `wait` seconds."""

    def __init__(self, limit: Limit, *, wait: int) -> None:
        self.wait = wait
        super().__init__(limit.name)

    @property
    def message(self) -> str:
        """A sentence for the visitor that says how many minutes to wait."""
        minutes = ceil(self.wait / 60)
        text = ngettext(
            "Too many tries in a short time. Wait %(n)s minute, then try again.",
            "Too many tries in a short time. Wait %(n)s minutes, then try again.",
            minutes,
        )
        return text % {"n": minutes}


def hit(limit: Limit, who: str) -> None:
    """Count one attempt by `who`: an email address, a customer ID, or a `network`. Raises RateLimited."""
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


def hit_mailbox(*, here: Limit, anywhere: Limit, email: str, network: str) -> None:
    """Count an email that a visitor has sent to an address: few from one network, more from all of them together.

    So strangers on other networks neither lock out the owner of the mailbox nor flood it. Raises RateLimited.
    """
    hit(here, f"{email} {network}")
    hit(anywhere, email)


def reset(limit: Limit, who: str) -> None:
    """Reset the count of `who`, after a successful attempt."""
    cache.delete(_key(limit, who, time.time()))


def network(address: str) -> str:
    """Return what counts as one client: an IPv4 address, or the /64 network of an IPv6 address (one household)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))


def _key(limit: Limit, who: str, now: float) -> str:
    # Hashed, so that no email or network address is readable in the cache.
    hashed = salted_hmac(
        "storefront.core.coordination.rate_limits", who.strip().casefold(), algorithm="sha256"
    ).hexdigest()[:32]
    return f"limit:{limit.name}:{int(now // limit.seconds)}:{hashed}"
