"""Carts at sign-in and sign-out: join the account's cart with the session's, and leave personal data behind."""

import logging

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront.cart import session_store
from storefront.cart.errors import CartBusy, PaymentInProgress
from storefront.cart.services import Cart
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import checkouts, customer_session, errors
from storefront.saleor.api import Credentials

logger = logging.getLogger(__name__)
_DUE = "cart_to_join"


def signed_in(request: HttpRequest) -> None:
    """Join the account's carts with the session's after a sign-in.

    A failure does not prevent the sign-in: the carts are joined when the cart is next shown.
    """
    request.session[_DUE] = True
    join_if_due(request)


def signed_out(session: SessionBase) -> None:
    """Keep the items in the session's cart after a sign-out, without names, addresses and codes."""
    session.pop(_DUE, None)
    session_store.drop_personal_data(
        session, may_drop=lambda checkout_id: checkout_state(checkout_id) is not CheckoutState.PAYING
    )


def join_if_due(request: HttpRequest) -> None:
    """Join the carts unless that was done since the sign-in."""
    if not request.session.get(_DUE):
        return
    try:
        customer = customer_session.credentials(request)
        if customer.token is not None:
            _join(Cart.for_request(request), customer)
    except (CartBusy, PaymentInProgress, errors.SaleorError) as error:
        logger.info("the carts are not joined yet: %s", type(error).__name__)
        return
    request.session.pop(_DUE, None)


def _join(cart: Cart, customer: Credentials) -> None:
    """Merge the customer's other carts into this one and attach it. Doing it twice has the same effect as once."""
    for checkout_id in checkouts.of_customer(cart.channel, caller=customer):
        if checkout_id != cart.stored.checkout_id and checkout_state(checkout_id) is CheckoutState.OPEN:
            other = checkouts.get(checkout_id, caller=cart.caller)
            if other is not None and other.lines:
                cart.merge_from(other)
    own = cart.stored.checkout_id
    if own is not None and checkout_state(own) is CheckoutState.OPEN:
        try:
            checkouts.attach_customer(own, caller=customer)
        except (errors.MutationError, errors.NotAllowed):
            # It is this customer's already. If it is another customer's, only its items are kept.
            if own not in checkouts.of_customer(cart.channel, caller=customer):
                session_store.drop_personal_data(cart.session, may_drop=lambda checkout_id: checkout_id == own)
