"""The sum of a cart or an order as rows that add up to its total.

Saleor states a total and the prices behind it, but not the rows between them: vouchers and promotions are already taken
off the lines or the delivery, and an order's total is what is left after gift cards. This module works out the rows.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext as _

from storefront.core import metrics
from storefront.saleor.prices.breakdown import (
    Breakdown,
    checkout_breakdown,
    order_breakdown,
    settle_discounts,
    smallest_unit,
)
from storefront.saleor.types import Checkout, Money, Order, OrderWithGiftCards

logger = logging.getLogger(__name__)

_ZERO = Decimal(0)


class RowKind(Enum):
    """The kinds of rows in a summary."""

    ITEMS = "items"
    PROMOTION = "promotion"
    VOUCHER = "voucher"
    DELIVERY = "delivery"
    COLLECTION = "collection"
    TAX = "tax"
    GIFT_CARD = "gift-card"


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
            case RowKind.TAX:
                return _("Tax")

    @property
    def is_tax(self) -> bool:
        """Whether the row is the tax."""
        return self.kind is RowKind.TAX

    @property
    def is_deduction(self) -> bool:
        """Whether the row lowers the total."""
        return self.amount.amount < 0

    @property
    def absolute_amount(self) -> Money:
        """The amount without its sign, for pages that write the sign themselves."""
        return Money(amount=abs(self.amount.amount), currency=self.amount.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAmount:
    """What the summary counts for a line: its price before the discounts on the whole order.

    `piece` is the price of one, which may have many decimals; `unit` the same where it is exact, else None.
    `is_reduced`: a promotion on the product is taken off already.
    """

    total: Money
    piece: Money
    unit: Money | None
    is_reduced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSummary:
    """Rows that add up to `total`: items, discounts on all of them, delivery at full price, gift cards.

    `lines` are in the order of the checkout's or the order's, and add up to the first row. Where the channel shows
    prices without tax, rows and lines are without it, and the tax is a row of its own; `tax_included` is None then, and
    when there is none. Gift cards do not lower the tax.

    There is no delivery row where nothing is shipped, and while a checkout has no delivery: then `total` is without
    it, and `lacks_delivery` is True. Tax and total are an estimate while `lacks_address`. `unexplained` is what the
    rows leave of the total, which is an error at Saleor.
    """

    lines: tuple[LineAmount, ...]
    rows: tuple[SummaryRow, ...]
    total: Money
    tax_included: Money | None
    unexplained: Money | None = None
    lacks_delivery: bool = False
    lacks_address: bool = False

    @classmethod
    def from_checkout(cls, checkout: Checkout) -> "OrderSummary":
        """Summarize a checkout. Gift cards are used in their order, each up to its balance, and share one row."""
        breakdown = checkout_breakdown(checkout)
        lacks_delivery = not _has_delivery(checkout)
        is_collected = checkout.collection_point is not None
        rows = _price_rows(
            breakdown,
            delivery=_delivery_kind(
                is_shipped=checkout.is_shipping_required and not lacks_delivery, is_collected=is_collected
            ),
        )
        return cls(
            lines=_line_amounts(breakdown, [line.quantity for line in checkout.lines]),
            rows=(*rows, *_checkout_gift_cards(checkout, due=_sum_of(rows))),
            total=checkout.total_price.gross,
            tax_included=_tax_included(breakdown),
            lacks_delivery=lacks_delivery,
            lacks_address=checkout.shipping_address is None and checkout.billing_address is None,
        )._checked("checkout")

    @classmethod
    def from_order(cls, order: Order) -> "OrderSummary":
        """Summarize an order. All gift cards share one row, as before the order."""
        breakdown = order_breakdown(order)
        rows = _price_rows(
            breakdown,
            delivery=_delivery_kind(
                is_shipped=order.is_shipping_required, is_collected=bool(order.collection_point_name)
            ),
        )
        return cls(
            lines=_line_amounts(breakdown, [line.quantity for line in order.lines]),
            rows=(*rows, *_order_gift_cards(order, due=_sum_of(rows) - order.total.gross.amount)),
            total=order.total.gross,
            tax_included=_tax_included(breakdown),
        )._checked(f"order {order.number}")

    def _checked(self, subject: str) -> "OrderSummary":
        """Report what the rows do not explain to the merchant: it is no row."""
        difference = self.total.amount - _sum_of(self.rows)
        if not difference:
            return self
        logger.error("The prices of %s leave %s %s unexplained", subject, difference, self.total.currency)
        metrics.UNEXPLAINED_TOTALS.labels(subject.split()[0]).inc()
        return replace(self, unexplained=Money(amount=difference, currency=self.total.currency))

    @property
    def items(self) -> Money:
        """The sum of the lines."""
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
    def has_tax_row(self) -> bool:
        """Whether the other rows are without tax."""
        return any(row.kind is RowKind.TAX for row in self.rows)

    @property
    def payments(self) -> tuple[SummaryRow, ...]:
        """The rows of gift cards."""
        return tuple(row for row in self.rows if row.kind is RowKind.GIFT_CARD)


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


def _price_rows(breakdown: Breakdown, *, delivery: RowKind | None) -> list[SummaryRow]:
    """Return the rows up to what is due before gift cards."""
    currency = breakdown.currency
    rows = [_row(RowKind.ITEMS, sum(breakdown.line_totals, _ZERO), currency), *_discount_rows(breakdown)]
    if delivery is not None:
        rows.append(_row(delivery, breakdown.delivery.full, currency))
    if breakdown.basis.is_shown_net:
        rows.append(_row(RowKind.TAX, breakdown.tax, currency))
    return rows


def _discount_rows(breakdown: Breakdown) -> Iterable[SummaryRow]:
    """Spread what was taken off over the named discounts; the rest is a promotion that Saleor does not name."""
    left = breakdown.taken_off
    for discount in settle_discounts(breakdown):
        amount = min(discount.amount, left)
        left -= amount
        if amount:
            kind = RowKind.VOUCHER if discount.is_voucher else RowKind.PROMOTION
            yield _row(kind, -amount, breakdown.currency, name=discount.name)
    if left:
        yield _row(RowKind.PROMOTION, -left, breakdown.currency)


def _line_amounts(breakdown: Breakdown, quantities: Sequence[int]) -> tuple[LineAmount, ...]:
    def amount(total: Decimal, full: Decimal, quantity: int) -> LineAmount:
        piece = Money(amount=total / quantity if quantity else _ZERO, currency=breakdown.currency)
        unit = piece.amount.quantize(smallest_unit(breakdown.currency))
        return LineAmount(
            total=Money(amount=total, currency=breakdown.currency),
            piece=piece,
            unit=Money(amount=unit, currency=breakdown.currency) if unit and unit * quantity == total else None,
            is_reduced=total < full,
        )

    prices = zip(breakdown.line_totals, breakdown.lines, quantities, strict=True)
    return tuple(amount(total, price.full, quantity) for total, price, quantity in prices)


def _tax_included(breakdown: Breakdown) -> Money | None:
    if breakdown.basis.is_shown_net or not breakdown.tax:
        return None
    return Money(amount=breakdown.tax, currency=breakdown.currency)


def _checkout_gift_cards(checkout: Checkout, *, due: Decimal) -> list[SummaryRow]:
    """Return one row for all gift cards, as an order has it, which does not tell how much each of them paid.

    Saleor takes cards in the order of their codes, which shoppers cannot read. So several cards are named only where
    all of them are used up.
    """
    usable = [card for card in checkout.gift_cards if card.usable_balance > 0]
    balance = sum((card.usable_balance for card in usable), _ZERO)
    amount = min(balance, due)
    if amount <= 0:
        return []
    is_known = len(usable) == 1 or balance <= due
    name = ", ".join(card.last4_code_chars for card in usable) if is_known else ""
    return [_row(RowKind.GIFT_CARD, -amount, checkout.total_price.gross.currency, name=name)]


def _order_gift_cards(order: Order, *, due: Decimal) -> list[SummaryRow]:
    """Return what the gift cards paid, as Saleor states it; `due` where that cannot be read."""
    if not order.gift_cards:
        return []
    amount = order.gift_cards_paid.amount if isinstance(order, OrderWithGiftCards) else max(due, _ZERO)
    if not amount:
        return []
    name = ", ".join(card.last4_code_chars for card in order.gift_cards)
    return [_row(RowKind.GIFT_CARD, -amount, order.total.gross.currency, name=name)]


def _row(kind: RowKind, amount: Decimal, currency: str, *, name: str = "") -> SummaryRow:
    return SummaryRow(kind=kind, amount=Money(amount=amount, currency=currency), name=name)


def _sum_of(rows: Iterable[SummaryRow]) -> Decimal:
    return sum((row.amount.amount for row in rows), _ZERO)
