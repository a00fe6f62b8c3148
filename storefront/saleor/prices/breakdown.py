"""The prices of a cart or an order before and after discounts, as its channel shows them: with tax or without.

Saleor states some prices as the merchant entered them (undiscounted prices of a checkout, the undiscounted delivery,
the amounts of discounts), which is without tax in some channels. Whether a channel shows tax is another setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import get_currency_precision

from storefront.saleor.types import (
    Checkout,
    CheckoutLine,
    Money,
    NetAndGross,
    Order,
    OrderDiscount,
    OrderLine,
    TaxedMoney,
)

_ZERO = Decimal(0)
# Values of Saleor's OrderDiscountType.
_VOUCHER = "VOUCHER"
_CATALOGUE_PROMOTION = "PROMOTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxBasis:
    """Whether the merchant enters prices without tax, and whether the channel shows them without."""

    is_entered_net: bool
    is_shown_net: bool

    @property
    def differs(self) -> bool:
        """Whether amounts are entered on another basis than they are shown."""
        return self.is_entered_net != self.is_shown_net

    def shown(self, paid: TaxedMoney) -> Decimal:
        """Return an amount as it is shown."""
        return paid.net.amount if self.is_shown_net else paid.gross.amount

    def entered(self, paid: TaxedMoney) -> Decimal:
        """Return an amount as it would be entered."""
        return paid.net.amount if self.is_entered_net else paid.gross.amount

    def convert(self, entered: Decimal, paid: TaxedMoney) -> Decimal:
        """Return an entered amount as it is shown, at the tax rate of what is paid."""
        if not self.differs or not self.entered(paid):
            return entered
        return _rounded(entered * self.shown(paid) / self.entered(paid), paid.gross.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price as it is shown: in full, after a promotion on the product, and after all discounts.

    `promoted` is None where Saleor does not tell a promotion from other discounts.
    """

    full: Decimal
    promoted: Decimal | None
    paid: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A discount that Saleor names; `amount` as it is shown."""

    is_voucher: bool
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The prices of a checkout or an order, the discounts on all of it, and the tax in what is paid.

    `tolerance` is by how much the discounts may be off: Saleor rounds line by line.
    """

    basis: TaxBasis
    lines: tuple[Price, ...]
    delivery: Price
    discounts: tuple[Discount, ...]
    tax: Decimal
    currency: str

    @property
    def tolerance(self) -> Decimal:
        """One smallest unit for each price."""
        return (len(self.lines) + 1) * smallest_unit(self.currency)

    @property
    def has_known_promotions(self) -> bool:
        """Whether the promotions on products and the named discounts explain together what is taken off.

        When they do not, nothing says what a single line costs before the discounts on all of it.
        """
        if not self.discounts:
            return True
        if any(line.promoted is None for line in self.lines):
            return False
        left = self.off_delivery + sum((line.promoted - line.paid for line in self.lines if line.promoted), _ZERO)
        unused = sum((discount.amount for discount in self.discounts), _ZERO) - left
        # Where nothing is converted, Saleor takes off at most what it names.
        return (-self.tolerance if self.basis.differs else _ZERO) <= unused <= self.tolerance

    @property
    def line_totals(self) -> tuple[Decimal, ...]:
        """What each line costs before the discounts on all of it: after promotions on products where known."""
        if not self.has_known_promotions:
            return tuple(line.full for line in self.lines)
        return tuple(line.full if line.promoted is None else line.promoted for line in self.lines)

    @property
    def off_delivery(self) -> Decimal:
        """What is taken off the delivery."""
        return self.delivery.full - self.delivery.paid

    @property
    def taken_off(self) -> Decimal:
        """What the discounts on all of it take off, whether Saleor names them or not."""
        return sum(self.line_totals, _ZERO) - sum((line.paid for line in self.lines), _ZERO) + self.off_delivery


def checkout_breakdown(checkout: Checkout) -> Breakdown:
    """Return the prices of a checkout's lines and of the delivery that is chosen."""
    named = checkout.discount.amount if checkout.discount else _ZERO
    basis = TaxBasis(
        is_entered_net=_is_checkout_entered_net(checkout, named), is_shown_net=not checkout.display_gross_prices
    )
    paid = _sum((*(line.total_price for line in checkout.lines), checkout.shipping_price))
    discount = Discount(
        is_voucher=bool(checkout.voucher_code), name=checkout.voucher_code or "", amount=basis.convert(named, paid)
    )
    return Breakdown(
        basis=basis,
        lines=tuple(_checkout_line_price(line, basis, has_discount=bool(named)) for line in checkout.lines),
        delivery=_price(*_delivery_price(checkout), basis),
        discounts=(discount,) if named else (),
        tax=paid.tax.amount,
        currency=paid.gross.currency,
    )


