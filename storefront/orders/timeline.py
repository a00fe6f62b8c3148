"""The page of an order: its timeline step by step, its withdrawals, and until when it can be withdrawn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from storefront.catalog.lines.products import LineProducts, line_products_of
from storefront.checkout import presentation
from storefront.checkout.order_progress import StepState, TimelineStep, progress_steps, return_period
from storefront.checkout.presentation import PlacedOrder
from storefront.core.crypto import DecryptionError
from storefront.core.markets import active_market
from storefront.merchant.return_right import return_right
from storefront.orders import withdrawal
from storefront.orders.declaration import Row, declaration_rows
from storefront.orders.models import Withdrawal
from storefront.saleor.types import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredWithdrawal:
    """A declared withdrawal: when, and its details."""

    at: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatus:
    """What the order's page shows. `period` says until when the order can be withdrawn from, at `withdraw_url`."""

    number: str
    created: datetime
    order: PlacedOrder
    steps: tuple[TimelineStep, ...]
    withdrawals: tuple[DeclaredWithdrawal, ...]
    period: str
    withdraw_url: str


def order_status(order: Order) -> OrderStatus:
    """Return an order for its page."""
    withdrawals = withdrawal.withdrawals_of(order.id)
    products = line_products_of(order.lines)
    return OrderStatus(
        number=order.number,
        created=order.created,
        order=presentation.placed_order(order, products),
        steps=tuple(_steps(order, withdrawals, products)),
        withdrawals=tuple(_declared(stored) for stored in withdrawals),
        period=return_period(order),
        withdraw_url=reverse("orders:withdraw_order", args=[order.number]),
    )


def _steps(order: Order, withdrawals: list[Withdrawal], products: LineProducts) -> Iterator[TimelineStep]:
    yield from progress_steps(order, products)
    if withdrawals:
        title = _("Withdrawn") if return_right(active_market()).is_withdrawal else _("Return declared")
        yield TimelineStep(title=title, state=StepState.DONE, at=withdrawals[0].received_at)


def _declared(stored: Withdrawal) -> DeclaredWithdrawal:
    try:
        details = declaration_rows(withdrawal.read_declaration(stored))
    except DecryptionError:
        details = ()
    return DeclaredWithdrawal(at=withdrawal.exact_time(stored.received_at), rows=details)
