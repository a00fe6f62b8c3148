"""Which payment attempts belong to this session: the session that paid may see the payment, and no other."""

import secrets

from django.http import HttpRequest
from django.urls import reverse

from storefront.cart.services import Cart
from storefront.core.sessions.keys import PAYER
from storefront.payments.attempts import attempt_for_checkout, hash_payer
from storefront.payments.models import PaymentAttempt


def payer_secret(request: HttpRequest) -> str:
    """Return the session's own secret, and create it if need be. It outlives a sign-in, which changes the session key.

    Create it at the first step, long before a payment: a slow page in another tab writes the session as it was when
    the page was requested, and would lose a secret that is created during the payment.
    """
    known = PAYER.get(request.session)
    if known is not None:
        return known
    secret = secrets.token_urlsafe(32)
    PAYER.set(request.session, secret)
    request.session.save()
    return secret


def known_payer_secret(request: HttpRequest) -> str | None:
    """Return the session's secret; None if it never came to the checkout."""
    return PAYER.get(request.session)


def paying_attempt(request: HttpRequest, cart: Cart) -> PaymentAttempt | None:
    """Return this session's attempt for the cart's checkout, unless it has failed."""
    checkout_id, secret = cart.stored.checkout_id, known_payer_secret(request)
    attempt = attempt_for_checkout(checkout_id) if checkout_id and secret else None
    return attempt if attempt and secret and attempt.payer_hash == hash_payer(secret) else None


def attempt_url(attempt: PaymentAttempt) -> str:
    """Return the address of an attempt's page."""
    return reverse("checkout:attempt", args=[attempt.uuid])
