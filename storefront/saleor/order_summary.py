"""The sum of a cart or an order as rows that add up to its total.

Saleor states a total and the prices behind it, but not the rows between them: vouchers and promotions are already taken
off the lines or the delivery, and an order's total is what is left after gift cards. This module works out the rows.

Amounts here include tax. Saleor states some prices as the merchant entered them (undiscounted prices of a checkout, the
undiscounted delivery, the amounts of discounts), which is without tax in a tax-exclusive channel; those are converted.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from storefront.saleor.types import Checkout, CheckoutLine, Money, Order, OrderDiscount, OrderLine, TaxedMoney

logger = logging.getLogger(__name__)

_ZERO = Decimal(0)
_VOUCHER = "VOUCHER"  # a value of Saleor's OrderDiscountType


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
        entered = _checkout_prices(checkout)
        voucher = _checkout_voucher(checkout)
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
            tax=_tax_of(entered),
            subject="checkout",
            lacks_delivery=lacks_delivery,
        )

    @classmethod
    def from_order(cls, order: Order) -> "OrderSummary":
        """Summarize an order. Saleor does not tell how much each gift card paid, so they share one row."""
        prices = _order_prices(order)
        rows = _price_rows(
            prices,
            discounts=_order_discounts(order),
            currency=order.total.gross.currency,
            delivery=_delivery_kind(
                is_shipped=order.is_shipping_required, is_collected=bool(order.collection_point_name)
            ),
        )
        due = _sum_of(rows) - order.total.gross.amount
        cards = _order_gift_cards(order, due=due)
        tax = _tax_of(prices)
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
    prices = _checkout_prices(checkout)
    currency = checkout.total_price.gross.currency
    is_net = _is_entered_net(prices, _amount_of(_checkout_voucher(checkout)))
    return {
        line.id: Money(amount=price.full_gross(is_entered_net=is_net), currency=currency)
        for line, price in zip(checkout.lines, prices.lines, strict=True)
    }


def order_line_total(line: OrderLine) -> TaxedMoney:
    """Return an order line's total at full price; a gift has none."""
    return line.total_price if line.is_gift else line.undiscounted_total_price


