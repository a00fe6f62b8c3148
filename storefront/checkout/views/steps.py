"""The steps: one address for all of them, and the views of contact and delivery."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from storefront.cart.errors import CHANGE_ERRORS, describe
from storefront.checkout import error_messages, presentation, services, steps
from storefront.checkout.error_messages import add_errors
from storefront.checkout.forms import ContactForm, DeliveryForm
from storefront.checkout.step_context import RedirectToStep, StepContext, load_step
from storefront.checkout.views.address import address
from storefront.checkout.views.payment import payment
from storefront.core.web.private_pages import private
from storefront.saleor import customer_session
from storefront.saleor.client import errors
from storefront.saleor.types import Checkout


@require_safe
@private
def start(request: HttpRequest) -> HttpResponse:
    """Redirect to the first step that is not complete."""
    try:
        context = load_step(request, steps.CONTACT)
    except RedirectToStep as other:
        return redirect(other.url)
    return context.redirect_to_next(context.checkout) if context.checkout else contact(context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def step(request: HttpRequest, name: str) -> HttpResponse:
    """Show a step, or take its form, if the shopper has come that far."""
    try:
        return _VIEWS[name](load_step(request, steps.BY_NAME[name]))
    except RedirectToStep as other:
        return redirect(other.url)


def contact(context: StepContext) -> HttpResponse:
    """Ask for the email address; a signed-in customer's is filled in, and the checkout becomes theirs."""
    request, checkout = context.request, context.checkout
    account_email = customer_session.customer_email(request)
    email = (checkout.email if checkout else None) or account_email or ""
    form = ContactForm(request.POST if request.method == "POST" else None, initial={"email": email})
    shown: dict[str, object] = {"form": form, "account_email": account_email}
    if checkout is None or not form.is_bound:
        return context.render(shown)
    if not form.is_valid():
        return context.render(shown, status=422)
    try:
        customer = customer_session.credentials(request) if account_email else None
        checkout = services.set_email(context.cart, checkout, email=form.cleaned_data["email"], customer=customer)
    except errors.MutationError as refused:
        add_errors(form, refused, names={"email": "email"})
        return context.render(shown, status=422)
    except CHANGE_ERRORS as error:
        return context.render(shown, failure=describe(error))
    return context.redirect_to_next(checkout)


def delivery(context: StepContext) -> HttpResponse:
    """Offer the deliveries and collection points for the address, and set the one chosen."""
    request, checkout = context.request, context.checkout
    form = DeliveryForm(request.POST if request.method == "POST" else None)
    picked = request.POST.get("delivery")
    if checkout is None:
        return context.render({"form": form, "picked": picked})
    if form.is_bound and form.is_valid():
        try:
            return context.redirect_to_next(_set_delivery(context, checkout, form))
        except errors.MutationError as refused:
            add_errors(form, refused, names={"deliveryMethodId": "delivery", "shippingMethod": "delivery"})
        except errors.BadRequest:
            form.add_error("delivery", error_messages.DELIVERY_GONE)
        except CHANGE_ERRORS as error:
            return context.render({"form": form, "picked": picked}, failure=describe(error))
    return _render_delivery(context, checkout, form, picked)


def _set_delivery(context: StepContext, checkout: Checkout, form: DeliveryForm) -> Checkout:
    if form.point_id is not None:
        return services.set_collection(context.cart, checkout, point_id=form.point_id)
    return services.set_delivery(context.cart, checkout, delivery_id=form.cleaned_data["delivery"])


def _render_delivery(context: StepContext, checkout: Checkout, form: DeliveryForm, picked: str | None) -> HttpResponse:
    try:
        deliveries = services.delivery_options(context.cart, checkout)
        points = services.collection_points(context.cart, checkout)
    except CHANGE_ERRORS as error:
        return context.render({"form": form, "picked": picked}, failure=describe(error))
    shown = {
        "form": form,
        "deliveries": presentation.delivery_choices(deliveries, checkout=checkout, picked=picked),
        "points": presentation.collection_choices(points, checkout=checkout, picked=picked),
    }
    return context.render(shown, status=422 if form.errors else 200)


_VIEWS: dict[str, Callable[[StepContext], HttpResponse]] = {
    "contact": contact,
    "address": address,
    "delivery": delivery,
    "payment": payment,
}
