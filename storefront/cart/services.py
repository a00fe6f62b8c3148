"""Changes of a cart: one at a time, with absolute quantities, and never doubled by a lost response."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront.cart import admission
from storefront.cart.changes import CartChange, Change
from storefront.cart.errors import CartEmpty, PaymentInProgress
from storefront.cart.lines import Lines, quantities_of
from storefront.cart.promo_codes import code_spellings
from storefront.cart.state import session_store
from storefront.cart.state.seen_cart import Wish, changes_of_new_cart, changes_since
from storefront.cart.state.session_store import StoredCart
from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit
from storefront.core.markets import active_market
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import checkouts
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import MutationProblem
from storefront.saleor.customer_session import client_ip, credentials, customer_email
from storefront.saleor.prices import balance
from storefront.saleor.types import Checkout

_CODES_OF_CART = Limit(name="promo-code", most=12, seconds=10 * 60)
_CODES_FROM_NETWORK = Limit(name="promo-code-network", most=60, seconds=60 * 60)
"""Vouchers and gift cards are worth money: a shopper types a few codes, and many attempts are guesses."""


class PromoKind(StrEnum):
    """What a promo code on a cart is; the first part of the value that removes it."""

    VOUCHER = "voucher"
    GIFT_CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class CartResult:
    """A cart as Saleor answered it, and what has changed about it without the shopper.

    `is_recreated`: it is a new checkout with the same contents, because the old one had expired, led to no order, or
    belonged to another market. `is_paying`: a payment is in progress, so it cannot change.
    """

    checkout: Checkout
    changes: tuple[CartChange, ...] = ()
    is_recreated: bool = False
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

    Every change raises CartBusy, PaymentInProgress, NotAdmitted, errors.MutationError (nothing has changed),
    errors.ResponseLost (it may have happened, and doing it again does not double it) or errors.Unavailable (it has not
    happened).
    """

    session: SessionBase
    channel: str
    caller: Credentials = field(repr=False)
    owner: Callable[[], Credentials] | None = field(default=None, repr=False)

    @classmethod
    def for_request(cls, request: HttpRequest) -> "Cart":
        """Return the visitor's cart in the active market.

        Saleor needs no token for it, only the ID; but a new cart of a signed-in customer belongs to their account, so
        that their other devices see it.
        """
        return cls(
            session=request.session,
            channel=active_market().channel,
            caller=Credentials(address=client_ip(request)),
            owner=(lambda: credentials(request)) if customer_email(request) is not None else None,
        )

    @property
    def stored(self) -> StoredCart:
        """What the session stores: this market's cart, or else one from another market. Saleor is not asked."""
        own = session_store.load(self.session, channel=self.channel)
        if own is not session_store.EMPTY:
            return own
        return session_store.load_other_channel(self.session, channel=self.channel, may_move=_may_move)

    @property
    def held(self) -> Mapping[str, int]:
        """The quantity of each variant by ID, as last answered; nothing once it is ordered. Saleor is not asked."""
        stored = self.stored
        is_ordered = stored.checkout_id is not None and checkout_state(stored.checkout_id) is CheckoutState.ORDERED
        return {} if is_ordered else stored.quantities

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
                result = self._save(checkout, since=stored, may_change=current.state is CheckoutState.OPEN)
                return replace(result, is_paying=current.state is CheckoutState.PAYING)
        with self.change() as now:
            if now.stored.checkout_id == stored.checkout_id:
                return self._recreate(now, {})
        return self.fetch()

    def add(self, variant_id: str, *, quantity: int) -> CartResult:
        """Add `quantity` of a variant, creating the cart if need be."""
        with self.change() as current:
            held = 0 if current.state is CheckoutState.ORDERED else current.stored.quantities.get(variant_id, 0)
            return self._set_lines(current, {variant_id: held + quantity})

    def set_quantity(self, variant_id: str, *, quantity: int) -> CartResult:
        """Set the quantity of a variant; 0 removes its line, even if it can no longer be bought."""
        with self.change() as current:
            if quantity == 0:
                return self._remove_line(current, variant_id)
            return self._set_lines(current, {variant_id: quantity})

    def swap(self, variant_ids: Collection[str], *, into: str) -> CartResult:
        """Put as many of `into` in the place of these variants as the cart has of them, or as many as can be had.

        It is one change, so the cart never has both or neither. Doing it twice has the same effect as once.
        """
        with self.change() as current:
            held = current.stored.quantities
            out = {variant_id: 0 for variant_id in variant_ids if variant_id in held and variant_id != into}
            if not out:
                return self._read(current)
            quantity = held.get(into, 0) + sum(held[variant_id] for variant_id in out)
            most = admission.most_of(into, channel=self.channel)
            return self._set_lines(current, {into: quantity if most is None else min(quantity, most), **out})

    def set_at_most(self, variant_id: str, *, quantity: int) -> int:
        """Have `quantity` of a variant in the cart, or as many as are left, and return how many are in it now."""
        with self.change() as current:
            checkout = checkouts.get(current.open_checkout_id, caller=self.caller) if current.open_checkout_id else None
            filled = self._lines.fill(checkout, variant_id, quantity)
            if filled is not None:
                self._save(filled, since=current.stored, wish=Wish(variants=[variant_id]))
            return quantities_of(filled).get(variant_id, 0) if filled else 0

    def add_promo(self, typed: str) -> CartResult:
        """Add a voucher or gift card by its code, in the first spelling that Saleor knows.

        Raises RateLimited as well, because codes can be guessed.
        """
        self._count_guess()
        spellings = code_spellings(typed)
        if not spellings:
            raise errors.MutationError((MutationProblem(field="promoCode", code="REQUIRED", message=""),))

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

        return self._change_checkout(add, is_added, wish=Wish(adds_code=True))

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

        return self._change_checkout(remove, is_removed, wish=Wish(removes_code=name))

    def join(self, account_cart: Checkout) -> CartResult:
        """Put the contents of this cart into another checkout of this shopper, which becomes the cart.

        Of each variant it has the larger of both quantities. The account's checkout stays the same, so that the
        shopper's other devices see the whole cart too. This cart's own checkout is emptied.
        """
        with self.change() as current:
            stored = current.stored
            checkout = account_cart
            for variant_id, quantity in stored.quantities.items():
                checkout = self._lines.fill(checkout, variant_id, quantity) or checkout
            gained = tuple(
                CartChange(kind=Change.CART_MERGED, variant_id=variant_id, after=quantity)
                for variant_id, quantity in quantities_of(account_cart).items()
                if quantity > stored.quantities.get(variant_id, 0)
            )
            lost = changes_of_new_cart(stored.seen, stored.quantities, checkout) if stored.quantities else ()
            if current.open_checkout_id is not None:
                self._empty(current.open_checkout_id)
            session_store.clear(self.session, channel=stored.from_channel)
            return replace(self._save(checkout), changes=(*gained, *lost))

    def take_in(self, other: Checkout) -> CartResult:
        """Put the contents of another checkout of this shopper into this cart, and empty the other one."""
        with self.change() as current:
            checkout = checkouts.get(current.open_checkout_id, caller=self.caller) if current.open_checkout_id else None
            if checkout is not None:
                for variant_id, quantity in quantities_of(other).items():
                    checkout = self._lines.fill(checkout, variant_id, quantity) or checkout
                self._empty(other.id)
                gained = tuple(
                    CartChange(kind=Change.CART_MERGED, variant_id=variant_id, after=quantity)
                    for variant_id, quantity in quantities_of(checkout).items()
                    if quantity > current.stored.quantities.get(variant_id, 0)
                )
                lost = changes_of_new_cart(None, quantities_of(other), checkout)
                return replace(self._save(checkout), changes=(*gained, *lost))
        return self.join(other)

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

    @property
    def _lines(self) -> Lines:
        return Lines(channel=self.channel, caller=self.caller, owner=self.owner or (lambda: self.caller))

    def _current(self) -> CurrentCart:
        stored = self.stored
        state = checkout_state(stored.checkout_id) if stored.checkout_id is not None else CheckoutState.OPEN
        return CurrentCart(stored=stored, state=state)

    def _read(self, current: CurrentCart) -> CartResult:
        checkout = checkouts.get(current.open_checkout_id, caller=self.caller) if current.open_checkout_id else None
        if checkout is None:
            raise CartEmpty
        return self._save(checkout, since=current.stored)

    def _set_lines(self, current: CurrentCart, wanted: Mapping[str, int]) -> CartResult:
        """Set quantities, at least one of them above 0."""
        if current.open_checkout_id is not None:
            try:
                changed = self._lines.set(current.open_checkout_id, wanted, held=current.stored.quantities)
                return self._save(changed, since=current.stored, wish=Wish(variants=list(wanted)))
            except errors.MutationError as refused:
                if not refused.is_checkout_gone:
                    raise
        kept = {key: quantity for key, quantity in current.stored.quantities.items() if wanted.get(key) != 0}
        current = replace(current, stored=replace(current.stored, quantities=kept))
        wanted = {key: quantity for key, quantity in wanted.items() if quantity}
        return self._recreate(current, wanted) or self._save(self._lines.create(wanted))

    def _remove_line(self, current: CurrentCart, variant_id: str) -> CartResult:
        if current.open_checkout_id is not None:
            try:
                changed = self._lines.set(current.open_checkout_id, {variant_id: 0}, held=current.stored.quantities)
            except errors.MutationError as refused:
                if not refused.is_checkout_gone:
                    rest = self._lines.delete(current.open_checkout_id, variant_id)
                    if rest is None:
                        raise CartEmpty from refused
                    return self._save(rest, since=current.stored, wish=Wish(variants=[variant_id]))
            else:
                return self._save(changed, since=current.stored, wish=Wish(variants=[variant_id]))
        kept = {key: quantity for key, quantity in current.stored.quantities.items() if key != variant_id}
        result = self._recreate(replace(current, stored=replace(current.stored, quantities=kept)), {})
        if result is None:
            raise CartEmpty
        return result

    def _change_checkout(
        self, mutate: Callable[[str], Checkout], is_done: Callable[[Checkout], bool], *, wish: Wish
    ) -> CartResult:
        with self.change() as current:
            checkout_id = current.open_checkout_id
            if checkout_id is not None:
                try:
                    changed = self._lines.mutate(checkout_id, lambda: mutate(checkout_id), is_done)
                    return self._save(changed, since=current.stored, wish=wish)
                except errors.MutationError as refused:
                    if not refused.is_checkout_gone:
                        raise
            recreated = self._recreate(current, {})
            if recreated is None:
                raise CartEmpty
            new_id = recreated.checkout.id
            changed = self._lines.mutate(new_id, lambda: mutate(new_id), is_done)
            return replace(recreated, checkout=self._save(changed).checkout)

    def _recreate(self, current: CurrentCart, wanted: Mapping[str, int]) -> CartResult | None:
        """Create a checkout with the contents of the old one and `wanted`; None if that was ordered, or is empty.

        Variants that cannot be had are left out and told, except those in `wanted`: they raise NotAdmitted or
        MutationError.
        """
        stored = current.stored
        asked = {key: quantity for key, quantity in stored.quantities.items() if key not in wanted}
        if current.state is CheckoutState.ORDERED or not (asked or wanted):
            self.clear()
            session_store.clear(self.session, channel=stored.from_channel)
            return None
        checkout = self._create_with(asked, wanted)
        if checkout is None:
            # Nothing of another market's cart is sold here: it stays there, for when the shopper goes back.
            self.clear()
            return None
        session_store.clear(self.session, channel=stored.from_channel)
        reason = _reason_of_new_cart(current)
        changes = (*reason, *changes_of_new_cart(stored.seen, asked, checkout))
        return replace(self._save(checkout), changes=changes, is_recreated=bool(reason))

    def _create_with(self, asked: Mapping[str, int], wanted: Mapping[str, int]) -> Checkout | None:
        refused = admission.refusals(asked, channel=self.channel)
        asked = {key: quantity for key, quantity in asked.items() if key not in refused}
        try:
            return self._lines.create({**asked, **wanted}) if asked or wanted else None
        except errors.MutationError:
            checkout = self._lines.create(wanted) if wanted else None
            for variant_id, quantity in asked.items():
                checkout = self._lines.fill(checkout, variant_id, quantity)
            return checkout

    def _empty(self, checkout_id: str) -> None:
        """Delete the lines of a checkout whose contents are in another one, so that it does not come back."""
        checkout = checkouts.get(checkout_id, caller=self.caller)
        if checkout is not None and checkout.lines:
            checkouts.delete_lines(checkout_id, line_ids=[line.id for line in checkout.lines], caller=self.caller)

    def _save(
        self,
        checkout: Checkout,
        *,
        since: StoredCart | None = None,
        wish: Wish | None = None,
        may_change: bool = True,
    ) -> CartResult:
        """Store the cart; `since` is what the shopper saw before, `wish` what they asked for."""
        checkout = balance.settle(checkout, caller=self.caller, may_change=may_change)
        session_store.save(self.session, checkout, channel=self.channel)
        if since is None or since.seen is None or since.checkout_id != checkout.id:
            return CartResult(checkout=checkout)
        changes = changes_since(since.seen, checkout, channel=self.channel, wish=wish or Wish())
        return CartResult(checkout=checkout, changes=changes)


def _reason_of_new_cart(current: CurrentCart) -> tuple[CartChange, ...]:
    if current.stored.from_channel is not None:
        return (CartChange(kind=Change.MARKET_CHANGED, place=active_market().label),)
    if current.stored.checkout_id is None:
        return ()
    is_after_payment = current.state is CheckoutState.SPENT
    return (CartChange(kind=Change.CART_AFTER_PAYMENT if is_after_payment else Change.CART_RECREATED),)


def _may_move(checkout_id: str) -> bool:
    return checkout_state(checkout_id) in (CheckoutState.OPEN, CheckoutState.SPENT)
