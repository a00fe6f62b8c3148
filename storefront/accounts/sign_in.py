"""Sign a customer in to a browser that may be shared: what it held of another person ends first."""

from django.http import HttpRequest

from storefront.checkout.payer import known_payer_secret
from storefront.core.sessions.keys import PAYER, close_orders
from storefront.payments.attempts import attempts_in_progress
from storefront.saleor import checkouts, customer_session
from storefront.saleor.client import errors
from storefront.saleor.types import SignIn


def sign_in(request: HttpRequest, signed: SignIn, *, stay: bool = False) -> None:
    """Store the customer's tokens. Orders and payments that a guest had open here are closed.

    A payment in progress stays open when its checkout has the customer's own email address: they signed in meanwhile.
    """
    if customer_session.customer_email(request) is None:
        _close_guest_orders(request, email=signed.user.email)
    customer_session.sign_in(request, signed, stay=stay)


def _close_guest_orders(request: HttpRequest, *, email: str) -> None:
    secret = known_payer_secret(request)
    close_orders(request.session)
    if secret and _is_paying_as(secret, email=email):
        PAYER.set(request.session, secret)


def _is_paying_as(secret: str, *, email: str) -> bool:
    """Return whether every payment in progress of this browser has the email address. No answer counts as no."""
    try:
        paying = [checkouts.get(attempt.checkout_id) for attempt in attempts_in_progress(payer_secret=secret)]
    except errors.SaleorError:
        return False
    return bool(paying) and all(
        checkout is not None and (checkout.email or "").casefold() == email.casefold() for checkout in paying
    )
