"""What a session remembers of its carts: one checkout and its quantities per channel.

The checkout's id is a bearer secret, so it stands here, in the server-side session, and nowhere a browser can read it.
The quantities are those that Saleor last answered: they make "add one" an absolute quantity without asking first, and
they fill a new checkout when the old one has expired.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.contrib.sessions.backends.base import SessionBase

from storefront.saleor.types import Checkout

_KEY = "carts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One channel's cart: the checkout's id (None: no cart yet) and the quantity of each variant id."""

    checkout_id: str | None = None
    quantities: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def quantity(self) -> int:
        """How many things in all."""
        return sum(self.quantities.values())


NOTHING = Remembered()


def recall(session: SessionBase, *, channel: str) -> Remembered:
    """This channel's cart as last answered; never asks Saleor, and leaves the session unchanged."""
    kept = session.get(_KEY, {}).get(channel)
    if not kept:
        return NOTHING
    return Remembered(checkout_id=kept["checkout"], quantities=MappingProxyType(kept["quantities"]))


def remember(session: SessionBase, checkout: Checkout, *, channel: str) -> Remembered:
    """Keep what Saleor answered."""
    quantities: dict[str, int] = {}
    for line in checkout.lines:
        quantities[line.variant.id] = quantities.get(line.variant.id, 0) + line.quantity
    _write(session, channel, {"checkout": checkout.id, "quantities": quantities})
    return Remembered(checkout_id=checkout.id, quantities=MappingProxyType(quantities))


def forget(session: SessionBase, *, channel: str) -> None:
    """After an order: the next thing added starts a new checkout."""
    if recall(session, channel=channel) is not NOTHING:
        _write(session, channel, None)


def reload(session: SessionBase) -> None:
    """Take the carts from the session's store again: another request of this shopper may have changed them."""
    if session.session_key is None:
        return
    stored = type(session)(session.session_key).load()
    if stored.get(_KEY) != session.get(_KEY):
        session[_KEY] = stored.get(_KEY, {})


def _write(session: SessionBase, channel: str, kept: dict[str, object] | None) -> None:
    carts = {**session.get(_KEY, {}), channel: kept}
    session[_KEY] = {name: cart for name, cart in carts.items() if cart}
