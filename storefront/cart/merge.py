"""Carts at sign-in and sign-out: join the account's cart with the session's, and leave personal data behind."""

import logging

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront.cart import session_store
from storefront.cart.errors import CartBusy, PaymentInProgress
from storefront.cart.services import Cart
from storefront.core.session_keys import CART_TO_JOIN
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import checkouts, customer_session, errors
from storefront.saleor.api import Credentials

logger = logging.getLogger(__name__)


def signed_in(request: HttpRequest) -> None:
    """Join the account's carts with the session's after a sign-in.

    A failure does not prevent the sign-in: the carts are joined when the cart is next shown.
    """
    CART_TO_JOIN.set(request.session, True)
    join_if_due(request)


def signed_out(session: SessionBase) -> None:
    """Keep the items in the session's cart after a sign-out, without names, addresses, codes and open payments."""
    CART_TO_JOIN.pop(session)
    buyable = (CheckoutState.OPEN, CheckoutState.SPENT)
    session_store.drop_personal_data(session, keeps_items=lambda checkout_id: checkout_state(checkout_id) in buyable)


def join_if_due(request: HttpRequest) -> None:
    """Join the carts unless that was done since the sign-in."""
    if not CART_TO_JOIN.get(request.session):
        return
    try:
        customer = customer_session.credentials(request)
        if customer.token is not None:
            _join(Cart.for_request(request), customer, email=customer_session.customer_email(request) or "")
    except (CartBusy, PaymentInProgress, errors.SaleorError) as error:
        logger.info("the carts are not joined yet: %s", type(error).__name__)
        return
    CART_TO_JOIN.pop(request.session)


def _join(cart: Cart, customer: Credentials, *, email: str) -> None:
    """Merge the customer's other carts into this one and attach it. Doing it twice has the same effect as once."""
    for checkout_id in checkouts.of_customer(cart.channel, caller=customer):
        if checkout_id != cart.stored.checkout_id and checkout_state(checkout_id) is CheckoutState.OPEN:
            other = checkouts.get(checkout_id, caller=cart.caller)
            if other is not None and other.lines:
                cart.merge_from(other)
    own = cart.stored.checkout_id
    if own is not None and _is_someone_elses(own, cart, email=email):
        _drop_checkout(cart, own)
    elif own is not None and checkout_state(own) is CheckoutState.OPEN:
        try:
            checkouts.attach_customer(own, caller=customer)
        except (errors.MutationError, errors.NotAllowed):
            # It is this customer's already. If it is another customer's, only its items are kept.
            if own not in checkouts.of_customer(cart.channel, caller=customer):
                _drop_checkout(cart, own)


def _is_someone_elses(checkout_id: str, cart: Cart, *, email: str) -> bool:
    """Return whether the checkout was begun with another email address, perhaps by another person at this device."""
    checkout = checkouts.get(checkout_id, caller=cart.caller)
    return checkout is not None and bool(checkout.email) and (checkout.email or "").casefold() != email.casefold()


def _drop_checkout(cart: Cart, checkout_id: str) -> None:
    """Keep only the items of a checkout."""
    session_store.drop_personal_data(
        cart.session, may_drop=lambda found: found == checkout_id, keeps_items=lambda _: True
    )
