"""The page of an order: its timeline step by step, its withdrawals, and until when it can be withdrawn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storefront.catalog.lines.products import LineProducts, line_products_of
from storefront.checkout import presentation
from storefront.checkout.order_progress import StepState, TimelineStep, progress_steps
from storefront.checkout.presentation import PlacedOrder
from storefront.core.crypto import DecryptionError
from storefront.core.markets import active_market
from storefront.merchant.return_right import return_right
from storefront.orders import withdrawal
from storefront.orders.declaration import Row, declaration_rows
from storefront.orders.models import Withdrawal
from storefront.saleor.order_state import Handover, handover
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
        period=withdrawal_period(order),
        withdraw_url=reverse("orders:withdraw_order", args=[order.number]),
    )


def withdrawal_period(order: Order) -> str:
    """Say until when the order can be withdrawn from, as far as that is known: Saleor has no date of arrival."""
    sent = [parcel.created for parcel in order.fulfillments if parcel.status == "FULFILLED"]
    is_all_sent = bool(sent) and all(line.quantity_fulfilled >= line.quantity for line in order.lines)
    start = max(sent) if is_all_sent else order.created
    days = return_right(active_market()).days  # from the day after the last parcel arrived
    dates = {"days": days, "sent": _day(start), "until": _day(start + timedelta(days=days))}
    match handover(order), is_all_sent:
        case Handover.NOTHING, _any:
            dates["until"] = _day(order.created + timedelta(days=days))
            text = _("You can change your mind until %(until)s: %(days)s days after the day on which you ordered.")
        case Handover.COLLECTION, False:
            text = _(
                "You can change your mind from now on, until %(days)s days after the day on which you have collected "
                "all of it."
            )
        case Handover.COLLECTION, True:
            text = _(
                "You can change your mind until %(days)s days after the day on which you collected it. We had it ready "
                "on %(sent)s, so you have until %(until)s at least."
            )
        case _delivery, False:
            text = _(
                "You can change your mind from now on, until %(days)s days after the day on which your last parcel "
                "has reached you."
            )
        case _:
            text = _(
                "You can change your mind until %(days)s days after the day on which your last parcel has reached "
                "you. We do not know that day; we sent it on %(sent)s. So you have until %(until)s at least, and as "
                "much longer as it was on its way."
            )
    return text % dates


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


def _day(at: datetime | date) -> str:
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at, _("j F Y"))
