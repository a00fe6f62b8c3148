"""The cart as the shopper last saw it, and what has changed since without them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from storefront.cart import admission
from storefront.cart.changes import CartChange, Change
from storefront.saleor.types import Checkout, Money


class SeenLine(msgspec.Struct, frozen=True):
    """A line: its quantity, its gross price and its price before any reduction, each for one item."""

    quantity: int
    unit: Decimal
    undiscounted: Decimal


class SeenCart(msgspec.Struct, frozen=True):
    """What the shopper saw: lines by variant ID, a voucher's code, gift cards by ID."""

    currency: str
    voucher: str | None
    gift_cards: dict[str, str]
    lines: dict[str, SeenLine]

    @classmethod
    def of(cls, checkout: Checkout) -> "SeenCart":
        """Return what a checkout shows, without gifts, which Saleor adds and removes."""
        lines: dict[str, SeenLine] = {}
        for line in (line for line in checkout.lines if not line.is_gift):
            known = lines.get(line.variant.id)
            lines[line.variant.id] = SeenLine(
                quantity=line.quantity + (known.quantity if known else 0),
                unit=max(line.unit_price.gross.amount, known.unit if known else Decimal(0)),
                undiscounted=line.undiscounted_unit_price.amount,
            )
        return cls(
            currency=checkout.subtotal_price.gross.currency,
            voucher=checkout.voucher_code,
            gift_cards={card.id: card.last4_code_chars for card in checkout.gift_cards},
            lines=lines,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the shopper just asked for: these variants and codes are theirs to change."""

    variants: Collection[str] = ()
    adds_code: bool = False
    removes_code: str | None = None


def changes_since(before: SeenCart, checkout: Checkout, *, channel: str, wish: Wish) -> tuple[CartChange, ...]:
    """Return what has changed in the same checkout, except what the shopper asked for."""
    now = SeenCart.of(checkout)
    if before.currency != now.currency:
        return ()
    return (*_lines(before, now, channel=channel, wish=wish), *_codes(before, now, wish=wish))


def changes_of_new_cart(
    before: SeenCart | None, asked: Mapping[str, int], checkout: Checkout
) -> tuple[CartChange, ...]:
    """Return what a new checkout lacks of the old one: items, quantities, codes; and what costs another price."""
    now = SeenCart.of(checkout)
    found = [change for variant, number in asked.items() if (change := _shortage(variant, number, now))]
    if before is None:
        return tuple(found)
    if before.currency == now.currency:
        found += _prices(before, now)
    codes = [before.voucher] if before.voucher else []
    codes += [f"…{end}" for end in before.gift_cards.values()]
    if codes:
        found.append(CartChange(kind=Change.CODES_LOST, code=", ".join(codes)))
    return tuple(found)


def _shortage(variant_id: str, asked: int, now: SeenCart) -> CartChange | None:
    held = now.lines[variant_id].quantity if variant_id in now.lines else 0
    if held >= asked:
        return None
    kind = Change.QUANTITY_CUT if held else Change.LINE_LEFT_OUT
    return CartChange(kind=kind, variant_id=variant_id, before=asked, after=held)


def _lines(before: SeenCart, now: SeenCart, *, channel: str, wish: Wish) -> tuple[CartChange, ...]:
    quantities = {key: (_held(before, key), _held(now, key)) for key in {**before.lines, **now.lines}}
    differing = {key: pair for key, pair in quantities.items() if pair[0] != pair[1] and key not in wish.variants}
    gone = [key for key, (_, after) in differing.items() if after == 0]
    unsold = admission.refusals(dict.fromkeys(gone, 0), channel=channel)
    return (
        *(
            CartChange(
                kind=Change.LINE_REMOVED if key in unsold else Change.LINE_CHANGED_ELSEWHERE,
                variant_id=key,
                before=was,
                after=after,
            )
            for key, (was, after) in differing.items()
        ),
        *_prices(before, now),
    )


def _prices(before: SeenCart, now: SeenCart) -> list[CartChange]:
    """Compare prices. With codes or quantities that changed, only the merchant's own price counts."""
    is_same_order = before.voucher == now.voucher and {k: v.quantity for k, v in before.lines.items()} == {
        k: v.quantity for k, v in now.lines.items()
    }
    return [
        CartChange(
            kind=Change.PRICE_CHANGED,
            variant_id=key,
            was=Money(amount=was.unit, currency=before.currency),
            now=Money(amount=line.unit, currency=now.currency),
        )
        for key, line in now.lines.items()
        if (was := before.lines.get(key)) is not None
        and was.unit != line.unit
        and (is_same_order or was.undiscounted != line.undiscounted)
    ]


def _codes(before: SeenCart, now: SeenCart, *, wish: Wish) -> list[CartChange]:
    found = []
    if before.voucher and before.voucher != now.voucher and before.voucher != wish.removes_code:
        kind = Change.VOUCHER_REPLACED if now.voucher and wish.adds_code else Change.VOUCHER_REMOVED
        found.append(CartChange(kind=kind, code=before.voucher))
    gone = before.gift_cards.keys() - now.gift_cards.keys() - {wish.removes_code}
    found += [CartChange(kind=Change.GIFT_CARD_REMOVED, code=before.gift_cards[card]) for card in sorted(gone)]
    return found


def _held(cart: SeenCart, variant_id: str) -> int:
    line = cart.lines.get(variant_id)
    return line.quantity if line else 0
