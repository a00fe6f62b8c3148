"""What the view of a step works with, and the redirect of shoppers who belong elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from storefront.cart.changes import announce
from storefront.cart.errors import CHANGE_ERRORS, CartError, describe
from storefront.cart.selectors import is_blocked
from storefront.cart.services import Cart
from storefront.cart.state import other_state
from storefront.catalog.lines.products import LineProducts, line_products_of
from storefront.checkout import error_messages, presentation, steps
from storefront.checkout.delivery_restrictions import refused_now
from storefront.checkout.payer import attempt_url, payer_secret, paying_attempt
from storefront.checkout.steps import Step
from storefront.saleor.types import Checkout


class RedirectToStep(Exception):
    """The shopper belongs on another page now."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepContext:
    """A shopper at a step. `checkout` is None only if it could not be read; `failure` then says why."""

    request: HttpRequest
    step: Step
    cart: Cart
    checkout: Checkout | None
    failure: CartError | None = None

    def render(
        self,
        context: Mapping[str, object],
        *,
        failure: CartError | None = None,
        status: int = 200,
        checkout: Checkout | None = None,
    ) -> HttpResponse:
        """Render the step's page with the order beside it; after a failure, with its reason and all input kept."""
        failure = failure or self.failure
        checkout = checkout or self.checkout
        shared = {
            "steps": steps.step_links(checkout, current=self.step),
            "current": self.step.name,
            "review": presentation.review(checkout) if checkout else None,
            "failure": failure,
        }
        template = f"checkout/{self.step.name}.html"
        return render(self.request, template, {**shared, **context}, status=failure.status if failure else status)

    def redirect_to_next(self, checkout: Checkout) -> HttpResponse:
        """Redirect to the first step that is not complete."""
        return redirect(steps.first_incomplete(checkout).url)


def load_step(request: HttpRequest, step: Step) -> StepContext:
    """Return the context of a step. Raises RedirectToStep if the shopper may not be here yet, or any more."""
    cart = Cart.for_request(request)
    try:
        checkout = _load_checkout(request, cart, step)
    except CHANGE_ERRORS as error:
        return StepContext(request=request, step=step, cart=cart, checkout=None, failure=describe(error))
    payer_secret(request)
    if not steps.may_be_shown(step, checkout):
        raise RedirectToStep(steps.first_incomplete(checkout).url)
    return StepContext(request=request, step=step, cart=cart, checkout=checkout)


def _load_checkout(request: HttpRequest, cart: Cart, step: Step) -> Checkout:
    attempt = paying_attempt(request, cart)
    if attempt is not None:
        if attempt.has_order:
            announce(request, other_state.order_of_checkout(request, attempt.checkout_id))
        raise RedirectToStep(attempt_url(attempt))
    checkout_id = cart.stored.checkout_id
    result = cart.fetch()
    if result is None:
        raise RedirectToStep(_leave_without_cart(request, checkout_id))
    announce(request, result.changes)
    if not result.checkout.lines or result.is_recreated:
        raise RedirectToStep(reverse("cart:cart"))
    rows = line_products_of(result.checkout.lines)
    if is_blocked(result.checkout, rows):
        messages.warning(request, str(error_messages.CHANGE_CART_FIRST))
        raise RedirectToStep(reverse("cart:cart"))
    if step not in (steps.CONTACT, steps.ADDRESS):
        leave_refused_address(request, result.checkout, rows=rows)
    return result.checkout


def leave_refused_address(request: HttpRequest, checkout: Checkout, *, rows: LineProducts | None = None) -> None:
    """Raise RedirectToStep to the address step, with the reasons, if something may not be sent to the address."""
    refused = refused_now(checkout, rows=rows)
    if refused:
        for sentence in refused:
            messages.warning(request, sentence)
        raise RedirectToStep(steps.ADDRESS.url)


def _leave_without_cart(request: HttpRequest, checkout_id: str | None) -> str:
    """Return where an old tab leads after the order, or after the session has ended."""
    order = other_state.newest_order(request)
    told = other_state.order_of_checkout(request, checkout_id)
    if not told and (order is not None or request.method == "POST"):
        told = other_state.lost_cart(request)
    announce(request, told)
    return attempt_url(order) if order is not None else reverse("cart:cart")
