"""The checkout's pages. All of them are the visitor's own: never stored by anybody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from storefront.cart.views import private
from storefront.checkout import steps
from storefront.checkout.step_context import RedirectToStep, StepContext, load_step
from storefront.checkout.views.address import address
from storefront.checkout.views.attempt import attempt, leave
from storefront.checkout.views.contact import contact
from storefront.checkout.views.delivery import delivery
from storefront.checkout.views.payment import payment

__all__ = ["attempt", "leave", "start", "step"]

_VIEWS: dict[str, Callable[[StepContext], HttpResponse]] = {
    "contact": contact,
    "address": address,
    "delivery": delivery,
    "payment": payment,
}


@require_safe
@private
def start(request: HttpRequest) -> HttpResponse:
    """To the first step that is not complete."""
    try:
        visit = load_step(request, steps.CONTACT)
    except RedirectToStep as other:
        return redirect(other.url)
    return visit.onwards(visit.checkout) if visit.checkout else contact(visit)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One step, if the shopper has come that far."""
    try:
        visit = load_step(request, steps.BY_NAME[name])
    except RedirectToStep as other:
        return redirect(other.url)
    return _VIEWS[name](visit)