def order_breakdown(order: Order) -> Breakdown:
    """Return the prices of an order's lines and of its delivery."""
    named = _named_discounts(order)
    on_products = [_promotion(line) for line in order.lines]
    all_named = sum(named.values(), _ZERO) + sum(on_products, _ZERO)
    basis = TaxBasis(
        is_entered_net=_is_order_entered_net(order, all_named), is_shown_net=not order.display_gross_prices
    )
    paid = _sum((*(line.total_price for line in order.lines), order.shipping_price))
    discounts = tuple(
        Discount(is_voucher=is_voucher, name=name, amount=basis.convert(amount, paid))
        for (is_voucher, name), amount in named.items()
    )
    return Breakdown(
        basis=basis,
        lines=tuple(
            _order_line_price(line, basis, promotion=off, has_discount=bool(named))
            for line, off in zip(order.lines, on_products, strict=True)
        ),
        delivery=_price(order.undiscounted_shipping_price.amount, order.shipping_price, basis),
        discounts=discounts,
        tax=paid.tax.amount,
        currency=paid.gross.currency,
    )


def settle_discounts(breakdown: Breakdown) -> tuple[Discount, ...]:
    """Return the named discounts, of which the last takes what rounding leaves."""
    discounts = breakdown.discounts
    difference = breakdown.taken_off - sum((discount.amount for discount in discounts), _ZERO)
    is_rounding = breakdown.basis.differs or breakdown.has_known_promotions
    if not discounts or not is_rounding or abs(difference) > breakdown.tolerance:
        return discounts
    *others, last = discounts
    return (*others, replace(last, amount=last.amount + difference))


