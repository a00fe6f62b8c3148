"""Cart and checkout at Saleor. Each function is one request, or two where an order may be collected.

Quantities are absolute. Every mutation returns the whole checkout, or raises MutationError and has changed nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from storefront.saleor.client import api, errors
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.types import (
    AddressRules,
    Channel,
    Checkout,
    CheckoutResponse,
    ChosenHandover,
    CollectionPoint,
    Delivery,
    Order,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuantity:
    """The quantity of a variant that a checkout is to have; 0 removes it."""

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
    checkout: CheckoutResponse


class _Handover(msgspec.Struct, frozen=True, rename="camel"):
    delivery_method: ChosenHandover | None = None


class _Deliveries(msgspec.Struct, frozen=True):
    deliveries: tuple[Delivery, ...]


class _Points(msgspec.Struct, frozen=True, rename="camel"):
    available_collection_points: tuple[CollectionPoint, ...]


class _Owner(msgspec.Struct, frozen=True, rename="camel"):
    checkout_ids: tuple[str, ...] | None = None


class _Completed(msgspec.Struct, frozen=True):
    order: Order


def get(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> Checkout | None:
    """Return the checkout, or None when it is unknown, expired or already an order."""
    answered = api.query_or_none("Checkout", CheckoutResponse, id=checkout_id, caller=caller)
    return _whole(answered, caller) if answered else None


def create(
    channel: str, *, lines: Sequence[LineQuantity], email: str | None = None, caller: Credentials = ANONYMOUS
) -> Checkout:
    """Create a checkout in `channel` with these lines."""
    data: dict[str, object] = {
        "channel": channel,
        "lines": [{"variantId": line.variant_id, "quantity": line.quantity} for line in lines],
    }
    if email:
        data["email"] = email
    return _command("CheckoutCreate", input=data, caller=caller)


def set_lines(checkout_id: str, *, lines: Sequence[LineQuantity], caller: Credentials = ANONYMOUS) -> Checkout:
    """Set the quantities of these variants. Safe to repeat."""
    wanted = [{"variantId": line.variant_id, "quantity": line.quantity} for line in lines]
    return _command("CheckoutLinesUpdate", id=checkout_id, lines=wanted, caller=caller)


def delete_lines(checkout_id: str, *, line_ids: Sequence[str], caller: Credentials = ANONYMOUS) -> Checkout:
    """Delete lines, including those whose variants can no longer be bought."""
    return _command("CheckoutLinesDelete", id=checkout_id, lines=line_ids, caller=caller)


def recount(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> Checkout:
    """Have Saleor add up the checkout again, and change nothing else. A chosen delivery becomes stale.

    Deleting no line is the mildest change that does so: unlike setting a quantity again, it succeeds whatever is left.
    """
    return delete_lines(checkout_id, line_ids=(), caller=caller)


def add_promo_code(checkout_id: str, *, code: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Add a voucher or gift card by its code."""
    return _command("CheckoutAddPromoCode", id=checkout_id, promoCode=code, caller=caller)


