"""Cart and checkout at Saleor: every function is one exchange, or two where an order may be collected.

Quantities are absolute. Each command answers the whole checkout as it now stands, or raises `Refused`, and then nothing
has changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from storefront.saleor import api, errors
from storefront.saleor.api import ANONYMOUS, Credentials
from storefront.saleor.types import (
    AddressRules,
    AnsweredCheckout,
    Channel,
    Checkout,
    ChosenWay,
    CollectionPoint,
    Delivery,
    Order,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuantity:
    """How many of a variant a checkout shall hold; 0 takes it out."""

    variant_id: str
    quantity: int


class AddressInput(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An address as typed; empty fields are left out. `country` is an ISO 3166 code."""

    country: str
    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    street_address1: str = ""
    street_address2: str = ""
    city: str = ""
    city_area: str = ""
    postal_code: str = ""
    country_area: str = ""
    phone: str = ""


class _Payload(msgspec.Struct, frozen=True):
    checkout: AnsweredCheckout


class _Handover(msgspec.Struct, frozen=True, rename="camel"):
    delivery_method: ChosenWay | None = None


class _Deliveries(msgspec.Struct, frozen=True):
    deliveries: tuple[Delivery, ...]


class _Points(msgspec.Struct, frozen=True, rename="camel"):
    available_collection_points: tuple[CollectionPoint, ...]


class _Owner(msgspec.Struct, frozen=True, rename="camel"):
    checkout_ids: tuple[str, ...] | None = None


class _Completed(msgspec.Struct, frozen=True):
    order: Order


