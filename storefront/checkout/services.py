"""What the steps write to the checkout. Every command sets something outright, so a lost answer is simply asked again.

Each raises what `Cart.change` raises, errors.Refused with nothing of it changed, or another errors.SaleorError.
"""

from collections.abc import Callable
from typing import TypeVar

from storefront.addresses.forms import is_same, typed_from
from storefront.cart import session_store
from storefront.cart.services import Cart
from storefront.checkout.steps import delivery_is_stale
from storefront.saleor import checkouts, errors
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Checkout, CollectionPoint, Delivery

T = TypeVar("T")


class BillingRefused(Exception):
    """The address for the bill was refused, after the one for the parcel had been kept."""

    def __init__(self, refused: errors.MutationError) -> None:
        self.refused = refused
        super().__init__(str(refused))


def set_email(cart: Cart, checkout: Checkout, *, email: str, customer: Credentials | None) -> Checkout:
    """Set whom the order is for; `customer` is the caller with a token when somebody is signed in."""
    with cart.change():
        if customer is not None and customer.token:
            checkout = _attached(checkout, customer)
        if (checkout.email or "").lower() == email.lower():
            return checkout
        return _again_if_lost(lambda: checkouts.set_email(checkout.id, email=email, caller=cart.caller))


def set_addresses(cart: Cart, checkout: Checkout, *, shipping: AddressInput | None, billing: AddressInput) -> Checkout:
    """Set where it goes (None when nothing is sent) and who is billed. What is already so is left alone.

    Raises BillingRefused when only the bill's address was refused.
    """
    with cart.change():
        if shipping is not None and not is_same(checkout.shipping_address, shipping):
            checkout = _again_if_lost(
                lambda: checkouts.set_shipping_address(checkout.id, address=shipping, caller=cart.caller)
            )
        if is_same(checkout.billing_address, billing):
            return checkout
        try:
            return _again_if_lost(
                lambda: checkouts.set_billing_address(checkout.id, address=billing, caller=cart.caller)
            )
        except errors.MutationError as refused:
            raise BillingRefused(refused) from refused


def delivery_options(cart: Cart, checkout: Checkout) -> tuple[Delivery, ...]:
    """The deliveries that can be chosen now."""
    found = _again_if_lost(lambda: checkouts.delivery_options(checkout.id, caller=cart.caller))
    return tuple(one for one in found if one.shipping_method is not None and one.shipping_method.active)


def collection_points(cart: Cart, checkout: Checkout) -> tuple[CollectionPoint, ...]:
    """Where all of it can be collected now."""
    return checkouts.collection_points(checkout.id, caller=cart.caller)


def set_delivery(cart: Cart, checkout: Checkout, *, delivery_id: str) -> Checkout:
    """Choose a delivery. After a collection point the parcel's address is the one from before; where that is not known,
    the checkout that is answered has neither, and the shopper says first where it goes.
    """
    with cart.change():
        if checkout.collection_point is not None:
            checkout = _collection_left(cart, checkout)
            if checkout.shipping_address is None:
                return checkout
        return _again_if_lost(lambda: checkouts.set_delivery(checkout.id, delivery_id=delivery_id, caller=cart.caller))


def set_collection(cart: Cart, checkout: Checkout, *, point_id: str) -> Checkout:
    """Collect it there. Saleor takes that place's address for the order; where a parcel was to go is set aside."""
    with cart.change():
        before = checkout.shipping_address if checkout.collection_point is None else None
        chosen = _again_if_lost(lambda: checkouts.set_delivery(checkout.id, delivery_id=point_id, caller=cart.caller))
        if before is not None:
            session_store.stash_address(cart.session, AddressInput(**typed_from(before)), channel=cart.channel)
        return chosen


def _collection_left(cart: Cart, checkout: Checkout) -> Checkout:
    left = _again_if_lost(lambda: checkouts.set_delivery(checkout.id, delivery_id=None, caller=cart.caller))
    address = session_store.address_set_aside(cart.session, channel=cart.channel)
    if address is None:
        return left
    return _again_if_lost(lambda: checkouts.set_shipping_address(left.id, address=address, caller=cart.caller))


def freshened(cart: Cart, checkout: Checkout) -> Checkout:
    """The checkout with its delivery worked out anew when it was stale: its price may have changed, and must not change
    after the money has been taken. A place that can no longer hand all of it over is left."""
    point = checkout.collection_point
    if point is not None and point not in collection_points(cart, checkout):
        with cart.change():
            return _collection_left(cart, checkout)
    if not delivery_is_stale(checkout):
        return checkout
    delivery_options(cart, checkout)
    return checkouts.get(checkout.id, caller=cart.caller) or checkout


def _attached(checkout: Checkout, customer: Credentials) -> Checkout:
    """Given to the customer; it stays as it is when it already is theirs."""
    try:
        return _again_if_lost(lambda: checkouts.attach_customer(checkout.id, caller=customer))
    except (errors.MutationError, errors.NotAllowed):
        return checkout


def _again_if_lost(command: Callable[[], T]) -> T:
    try:
        return command()
    except errors.ResponseLost as lost:
        try:
            return command()
        except errors.Unavailable:
            raise lost from None
