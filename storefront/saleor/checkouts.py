"""Cart and checkout at Saleor: every function is one exchange; quantities are absolute.

Each command answers the whole checkout as it now stands, or raises `Refused`, and then nothing has changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from storefront.saleor import gateway
from storefront.saleor.gateway import ANONYMOUS, Caller
from storefront.saleor.types import AddressRules, Channel, Checkout, CollectionPoint, Delivery, Order


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
    checkout: Checkout


class _Deliveries(msgspec.Struct, frozen=True):
    deliveries: tuple[Delivery, ...]


class _Points(msgspec.Struct, frozen=True, rename="camel"):
    available_collection_points: tuple[CollectionPoint, ...]


class _Owner(msgspec.Struct, frozen=True, rename="camel"):
    checkout_ids: tuple[str, ...] | None = None


class _Completed(msgspec.Struct, frozen=True):
    order: Order


def get(checkout_id: str, *, caller: Caller = ANONYMOUS) -> Checkout | None:
    """The checkout, or None when it is unknown, expired or already an order."""
    return gateway.find("Checkout", Checkout, id=checkout_id, caller=caller)


def create(
    channel: str, *, lines: Sequence[LineQuantity], email: str | None = None, caller: Caller = ANONYMOUS
) -> Checkout:
    """A new checkout in `channel` with these lines."""
    data: dict[str, object] = {
        "channel": channel,
        "lines": [{"variantId": line.variant_id, "quantity": line.quantity} for line in lines],
    }
    if email:
        data["email"] = email
    return gateway.command("CheckoutCreate", _Payload, input=data, caller=caller).checkout


def set_lines(checkout_id: str, *, lines: Sequence[LineQuantity], caller: Caller = ANONYMOUS) -> Checkout:
    """Make the lines of these variants hold exactly these quantities: safe to ask twice."""
    wanted = [{"variantId": line.variant_id, "quantity": line.quantity} for line in lines]
    return gateway.command("CheckoutLinesUpdate", _Payload, id=checkout_id, lines=wanted, caller=caller).checkout


def delete_lines(checkout_id: str, *, line_ids: Sequence[str], caller: Caller = ANONYMOUS) -> Checkout:
    """Take lines out, also those whose variants can no longer be bought."""
    return gateway.command("CheckoutLinesDelete", _Payload, id=checkout_id, lines=line_ids, caller=caller).checkout


def add_promo_code(checkout_id: str, *, code: str, caller: Caller = ANONYMOUS) -> Checkout:
    """Add a voucher or gift card by its code."""
    return gateway.command("CheckoutAddPromoCode", _Payload, id=checkout_id, promoCode=code, caller=caller).checkout


def remove_promo_code(checkout_id: str, *, code: str, caller: Caller = ANONYMOUS) -> Checkout:
    """Take a voucher off by its code."""
    return gateway.command("CheckoutRemovePromoCode", _Payload, id=checkout_id, promoCode=code, caller=caller).checkout


def remove_gift_card(checkout_id: str, *, gift_card_id: str, caller: Caller = ANONYMOUS) -> Checkout:
    """Take a gift card off by its id (its whole code is not readable)."""
    return gateway.command(
        "CheckoutRemovePromoCode", _Payload, id=checkout_id, promoCodeId=gift_card_id, caller=caller
    ).checkout


def set_email(checkout_id: str, *, email: str, caller: Caller = ANONYMOUS) -> Checkout:
    """Set whom the order is for."""
    return gateway.command("CheckoutEmailUpdate", _Payload, id=checkout_id, email=email, caller=caller).checkout


def set_shipping_address(checkout_id: str, *, address: AddressInput, caller: Caller = ANONYMOUS) -> Checkout:
    """Set where it goes; a delivery chosen before may become stale."""
    return gateway.command(
        "CheckoutShippingAddressUpdate", _Payload, id=checkout_id, address=address, caller=caller
    ).checkout


def set_billing_address(checkout_id: str, *, address: AddressInput, caller: Caller = ANONYMOUS) -> Checkout:
    """Set who is billed."""
    return gateway.command(
        "CheckoutBillingAddressUpdate", _Payload, id=checkout_id, address=address, caller=caller
    ).checkout


def delivery_options(checkout_id: str, *, caller: Caller = ANONYMOUS) -> tuple[Delivery, ...]:
    """Work out the deliveries for the present address and lines; their ids are what `set_delivery` takes."""
    return gateway.command("DeliveryOptionsCalculate", _Deliveries, id=checkout_id, caller=caller).deliveries


def collection_points(checkout_id: str, *, caller: Caller = ANONYMOUS) -> tuple[CollectionPoint, ...]:
    """Where all of it could be collected now; none when nothing must be sent, or the checkout is gone."""
    found = gateway.find("CollectionPoints", _Points, id=checkout_id, caller=caller)
    return found.available_collection_points if found else ()


def set_delivery(checkout_id: str, *, delivery_id: str | None, caller: Caller = ANONYMOUS) -> Checkout:
    """Choose one of `delivery_options` or `collection_points` by its id; None takes the choice back.

    A collection point's address becomes the shipping address, and cannot be changed; taken back, there is none.
    """
    return gateway.command(
        "CheckoutDeliveryMethodUpdate", _Payload, id=checkout_id, deliveryMethodId=delivery_id, caller=caller
    ).checkout


def attach_customer(checkout_id: str, *, caller: Caller) -> Checkout:
    """Give the checkout to the signed-in customer, whose email it takes."""
    return gateway.command("CheckoutCustomerAttach", _Payload, id=checkout_id, caller=caller).checkout


def of_customer(channel: str, *, caller: Caller) -> tuple[str, ...]:
    """The signed-in customer's open checkouts in this channel; the ids are secrets. Empty when nobody is signed in."""
    owner = gateway.find("MyCheckouts", _Owner, channel=channel, caller=caller)
    return (owner.checkout_ids or ()) if owner else ()


def complete(checkout_id: str, *, caller: Caller = ANONYMOUS) -> Order:
    """Turn the checkout into an order. Asked twice, the same order is answered."""
    return gateway.command("CheckoutComplete", _Completed, id=checkout_id, caller=caller).order


def address_rules(country: str, *, area: str | None = None) -> AddressRules:
    """What an address in `country` (ISO 3166) needs; an unknown country raises Misasked."""
    return gateway.query("AddressRules", AddressRules, country=country, area=area)


def channel(slug: str) -> Channel | None:
    """What a shopper may know of a channel: where it ships to. None when unknown."""
    return gateway.find("Channel", Channel, slug=slug)
