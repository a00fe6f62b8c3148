"""An order as a letter sets it out: lines, sums that add up, and where it goes."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from storefront.addresses.formatting import format_address
from storefront.catalog.line_products import line_products_of
from storefront.core.localized_text import LocalizedText
from storefront.saleor.types import Money, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing of the order, as the letter's language calls it; `total` is gross, for all pieces."""

    quantity: int
    name: LocalizedText
    variant: LocalizedText
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sum below the lines."""

    label: str
    sum: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`lines` and `rows` add up to `total`; `tax` is within it. `goes_to` is an address, line by line."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    total: Money
    tax: Money | None
    delivery: str
    goes_to: tuple[str, ...]


def of(order: Order) -> Statement:
    """The order, set out in the language that is active: one query."""
    goods = line_products_of(order.lines)
    return Statement(
        lines=tuple(
            Line(quantity=line.quantity, name=named.product, variant=named.variant, total=line.total_price.gross)
            for line, named in ((line, goods.named(line)) for line in order.lines)
        ),
        rows=_rows(order),
        total=order.total.gross,
        tax=order.total.tax if order.total.tax.amount else None,
        delivery=order.shipping_method_name or "",
        goes_to=format_address(order.shipping_address) if order.shipping_address else (),
    )


def _rows(order: Order) -> tuple[Row, ...]:
    """Delivery, and what the lines do not show yet: whether they hold a discount already shows only in the sums."""
    total, delivery = order.total.gross, order.shipping_price.gross
    items = sum((line.total_price.gross.amount for line in order.lines), Decimal(0))
    less = items + delivery.amount - total.amount
    rows = [Row(label=_("Delivery"), sum=delivery)] if order.shipping_address or delivery.amount else []
    if less:
        rows.append(Row(label=_label(order, less), sum=Money(amount=-less, currency=total.currency)))
    return tuple(rows)


def _label(order: Order, less: Decimal) -> str:
    named = [one for one in order.discounts if one.total.amount]
    if sum((one.total.amount for one in named), Decimal(0)) == less:
        return ", ".join(one.name for one in named if one.name) or _("Discount")
    return _("Discounts and gift cards") if named else _("Gift cards")
