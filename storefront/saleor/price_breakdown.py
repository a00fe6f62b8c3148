"""The prices of a cart or an order before and after discounts, and the discounts that Saleor names.

Amounts include tax. Saleor states some prices as the merchant entered them (undiscounted prices of a checkout, the
undiscounted delivery, the amounts of discounts), which is without tax in a tax-exclusive channel; those are converted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import get_currency_precision

from storefront.saleor.types import Checkout, CheckoutLine, Order, OrderDiscount, OrderLine, TaxedMoney

_ZERO = Decimal(0)
_VOUCHER = "VOUCHER"  # a value of Saleor's OrderDiscountType


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
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
class Prices:
    """The prices of a checkout or an order."""

    lines: tuple[Price, ...]
    delivery: Price

    @property
    def all(self) -> tuple[Price, ...]:
        """Lines and delivery."""
        return (*self.lines, self.delivery)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A discount that Saleor names; `amount` as the merchant entered it, with or without tax."""

    is_voucher: bool
    name: str
    amount: Decimal


def _entered_price(full: Decimal, paid: TaxedMoney, *, is_gift: bool = False) -> Price:
    """Combine a full price as the merchant entered it with what is paid. A full price below that is not stated.

    A gift has no full price: it is shown as a gift, not as an item with a reduction.
    """
    if is_gift or full < paid.net.amount:
        return Price(full_if_gross=paid.gross.amount, full_if_net=paid.net.amount, paid=paid)
    return Price(full_if_gross=full, full_if_net=full, paid=paid)


def checkout_prices(checkout: Checkout) -> Prices:
    """Return the prices of a checkout's lines and of the delivery that is chosen."""
    chosen = checkout.delivery.shipping_method if checkout.delivery and checkout.is_shipping_required else None
    return Prices(
        lines=tuple(_checkout_line_price(line) for line in checkout.lines),
        delivery=_entered_price(chosen.price.amount if chosen else _ZERO, checkout.shipping_price),
    )


def _checkout_line_price(line: CheckoutLine) -> Price:
    full = line.undiscounted_unit_price.amount * line.quantity
    return _entered_price(full, line.total_price, is_gift=bool(line.is_gift))


def order_prices(order: Order) -> Prices:
    """Return the prices of an order's lines and of its delivery."""
    return Prices(
        lines=tuple(
            Price(
                full_if_gross=order_line_total(line).gross.amount,
                full_if_net=order_line_total(line).net.amount,
                paid=line.total_price,
            )
            for line in order.lines
        ),
        delivery=_entered_price(order.undiscounted_shipping_price.amount, order.shipping_price),
    )


def checkout_discount(checkout: Checkout) -> Discount | None:
    """Return the discount that a checkout names: its voucher, or a promotion on the whole order."""
    if checkout.discount is None or not checkout.discount.amount:
        return None
    return Discount(
        is_voucher=bool(checkout.voucher_code), name=checkout.voucher_code or "", amount=checkout.discount.amount
    )


def order_discounts(order: Order) -> tuple[Discount, ...]:
    """Return the discounts of an order and its lines, those of one name together."""
    amounts: dict[tuple[bool, str], Decimal] = {}
    bought = (line for line in order.lines if not line.is_gift)
    for discount in (*order.discounts, *(found for line in bought for found in line.discounts or ())):
        key = _discount_key(discount, order)
        amounts[key] = amounts.get(key, _ZERO) + discount.total.amount
    return tuple(
        Discount(is_voucher=is_voucher, name=name, amount=amount)
        for (is_voucher, name), amount in amounts.items()
        if amount
    )


def _discount_key(discount: OrderDiscount, order: Order) -> tuple[bool, str]:
    """Return whether a discount is a voucher, and the name that the shopper was shown."""
    if discount.type == _VOUCHER:
        return True, order.voucher_code or discount.name or ""
    return False, ""  # its name is that of an inner rule, which no shopper was shown before


def order_line_total(line: OrderLine) -> TaxedMoney:
    """Return an order line's total at full price; a gift has none."""
    return line.total_price if line.is_gift else line.undiscounted_total_price


def tax_of(prices: Prices) -> Decimal:
    """Return the tax in what is paid, before gift cards."""
    return sum((price.paid.tax.amount for price in prices.all), _ZERO)


def is_entered_net(prices: Prices, named: Decimal) -> bool:
    """Tell whether the merchant enters prices without tax: then the named discounts explain the net prices better."""
    off_net = sum((price.full_if_net - price.paid.net.amount for price in prices.all), _ZERO)
    off_gross = sum((price.full_if_gross - price.paid.gross.amount for price in prices.all), _ZERO)
    return abs(off_net - named) < abs(off_gross - named)


def add_tax(
    discounts: Sequence[Discount], prices: Prices, *, taken_off: Decimal, currency: str
) -> tuple[Discount, ...]:
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


def _smallest_unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-get_currency_precision(currency))


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(_smallest_unit(currency))