def smallest_unit(currency: str) -> Decimal:
    """Return the smallest unit of a currency (ISO 4217), such as 0.01."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def _delivery_price(checkout: Checkout) -> tuple[Decimal, TaxedMoney]:
    chosen = checkout.delivery.shipping_method if checkout.delivery and checkout.is_shipping_required else None
    return (chosen.price.amount if chosen else _ZERO), checkout.shipping_price


def _full_price(line: CheckoutLine) -> Decimal:
    return line.undiscounted_unit_price.amount * line.quantity


def _price(full: Decimal, paid: TaxedMoney, basis: TaxBasis) -> Price:
    """Return a price that no promotion on a product lowers. It is never below what is paid."""
    shown = basis.shown(paid)
    return Price(full=max(basis.convert(full, paid), shown), promoted=None, paid=shown)


def _checkout_line_price(line: CheckoutLine, basis: TaxBasis, *, has_discount: bool) -> Price:
    """Return a line's price. Without another discount, all that is taken off is a promotion on the product.

    A gift has no full price: it is shown as a gift, not as an item with a reduction.
    """
    price = _price(_full_price(line), line.total_price, basis)
    if line.is_gift:
        return replace(price, full=price.paid, promoted=price.paid)
    if not has_discount:
        return replace(price, promoted=price.paid)
    if None in _pricing(line):
        return price
    off = _promotion_now(line, basis.is_entered_net)
    promoted = basis.convert(_full_price(line) - off, line.total_price)
    return replace(price, promoted=max(min(promoted, price.full), price.paid))


def _order_line_price(line: OrderLine, basis: TaxBasis, *, promotion: Decimal, has_discount: bool) -> Price:
    shown = basis.shown(line.total_price)
    if line.is_gift:
        return Price(full=shown, promoted=shown, paid=shown)
    full = max(basis.shown(line.undiscounted_total_price), shown)
    if not has_discount:
        return Price(full=full, promoted=shown, paid=shown)
    off = basis.convert(promotion, line.undiscounted_total_price)
    return Price(full=full, promoted=max(full - off, shown), paid=shown)


def _pricing(line: CheckoutLine) -> tuple[NetAndGross | None, NetAndGross | None]:
    pricing = line.variant.pricing
    return (pricing.price, pricing.price_undiscounted) if pricing else (None, None)


def _promotion_now(line: CheckoutLine, is_entered_net: bool) -> Decimal:
    """Return what a promotion on the product takes off a line now, as entered; zero where that is not known."""
    now, before = _pricing(line)
    if now is None or before is None:
        return _ZERO
    off = before.net.amount - now.net.amount if is_entered_net else before.gross.amount - now.gross.amount
    return off * line.quantity


def _promotion(line: OrderLine) -> Decimal:
    """Return what a promotion on the product took off a line, as entered."""
    found = (discount for discount in line.discounts or () if discount.type == _CATALOGUE_PROMOTION)
    return sum((discount.total.amount for discount in found), _ZERO)


def _named_discounts(order: Order) -> dict[tuple[bool, str], Decimal]:
    """Return the discounts of an order by kind and name, as entered, without promotions on products."""
    amounts: dict[tuple[bool, str], Decimal] = {}
    bought = (line for line in order.lines if not line.is_gift)
    on_lines = (found for line in bought for found in line.discounts or () if found.type != _CATALOGUE_PROMOTION)
    for discount in (*order.discounts, *on_lines):
        key = _discount_key(discount, order)
        amounts[key] = amounts.get(key, _ZERO) + discount.total.amount
    return {key: amount for key, amount in amounts.items() if amount}


def _discount_key(discount: OrderDiscount, order: Order) -> tuple[bool, str]:
    """Return whether a discount is a voucher, and the name that the shopper was shown."""
    if discount.type == _VOUCHER:
        return True, order.voucher_code or discount.name or ""
    return False, ""  # its name is that of an inner rule, which no shopper was shown before


def _is_checkout_entered_net(checkout: Checkout, named: Decimal) -> bool:
    """Return whether the merchant enters prices without tax, which shoppers cannot ask Saleor."""
    bought = [line for line in checkout.lines if not line.is_gift]
    for line in bought:
        _, before = _pricing(line)
        full = line.undiscounted_unit_price.amount
        if before and before.net.amount != before.gross.amount and full in (before.net.amount, before.gross.amount):
            return full == before.net.amount
    prices = [(_full_price(line), line.total_price) for line in bought]
    if any(paid.net.amount <= full < paid.gross.amount for full, paid in prices):
        return True
    stated = [(full, paid) for full, paid in (*prices, _delivery_price(checkout)) if full >= paid.net.amount]
    on_net, on_gross = (sum((_promotion_now(line, net) for line in bought), _ZERO) for net in (True, False))
    off_net = sum((full - paid.net.amount for full, paid in stated), _ZERO) - on_net
    off_gross = sum((full - paid.gross.amount for full, paid in stated), _ZERO) - on_gross
    return _is_nearer(named, off_net, off_gross, otherwise=not checkout.display_gross_prices)


def _is_order_entered_net(order: Order, named: Decimal) -> bool:
    """Return whether the merchant enters prices without tax: then the named discounts explain the net prices better."""
    bought = [line for line in order.lines if not line.is_gift]
    off_net = sum((line.undiscounted_total_price.net.amount - line.total_price.net.amount for line in bought), _ZERO)
    off_gross = sum(
        (line.undiscounted_total_price.gross.amount - line.total_price.gross.amount for line in bought), _ZERO
    )
    full, paid = order.undiscounted_shipping_price.amount, order.shipping_price
    if full >= paid.net.amount:
        off_net, off_gross = off_net + full - paid.net.amount, off_gross + full - paid.gross.amount
    return _is_nearer(named, off_net, off_gross, otherwise=not order.display_gross_prices)


def _is_nearer(amount: Decimal, first: Decimal, second: Decimal, *, otherwise: bool) -> bool:
    """Return whether the first amount is nearer; `otherwise` if both are as near."""
    distances = abs(first - amount), abs(second - amount)
    return otherwise if distances[0] == distances[1] else distances[0] < distances[1]


def _sum(prices: Sequence[TaxedMoney]) -> TaxedMoney:
    currency = prices[0].gross.currency
    net = sum((price.net.amount for price in prices), _ZERO)
    gross = sum((price.gross.amount for price in prices), _ZERO)
    return TaxedMoney(
        net=Money(amount=net, currency=currency),
        gross=Money(amount=gross, currency=currency),
        tax=Money(amount=gross - net, currency=currency),
    )


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(smallest_unit(currency))
