"""What has become of an order: its payment, its parcels, and how it is handed over. Derived here and nowhere else.

States say what has happened. Saleor's own `chargeStatus` says what is held now, and falls with every refund.
"""

from enum import StrEnum

from django.utils.translation import gettext as _

from storefront.saleor.types import Checkout, Order, OrderGlance


class PaymentState(StrEnum):
    """What has happened to the money of an order."""

    PENDING = "pending"
    RESERVED = "reserved"  # authorized, and not charged
    PAID = "paid"
    PARTLY_CHARGED = "partly-charged"  # also while Saleor works on a refund
    PARTLY_REFUNDED = "partly-refunded"
    REFUNDED = "refunded"
    RELEASED = "released"  # an authorization that was cancelled: nothing was charged

    @property
    def label(self) -> str:
        """The state in the active language."""
        return {
            PaymentState.PENDING: _("Waiting for the payment"),
            PaymentState.RESERVED: _("Reserved, not charged yet"),
            PaymentState.PAID: _("Paid"),
            PaymentState.PARTLY_CHARGED: _("Charged in part"),
            PaymentState.PARTLY_REFUNDED: _("Refunded in part"),
            PaymentState.REFUNDED: _("Refunded"),
            PaymentState.RELEASED: _("Nothing was charged"),
        }[self]


class OrderStage(StrEnum):
    """How far an order has come on its way to the customer, or back."""

    CHECKING = "checking"
    PACKING = "packing"
    PARTLY_SENT = "partly-sent"
    SENT = "sent"
    PARTLY_RETURNED = "partly-returned"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    OTHER = "other"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more of it will be sent."""
        return self in (OrderStage.CANCELLED, OrderStage.EXPIRED)


class Handover(StrEnum):
    """How an order, or a part of it, reaches the customer."""

    DELIVERY = "delivery"
    COLLECTION = "collection"
    NOTHING = "nothing"  # nothing is shipped: digital goods


_STAGES = {
    "UNCONFIRMED": OrderStage.CHECKING,
    "UNFULFILLED": OrderStage.PACKING,
    "PARTIALLY_FULFILLED": OrderStage.PARTLY_SENT,
    "FULFILLED": OrderStage.SENT,
    "PARTIALLY_RETURNED": OrderStage.PARTLY_RETURNED,
    "RETURNED": OrderStage.RETURNED,
    "CANCELED": OrderStage.CANCELLED,
    "EXPIRED": OrderStage.EXPIRED,
}


def payment_state(order: Order | OrderGlance) -> PaymentState:
    """Return what has happened to the money, from what was charged, refunded, authorized and cancelled."""
    total, charged = order.total.gross.amount, order.total_charged.amount
    if order.total_refunded.amount > 0:
        return PaymentState.PARTLY_REFUNDED if charged > 0 else PaymentState.REFUNDED
    if charged >= total:
        return PaymentState.PAID
    if order.total_authorized.amount > 0:
        return PaymentState.RESERVED
    if charged > 0:
        return PaymentState.PARTLY_CHARGED
    return PaymentState.RELEASED if order.total_canceled.amount > 0 else PaymentState.PENDING


def order_stage(order: Order | OrderGlance) -> OrderStage:
    """Return how far an order has come."""
    return _STAGES.get(order.status, OrderStage.OTHER)


def handover(order: Order | OrderGlance) -> Handover:
    """Return how an order reaches the customer."""
    if not order.is_shipping_required:
        return Handover.NOTHING
    return Handover.COLLECTION if order.collection_point_name else Handover.DELIVERY


def checkout_handover(checkout: Checkout) -> Handover:
    """Return how the order of a checkout is going to reach the customer, as far as it is chosen."""
    if not checkout.is_shipping_required:
        return Handover.NOTHING
    return Handover.COLLECTION if checkout.collection_point else Handover.DELIVERY


def payment_title(order: Order | OrderGlance) -> str:
    """Head the sums of an order with what has happened to its money."""
    state = payment_state(order)
    if state is PaymentState.PENDING and order_stage(order).has_ended:
        return _("Not paid")
    return state.label


def status_label(order: Order | OrderGlance) -> str:
    """Say in a few words where an order is."""
    stage, payment, way = order_stage(order), payment_state(order), handover(order)
    if stage in (OrderStage.CHECKING, OrderStage.PACKING) and payment in (PaymentState.PENDING, PaymentState.REFUNDED):
        return payment.label
    match stage, way:
        case OrderStage.PACKING, Handover.DELIVERY:
            return _("We pack it")
        case OrderStage.PACKING, _way:
            return _("We get it ready")
        case OrderStage.SENT, Handover.COLLECTION:
            return _("Ready to collect, or collected")
        case OrderStage.SENT, Handover.NOTHING:
            return _("Done")
    return {
        OrderStage.CHECKING: _("We look at it"),
        OrderStage.PARTLY_SENT: _("Part of it is ready") if way is Handover.COLLECTION else _("Part of it is sent"),
        OrderStage.SENT: _("Sent"),
        OrderStage.PARTLY_RETURNED: _("Part of it came back"),
        OrderStage.RETURNED: _("It came back"),
        OrderStage.CANCELLED: _("Cancelled"),
        OrderStage.EXPIRED: _("Not paid in time"),
    }.get(stage, _("In hand"))
