"""Carts and accounts: at sign-in the account's cart and the browser's become one; at sign-out it leaves the browser.

The account's checkout stays the same, so that every device of the customer sees the same cart
(docs/decisions/0033-cart-and-account.md).
"""

import logging

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.urls import reverse

from storefront.cart.changes import CartChange, Change, announce
from storefront.cart.errors import CHANGE_ERRORS
from storefront.cart.services import Cart
from storefront.cart.state import session_store
from storefront.core.sessions.keys import CART_TO_JOIN
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import checkouts, customer_session
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials

logger = logging.getLogger(__name__)


def signed_in(request: HttpRequest) -> None:
    """Join the account's carts with the session's after a sign-in.

    A failure does not prevent the sign-in: the carts are joined when the cart is next shown.
    """
    CART_TO_JOIN.set(request.session, True)
    join_if_due(request)


def sign_out(request: HttpRequest, *, has_account: bool = True) -> None:
    """End the session of this person, and tell where their cart is; without an account it is gone."""
    left = _where_the_cart_stays(request, has_account=has_account)
    customer_session.sign_out(request)
    announce(request, left)


def person_left(session: SessionBase) -> None:
    """Remove the carts when a customer signs out or another one signs in: they show what the person wants to buy."""
    CART_TO_JOIN.pop(session)
    session_store.clear_all(session)


def join_if_due(request: HttpRequest) -> None:
    """Join the carts after a sign-in, and look for the account's cart while this browser has none."""
    email = customer_session.customer_email(request)
    if email is None:
        return
    cart = Cart.for_request(request)
    if not CART_TO_JOIN.get(request.session) and (cart.stored.quantities or cart.stored.checkout_id):
        return
    try:
        customer = customer_session.credentials(request)
        changes = _join(cart, customer, email=email) if customer.token else (CartChange(kind=Change.SIGN_IN_ENDED),)
    except CHANGE_ERRORS as error:
        logger.info("the carts are not joined yet: %s", type(error).__name__)
        return
    announce(request, changes)
    CART_TO_JOIN.pop(request.session)


def _join(cart: Cart, customer: Credentials, *, email: str) -> tuple[CartChange, ...]:
    """Make the account's cart and this one the same. Doing it twice has the same effect as once."""
    of_account = checkouts.of_customer(cart.channel, caller=customer)
    own = cart.stored.checkout_id
    if own is not None and own not in of_account and _is_someone_elses(own, cart, email=email):
        _drop_checkout(cart, own)
        own = None
    changes: list[CartChange] = []
    is_in_account = own in of_account
    for checkout_id in of_account:
        if checkout_id == own or checkout_state(checkout_id) is not CheckoutState.OPEN:
            continue
        other = checkouts.get(checkout_id, caller=cart.caller)
        if other is not None and other.lines:
            changes += (cart.take_in(other) if is_in_account else cart.join(other)).changes
            is_in_account = True
    if own is not None and not is_in_account and checkout_state(own) is CheckoutState.OPEN:
        try:
            checkouts.attach_customer(own, caller=customer)
        except (errors.MutationError, errors.NotAllowed):
            _drop_checkout(cart, own)  # it is another customer's: only its items are kept
    return tuple(changes)


def _is_someone_elses(checkout_id: str, cart: Cart, *, email: str) -> bool:
    """Return whether the checkout was begun with another email address, perhaps by another person at this device."""
    checkout = checkouts.get(checkout_id, caller=cart.caller)
    return checkout is not None and bool(checkout.email) and (checkout.email or "").casefold() != email.casefold()


def _drop_checkout(cart: Cart, checkout_id: str) -> None:
    """Keep only the items of a checkout."""
    session_store.drop_personal_data(
        cart.session, may_drop=lambda found: found == checkout_id, keeps_items=lambda _: True
    )


def _where_the_cart_stays(request: HttpRequest, *, has_account: bool) -> tuple[CartChange, ...]:
    """Return a message about the carts of this browser; none if there are none."""
    stored = session_store.load_all(request.session)
    if not any(cart.quantities for cart in stored.values()):
        return ()
    try:
        customer = customer_session.credentials(request)
        kept = has_account and all(_is_kept(channel, cart.checkout_id, customer) for channel, cart in stored.items())
    except errors.SaleorError:
        kept = False
    if not kept:
        return (CartChange(kind=Change.REMOVED_FROM_DEVICE),)
    return (CartChange(kind=Change.KEPT_IN_ACCOUNT, url=reverse("accounts:sign_in")),)


def _is_kept(channel: str, checkout_id: str | None, customer: Credentials) -> bool:
    """Return whether the account has this checkout, or takes it now."""
    if checkout_id is None or customer.token is None:
        return False
    if checkout_id in checkouts.of_customer(channel, caller=customer):
        return True
    try:
        checkouts.attach_customer(checkout_id, caller=customer)
    except errors.MutationError:
        return False
    return True
