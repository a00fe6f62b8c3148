"""A cart that follows its shopper into an account, and leaves it with no more than the things it holds."""

import logging

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from storefront.cart import session_store
from storefront.cart.cart_lock import CartBusy
from storefront.cart.services import Cart, PaymentInProgress
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import checkouts, customer_session, errors
from storefront.saleor.api import Credentials

logger = logging.getLogger(__name__)
_DUE = "cart_to_join"


def signed_in(request: HttpRequest) -> None:
    """Somebody has just signed in: their account's carts and this session's become one. Never keeps a sign-in from
    happening; what could not be done now is done when the cart is next looked at."""
    request.session[_DUE] = True
    join_if_due(request)


def signed_out(session: SessionBase) -> None:
    """Somebody has just signed out: the things stay in the cart; names, addresses and codes do not."""
    session.pop(_DUE, None)
    session_store.drop_personal_data(
        session, may_let_go=lambda checkout_id: checkout_state(checkout_id) is not CheckoutState.PAYING
    )


def join_if_due(request: HttpRequest) -> None:
    """Join the carts, unless that has been done since the sign-in."""
    if not request.session.get(_DUE):
        return
    try:
        customer = customer_session.credentials(request)
        if customer.token is not None:
            _join(Cart.of(request), customer)
    except (CartBusy, PaymentInProgress, errors.SaleorError) as error:
        logger.info("the carts are not joined yet: %s", type(error).__name__)
        return
    request.session.pop(_DUE, None)


def _join(cart: Cart, customer: Credentials) -> None:
    """Doing it twice is the same as once: of each thing the cart then holds the larger of both numbers."""
    for checkout_id in checkouts.of_customer(cart.channel, caller=customer):
        if checkout_id != cart.kept.checkout_id and checkout_state(checkout_id) is CheckoutState.OPEN:
            other = checkouts.get(checkout_id, caller=cart.caller)
            if other is not None and other.lines:
                cart.take_over(other)
    own = cart.kept.checkout_id
    if own is not None and checkout_state(own) is CheckoutState.OPEN:
        try:
            checkouts.attach_customer(own, caller=customer)
        except (errors.MutationError, errors.NotAllowed):
            # It is theirs already, or another customer's: then only the things are taken along.
            if own not in checkouts.of_customer(cart.channel, caller=customer):
                session_store.drop_personal_data(cart.session, may_let_go=lambda checkout_id: checkout_id == own)
