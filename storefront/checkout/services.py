"""Write what the steps collect to the checkout. Every mutation sets a value, so a lost response is simply retried.

Each function raises what `Cart.change` raises, errors.MutationError if Saleor refuses the value, or another
errors.SaleorError.
"""

from storefront.addresses.forms import initial_values, is_same_address
from storefront.cart.services import Cart
from storefront.cart.state import session_store
from storefront.checkout.steps import delivery_is_stale
from storefront.saleor import checkouts
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.retry import retry_if_lost
from storefront.saleor.schema.languages import saleor_language
from storefront.saleor.types import Checkout, CollectionPoint, Delivery


class BillingAddressRefused(Exception):
    """Saleor stored the delivery address and refused the billing address."""

    def __init__(self, refused: errors.MutationError) -> None:
        self.refused = refused
        super().__init__(str(refused))


def set_email(cart: Cart, checkout: Checkout, *, email: str, customer: Credentials | None) -> Checkout:
    """Set the email address of the order; the checkout of a signed-in `customer` becomes theirs."""
    with cart.change():
        if customer is not None and customer.token:
            checkout = _attach_customer(checkout, customer)
        if (checkout.email or "").lower() == email.lower():
            return checkout
        return retry_if_lost(lambda: checkouts.set_email(checkout.id, email=email, caller=cart.caller))


def set_language(cart: Cart, checkout: Checkout, *, language: str) -> Checkout:
    """Tell Saleor in which market's language the shopper orders, for its own emails, invoices and other apps.

    Two markets may share a channel, so it is set again when the shopper has changed the market.
    """
    code = saleor_language(language)
    if checkout.language_code == code:
        return checkout
    return retry_if_lost(lambda: checkouts.set_language(checkout.id, language=code, caller=cart.caller))


def set_addresses(cart: Cart, checkout: Checkout, *, shipping: AddressInput | None, billing: AddressInput) -> Checkout:
    """Set the delivery address (None if nothing is delivered) and the billing address, where they differ.

    Raises BillingAddressRefused if only the billing address was refused.
    """
    with cart.change():
        if shipping is not None and not is_same_address(checkout.shipping_address, shipping):
            checkout = _set_shipping_address(cart, checkout, shipping)
        if is_same_address(checkout.billing_address, billing):
            return checkout
        try:
            return retry_if_lost(
                lambda: checkouts.set_billing_address(checkout.id, address=billing, caller=cart.caller)
            )
        except errors.MutationError as refused:
            raise BillingAddressRefused(refused) from refused


def delivery_options(cart: Cart, checkout: Checkout) -> tuple[Delivery, ...]:
    """Return the deliveries that can be chosen now."""
    options = retry_if_lost(lambda: checkouts.delivery_options(checkout.id, caller=cart.caller))
    return tuple(option for option in options if option.shipping_method is not None and option.shipping_method.active)


def collection_points(cart: Cart, checkout: Checkout) -> tuple[CollectionPoint, ...]:
    """Return the places where the whole order can be collected now."""
    return checkouts.collection_points(checkout.id, caller=cart.caller)


def set_delivery(cart: Cart, checkout: Checkout, *, delivery_id: str) -> Checkout:
    """Choose a delivery.

    After a collection point, the delivery address from before is set again. If it is not known, the checkout that is
    returned has neither address nor delivery, and the shopper enters the address first.
    """
    with cart.change():
        if checkout.collection_point is not None:
            checkout = _leave_collection_point(cart, checkout)
            if checkout.shipping_address is None:
                return checkout
        return _set_delivery_method(cart, checkout, delivery_id)


def set_collection(cart: Cart, checkout: Checkout, *, point_id: str) -> Checkout:
    """Choose a collection point. Saleor uses its address for the order, so the delivery address is stored here."""
    with cart.change():
        address = checkout.shipping_address if checkout.collection_point is None else None
        changed = _set_delivery_method(cart, checkout, point_id)
        if address is not None:
            session_store.stash_address(cart.session, AddressInput(**initial_values(address)), channel=cart.channel)
        return changed


def refresh_delivery(cart: Cart, checkout: Checkout) -> Checkout:
    """Have Saleor calculate a stale delivery again: its price must not change after the payment.

    A collection point that can no longer hand over the whole order is left.
    """
    point = checkout.collection_point
    if point is not None and point not in collection_points(cart, checkout):
        with cart.change():
            return _leave_collection_point(cart, checkout)
    if not delivery_is_stale(checkout):
        return checkout
    delivery_options(cart, checkout)
    return checkouts.get(checkout.id, caller=cart.caller) or checkout


def _leave_collection_point(cart: Cart, checkout: Checkout) -> Checkout:
    changed = _set_delivery_method(cart, checkout, None)
    address = session_store.stashed_address(cart.session, channel=cart.channel)
    return changed if address is None else _set_shipping_address(cart, changed, address)


def _set_delivery_method(cart: Cart, checkout: Checkout, delivery_id: str | None) -> Checkout:
    return retry_if_lost(lambda: checkouts.set_delivery(checkout.id, delivery_id=delivery_id, caller=cart.caller))


def _set_shipping_address(cart: Cart, checkout: Checkout, address: AddressInput) -> Checkout:
    return retry_if_lost(lambda: checkouts.set_shipping_address(checkout.id, address=address, caller=cart.caller))


def _attach_customer(checkout: Checkout, customer: Credentials) -> Checkout:
    try:
        return retry_if_lost(lambda: checkouts.attach_customer(checkout.id, caller=customer))
    except (errors.MutationError, errors.NotAllowed):
        return checkout  # it is theirs already
