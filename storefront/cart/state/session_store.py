"""The carts in a session: one checkout and its quantities for each channel.

Each is stored with what the shopper last saw of it, so that pages can report a change that they did not make.

The ID of a checkout is a bearer secret, so it is stored here, in the server-side session, and nowhere a browser can
read it. The quantities are those of Saleor's last answer. They make "add one" an absolute quantity without asking
first, and fill a new checkout when the old one has expired, in another market, and after signing out.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import msgspec
from django.contrib.sessions.backends.base import SessionBase

from storefront.cart.errors import CartBusy
from storefront.cart.state.seen_cart import SeenCart
from storefront.core.coordination.locks import wait_for_lock
from storefront.core.sessions.keys import CARTS
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Checkout

LOCK_WAIT_SECONDS = 4.0  # for a second change of the same carts
LOCK_TTL_SECONDS = 90.0  # longer than the longest change: two mutations of 20 s, two queries of 10 s


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCart:
    """One channel's cart: the ID of its checkout, and the quantity of each variant by ID.

    Quantities without a checkout wait for a new one; `from_channel` is the channel that they come from. `seen` is what
    the shopper last saw, None for a cart without a checkout.
    """

    checkout_id: str | None = None
    quantities: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    from_channel: str | None = None
    seen: SeenCart | None = None

    @property
    def quantity(self) -> int:
        """The number of items in all lines."""
        return sum(self.quantities.values())


EMPTY = StoredCart()


def load(session: SessionBase, *, channel: str) -> StoredCart:
    """Return this channel's cart as Saleor last answered it, or EMPTY; the session is not changed."""
    entry = _entries(session).get(channel)
    if not entry:
        return EMPTY
    return StoredCart(
        checkout_id=entry["checkout"], quantities=MappingProxyType(entry["quantities"]), seen=_seen(entry)
    )


def load_other_channel(session: SessionBase, *, channel: str, may_move: Callable[[str], bool]) -> StoredCart:
    """Return the contents of another channel's cart, for a channel without one; EMPTY if there is none.

    `may_move` says whether the contents of a checkout may go into a new one.
    """
    for name, entry in _entries(session).items():
        if name != channel and entry["quantities"] and (entry["checkout"] is None or may_move(entry["checkout"])):
            quantities = MappingProxyType(entry["quantities"])
            return StoredCart(quantities=quantities, from_channel=name, seen=_seen(entry))
    return EMPTY


def drop_personal_data(
    session: SessionBase, *, may_drop: Callable[[str], bool] = lambda _: True, keeps_items: Callable[[str], bool]
) -> None:
    """Remove the checkouts, with the names and addresses on them.

    `may_drop` says whether a checkout may be removed, `keeps_items` whether its quantities stay.
    """
    for name, entry in _entries(session).items():
        if entry["checkout"] is not None and may_drop(entry["checkout"]):
            quantities = entry["quantities"] if keeps_items(entry["checkout"]) else None
            _write(session, name, {"checkout": None, "quantities": quantities} if quantities else None)


def save(session: SessionBase, checkout: Checkout, *, channel: str) -> None:
    """Store Saleor's answer."""
    seen = SeenCart.of(checkout)
    quantities = {variant_id: line.quantity for variant_id, line in seen.lines.items()}
    before = _entries(session).get(channel) or {}
    is_same = before.get("checkout") == checkout.id
    address = {"address": before["address"]} if is_same and "address" in before else {}
    entry = {"checkout": checkout.id, "quantities": quantities, "seen": msgspec.to_builtins(seen), **address}
    if entry != before:
        _write(session, channel, entry)


def stash_address(session: SessionBase, address: AddressInput, *, channel: str) -> None:
    """Store the delivery address while the shopper chooses to collect: Saleor replaces it by the collection point's."""
    entry = _entries(session).get(channel)
    if entry and entry["checkout"]:
        _write(session, channel, {**entry, "address": msgspec.to_builtins(address)})


def stashed_address(session: SessionBase, *, channel: str) -> AddressInput | None:
    """Return the address that `stash_address` stored for this channel's checkout."""
    entry = _entries(session).get(channel)
    address = entry.get("address") if entry else None
    return msgspec.convert(address, AddressInput) if address else None


def load_all(session: SessionBase) -> dict[str, StoredCart]:
    """Return every channel's cart."""
    return {channel: load(session, channel=channel) for channel in _entries(session)}


def clear_all(session: SessionBase) -> None:
    """Remove the carts of every channel."""
    CARTS.pop(session)


def clear(session: SessionBase, *, channel: str | None) -> None:
    """Remove a channel's cart; the next item added creates a new checkout."""
    if channel is not None and load(session, channel=channel) is not EMPTY:
        _write(session, channel, None)


@contextmanager
def exclusive(session: SessionBase) -> Iterator[None]:
    """Let one request at a time change a session's carts: lock, read them again, and save before unlocking.

    Raises CartBusy after LOCK_WAIT_SECONDS. A session that is not stored yet shares its carts with no other request.
    """
    if session.session_key is None:
        yield
        return
    key = session.session_key
    with wait_for_lock("cart-change", key, wait=LOCK_WAIT_SECONDS, ttl=LOCK_TTL_SECONDS) as is_held:
        if not is_held:
            raise CartBusy
        stored = type(session)(key).load()
        if CARTS.get(stored) != CARTS.get(session):
            CARTS.set(session, CARTS.get(stored) or {})
        yield
        if session.modified:
            session.save()


def _entries(session: SessionBase) -> dict[str, Any]:
    return CARTS.get(session) or {}


def _seen(entry: Mapping[str, object]) -> SeenCart | None:
    return msgspec.convert(entry["seen"], SeenCart) if "seen" in entry else None


def _write(session: SessionBase, channel: str, entry: dict[str, object] | None) -> None:
    carts = {**_entries(session), channel: entry}
    CARTS.set(session, {name: cart for name, cart in carts.items() if cart})
