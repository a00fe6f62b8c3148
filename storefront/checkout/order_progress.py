"""The progress of an order step by step, and until when it can be returned: for its page and for the account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storefront.catalog.lines.notes import items_left, parcel_handover, parcel_items, preorder_notes
from storefront.catalog.lines.products import LineProducts
from storefront.core.markets import active_market
from storefront.core.templatetags.shop import money
from storefront.merchant.return_right import return_right
from storefront.saleor.order_state import Handover, OrderStage, PaymentState, handover, order_stage, payment_state
from storefront.saleor.types import Fulfillment, Money, Order

_RETURNED = frozenset({"RETURNED", "REFUNDED_AND_RETURNED"})


class StepState(StrEnum):
    """Whether a step is done, under way, or still to come."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineStep:
    """One step of an order; `at` is when it was reached, where that is known, `items` what it is about."""

    title: str
    state: StepState
    text: str = ""
    at: datetime | None = None
    items: tuple[str, ...] = ()
    tracking_url: str = ""


def progress_steps(order: Order, products: LineProducts) -> Iterator[TimelineStep]:
    """Yield the steps of an order, from being placed to being refunded."""
    stage = order_stage(order)
    yield TimelineStep(title=_("Placed"), state=StepState.DONE, at=order.created)
    yield from _payment_steps(order)
    if stage is OrderStage.CANCELLED:
        text = _("Nothing more of it will be sent.")
        yield TimelineStep(title=_("Cancelled"), state=StepState.DONE, text=text)
    elif stage is OrderStage.EXPIRED:
        text = _("It was not paid in time. Nothing of it will be sent.")
        yield TimelineStep(title=_("Cancelled"), state=StepState.DONE, text=text)
    yield from _parcel_steps(order, products)
    if not stage.has_ended:
        yield from _open_steps(order, products)
    yield from _return_steps(order, products)
    if order.total_refunded.amount > 0:
        text = _("%(sum)s went back the way you paid.") % {"sum": money(order.total_refunded)}
        yield TimelineStep(title=_("Refunded"), state=StepState.DONE, text=text)


def return_period(order: Order) -> str:
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


def has_been_sent(order: Order) -> bool:
    """Whether anything was sent, handed over or came back."""
    return any(parcel.status not in ("CANCELED", "WAITING_FOR_APPROVAL") for parcel in order.fulfillments)


def _payment_steps(order: Order) -> Iterator[TimelineStep]:
    match payment_state(order):
        case PaymentState.PENDING if order_stage(order).has_ended:
            return
        case PaymentState.PENDING:
            text = _("We wait for the payment to settle.")
            yield TimelineStep(title=_("Paid"), state=StepState.NOW, text=text)
        case PaymentState.RESERVED:
            text = _("The sum is reserved with your bank or card. It is not charged yet.")
            yield TimelineStep(title=_("Reserved"), state=StepState.DONE, text=text)
        case PaymentState.RELEASED:
            text = _("The reservation was released. Nothing was charged.")
            yield TimelineStep(title=_("Not charged"), state=StepState.DONE, text=text)
        case PaymentState.PARTLY_CHARGED:
            charged = Money(amount=order.total_charged.amount, currency=order.total_charged.currency)
            text = _("%(part)s of %(total)s is charged.") % {"part": money(charged), "total": money(order.total.gross)}
            yield TimelineStep(title=_("Charged in part"), state=StepState.DONE, text=text)
        case _:
            yield TimelineStep(title=_("Paid"), state=StepState.DONE)


def _parcel_steps(order: Order, products: LineProducts) -> Iterator[TimelineStep]:
    for parcel in order.fulfillments:
        if parcel.status == "CANCELED":
            text = _("This was taken back and does not come.")
            yield TimelineStep(
                title=_("Not sent"), state=StepState.DONE, text=text, items=parcel_items(order, parcel, products)
            )
        elif parcel.status in ("FULFILLED", "REFUNDED", "REPLACED"):
            yield _sent_step(order, parcel, products)


def _sent_step(order: Order, parcel: Fulfillment, products: LineProducts) -> TimelineStep:
    title, text = {
        Handover.DELIVERY: (_("Sent"), _tracking(parcel)),
        Handover.COLLECTION: (_("Ready to collect, or collected"), _("Bring the number of this order.")),
        Handover.NOTHING: (_("Done"), _("Nothing of this is sent by post.")),
    }[parcel_handover(order, parcel)]
    if parcel.status == "REFUNDED":
        title = _("Refunded items")
    elif parcel.status == "REPLACED":
        title = _("Replaced")
    return TimelineStep(
        title=title,
        state=StepState.DONE,
        text=text,
        at=parcel.created,
        items=parcel_items(order, parcel, products),
        tracking_url=parcel.tracking_url,
    )


def _open_steps(order: Order, products: LineProducts) -> Iterator[TimelineStep]:
    if any(parcel.status == "WAITING_FOR_APPROVAL" for parcel in order.fulfillments):
        yield TimelineStep(title=_("Packed"), state=StepState.NOW, text=_("It leaves us soon."))
        return
    left = items_left(order, products)
    is_over = payment_state(order) is PaymentState.REFUNDED
    if not left or is_over or order_stage(order) in (OrderStage.SENT, OrderStage.RETURNED):
        return
    title, text = {
        Handover.DELIVERY: (_("Packed and sent"), _("We write to you when it leaves.")),
        Handover.COLLECTION: (_("Ready to collect"), _("We write to you when you can collect it.")),
        Handover.NOTHING: (_("Made available"), _("We write to you then.")),
    }[handover(order)]
    if preorder_notes(order):
        text = " ".join((text, _("Preordered items come when we have them.")))
    is_first = not has_been_sent(order)
    yield TimelineStep(title=title, state=StepState.LATER, text=text, items=() if is_first else left)


def _return_steps(order: Order, products: LineProducts) -> Iterator[TimelineStep]:
    back = [parcel for parcel in order.fulfillments if parcel.status in _RETURNED]
    if back:
        items = tuple(item for parcel in back for item in parcel_items(order, parcel, products))
        text = _("What you sent back is here.")
        yield TimelineStep(title=_("Sent back"), state=StepState.DONE, text=text, at=back[-1].created, items=items)


def _tracking(parcel: Fulfillment) -> str:
    if not parcel.tracking_number or parcel.tracking_url:
        return ""
    return _("Tracking number %(number)s") % {"number": parcel.tracking_number}


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), _("j F Y"))