def get(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> Checkout | None:
    """The checkout, or None when it is unknown, expired or already an order."""
    answered = api.query_or_none("Checkout", AnsweredCheckout, id=checkout_id, caller=caller)
    return _whole(answered, caller) if answered else None


def create(
    channel: str, *, lines: Sequence[LineQuantity], email: str | None = None, caller: Credentials = ANONYMOUS
) -> Checkout:
    """A new checkout in `channel` with these lines."""
    data: dict[str, object] = {
        "channel": channel,
        "lines": [{"variantId": line.variant_id, "quantity": line.quantity} for line in lines],
    }
    if email:
        data["email"] = email
    return _command("CheckoutCreate", input=data, caller=caller)


def set_lines(checkout_id: str, *, lines: Sequence[LineQuantity], caller: Credentials = ANONYMOUS) -> Checkout:
    """Make the lines of these variants hold exactly these quantities: safe to ask twice."""
    wanted = [{"variantId": line.variant_id, "quantity": line.quantity} for line in lines]
    return _command("CheckoutLinesUpdate", id=checkout_id, lines=wanted, caller=caller)


def delete_lines(checkout_id: str, *, line_ids: Sequence[str], caller: Credentials = ANONYMOUS) -> Checkout:
    """Take lines out, also those whose variants can no longer be bought."""
    return _command("CheckoutLinesDelete", id=checkout_id, lines=line_ids, caller=caller)


def add_promo_code(checkout_id: str, *, code: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Add a voucher or gift card by its code."""
    return _command("CheckoutAddPromoCode", id=checkout_id, promoCode=code, caller=caller)


def remove_promo_code(checkout_id: str, *, code: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Take a voucher off by its code."""
    return _command("CheckoutRemovePromoCode", id=checkout_id, promoCode=code, caller=caller)


def remove_gift_card(checkout_id: str, *, gift_card_id: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Take a gift card off by its id (its whole code is not readable)."""
    return _command("CheckoutRemovePromoCode", id=checkout_id, promoCodeId=gift_card_id, caller=caller)


def set_email(checkout_id: str, *, email: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Set whom the order is for."""
    return _command("CheckoutEmailUpdate", id=checkout_id, email=email, caller=caller)


def set_shipping_address(checkout_id: str, *, address: AddressInput, caller: Credentials = ANONYMOUS) -> Checkout:
    """Set where it goes; a delivery chosen before may become stale."""
    return _command("CheckoutShippingAddressUpdate", id=checkout_id, address=address, caller=caller)


def set_billing_address(checkout_id: str, *, address: AddressInput, caller: Credentials = ANONYMOUS) -> Checkout:
    """Set who is billed."""
    return _command("CheckoutBillingAddressUpdate", id=checkout_id, address=address, caller=caller)


def delivery_options(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> tuple[Delivery, ...]:
    """Work out the deliveries for the present address and lines; their ids are what `set_delivery` takes."""
    return api.mutate("DeliveryOptionsCalculate", _Deliveries, id=checkout_id, caller=caller).deliveries


def collection_points(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> tuple[CollectionPoint, ...]:
    """Where all of it could be collected now; none when nothing must be sent, or the checkout is gone."""
    found = api.query_or_none("CollectionPoints", _Points, id=checkout_id, caller=caller)
    return found.available_collection_points if found else ()


def collection_point(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> CollectionPoint | None:
    """Where the order is to be collected; None when it is sent, or nothing has been chosen.

    Not to be asked where a delivery is chosen: Saleor would work that out anew, price and all, and not say so.
    """
    found = api.query_or_none("CheckoutHandover", _Handover, id=checkout_id, caller=caller)
    way = found.delivery_method if found else None
    if way is None or way.typename != "Warehouse" or way.id is None or way.address is None:
        return None
    return CollectionPoint(id=way.id, name=way.name or "", address=way.address)


def set_delivery(checkout_id: str, *, delivery_id: str | None, caller: Credentials = ANONYMOUS) -> Checkout:
    """Choose one of `delivery_options` or `collection_points` by its id; None takes the choice back.

    A collection point's address becomes the shipping address, and cannot be changed; taken back, there is none.
    """
    return _command("CheckoutDeliveryMethodUpdate", id=checkout_id, deliveryMethodId=delivery_id, caller=caller)


def attach_customer(checkout_id: str, *, caller: Credentials) -> Checkout:
    """Give the checkout to the signed-in customer, whose email it takes."""
    return _command("CheckoutCustomerAttach", id=checkout_id, caller=caller)


def of_customer(channel: str, *, caller: Credentials) -> tuple[str, ...]:
    """The signed-in customer's open checkouts in this channel; the ids are secrets. Empty when nobody is signed in."""
    owner = api.query_or_none("MyCheckouts", _Owner, channel=channel, caller=caller)
    return (owner.checkout_ids or ()) if owner else ()


def complete(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> Order:
    """Turn the checkout into an order. Asked twice, the same order is answered."""
    return api.mutate("CheckoutComplete", _Completed, id=checkout_id, caller=caller).order


def address_rules(country: str, *, area: str | None = None) -> AddressRules:
    """What an address in `country` (ISO 3166) needs; an unknown country raises BadRequest."""
    return api.query("AddressRules", AddressRules, country=country, area=area)


def channel(slug: str) -> Channel | None:
    """What a shopper may know of a channel: where it ships to. None when unknown."""
    return api.query_or_none("Channel", Channel, slug=slug)


def _command(name: str, /, *, caller: Credentials, **variables: object) -> Checkout:
    answered = api.mutate(name, _Payload, caller=caller, **variables).checkout
    try:
        return _whole(answered, caller)
    except errors.Unavailable as error:
        raise errors.ResponseLost(str(error)) from error


def _whole(answered: AnsweredCheckout, caller: Credentials) -> Checkout:
    """With the place of collection, which only a checkout with an address and without a delivery can have."""
    could_be_collected = answered.is_shipping_required and answered.shipping_address and not answered.delivery
    place = collection_point(answered.id, caller=caller) if could_be_collected else None
    told = {name: getattr(answered, name) for name in answered.__struct_fields__}
    return Checkout(**told, collection_point=place)
