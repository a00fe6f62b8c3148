"""One look at the checkout: who comes, with what cart, to which step, and where they are sent if not here."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from storefront.cart import error_messages as cart_sentences
from storefront.cart import selectors
from storefront.cart.errors import CHANGE_ERRORS, CartError, describe
from storefront.cart.services import Cart
from storefront.checkout import error_messages, presentation, steps
from storefront.checkout.steps import Step
from storefront.payments.attempts import attempt_for_checkout, hash_payer
from storefront.payments.models import PaymentAttempt
from storefront.saleor.types import Checkout

OWNER = "till"


class RedirectToStep(Exception):
    """The shopper belongs on another page just now."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepContext:
    """A shopper at a step. `checkout` is None only when it could not be read, and then `failure` says why."""

    request: HttpRequest
    step: Step
    cart: Cart
    checkout: Checkout | None
    failure: CartError | None = None

    def page(
        self,
        context: Mapping[str, object],
        *,
        failure: CartError | None = None,
        status: int = 200,
        checkout: Checkout | None = None,
    ) -> HttpResponse:
        """The step's page: with the order beside it, or with what went wrong above it and everything typed kept."""
        failed = failure or self.failure
        shown = checkout or self.checkout
        given = {
            "steps": steps.bar(shown, current=self.step),
            "current": self.step.name,
            "review": presentation.review(shown) if shown else None,
            "failure": failed,
            **context,
        }
        code = failed.status if failed else status
        return render(self.request, f"checkout/{self.step.name}.html", given, status=code)

    def onwards(self, checkout: Checkout) -> HttpResponse:
        """To the next thing that is open."""
        return redirect(steps.first_incomplete(checkout).url)


def load_step(request: HttpRequest, step: Step) -> StepContext:
    """At a step, if this is where the shopper may be; raises Elsewhere when it is not."""
    cart = Cart.of(request)
    try:
        checkout = _checkout(request, cart)
    except CHANGE_ERRORS as error:
        return StepContext(request=request, step=step, cart=cart, checkout=None, failure=describe(error))
    payer_secret(request)
    if not steps.may_be_shown(step, checkout):
        raise RedirectToStep(steps.first_incomplete(checkout).url)
    return StepContext(request=request, step=step, cart=cart, checkout=checkout)


def _checkout(request: HttpRequest, cart: Cart) -> Checkout:
    attempt = paying_attempt(request, cart)
    if attempt is not None:
        raise RedirectToStep(attempt_url(attempt))
    seen = cart.see()
    if seen is None or not seen.checkout.lines:
        raise RedirectToStep(reverse("cart:cart"))
    said = cart_sentences.of_seen(seen)
    if said:
        for sentence in said:
            messages.warning(request, sentence)
        raise RedirectToStep(reverse("cart:cart"))
    slugs = (line.variant.product.slug for line in seen.checkout.lines)
    if selectors.blocked(seen.checkout, selectors.products_by_slug(slugs)):
        messages.warning(request, str(error_messages.SOMETHING_TO_MEND))
        raise RedirectToStep(reverse("cart:cart"))
    return seen.checkout


def paying_attempt(request: HttpRequest, cart: Cart) -> PaymentAttempt | None:
    """This session's attempt for the cart's checkout, unless it is over."""
    kept = cart.kept
    attempt = attempt_for_checkout(kept.checkout_id) if kept.checkout_id else None
    secret = request.session.get(OWNER)
    return attempt if attempt and secret and attempt.payer_hash == hash_payer(secret) else None


def attempt_url(attempt: PaymentAttempt) -> str:
    """Its page."""
    return reverse("checkout:attempt", args=[attempt.uuid])


def payer_secret(request: HttpRequest) -> str:
    """The session's own secret: it outlives a sign-in, which changes the session's key.

    Made at the first step, long before a payment: a slow page in another tab, which keeps the session as it was when it
    was asked for, would lose one that is made while somebody pays, and with it the sight of that payment.
    """
    if OWNER not in request.session:
        request.session[OWNER] = secrets.token_urlsafe(32)
        request.session.save()
    return str(request.session[OWNER])


def known_payer_secret(request: HttpRequest) -> str | None:
    """The session's secret, if it ever came to the checkout; makes none."""
    kept: str | None = request.session.get(OWNER)
    return kept
