"""Step 3: how it comes."""

from django.http import HttpResponse

from storefront.cart.errors import CHANGE_ERRORS, describe
from storefront.checkout import presentation, services
from storefront.checkout.error_messages import put_beside
from storefront.checkout.forms import DeliveryForm
from storefront.checkout.step_context import StepContext
from storefront.saleor import errors
from storefront.saleor.types import Checkout


def delivery(visit: StepContext) -> HttpResponse:
    """Offer the deliveries that Saleor has for this address, and keep the one chosen."""
    request, checkout = visit.request, visit.checkout
    form = DeliveryForm(request.POST if request.method == "POST" else None)
    picked = request.POST.get("delivery")
    if checkout is None:
        return visit.page({"form": form, "picked": picked})
    if form.is_bound and form.is_valid():
        try:
            return visit.onwards(_chosen(visit, checkout, form))
        except errors.MutationError as refused:
            put_beside(form, refused, names={"deliveryMethodId": "delivery", "shippingMethod": "delivery"})
        except CHANGE_ERRORS as error:
            return visit.page({"form": form, "picked": picked}, failure=describe(error))
    return _offered(visit, checkout, form, picked)


def _chosen(visit: StepContext, checkout: Checkout, form: DeliveryForm) -> Checkout:
    if form.point_id is not None:
        return services.set_collection(visit.cart, checkout, point_id=form.point_id)
    return services.set_delivery(visit.cart, checkout, delivery_id=form.cleaned_data["delivery"])


def _offered(visit: StepContext, checkout: Checkout, form: DeliveryForm, picked: str | None) -> HttpResponse:
    try:
        offered = services.delivery_options(visit.cart, checkout)
        points = services.collection_points(visit.cart, checkout)
    except CHANGE_ERRORS as error:
        return visit.page({"form": form, "picked": picked}, failure=describe(error))
    choices = presentation.delivery_choices(offered, checkout=checkout, picked=picked)
    places = presentation.collection_choices(points, checkout=checkout, picked=picked)
    shown = {"form": form, "deliveries": choices, "points": places}
    return visit.page(shown, status=422 if form.errors else 200)
