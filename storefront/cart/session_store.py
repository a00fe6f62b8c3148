"""What a session remembers of its carts: one checkout and its quantities per channel.

The checkout's id is a bearer secret, so it stands here, in the server-side session, and nowhere a browser can read it.
The quantities are those that Saleor last answered: they make "add one" an absolute quantity without asking first, and
they fill a new checkout when the old one has expired, when the shopper goes to another market, and after a sign-out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec
from django.contrib.sessions.backends.base import SessionBase

from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Checkout

_KEY = "carts"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCart:
    """One channel's cart: the checkout's id (None: none yet) and the quantity of each variant id.

    With quantities and no checkout they wait for a new one; `from_channel` is where they were put together.
    """

    checkout_id: str | None = None
    quantities: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    from_channel: str | None = None

    @property
    def quantity(self) -> int:
        """How many things in all."""
        return sum(self.quantities.values())


NOTHING = StoredCart()


def load(session: SessionBase, *, channel: str) -> StoredCart:
    """This channel's cart as last answered; never asks Saleor, and leaves the session unchanged."""
    kept = session.get(_KEY, {}).get(channel)
    if not kept:
        return NOTHING
    return StoredCart(checkout_id=kept["checkout"], quantities=MappingProxyType(kept["quantities"]))


def other_channel(session: SessionBase, *, channel: str, may_move: Callable[[str], bool]) -> StoredCart:
    """What another channel's cart holds, for a channel that has none; `may_move` says it of a checkout's id."""
    for name, kept in session.get(_KEY, {}).items():
        if name != channel and kept["quantities"] and (kept["checkout"] is None or may_move(kept["checkout"])):
            return StoredCart(quantities=MappingProxyType(kept["quantities"]), from_channel=name)
    return NOTHING


def drop_personal_data(session: SessionBase, *, may_let_go: Callable[[str], bool]) -> None:
    """Let go of the checkouts, with the names and addresses they know, and keep what was in them."""
    for name, kept in session.get(_KEY, {}).items():
        if kept["checkout"] is not None and may_let_go(kept["checkout"]):
            _write(session, name, {"checkout": None, "quantities": kept["quantities"]} if kept["quantities"] else None)


def save(session: SessionBase, checkout: Checkout, *, channel: str) -> StoredCart:
    """Keep what Saleor answered."""
    quantities: dict[str, int] = {}
    for line in checkout.lines:
        quantities[line.variant.id] = quantities.get(line.variant.id, 0) + line.quantity
    before = session.get(_KEY, {}).get(channel) or {}
    aside = {"address": before["address"]} if before.get("checkout") == checkout.id and "address" in before else {}
    _write(session, channel, {"checkout": checkout.id, "quantities": quantities, **aside})
    return StoredCart(checkout_id=checkout.id, quantities=MappingProxyType(quantities))


def stash_address(session: SessionBase, address: AddressInput, *, channel: str) -> None:
    """Keep where the parcel was to go while the shopper collects instead: Saleor forgets it. It goes with the cart."""
    kept = session.get(_KEY, {}).get(channel)
    if kept and kept["checkout"]:
        _write(session, channel, {**kept, "address": msgspec.to_builtins(address)})


def address_set_aside(session: SessionBase, *, channel: str) -> AddressInput | None:
    """What `set_aside` was given for this channel's checkout."""
    kept = session.get(_KEY, {}).get(channel)
    address = kept.get("address") if kept else None
    return msgspec.convert(address, AddressInput) if address else None


def forget(session: SessionBase, *, channel: str | None) -> None:
    """After an order: the next thing added starts a new checkout."""
    if channel is not None and load(session, channel=channel) is not NOTHING:
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
