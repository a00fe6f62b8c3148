"""Where a checkout goes and how: addresses, delivery options, the chosen delivery."""

from collections.abc import Mapping

from storefront.sandbox.addresses import read_address
from storefront.sandbox.answers.checkouts import CheckoutAnswer, DeliveryAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload, changed, locked, needs_shipping
from storefront.sandbox.errors import TopLevelError, refuse
from storefront.sandbox.global_ids import split_id
from storefront.sandbox.models import Address, Checkout, CollectionPoint, Delivery, DeliveryMethod
from storefront.sandbox.pricing import hold_prices


def update_shipping_address(
    _: Caller, *, shipping_address: Mapping[str, str | None], node_id: str | None = None
) -> Payload:
    """Set where it goes; a delivery chosen before becomes stale."""
    row = locked(node_id)
    if row.collection_point is not None:
        message = "Can't change shipping address manually for click and collect."
        raise refuse("shippingAddress", "SHIPPING_CHANGE_FORBIDDEN", message)
    row.shipping_address = _kept(row.shipping_address, read_address(shipping_address, address_type="SHIPPING"))
    return changed(row)


def update_billing_address(
    _: Caller, *, billing_address: Mapping[str, str | None], node_id: str | None = None
) -> Payload:
    """Set who is billed; deliveries stay as they are."""
    row = locked(node_id)
    row.billing_address = _kept(row.billing_address, read_address(billing_address, address_type="BILLING"))
    hold_prices(row)
    row.save()
    return {"checkout": CheckoutAnswer(row)}


def options(_: Caller, *, node_id: str) -> Payload:
    """Work out the deliveries for the present address and lines."""
    row = locked(node_id)
    refresh(row, overwrite_chosen=False)
    found = row.deliveries.filter(is_valid=True).select_related("method__channel")
    shown = [DeliveryAnswer(one) for one in found] if needs_shipping(row) else []
    return {"deliveries": shown}


def choose(_: Caller, *, node_id: str | None = None, delivery_method_id: str | None = None) -> Payload:
    """Choose a delivery by its id, or by its shipping method's, or a collection point; None takes the choice back."""
    row = locked(node_id)
    chosen = None if delivery_method_id is None else _wanted(row, delivery_method_id)
    if isinstance(chosen, CollectionPoint):
        row.delivery = None
        if row.collection_point != chosen:
            row.shipping_address = _kept(None, _copy(chosen.address))
        row.collection_point = chosen
    else:
        if row.collection_point is not None:
            row.shipping_address = row.collection_point = None
        row.delivery = chosen
    hold_prices(row)
    row.save()
    return {"checkout": CheckoutAnswer(row)}


def refresh(row: Checkout, *, overwrite_chosen: bool) -> None:
    """Offer what suits the address now.

    A chosen delivery is never dropped: it is marked invalid where it no longer suits. When its price or name changed,
    it takes the new ones (`overwrite_chosen`), or is marked invalid beside a new offer.
    """
    chosen = row.delivery
    for outdated in row.deliveries.filter(is_valid=False):
        if outdated != chosen:
            outdated.delete()
    present = {one.method_id: one for one in row.deliveries.filter(is_valid=True)}
    suiting = _suiting(row)
    for method in suiting:
        offer = present.get(method.pk)
        if offer is None and chosen is not None and chosen.method_id == method.pk:
            offer = chosen
        if offer is not None and offer == chosen and not overwrite_chosen and _differs(offer, method):
            Delivery.objects.filter(pk=offer.pk).update(is_valid=False)
            offer = None
        if offer is None:
            offer = Delivery(checkout=row, method=method)
        offer.name, offer.price, offer.is_valid = method.name, method.price, True
        offer.save()
    unsuited = row.deliveries.exclude(method__in=suiting)
    if chosen is not None:
        unsuited.filter(pk=chosen.pk).update(is_valid=False)
        unsuited = unsuited.exclude(pk=chosen.pk)
        chosen.refresh_from_db()
    unsuited.delete()
    row.deliveries_stale = False
    row.save(update_fields=["deliveries_stale"])


def _suiting(row: Checkout) -> list[DeliveryMethod]:
    address = row.shipping_address
    if address is None or not needs_shipping(row):
        return []
    return [
        method
        for method in DeliveryMethod.objects.filter(channel=row.channel)
        if address.country in (method.countries or row.channel.countries)
    ]


def _differs(offer: Delivery, method: DeliveryMethod) -> bool:
    return (offer.name, offer.price) != (method.name, method.price)


def _wanted(row: Checkout, text: str) -> Delivery | CollectionPoint:
    try:
        kind, key = split_id(text)
    except ValueError as error:
        raise TopLevelError(f"Invalid ID: {text}.") from error
    if kind not in ("CheckoutDelivery", "ShippingMethod", "Warehouse"):
        message = "ID does not belong to Warehouse, ShippingMethod, or CheckoutDelivery"
        raise refuse("deliveryMethodId", "INVALID", message)
    if kind == "Warehouse":
        for point in CheckoutAnswer(row).available_collection_points:
            if point.id == text:
                return point.row
        message = "This pick up point is not applicable."
        raise refuse("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE", message)
    if row.deliveries_stale:
        refresh(row, overwrite_chosen=True)
    for one in row.deliveries.filter(is_valid=True).select_related("method__channel"):
        if key == str(one.token if kind == "CheckoutDelivery" else one.method_id):
            return one
    message = "This shipping method is not applicable."
    raise refuse("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE", message)


def _copy(address: Address) -> Address:
    return Address(**{field.name: getattr(address, field.name) for field in Address._meta.concrete_fields[2:]})


def _kept(old: Address | None, new: Address) -> Address:
    """The new address, saved under the old one's id."""
    if old is not None:
        new.pk = old.pk
    new.save()
    return new
