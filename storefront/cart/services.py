"""Changes of a cart: one at a time, with absolute quantities, and never doubled by a lost response."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront.cart import session_store
from storefront.cart.errors import CartEmpty, PaymentInProgress
from storefront.cart.promo_codes import code_spellings
from storefront.cart.session_store import StoredCart
from storefront.core import rate_limits
from storefront.core.markets import active_market
from storefront.core.rate_limits import Limit
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import balance, checkouts, errors
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.customer_session import client_ip
from storefront.saleor.retry import retry_if_lost
from storefront.saleor.types import Checkout

_CODES_OF_CART = Limit(name="promo-code", most=12, seconds=10 * 60)
_CODES_FROM_NETWORK = Limit(name="promo-code-network", most=60, seconds=60 * 60)
"""Vouchers and gift cards are worth money: a shopper types a few, and who tries many is guessing."""


class PromoKind(StrEnum):
    """What a promo code on a cart is; the first part of the value that removes it."""

    VOUCHER = "voucher"
    GIFT_CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class CartResult:
    """A cart as Saleor answered it.

    `is_recreated`: it is a new checkout with the same contents, because the old one had expired or, if `is_moved`,
    belonged to another market. `missing` counts the variants that could not be added to it. `is_paying`: a payment is
    in progress, so it cannot change.
    """

    checkout: Checkout
    is_recreated: bool = False
    is_moved: bool = False
    missing: int = 0
    is_paying: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentCart:
    """What the session stores, and what its payments allow: read once for each change."""

    stored: StoredCart
    state: CheckoutState

    @property
    def open_checkout_id(self) -> str | None:
        """The checkout, if it may change."""
        return self.stored.checkout_id if self.state is CheckoutState.OPEN else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """This session's cart in one channel.

    Every change raises CartBusy, PaymentInProgress, errors.MutationError (nothing has changed), errors.ResponseLost (it
    may have happened, and doing it again does not double it) or errors.Unavailable (it has not happened).
    """

    session: SessionBase
    channel: str
    caller: Credentials = field(repr=False)

    @classmethod
    def for_request(cls, request: HttpRequest) -> "Cart":
        """Return the visitor's cart in the active market. Saleor needs no token for it, only the ID."""
        return cls(
            session=request.session,
            channel=active_market().channel,
            caller=Credentials(address=client_ip(request)),
        )

    @property
    def stored(self) -> StoredCart:
        """What the session stores: this market's cart, or else one from another market. Saleor is not asked."""
        own = session_store.load(self.session, channel=self.channel)
        if own is not session_store.EMPTY:
            return own
        return session_store.load_other_channel(self.session, channel=self.channel, may_move=_may_move)

    def fetch(self) -> CartResult | None:
        """Read the cart from Saleor; None if there is none.

        An expired checkout is recreated with the same contents; one that became an order is dropped.
        """
        current = self._current()
        stored = current.stored
        if stored.checkout_id is None and not stored.quantities:
            return None
        is_readable = current.state in (CheckoutState.OPEN, CheckoutState.PAYING)
        if stored.checkout_id is not None and is_readable:
            checkout = checkouts.get(stored.checkout_id, caller=self.caller)
            if checkout is not None:
                is_open = current.state is CheckoutState.OPEN
                checkout = balance.settle(checkout, caller=self.caller, may_change=is_open)
                session_store.save(self.session, checkout, channel=self.channel)
                return CartResult(checkout=checkout, is_paying=current.state is CheckoutState.PAYING)
        with self.change() as now:
            if now.stored.checkout_id == stored.checkout_id:
                return self._recreate(now, {})
        return self.fetch()

    def add(self, variant_id: str, *, quantity: int) -> CartResult:
        """Add `quantity` of a variant, creating the cart if need be."""
        with self.change() as current:
            held = 0 if current.state is CheckoutState.ORDERED else current.stored.quantities.get(variant_id, 0)
            return self._set_line(current, variant_id, held + quantity)

    def set_quantity(self, variant_id: str, *, quantity: int) -> CartResult:
        """Set the quantity of a variant; 0 removes its line, even if it can no longer be bought."""
        with self.change() as current:
            if quantity == 0:
                return self._remove_line(current, variant_id)
            return self._set_line(current, variant_id, quantity)

    def add_promo(self, typed: str) -> CartResult:
        """Add a voucher or gift card by its code, in the first spelling that Saleor knows.

        Raises RateLimited as well: whoever tries many codes is guessing.
        """
        self._count_guess()
        spellings = code_spellings(typed)

        def add(checkout_id: str) -> Checkout:
            for code in spellings[:-1]:
                try:
                    return checkouts.add_promo_code(checkout_id, code=code, caller=self.caller)
                except errors.MutationError as refused:
                    if not refused.is_code_unknown:
                        raise
            return checkouts.add_promo_code(checkout_id, code=spellings[-1], caller=self.caller)

        def is_added(checkout: Checkout) -> bool:
            cards = {card.last4_code_chars.lower() for card in checkout.gift_cards}
            return any(
                (checkout.voucher_code or "").lower() == code.lower() or code[-4:].lower() in cards
                for code in spellings
            )

        return self._change_checkout(add, is_added)

    def _count_guess(self) -> None:
        rate_limits.hit(_CODES_FROM_NETWORK, rate_limits.network(self.caller.address or ""))
        if self.session.session_key:
            rate_limits.hit(_CODES_OF_CART, self.session.session_key)

    def remove_promo(self, value: str) -> CartResult:
        """Remove what `value` names: `voucher:<code>` or `card:<ID of a gift card>`."""
        kind, _, name = value.partition(":")

        def remove(checkout_id: str) -> Checkout:
            if kind == PromoKind.GIFT_CARD:
                return checkouts.remove_gift_card(checkout_id, gift_card_id=name, caller=self.caller)
            return checkouts.remove_promo_code(checkout_id, code=name, caller=self.caller)

        def is_removed(checkout: Checkout) -> bool:
            return checkout.voucher_code != name and name not in {card.id for card in checkout.gift_cards}

        return self._change_checkout(remove, is_removed)

    def merge_from(self, other: Checkout) -> CartResult | None:
        """Take over the contents of another checkout of this shopper: of each variant the larger of both quantities.

        The other checkout is emptied, so that it does not come back after an order. If this cart is empty, the other
        checkout becomes the cart.
        """
        with self.change() as current:
            if current.stored.checkout_id is None and not current.stored.quantities:
                return self._save(other)
            missing = 0
            for line in other.lines:
                if line.quantity > current.stored.quantities.get(line.variant.id, 0):
                    try:
                        self._set_line(current, line.variant.id, line.quantity)
                    except errors.MutationError:
                        missing += 1
                    current = CurrentCart(stored=self.stored, state=CheckoutState.OPEN)
            checkouts.delete_lines(other.id, line_ids=[line.id for line in other.lines], caller=self.caller)
        merged = self.fetch()
        return replace(merged, missing=missing) if merged else None

    def clear(self) -> None:
        """Remove the cart from the session; the next item added creates a new one."""
        session_store.clear(self.session, channel=self.channel)

    @contextmanager
    def change(self) -> Iterator[CurrentCart]:
        """Lock the cart while it changes. Raises CartBusy or PaymentInProgress."""
        with session_store.exclusive(self.session):
            current = self._current()
            if current.state is CheckoutState.PAYING:
                raise PaymentInProgress
            yield current

    def _current(self) -> CurrentCart:
        stored = self.stored
        state = checkout_state(stored.checkout_id) if stored.checkout_id is not None else CheckoutState.OPEN
        return CurrentCart(stored=stored, state=state)

    def _set_line(self, current: CurrentCart, variant_id: str, quantity: int) -> CartResult:
        wanted = {variant_id: quantity}
        if current.open_checkout_id is not None:
            try:
                return self._save(self._set_quantities(current.open_checkout_id, wanted))
            except errors.MutationError as refused:
                if not refused.is_checkout_gone:
                    raise
        return self._recreate(current, wanted) or self._save(self._create(wanted))

    def _remove_line(self, current: CurrentCart, variant_id: str) -> CartResult:
        if current.open_checkout_id is not None:
            try:
                return self._save(self._set_quantities(current.open_checkout_id, {variant_id: 0}))
            except errors.MutationError as refused:
                if not refused.is_checkout_gone:
                    return self._delete_line(current.open_checkout_id, variant_id)
        rest = {key: quantity for key, quantity in current.stored.quantities.items() if key != variant_id}
        result = self._recreate(replace(current, stored=replace(current.stored, quantities=rest)), {})
        if result is None:
            raise CartEmpty
        return result

    def _delete_line(self, checkout_id: str, variant_id: str) -> CartResult:
        """Delete a line. One whose variant can no longer be bought accepts no quantity, not even 0."""
        checkout = checkouts.get(checkout_id, caller=self.caller)
        for line in checkout.lines if checkout else ():
            if line.variant.id == variant_id:
                checkout = checkouts.delete_lines(checkout_id, line_ids=[line.id], caller=self.caller)
        if checkout is None:
            raise CartEmpty
        return self._save(checkout)

    def _change_checkout(self, mutate: Callable[[str], Checkout], is_done: Callable[[Checkout], bool]) -> CartResult:
        with self.change() as current:
            checkout_id = current.open_checkout_id
            if checkout_id is not None:
                try:
                    return self._save(self._mutate(checkout_id, lambda: mutate(checkout_id), is_done))
                except errors.MutationError as refused:
                    if not refused.is_checkout_gone:
                        raise
            recreated = self._recreate(current, {})
            if recreated is None:
                raise CartEmpty
            new_id = recreated.checkout.id
            changed = self._save(self._mutate(new_id, lambda: mutate(new_id), is_done))
            return replace(recreated, checkout=changed.checkout)

    def _set_quantities(self, checkout_id: str, wanted: Mapping[str, int]) -> Checkout:
        def is_done(checkout: Checkout) -> bool:
            held = {line.variant.id: line.quantity for line in checkout.lines}
            return all(held.get(variant_id, 0) == quantity for variant_id, quantity in wanted.items())

        lines = _lines(wanted)
        return self._mutate(
            checkout_id, lambda: checkouts.set_lines(checkout_id, lines=lines, caller=self.caller), is_done
        )

    def _mutate(
        self, checkout_id: str, mutate: Callable[[], Checkout], is_done: Callable[[Checkout], bool]
    ) -> Checkout:
        def find_result() -> Checkout | None:
            checkout = checkouts.get(checkout_id, caller=self.caller)
            return checkout if checkout is not None and is_done(checkout) else None

        return retry_if_lost(mutate, find_result=find_result)

    def _create(self, wanted: Mapping[str, int]) -> Checkout:
        """Create a checkout. If the response is lost, a checkout without an owner may remain; Saleor deletes it."""
        lines = _lines(wanted)
        return retry_if_lost(lambda: checkouts.create(self.channel, lines=lines, caller=self.caller))

    def _recreate(self, current: CurrentCart, wanted: Mapping[str, int]) -> CartResult | None:
        """Create a checkout with the contents of the old one and `wanted`; None if that was ordered, or is empty.

        Variants that are no longer sold are left out and counted, except those in `wanted`: they raise MutationError.
        """
        stored = current.stored
        quantities = {**stored.quantities, **wanted}
        if current.state is CheckoutState.ORDERED or not quantities:
            self.clear()
            session_store.clear(self.session, channel=stored.from_channel)
            return None
        try:
            result: CartResult | None = self._save(self._create(quantities))
        except errors.MutationError:
            result = self._recreate_line_by_line(quantities, wanted)
        if result is None:
            # Nothing of another market's cart is sold here: it stays there, for when the shopper goes back.
            self.clear()
            return None
        is_moved = stored.from_channel is not None
        session_store.clear(self.session, channel=stored.from_channel)
        return replace(result, is_recreated=is_moved or stored.checkout_id is not None, is_moved=is_moved)

    def _recreate_line_by_line(self, quantities: Mapping[str, int], wanted: Mapping[str, int]) -> CartResult | None:
        checkout = self._create(wanted) if wanted else None
        missing = 0
        for variant_id, quantity in quantities.items():
            if variant_id in wanted:
                continue
            line = {variant_id: quantity}
            try:
                checkout = self._set_quantities(checkout.id, line) if checkout else self._create(line)
            except errors.MutationError:
                missing += 1
        return replace(self._save(checkout), missing=missing) if checkout else None

    def _save(self, checkout: Checkout) -> CartResult:
        checkout = balance.settle(checkout, caller=self.caller)
        session_store.save(self.session, checkout, channel=self.channel)
        return CartResult(checkout=checkout)


def _may_move(checkout_id: str) -> bool:
    return checkout_state(checkout_id) in (CheckoutState.OPEN, CheckoutState.SPENT)


def _lines(quantities: Mapping[str, int]) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(variant_id=key, quantity=quantity) for key, quantity in quantities.items())
