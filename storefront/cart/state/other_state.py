"""Messages for a shopper whose cart is missing or not the expected one: it was ordered, is being paid, or was lost."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from storefront.cart.changes import CartChange, Change
from storefront.cart.services import Cart
from storefront.cart.state import session_store
from storefront.core.markets import active_market, all_markets
from storefront.core.sessions.keys import PAYER
from storefront.payments.attempts import (
    attempt_for_checkout,
    attempts_in_progress,
    checkout_state,
    hash_payer,
    newest_order_of_payer,
)
from storefront.payments.models import CheckoutState, PaymentAttempt
from storefront.saleor.customer_session import customer_email


def order_of_checkout(request: HttpRequest, checkout_id: str | None) -> tuple[CartChange, ...]:
    """Return what to say if a cart's checkout has become an order, here or on another device of the customer."""
    if checkout_id is None or checkout_state(checkout_id) is not CheckoutState.ORDERED:
        return ()
    attempt = attempt_for_checkout(checkout_id)
    secret = PAYER.get(request.session)
    if attempt is not None and secret is not None and attempt.payer_hash == hash_payer(secret):
        return (CartChange(kind=Change.ORDERED, url=attempt_url(attempt)),) if attempt.has_order else ()
    url = reverse("accounts:orders") if customer_email(request) else ""
    return (CartChange(kind=Change.ORDERED_ELSEWHERE, url=url),)


def newest_order(request: HttpRequest) -> PaymentAttempt | None:
    """Return the payment of the order that this browser made last; None if there is none."""
    secret = PAYER.get(request.session)
    return newest_order_of_payer(payer_secret=secret) if secret else None


def lost_cart(request: HttpRequest) -> tuple[CartChange, ...]:
    """Return what to say to a form for a cart that this session does not have."""
    order = newest_order(request)
    if order is not None:
        return (CartChange(kind=Change.ORDERED, url=attempt_url(order)),)
    return (CartChange(kind=Change.SESSION_LOST),)


def payments_elsewhere(request: HttpRequest, cart: Cart) -> tuple[CartChange, ...]:
    """Return this browser's payments in progress for carts of other markets."""
    secret = PAYER.get(request.session)
    if secret is None:
        return ()
    own = cart.stored.checkout_id
    labels = {market.language: market.label for market in all_markets()}
    return tuple(
        CartChange(
            kind=Change.PAYING_ELSEWHERE, place=labels.get(attempt.language, attempt.language), url=attempt_url(attempt)
        )
        for attempt in attempts_in_progress(payer_secret=secret)
        if attempt.checkout_id != own
    )


def unsold_here(request: HttpRequest, cart: Cart) -> tuple[CartChange, ...]:
    """Return what to say when another market's cart stays there, because nothing of it is sold in this one."""
    others = session_store.load_all(request.session)
    is_kept = any(stored.quantities for channel, stored in others.items() if channel != cart.channel)
    return (CartChange(kind=Change.NOTHING_SOLD_HERE, place=active_market().label),) if is_kept else ()


def cookies_refused(request: HttpRequest) -> tuple[CartChange, ...]:
    """Return what to say when a page after "Add to cart" comes without the session's cookie."""
    if "added" not in request.GET or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return ()
    return (CartChange(kind=Change.COOKIES_REFUSED),)


def attempt_url(attempt: PaymentAttempt) -> str:
    """Return the address of a payment's page, in the market in which it was made."""
    with translation.override(attempt.language):
        return reverse("checkout:attempt", args=[attempt.uuid])
