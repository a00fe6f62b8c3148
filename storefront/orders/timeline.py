"""An order as the person sees it who may: where it stands, step by step, and what can still be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

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

PERIOD = timedelta(days=14)  # EU Directive 2011/83, article 9: from the day after the last parcel has arrived
_SENT = frozenset({"FULFILLED", "RETURNED", "REFUNDED", "REFUNDED_AND_RETURNED", "REPLACED"})
_IS_BACK = frozenset({"RETURNED", "REFUNDED_AND_RETURNED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineStep:
    """One stop on an order's way: `state` is done, now or later; `at` when it was reached, where that is known."""

    title: str
    text: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A withdrawal that was declared: when, and its details."""

    at: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatus:
    """What the order's page shows. `withdraw_url` leads to the withdrawal; `period` says how long that can be done."""

    number: str
    created: datetime
    order: PlacedOrder
    stops: tuple[TimelineStep, ...]
    withdrawals: tuple[Declared, ...]
    period: str
    withdraw_url: str


def status(order: Order) -> OrderStatus:
    """The order's page."""
    declared = withdrawal.withdrawals_of(order.id)
    return OrderStatus(
        number=order.number,
        created=order.created,
        order=presentation.placed_order(order),
        stops=tuple(_stops(order, declared)),
        withdrawals=tuple(_declared(row) for row in declared),
        period=period(order),
        withdraw_url=reverse("orders:withdraw_order", args=[order.number]),
    )


def period(order: Order) -> str:
    """How long it can be withdrawn from, as far as we can know: when a parcel arrives nobody tells us."""
    sent = [parcel.created for parcel in order.fulfillments if parcel.status in _SENT]
    if not sent or any(line.quantity_fulfilled < line.quantity for line in order.lines):
        return _("You can withdraw from now on, until 14 days after the day on which your last parcel has reached you.")
    return _(
        "You can withdraw until 14 days after the day on which your last parcel has reached you. We do not know that "
        "day; we sent it on %(sent)s. So you have until %(until)s at least, and as much longer as it was on its way."
    ) % {"sent": _day(max(sent)), "until": _day(max(sent) + PERIOD)}


def _stops(order: Order, declared: list[Withdrawal]) -> Iterator[TimelineStep]:
    yield TimelineStep(title=_("Placed"), text="", state="done", at=order.created)
    cancelled = order.status in ("CANCELED", "EXPIRED")
    if order.is_paid:
        yield TimelineStep(title=_("Paid"), text="", state="done")
    elif not cancelled:
        yield TimelineStep(title=_("Paid"), text=_("We wait for the payment to settle."), state="now")
    if cancelled:
        yield TimelineStep(title=_("Cancelled"), text=_("Nothing more of it will be sent."), state="done")
    elif order.shipping_address is not None:
        yield from _sent(order)
    if any(parcel.status in _IS_BACK for parcel in order.fulfillments):
        yield TimelineStep(title=_("Sent back"), text=_("What you sent back is here."), state="done")
    if declared:
        yield TimelineStep(title=_("Withdrawn"), text="", state="done", at=declared[0].received_at)
    if order.total_refunded.amount > Decimal(0):
        text = _("%(sum)s went back the way you paid.") % {"sum": money(order.total_refunded)}
        yield TimelineStep(title=_("Refunded"), text=text, state="done")


def _sent(order: Order) -> Iterator[TimelineStep]:
    parcels = [parcel for parcel in order.fulfillments if parcel.status in _SENT]
    for parcel in parcels:
        yield TimelineStep(title=_("Sent"), text=_tracking(parcel), state="done", at=parcel.created)
    if any(parcel.status == "WAITING_FOR_APPROVAL" for parcel in order.fulfillments):
        yield TimelineStep(title=_("Packed"), text=_("It leaves us soon."), state="now")
        return
    left = sum(line.quantity - line.quantity_fulfilled for line in order.lines)
    if left <= 0:
        return
    if not parcels:
        yield TimelineStep(title=_("Packed and sent"), text=_("We write to you when it leaves."), state="later")
        return
    text = ngettext("%(n)s thing is still here.", "%(n)s things are still here.", left) % {"n": left}
    yield TimelineStep(title=_("Sent"), text=text, state="later")


def _tracking(parcel: Fulfillment) -> str:
    if not parcel.tracking_number:
        return ""
    return _("Tracking number %(number)s") % {"number": parcel.tracking_number}


def _declared(row: Withdrawal) -> Declared:
    try:
        details = declaration_rows(withdrawal.read_declaration(row))
    except DecryptionError:
        details = ()
    return Declared(at=withdrawal.exact_time(row.received_at), rows=details)


def _day(at: datetime | date) -> str:
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at, _("j F Y"))
