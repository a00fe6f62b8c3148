"""The page of an order: its timeline step by step, its withdrawals, and until when it can be withdrawn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.checkout import presentation
from storefront.checkout.presentation import PlacedOrder
from storefront.core.crypto import DecryptionError
from storefront.core.templatetags.shop import money
from storefront.orders import withdrawal
from storefront.orders.declaration import Row, declaration_rows
from storefront.orders.models import Withdrawal
from storefront.saleor.types import Fulfillment, Order

WITHDRAWAL_PERIOD = timedelta(days=14)  # EU Directive 2011/83, article 9: from the day after the last parcel arrived
_SENT = frozenset({"FULFILLED", "RETURNED", "REFUNDED", "REFUNDED_AND_RETURNED", "REPLACED"})
_RETURNED = frozenset({"RETURNED", "REFUNDED_AND_RETURNED"})


class StepState(StrEnum):
    """Whether a step is done, under way, or still to come."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineStep:
    """One step of an order; `at` is when it was reached, where that is known."""

    title: str
    state: StepState
    text: str = ""
    at: datetime | None = None


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
    return OrderStatus(
        number=order.number,
        created=order.created,
        order=presentation.placed_order(order),
        steps=tuple(_steps(order, withdrawals)),
        withdrawals=tuple(_declared(stored) for stored in withdrawals),
        period=withdrawal_period(order),
        withdraw_url=reverse("orders:withdraw_order", args=[order.number]),
    )


def withdrawal_period(order: Order) -> str:
    """Say until when the order can be withdrawn from, as far as that is known: Saleor has no date of arrival."""
    sent = [parcel.created for parcel in order.fulfillments if parcel.status in _SENT]
    if not sent or any(line.quantity_fulfilled < line.quantity for line in order.lines):
        return _("You can withdraw from now on, until 14 days after the day on which your last parcel has reached you.")
    return _(
        "You can withdraw until 14 days after the day on which your last parcel has reached you. We do not know that "
        "day; we sent it on %(sent)s. So you have until %(until)s at least, and as much longer as it was on its way."
    ) % {"sent": _day(max(sent)), "until": _day(max(sent) + WITHDRAWAL_PERIOD)}


def _steps(order: Order, withdrawals: list[Withdrawal]) -> Iterator[TimelineStep]:
    yield TimelineStep(title=_("Placed"), state=StepState.DONE, at=order.created)
    is_cancelled = order.status in ("CANCELED", "EXPIRED")
    if order.is_paid:
        yield TimelineStep(title=_("Paid"), state=StepState.DONE)
    elif not is_cancelled:
        yield TimelineStep(title=_("Paid"), state=StepState.NOW, text=_("We wait for the payment to settle."))
    if is_cancelled:
        yield TimelineStep(title=_("Cancelled"), state=StepState.DONE, text=_("Nothing more of it will be sent."))
    elif order.shipping_address is not None:
        yield from _delivery_steps(order)
    if any(parcel.status in _RETURNED for parcel in order.fulfillments):
        yield TimelineStep(title=_("Sent back"), state=StepState.DONE, text=_("What you sent back is here."))
    if withdrawals:
        yield TimelineStep(title=_("Withdrawn"), state=StepState.DONE, at=withdrawals[0].received_at)
    if order.total_refunded.amount > 0:
        text = _("%(sum)s went back the way you paid.") % {"sum": money(order.total_refunded)}
        yield TimelineStep(title=_("Refunded"), state=StepState.DONE, text=text)


def _delivery_steps(order: Order) -> Iterator[TimelineStep]:
    parcels = [parcel for parcel in order.fulfillments if parcel.status in _SENT]
    for parcel in parcels:
        yield TimelineStep(title=_("Sent"), state=StepState.DONE, text=_tracking(parcel), at=parcel.created)
    if any(parcel.status == "WAITING_FOR_APPROVAL" for parcel in order.fulfillments):
        yield TimelineStep(title=_("Packed"), state=StepState.NOW, text=_("It leaves us soon."))
        return
    left = sum(line.quantity - line.quantity_fulfilled for line in order.lines)
    if left <= 0:
        return
    if not parcels:
        text = _("We write to you when it leaves.")
        yield TimelineStep(title=_("Packed and sent"), state=StepState.LATER, text=text)
        return
    text = ngettext("%(n)s thing is still here.", "%(n)s things are still here.", left) % {"n": left}
    yield TimelineStep(title=_("Sent"), state=StepState.LATER, text=text)


def _tracking(parcel: Fulfillment) -> str:
    if not parcel.tracking_number:
        return ""
    return _("Tracking number %(number)s") % {"number": parcel.tracking_number}


def _declared(stored: Withdrawal) -> DeclaredWithdrawal:
    try:
        details = declaration_rows(withdrawal.read_declaration(stored))
    except DecryptionError:
        details = ()
    return DeclaredWithdrawal(at=withdrawal.exact_time(stored.received_at), rows=details)


def _day(at: datetime | date) -> str:
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at, _("j F Y"))