def gift_card_label(last_characters: str) -> str:
    """Name a gift card by the last four characters of its code, in the active language."""
    return _("Gift card ending in %(last4)s") % {"last4": last_characters}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Price:
    """A price before and after discounts; the full price as it would be if entered with tax and without tax."""

    full_if_gross: Decimal
    full_if_net: Decimal
    paid: TaxedMoney

    def full_gross(self, *, is_entered_net: bool) -> Decimal:
        """The full price with tax. Never below what is paid, since a discount cannot be negative."""
        full = self._with_tax(self.full_if_net) if is_entered_net else self.full_if_gross
        return max(full, self.paid.gross.amount)

    def _with_tax(self, net: Decimal) -> Decimal:
        if not self.paid.net.amount:
            return net
        return _rounded(net * self.paid.gross.amount / self.paid.net.amount, self.paid.gross.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prices:
    """The prices of a checkout or an order."""

    lines: tuple[_Price, ...]
    delivery: _Price

    @property
    def all(self) -> tuple[_Price, ...]:
        """Lines and delivery."""
        return (*self.lines, self.delivery)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Discount:
    """A discount that Saleor names; `amount` as the merchant entered it, with or without tax."""

    kind: RowKind
    name: str
    amount: Decimal


def _entered_price(full: Decimal, paid: TaxedMoney, *, is_gift: bool = False) -> _Price:
    """Combine a full price as the merchant entered it with what is paid. A full price below that is not stated.

    A gift has no full price: it is shown as a gift, not as an item with a reduction.
    """
    if is_gift or full < paid.net.amount:
        return _Price(full_if_gross=paid.gross.amount, full_if_net=paid.net.amount, paid=paid)
    return _Price(full_if_gross=full, full_if_net=full, paid=paid)


def _checkout_prices(checkout: Checkout) -> _Prices:
    chosen = checkout.delivery.shipping_method if checkout.delivery and checkout.is_shipping_required else None
    return _Prices(
        lines=tuple(_checkout_line_price(line) for line in checkout.lines),
        delivery=_entered_price(chosen.price.amount if chosen else _ZERO, checkout.shipping_price),
    )


def _checkout_line_price(line: CheckoutLine) -> _Price:
    full = line.undiscounted_unit_price.amount * line.quantity
    return _entered_price(full, line.total_price, is_gift=bool(line.is_gift))


def _order_prices(order: Order) -> _Prices:
    return _Prices(
        lines=tuple(
            _Price(
                full_if_gross=order_line_total(line).gross.amount,
                full_if_net=order_line_total(line).net.amount,
                paid=line.total_price,
            )
            for line in order.lines
        ),
        delivery=_entered_price(order.undiscounted_shipping_price.amount, order.shipping_price),
    )


def _checkout_voucher(checkout: Checkout) -> _Discount | None:
    """Return the discount that a checkout names: its voucher, or a promotion on the whole order."""
    if checkout.discount is None or not checkout.discount.amount:
        return None
    kind = RowKind.VOUCHER if checkout.voucher_code else RowKind.PROMOTION
    return _Discount(kind=kind, name=checkout.voucher_code or "", amount=checkout.discount.amount)


def _order_discounts(order: Order) -> tuple[_Discount, ...]:
    """Return the discounts of an order and its lines, those of one name together."""
    amounts: dict[tuple[RowKind, str], Decimal] = {}
    bought = (line for line in order.lines if not line.is_gift)
    for discount in (*order.discounts, *(found for line in bought for found in line.discounts or ())):
        key = _discount_key(discount, order)
        amounts[key] = amounts.get(key, _ZERO) + discount.total.amount
    return tuple(_Discount(kind=kind, name=name, amount=amount) for (kind, name), amount in amounts.items() if amount)


def _discount_key(discount: OrderDiscount, order: Order) -> tuple[RowKind, str]:
    if discount.type == _VOUCHER:
        return RowKind.VOUCHER, order.voucher_code or discount.name or ""
    return RowKind.PROMOTION, ""  # its name is that of an inner rule, which no shopper was shown before


def _has_delivery(checkout: Checkout) -> bool:
    chosen = checkout.delivery is not None or checkout.collection_point is not None
    return chosen or not checkout.is_shipping_required


def _delivery_kind(*, is_shipped: bool, is_collected: bool) -> RowKind | None:
    if not is_shipped:
        return None
    return RowKind.COLLECTION if is_collected else RowKind.DELIVERY


def _tax_of(prices: _Prices) -> Decimal:
    return sum((price.paid.tax.amount for price in prices.all), _ZERO)


def _price_rows(
    prices: _Prices, *, discounts: Sequence[_Discount], currency: str, delivery: RowKind | None
) -> list[SummaryRow]:
    """Return the rows up to what is due before gift cards."""
    is_net = _is_entered_net(prices, sum((discount.amount for discount in discounts), _ZERO))
    items = sum((price.full_gross(is_entered_net=is_net) for price in prices.lines), _ZERO)
    delivery_price = prices.delivery.full_gross(is_entered_net=is_net)
    taken_off = items + delivery_price - sum((price.paid.gross.amount for price in prices.all), _ZERO)
    if is_net:
        discounts = _with_tax(discounts, prices, taken_off=taken_off, currency=currency)
    rows = [_row(RowKind.ITEMS, items, currency), *_discount_rows(discounts, taken_off=taken_off, currency=currency)]
    if delivery is not None:
        rows.append(_row(delivery, delivery_price, currency))
    return rows


def _is_entered_net(prices: _Prices, named: Decimal) -> bool:
    """Tell whether the merchant enters prices without tax: then the named discounts explain the net prices better."""
    off_net = sum((price.full_if_net - price.paid.net.amount for price in prices.all), _ZERO)
    off_gross = sum((price.full_if_gross - price.paid.gross.amount for price in prices.all), _ZERO)
    return abs(off_net - named) < abs(off_gross - named)


def _with_tax(
    discounts: Sequence[_Discount], prices: _Prices, *, taken_off: Decimal, currency: str
) -> tuple[_Discount, ...]:
    """Add tax to discounts that were entered without it.

    Saleor rounds tax line by line, so the last one takes a difference of up to one smallest unit for each price.
    """
    net = sum((price.paid.net.amount for price in prices.all), _ZERO)
    gross = sum((price.paid.gross.amount for price in prices.all), _ZERO)
    rate = gross / net if net else Decimal(1)
    amounts = [_rounded(discount.amount * rate, currency) for discount in discounts]
    difference = taken_off - sum(amounts, _ZERO)
    if amounts and abs(difference) <= len(prices.all) * _smallest_unit(currency):
        amounts[-1] += difference
    return tuple(replace(discount, amount=amount) for discount, amount in zip(discounts, amounts, strict=True))


def _discount_rows(discounts: Iterable[_Discount], *, taken_off: Decimal, currency: str) -> Iterable[SummaryRow]:
    """Spread what was taken off over the named discounts; the rest is a promotion that Saleor does not name."""
    left = taken_off
    for discount in discounts:
        amount = min(discount.amount, left)
        left -= amount
        if amount:
            yield _row(discount.kind, -amount, currency, name=discount.name)
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


def _amount_of(discount: _Discount | None) -> Decimal:
    return discount.amount if discount else _ZERO


def _smallest_unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-get_currency_precision(currency))


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(_smallest_unit(currency))
