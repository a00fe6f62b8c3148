"""Where an order and its parcels stand, in words; Saleor's own are for who packs them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.saleor.types import Order, OrderGlance

_IN_HAND = _("In hand")
_ORDERS: dict[str, Promise] = {
    "UNCONFIRMED": _("We look at it"),
    "UNFULFILLED": _("We pack it"),
    "PARTIALLY_FULFILLED": _("Part of it is sent"),
    "FULFILLED": _("Sent"),
    "PARTIALLY_RETURNED": _("Part of it came back"),
    "RETURNED": _("It came back"),
    "CANCELED": _("Cancelled"),
    "EXPIRED": _("Not paid in time"),
}
_NOT_PAID = _("Waits for the payment")
_PARCELS: dict[str, Promise] = {
    "FULFILLED": _("Sent"),
    "REFUNDED": _("Money sent back"),
    "RETURNED": _("Came back"),
    "REPLACED": _("Replaced"),
    "REFUNDED_AND_RETURNED": _("Came back, money sent back"),
    "CANCELED": _("Cancelled"),
    "WAITING_FOR_APPROVAL": _("We pack it"),
}


def of_order(order: Order | OrderGlance) -> Promise:
    """An order's standing."""
    if order.status in ("UNCONFIRMED", "UNFULFILLED") and not order.is_paid:
        return _NOT_PAID
    return _ORDERS.get(order.status, _IN_HAND)


def of_parcel(status: str) -> Promise:
    """A parcel's standing."""
    return _PARCELS.get(status, _IN_HAND)
