"""Sentences about carts, orders and their lines: gifts, preorders, the contents of parcels, and the delivery."""

import msgspec
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storefront.addresses.formatting import format_address
from storefront.catalog.lines.products import LineProducts
from storefront.catalog.pages.selling_terms import selling_terms
from storefront.core.markets import active_market
from storefront.saleor.order_state import Handover, handover, order_stage
from storefront.saleor.types import CheckoutLine, Fulfillment, Order, OrderLine, Preorder


def line_notes(line: CheckoutLine | OrderLine) -> tuple[str, ...]:
    """Return sentences about a line; none for most lines."""
    preorder = line.variant.preorder if line.variant else None
    notes = (_("A gift with your order. It costs nothing.") if line.is_gift else "", preorder_note(preorder))
    return tuple(note for note in notes if note)


def preorder_note(preorder: Preorder | None) -> str:
    """Say that a variant is ordered before it is in stock, and until when; empty for others."""
    if preorder is None:
        return ""
    if preorder.end_date is None:
        return _("Preorder: we send it as soon as we have it.")
    day = date_format(timezone.localtime(preorder.end_date).date(), _("j F Y"))
    return _("Preorder: we expect to have it on %(day)s, and send it then.") % {"day": day}


def preorder_notes(order: Order) -> tuple[str, ...]:
    """Return what is said about the preordered items of an order, each sentence once."""
    notes = (preorder_note(line.variant.preorder) for line in order.lines if line.variant)
    return tuple(dict.fromkeys(note for note in notes if note))


def is_mixed(order: Order) -> bool:
    """Whether a part of the order is shipped or collected and another part is not."""
    return len({line.is_shipping_required for line in order.lines}) > 1


def delivery_time_of(order: Order) -> str:
    """Return how long the delivery of an order takes, in a sentence; empty if nothing is delivered or it is unknown."""
    if handover(order) is not Handover.DELIVERY or order_stage(order).has_ended:
        return ""
    return selling_terms(active_market()).time_of(order.shipping_method_name or "", has_preorders=order.has_preorders)


def handover_address(order: Order) -> tuple[str, ...]:
    """Return where an order goes or is collected, line by line; nothing if nothing is shipped.

    Saleor writes the collection point's address on the order, with the name of its contact, which is left out.
    """
    address, way = order.shipping_address, handover(order)
    if address is None or way is Handover.NOTHING:
        return ()
    if way is Handover.COLLECTION:
        place = msgspec.structs.replace(
            address, first_name="", last_name="", company_name=order.collection_point_name or ""
        )
        return format_address(place)
    return format_address(address)


def parcel_items(order: Order, parcel: Fulfillment | None, products: LineProducts) -> tuple[str, ...]:
    """Return what a parcel holds, such as "2 × Everyday Gel (100 ml)"; nothing if Saleor does not say."""
    quantities = _quantities(parcel)
    return tuple(_item(line, quantities[line.id], products) for line in order.lines if quantities.get(line.id))


def items_left(order: Order, products: LineProducts) -> tuple[str, ...]:
    """Return what of an order was not sent yet."""
    left = ((line, line.quantity - line.quantity_fulfilled) for line in order.lines)
    return tuple(_item(line, quantity, products) for line, quantity in left if quantity > 0)


def parcel_handover(order: Order, parcel: Fulfillment | None) -> Handover:
    """Return how the items of a parcel reach the customer: a part of an order may be digital."""
    quantities = _quantities(parcel)
    held = [line for line in order.lines if line.id in quantities]
    if held and not any(line.is_shipping_required for line in held):
        return Handover.NOTHING
    return handover(order)


def _quantities(parcel: Fulfillment | None) -> dict[str, int]:
    lines = (parcel.lines or ()) if parcel else ()
    return {line.order_line.id: line.quantity for line in lines if line.order_line}


def _item(line: OrderLine, quantity: int, products: LineProducts) -> str:
    named = products.named(line)
    return f"{quantity} × {named.product} ({named.variant})" if named.variant else f"{quantity} × {named.product}"
