"""Everything that changes a cart. One change at a time, by absolute quantities, and never doubled by a lost answer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront.cart import session_store
from storefront.cart.cart_lock import cart_lock
from storefront.cart.session_store import StoredCart
from storefront.core.markets import active_market
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import checkouts, errors
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.customer_session import client_ip
from storefront.saleor.types import Checkout

VOUCHER, GIFT_CARD = "voucher", "card"


class PaymentInProgress(Exception):
    """A payment for this cart is under way: it cannot change until that has ended."""


class CartEmpty(Exception):
    """There is nothing in the cart to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CartResult:
    """A cart as Saleor answered it. `renewed`: it is a new one that holds the same things, because the old one had
    expired or, when `moved`, was another market's; `missing`: how many kinds of things could not be put into it."""

    checkout: Checkout
    renewed: bool = False
    moved: bool = False
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """This session's cart in one channel.

    Every change raises CartBusy, CartHeld, errors.Refused (nothing has changed), errors.ResponseLost (it may have
    happened; doing it again does not double it) or errors.Unavailable (it has not happened).
    """

    session: SessionBase
    channel: str
    caller: Credentials = field(repr=False)

    @classmethod
    def of(cls, request: HttpRequest) -> "Cart":
        """The visitor's cart in the active market. Asked for without their token: the id alone opens a checkout."""
        return cls(
            session=request.session,
            channel=active_market().channel,
            caller=Credentials(address=client_ip(request)),
        )

    @property
    def kept(self) -> StoredCart:
        """What the session remembers, of this market's cart or else of the one that comes along; asks nobody."""
        own = session_store.load(self.session, channel=self.channel)
        if own is not session_store.NOTHING:
            return own
        return session_store.other_channel(self.session, channel=self.channel, may_move=_is_open)

    def see(self) -> CartResult | None:
        """The cart as it stands at Saleor, or None when there is none.

        An expired one is made anew with the same things; one that became an order is forgotten.
        """
        kept = self.kept
        if kept.checkout_id is None and not kept.quantities:
            return None
        usable = kept.checkout_id is not None and checkout_state(kept.checkout_id) in (
            CheckoutState.OPEN,
            CheckoutState.PAYING,
        )
        checkout = checkouts.get(kept.checkout_id, caller=self.caller) if kept.checkout_id and usable else None
        if checkout is not None:
            session_store.save(self.session, checkout, channel=self.channel)
            return CartResult(checkout=checkout)
        with self.change() as now:
            if now.checkout_id == kept.checkout_id:
                return self._made_anew(now, {})
        return self.see()

    def add(self, variant_id: str, *, quantity: int) -> CartResult:
        """Put `quantity` more of a variant into the cart, making the cart if need be."""
        with self.change() as kept:
            ordered = kept.checkout_id is not None and checkout_state(kept.checkout_id) is CheckoutState.ORDERED
            held = 0 if ordered else kept.quantities.get(variant_id, 0)
            return self._hold(kept, variant_id, held + quantity)

    def set_quantity(self, variant_id: str, *, quantity: int) -> CartResult:
        """Have exactly `quantity` of a variant; 0 takes it out, also when it can no longer be bought."""
        with self.change() as kept:
            if quantity == 0:
                return self._take_out(kept, variant_id)
            return self._hold(kept, variant_id, quantity)

    def remove_line(self, variant_id: str) -> CartResult:
        """Take a variant out, also when it can no longer be bought."""
        return self.set_quantity(variant_id, quantity=0)

    def add_promo(self, code: str) -> CartResult:
        """Use a voucher or gift card by its code."""

        def is_on(checkout: Checkout) -> bool:
            cards = {card.last4_code_chars.lower() for card in checkout.gift_cards}
            return (checkout.voucher_code or "").lower() == code.lower() or code[-4:].lower() in cards

        return self._on_checkout(
            lambda checkout_id: checkouts.add_promo_code(checkout_id, code=code, caller=self.caller), is_on
        )

    def remove_promo(self, value: str) -> CartResult:
        """Take off what `value` names: `voucher:<code>` or `card:<gift card id>`."""
        kind, _, name = value.partition(":")

        def take_off(checkout_id: str) -> Checkout:
            if kind == GIFT_CARD:
                return checkouts.remove_gift_card(checkout_id, gift_card_id=name, caller=self.caller)
            return checkouts.remove_promo_code(checkout_id, code=name, caller=self.caller)

        def is_off(checkout: Checkout) -> bool:
            return checkout.voucher_code != name and name not in {card.id for card in checkout.gift_cards}

        return self._on_checkout(take_off, is_off)

    def take_over(self, other: Checkout) -> CartResult | None:
        """Have what another checkout of this shopper holds, of each thing the larger of both numbers; that one is
        emptied, so that it does not come back after an order. With nothing here yet, that one becomes the cart.
        """
        with self.change() as kept:
            if kept.checkout_id is None and not kept.quantities:
                return self._answered(other)
            missing = 0
            for line in other.lines:
                if line.quantity > self.kept.quantities.get(line.variant.id, 0):
                    try:
                        self._hold(self.kept, line.variant.id, line.quantity)
                    except errors.MutationError:
                        missing += 1
            checkouts.delete_lines(other.id, line_ids=[line.id for line in other.lines], caller=self.caller)
        seen = self.see()
        return replace(seen, missing=missing) if seen else None

    def forget(self) -> None:
        """Leave it to what it became; the next thing added starts a new one."""
        session_store.forget(self.session, channel=self.channel)

    @contextmanager
    def change(self) -> Iterator[StoredCart]:
        """Alone with this cart, and with what the session remembers of it now; kept at once, before the next change."""
        with cart_lock(self.session.session_key):
            session_store.reload(self.session)
            kept = self.kept
            if kept.checkout_id is not None and checkout_state(kept.checkout_id) is CheckoutState.PAYING:
                raise PaymentInProgress
            yield kept
            if self.session.session_key is not None and self.session.modified:
                self.session.save()

    def _hold(self, kept: StoredCart, variant_id: str, quantity: int) -> CartResult:
        wanted = {variant_id: quantity}
        if kept.checkout_id is not None and checkout_state(kept.checkout_id) is CheckoutState.OPEN:
            try:
                return self._answered(self._surely_set(kept.checkout_id, wanted))
            except errors.MutationError as refused:
                if not refused.is_checkout_gone:
                    raise
        return self._made_anew(kept, wanted) or self._made(wanted)

    def _surely_set(self, checkout_id: str, wanted: Mapping[str, int]) -> Checkout:
        def happened(checkout: Checkout) -> bool:
            held = {line.variant.id: line.quantity for line in checkout.lines}
            return all(held.get(variant_id, 0) == quantity for variant_id, quantity in wanted.items())

        return self._surely(
            checkout_id,
            lambda: checkouts.set_lines(checkout_id, lines=_lines(wanted), caller=self.caller),
            happened,
        )

    def _surely(
        self, checkout_id: str, command: Callable[[], Checkout], happened: Callable[[Checkout], bool]
    ) -> Checkout:
        """Give a command. When its answer is lost, look whether it happened before giving it once more.

        When that look fails too it stays lost: nobody may be told that nothing happened.
        """
        try:
            return command()
        except errors.ResponseLost as lost:
            try:
                checkout = checkouts.get(checkout_id, caller=self.caller)
                return checkout if checkout is not None and happened(checkout) else command()
            except errors.Unavailable:
                raise lost from None

    def _take_out(self, kept: StoredCart, variant_id: str) -> CartResult:
        if kept.checkout_id is not None and checkout_state(kept.checkout_id) is CheckoutState.OPEN:
            try:
                return self._answered(self._surely_set(kept.checkout_id, {variant_id: 0}))
            except errors.MutationError as refused:
                if not refused.is_checkout_gone:
                    return self._deleted(kept.checkout_id, variant_id)
        rest = {key: number for key, number in kept.quantities.items() if key != variant_id}
        anew = self._made_anew(replace(kept, quantities=rest), {})
        if anew is None:
            raise CartEmpty
        return anew

    def _deleted(self, checkout_id: str, variant_id: str) -> CartResult:
        """A line whose variant can no longer be bought takes no quantity, not even 0: it can only be deleted."""
        checkout = checkouts.get(checkout_id, caller=self.caller)
        for line in checkout.lines if checkout else ():
            if line.variant.id == variant_id:
                checkout = checkouts.delete_lines(checkout_id, line_ids=[line.id], caller=self.caller)
        if checkout is None:
            raise CartEmpty
        return self._answered(checkout)

    def _on_checkout(self, command: Callable[[str], Checkout], happened: Callable[[Checkout], bool]) -> CartResult:
        with self.change() as kept:
            checkout_id = kept.checkout_id
            if checkout_id is not None and checkout_state(checkout_id) is CheckoutState.OPEN:
                try:
                    return self._answered(self._surely(checkout_id, lambda: command(checkout_id), happened))
                except errors.MutationError as refused:
                    if not refused.is_checkout_gone:
                        raise
            anew = self._made_anew(kept, {})
            if anew is None:
                raise CartEmpty
            checkout = self._surely(anew.checkout.id, lambda: command(anew.checkout.id), happened)
            session_store.save(self.session, checkout, channel=self.channel)
            return replace(anew, checkout=checkout)

    def _made(self, wanted: Mapping[str, int]) -> CartResult:
        """A new checkout. When the answer is lost, the one that may have been made is nobody's, and expires."""
        lines = _lines(wanted)
        try:
            checkout = checkouts.create(self.channel, lines=lines, caller=self.caller)
        except errors.ResponseLost:
            checkout = checkouts.create(self.channel, lines=lines, caller=self.caller)
        return self._answered(checkout)

    def _made_anew(self, kept: StoredCart, wanted: Mapping[str, int]) -> CartResult | None:
        """A new checkout with what the old one held and `wanted`; None when that became an order, or was empty.

        What can no longer be had is left out and counted; when `wanted` itself cannot be had, that raises.
        """
        lines = {**kept.quantities, **wanted}
        ordered = kept.checkout_id is not None and checkout_state(kept.checkout_id) is CheckoutState.ORDERED
        if ordered or not lines:
            self._leave(kept)
            return None
        try:
            seen: CartResult | None = self._made(lines)
        except errors.MutationError:
            seen = self._made_piecemeal(lines, wanted)
        if seen is None:
            # Nothing of it is sold here: another market's cart stays there, for when the shopper goes back.
            self.forget()
            return None
        moved = kept.from_channel is not None
        if moved:
            session_store.forget(self.session, channel=kept.from_channel)
        return replace(seen, renewed=moved or kept.checkout_id is not None, moved=moved)

    def _leave(self, kept: StoredCart) -> None:
        for channel in (self.channel, kept.from_channel):
            session_store.forget(self.session, channel=channel)

    def _made_piecemeal(self, lines: Mapping[str, int], wanted: Mapping[str, int]) -> CartResult | None:
        checkout = self._made(wanted).checkout if wanted else None
        missing = 0
        for variant_id, quantity in lines.items():
            if variant_id in wanted:
                continue
            try:
                one = {variant_id: quantity}
                checkout = self._surely_set(checkout.id, one) if checkout else self._made(one).checkout
            except errors.MutationError:
                missing += 1
        if checkout is None:
            return None
        session_store.save(self.session, checkout, channel=self.channel)
        return CartResult(checkout=checkout, missing=missing)

    def _answered(self, checkout: Checkout) -> CartResult:
        session_store.save(self.session, checkout, channel=self.channel)
        return CartResult(checkout=checkout)


def _is_open(checkout_id: str) -> bool:
    return checkout_state(checkout_id) in (CheckoutState.OPEN, CheckoutState.SPENT)


def _lines(wanted: Mapping[str, int]) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(variant_id=key, quantity=quantity) for key, quantity in wanted.items())
