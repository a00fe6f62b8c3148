"""The sum of a cart or an order as rows that add up to its total.

Saleor states a total and the prices behind it, but not the rows between them: vouchers and promotions are already taken
off the lines or the delivery, and an order's total is what is left after gift cards. This module works out the rows.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext as _

from storefront.saleor.price_breakdown import (
    Discount,
    Prices,
    add_tax,
    checkout_discount,
    checkout_prices,
    is_entered_net,
    order_discounts,
    order_prices,
    tax_of,
)
from storefront.saleor.types import Checkout, Money, Order

logger = logging.getLogger(__name__)

_ZERO = Decimal(0)


class RowKind(Enum):
    """The kinds of rows in a summary."""

    ITEMS = "items"
    PROMOTION = "promotion"
    VOUCHER = "voucher"
    DELIVERY = "delivery"
    COLLECTION = "collection"
    GIFT_CARD = "gift-card"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One row of a summary. `amount` is signed: what is taken off is negative.

    `name` is a voucher's code or the last four characters of each gift card. Promotions have no name: Saleor names one
    of several before the order, and inner rules after it.
    """

    kind: RowKind
    amount: Money
    name: str = ""

    @property
    def label(self) -> str:
        """The row's name in the active language."""
        match self.kind:
            case RowKind.ITEMS:
                return _("Items")
            case RowKind.PROMOTION | RowKind.VOUCHER:
                return self.name or _("Discount")
            case RowKind.DELIVERY:
                return _("Delivery")
            case RowKind.COLLECTION:
                return _("Collection")
            case RowKind.GIFT_CARD:
                return gift_card_label(self.name) if self.name else _("Gift cards")
            case RowKind.ADJUSTMENT:
                return _("Unexplained difference")

    @property
    def is_deduction(self) -> bool:
        """Whether the row lowers the total."""
        return self.amount.amount < 0

    @property
    def absolute_amount(self) -> Money:
        """The amount without its sign, for pages that write the sign themselves."""
        return Money(amount=abs(self.amount.amount), currency=self.amount.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSummary:
    """Rows that add up to `total`: items at full price, discounts, delivery at full price, gift cards.

    There is no delivery row where nothing is shipped, and while a checkout has no delivery: then `total` is without
    it, and `lacks_delivery` is True. `tax` is the tax in all prices, None when zero: gift cards do not lower it.
    """

    rows: tuple[SummaryRow, ...]
    total: Money
    tax: Money | None
    lacks_delivery: bool = False

    @classmethod
    def from_checkout(cls, checkout: Checkout) -> "OrderSummary":
        """Summarize a checkout. Gift cards are used in their order, each up to its balance, and share one row."""
        entered = checkout_prices(checkout)
        voucher = checkout_discount(checkout)
        lacks_delivery = not _has_delivery(checkout)
        is_collected = checkout.collection_point is not None
        rows = _price_rows(
            entered,
            discounts=(voucher,) if voucher else (),
            currency=checkout.total_price.gross.currency,
            delivery=_delivery_kind(
                is_shipped=checkout.is_shipping_required and not lacks_delivery, is_collected=is_collected
            ),
        )
        cards = _checkout_gift_cards(checkout, due=_sum_of(rows))
        return cls._close(
            rows,
            cards,
            total=checkout.total_price.gross,
            tax=tax_of(entered),
            subject="checkout",
            lacks_delivery=lacks_delivery,
        )

    @classmethod
    def from_order(cls, order: Order) -> "OrderSummary":
        """Summarize an order. Saleor does not tell how much each gift card paid, so they share one row."""
        prices = order_prices(order)
        rows = _price_rows(
            prices,
            discounts=order_discounts(order),
            currency=order.total.gross.currency,
            delivery=_delivery_kind(
                is_shipped=order.is_shipping_required, is_collected=bool(order.collection_point_name)
            ),
        )
        due = _sum_of(rows) - order.total.gross.amount
        cards = _order_gift_cards(order, due=due)
        tax = tax_of(prices)
        return cls._close(rows, cards, total=order.total.gross, tax=tax, subject=f"order {order.number}")

    @classmethod
    def _close(
        cls,
        rows: Sequence[SummaryRow],
        gift_cards: Sequence[SummaryRow],
        *,
        total: Money,
        tax: Decimal,
        subject: str,
        lacks_delivery: bool = False,
    ) -> "OrderSummary":
        """Add gift cards, and what still differs from the total as an adjustment, which is logged as an error."""
        closed = [*rows, *gift_cards]
        difference = total.amount - _sum_of(closed)
        if difference:
            logger.error("The prices of %s leave %s %s unexplained", subject, difference, total.currency)
            closed.append(_row(RowKind.ADJUSTMENT, difference, total.currency))
        return cls(
            rows=tuple(closed),
            total=total,
            tax=Money(amount=tax, currency=total.currency) if tax else None,
            lacks_delivery=lacks_delivery,
        )

    @property
    def items(self) -> Money:
        """The lines at full price."""
        return next(row.amount for row in self.rows if row.kind is RowKind.ITEMS)

    @property
    def discounts(self) -> tuple[SummaryRow, ...]:
        """The rows of promotions and vouchers."""
        return tuple(row for row in self.rows if row.kind in (RowKind.PROMOTION, RowKind.VOUCHER))

    @property
    def delivery(self) -> Money | None:
        """The delivery at full price; None while none is chosen, and where nothing is delivered."""
        return next((row.amount for row in self.rows if row.kind is RowKind.DELIVERY), None)

    @property
    def is_unexplained(self) -> bool:
        """Whether the prices do not add up to the total, which is an error at Saleor."""
        return any(row.kind is RowKind.ADJUSTMENT for row in self.rows)

    @property
    def payments(self) -> tuple[SummaryRow, ...]:
        """What follows the delivery: gift cards, and an adjustment if there is one."""
        return tuple(row for row in self.rows if row.kind in (RowKind.GIFT_CARD, RowKind.ADJUSTMENT))


def full_line_totals(checkout: Checkout) -> dict[str, Money]:
    """Return each line's total at full price, with tax, by the line's ID."""
    prices = checkout_prices(checkout)
    currency = checkout.total_price.gross.currency
    voucher = checkout_discount(checkout)
    is_net = is_entered_net(prices, voucher.amount if voucher else _ZERO)
    return {
        line.id: Money(amount=price.full_gross(is_entered_net=is_net), currency=currency)
        for line, price in zip(checkout.lines, prices.lines, strict=True)
    }


def gift_card_label(last_characters: str) -> str:
    """Name a gift card by the last four characters of its code, in the active language."""
    return _("Gift card ending in %(last4)s") % {"last4": last_characters}


def _has_delivery(checkout: Checkout) -> bool:
    chosen = checkout.delivery is not None or checkout.collection_point is not None
    return chosen or not checkout.is_shipping_required


def _delivery_kind(*, is_shipped: bool, is_collected: bool) -> RowKind | None:
    if not is_shipped:
        return None
    return RowKind.COLLECTION if is_collected else RowKind.DELIVERY


def _price_rows(
    prices: Prices, *, discounts: Sequence[Discount], currency: str, delivery: RowKind | None
) -> list[SummaryRow]:
    """Return the rows up to what is due before gift cards."""
    is_net = is_entered_net(prices, sum((discount.amount for discount in discounts), _ZERO))
    items = sum((price.full_gross(is_entered_net=is_net) for price in prices.lines), _ZERO)
    delivery_price = prices.delivery.full_gross(is_entered_net=is_net)
    taken_off = items + delivery_price - sum((price.paid.gross.amount for price in prices.all), _ZERO)
    if is_net:
        discounts = add_tax(discounts, prices, taken_off=taken_off, currency=currency)
    rows = [_row(RowKind.ITEMS, items, currency), *_discount_rows(discounts, taken_off=taken_off, currency=currency)]
    if delivery is not None:
        rows.append(_row(delivery, delivery_price, currency))
    return rows


def _discount_rows(discounts: Iterable[Discount], *, taken_off: Decimal, currency: str) -> Iterable[SummaryRow]:
    """Spread what was taken off over the named discounts; the rest is a promotion that Saleor does not name."""
    left = taken_off
    for discount in discounts:
        amount = min(discount.amount, left)
        left -= amount
        if amount:
            kind = RowKind.VOUCHER if discount.is_voucher else RowKind.PROMOTION
            yield _row(kind, -amount, currency, name=discount.name)
    if left:
        yield _row(RowKind.PROMOTION, -left, currency)


def _checkout_gift_cards(checkout: Checkout, *, due: Decimal) -> list[SummaryRow]:
    """Return one row for all gift cards, as an order has it, which does not tell how much each of them paid."""
    left, names = due, []
    for card in checkout.gift_cards:
        amount = min(card.usable_balance, left)
        if amount > 0:
            left -= amount
            names.append(card.last4_code_chars)
    if left == due:
        return []
    return [_row(RowKind.GIFT_CARD, left - due, checkout.total_price.gross.currency, name=", ".join(names))]


def _order_gift_cards(order: Order, *, due: Decimal) -> list[SummaryRow]:
    if not order.gift_cards or due <= 0:
        return []
    name = ", ".join(card.last4_code_chars for card in order.gift_cards)
    return [_row(RowKind.GIFT_CARD, -due, order.total.gross.currency, name=name)]


def _row(kind: RowKind, amount: Decimal, currency: str, *, name: str = "") -> SummaryRow:
    return SummaryRow(kind=kind, amount=Money(amount=amount, currency=currency), name=name)


def _sum_of(rows: Iterable[SummaryRow]) -> Decimal:
    return sum((row.amount.amount for row in rows), _ZERO)