def remove_promo_code(checkout_id: str, *, code: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Remove a voucher by its code."""
    return _command("CheckoutRemovePromoCode", id=checkout_id, promoCode=code, caller=caller)


def remove_gift_card(checkout_id: str, *, gift_card_id: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Remove a gift card by its ID (its whole code is not readable)."""
    return _command("CheckoutRemovePromoCode", id=checkout_id, promoCodeId=gift_card_id, caller=caller)


def set_email(checkout_id: str, *, email: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Set the email address of the order."""
    return _command("CheckoutEmailUpdate", id=checkout_id, email=email, caller=caller)


def set_language(checkout_id: str, *, language: str, caller: Credentials = ANONYMOUS) -> Checkout:
    """Set the language of the shopper, a value of Saleor's LanguageCodeEnum; the order gets it too."""
    return _command("CheckoutLanguageCodeUpdate", id=checkout_id, languageCode=language, caller=caller)


def set_shipping_address(checkout_id: str, *, address: AddressInput, caller: Credentials = ANONYMOUS) -> Checkout:
    """Set the delivery address. A chosen delivery may become stale."""
    return _command("CheckoutShippingAddressUpdate", id=checkout_id, address=address, caller=caller)


def set_billing_address(checkout_id: str, *, address: AddressInput, caller: Credentials = ANONYMOUS) -> Checkout:
    """Set the billing address."""
    return _command("CheckoutBillingAddressUpdate", id=checkout_id, address=address, caller=caller)


def delivery_options(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> tuple[Delivery, ...]:
    """Calculate the deliveries for the current address and lines. `set_delivery` takes their IDs."""
    return api.mutate("DeliveryOptionsCalculate", _Deliveries, id=checkout_id, caller=caller).deliveries


def collection_points(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> tuple[CollectionPoint, ...]:
    """Return the places where the whole order can be collected; none when nothing is shipped."""
    found = api.query_or_none("CollectionPoints", _Points, id=checkout_id, caller=caller)
    return found.available_collection_points if found else ()


def collection_point(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> CollectionPoint | None:
    """Return where the order is to be collected; None when it is delivered or nothing is chosen.

    Do not call it when a delivery is chosen: reading this field makes Saleor recalculate the delivery and its price.
    """
    found = api.query_or_none("CheckoutHandover", _Handover, id=checkout_id, caller=caller)
    way = found.delivery_method if found else None
    if way is None or way.typename != "Warehouse" or way.id is None or way.address is None:
        return None
    return CollectionPoint(id=way.id, name=way.name or "", address=way.address)


def set_delivery(checkout_id: str, *, delivery_id: str | None, caller: Credentials = ANONYMOUS) -> Checkout:
    """Choose one of `delivery_options` or `collection_points` by its ID; None removes the choice.

    A collection point's address becomes the shipping address and cannot be changed; removing it clears the address.
    """
    return _command("CheckoutDeliveryMethodUpdate", id=checkout_id, deliveryMethodId=delivery_id, caller=caller)


def attach_customer(checkout_id: str, *, caller: Credentials) -> Checkout:
    """Attach the checkout to the signed-in customer, whose email it takes."""
    return _command("CheckoutCustomerAttach", id=checkout_id, caller=caller)


def of_customer(channel: str, *, caller: Credentials) -> tuple[str, ...]:
    """Return the signed-in customer's open checkouts in this channel, or none without a signed-in customer. IDs are
    secrets.
    """
    owner = api.query_or_none("MyCheckouts", _Owner, channel=channel, caller=caller)
    return (owner.checkout_ids or ()) if owner else ()


def complete(checkout_id: str, *, caller: Credentials = ANONYMOUS) -> Order:
    """Turn the checkout into an order. Repeating it returns the same order."""
    return api.mutate("CheckoutComplete", _Completed, id=checkout_id, caller=caller).order


def address_rules(country: str, *, area: str | None = None) -> AddressRules:
    """Return what an address in `country` (ISO 3166) needs. Raises BadRequest for an unknown country."""
    return api.query("AddressRules", AddressRules, country=country, area=area)


def channel(slug: str) -> Channel | None:
    """Return what a shopper may know about a channel (where it ships to), or None when it is unknown."""
    return api.query_or_none("Channel", Channel, slug=slug)


def _command(name: str, /, *, caller: Credentials, **variables: object) -> Checkout:
    answered = api.mutate(name, _Payload, caller=caller, **variables).checkout
    try:
        return _whole(answered, caller)
    except errors.Unavailable as error:
        raise errors.ResponseLost(str(error)) from error


def _whole(answered: CheckoutResponse, caller: Credentials) -> Checkout:
    """Add the collection point, which only a checkout with an address and without a delivery can have."""
    could_be_collected = answered.is_shipping_required and answered.shipping_address and not answered.delivery
    place = collection_point(answered.id, caller=caller) if could_be_collected else None
    told = {name: getattr(answered, name) for name in answered.__struct_fields__}
    return Checkout(**told, collection_point=place)
