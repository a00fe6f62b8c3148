"""A checkout's addresses, the deliveries offered to it, and the chosen one."""

from collections.abc import Mapping, Sequence

from django.forms import model_to_dict

from storefront.sandbox.graphql.errors import TopLevelError, refuse
from storefront.sandbox.graphql.global_ids import WrongId, split_id
from storefront.sandbox.graphql.registry import Payload, computed, mutation
from storefront.sandbox.models import Address, Checkout, Delivery, ShippingMethod, Warehouse
from storefront.sandbox.prices import hold_prices, totals_of
from storefront.sandbox.resolvers.addresses import read_address
from storefront.sandbox.resolvers.authentication import Caller
from storefront.sandbox.resolvers.checkouts import lock, save_change

AddressInput = Mapping[str, str | None]


@mutation("checkoutShippingAddressUpdate")
def update_shipping_address(_: Caller, *, shipping_address: AddressInput, node_id: str | None = None) -> Payload:
    """Set the delivery address; a chosen delivery becomes stale."""
    row = lock(node_id)
    if row.collection_point is not None:
        raise refuse("shippingAddress", "SHIPPING_CHANGE_FORBIDDEN")
    row.shipping_address = _replaced(row.shipping_address, read_address(shipping_address, address_type="SHIPPING"))
    return save_change(row)


@mutation("checkoutBillingAddressUpdate")
def update_billing_address(_: Caller, *, billing_address: AddressInput, node_id: str | None = None) -> Payload:
    """Set the billing address; deliveries stay as they are."""
    row = lock(node_id)
    row.billing_address = _replaced(row.billing_address, read_address(billing_address, address_type="BILLING"))
    hold_prices(row)
    row.save()
    return {"checkout": row}


@mutation("deliveryOptionsCalculate", deliveries=())
def calculate_options(_: Caller, *, node_id: str) -> Payload:
    """Work out the deliveries for the present address and lines."""
    row = lock(node_id)
    refresh(row, is_chosen_renewed=False)
    return {"deliveries": list(row.deliveries.filter(is_valid=True)) if row.needs_shipping else []}


@mutation("checkoutDeliveryMethodUpdate")
def choose(_: Caller, *, node_id: str | None = None, delivery_method_id: str | None = None) -> Payload:
    """Choose a delivery by its id or its shipping method's, or a collection point; None takes the choice back."""
    row = lock(node_id)
    chosen = None if delivery_method_id is None else _find_choice(row, delivery_method_id)
    if isinstance(chosen, Warehouse):
        row.delivery = None
        if row.collection_point != chosen:
            row.shipping_address = Address.objects.create(**model_to_dict(chosen.address, exclude=["id", "customer"]))
        row.collection_point = chosen
    else:
        if row.collection_point is not None:
            row.shipping_address = row.collection_point = None
        row.delivery = chosen
    hold_prices(row)
    row.save()
    return {"checkout": row}


@computed("Checkout.deliveryMethod")
def delivery_method(row: Checkout, _: Caller) -> Warehouse | ShippingMethod | None:
    """Return the choice. As in Saleor, reading this field recalculates stale deliveries."""
    if row.delivery and row.deliveries_stale:
        refresh(row, is_chosen_renewed=True)
    return row.collection_point or (row.delivery.shipping_method if row.delivery else None)


@computed("Checkout.availableCollectionPoints")
def collection_points(row: Checkout, _: Caller | None = None) -> Sequence[Warehouse]:
    """Return the channel's collection points, if all of the lines are in stock and any of them is shipped."""
    totals = totals_of(row)
    if not totals.is_shipping_required or any(line.variant.stock < line.quantity for line in totals.lines):
        return []
    return list(row.channel.collection_points.select_related("address"))


def refresh(row: Checkout, *, is_chosen_renewed: bool) -> None:
    """Offer the deliveries that suit the address now.

    A chosen delivery is never deleted: it becomes invalid where it no longer suits. When its price or name changed, it
    takes the new ones (`is_chosen_renewed`), or becomes invalid next to a new offer.
    """
    chosen = row.delivery
    row.deliveries.filter(is_valid=False).exclude(chosen_by=row).delete()
    valid = {one.method_id: one for one in row.deliveries.filter(is_valid=True)}
    suitable = _suitable_methods(row)
    for method in suitable:
        offer = valid.get(method.pk)
        if offer is None and chosen is not None and chosen.method_id == method.pk:
            offer = chosen
        has_changed = offer is not None and (offer.name, offer.price) != (method.name, method.price)
        if offer is not None and offer == chosen and has_changed and not is_chosen_renewed:
            Delivery.objects.filter(pk=offer.pk).update(is_valid=False)
            offer = None
        offer = offer or Delivery(checkout=row, method=method)
        offer.name, offer.price, offer.is_valid = method.name, method.price, True
        offer.save()
    unsuitable = row.deliveries.exclude(method__in=suitable)
    if chosen is not None:
        unsuitable.filter(pk=chosen.pk).update(is_valid=False)
        unsuitable = unsuitable.exclude(pk=chosen.pk)
        chosen.refresh_from_db()
    unsuitable.delete()
    row.deliveries_stale = False
    row.save(update_fields=["deliveries_stale"])


def _suitable_methods(row: Checkout) -> list[ShippingMethod]:
    address = row.shipping_address
    if address is None or not row.needs_shipping:
        return []
    return [
        method
        for method in ShippingMethod.objects.filter(channel=row.channel)
        if address.country in (method.countries or row.channel.countries)
    ]


def _find_choice(row: Checkout, text: str) -> Delivery | Warehouse:
    try:
        kind, key = split_id(text)
    except WrongId as error:
        raise TopLevelError("Invalid ID.") from error
    found: Delivery | Warehouse | None
    if kind == "Warehouse":
        found = next((each for each in collection_points(row) if str(each.token) == key), None)
    elif kind in ("CheckoutDelivery", "ShippingMethod"):
        if row.deliveries_stale:
            refresh(row, is_chosen_renewed=True)
        valid = row.deliveries.filter(is_valid=True)
        found = next((each for each in valid if key in (str(each.token), str(each.method_id))), None)
    else:
        raise refuse("deliveryMethodId", "INVALID")
    if found is None:
        raise refuse("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")
    return found


def _replaced(old: Address | None, new: Address) -> Address:
    """Return the new address, saved under the old one's id."""
    if old is not None:
        new.pk = old.pk
    new.save()
    return new
