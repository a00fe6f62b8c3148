"""The cart's page and its forms. All of them are personal, so no cache may store them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.cart import merge
from storefront.cart.admission import quantity_limit
from storefront.cart.changes import announce
from storefront.cart.errors import CHANGE_ERRORS, CartEmpty, describe
from storefront.cart.forms import PromoForm, QuantityForm
from storefront.cart.lines import left_of
from storefront.cart.services import Cart
from storefront.cart.state import other_state
from storefront.cart.views.responses import show_cart, show_changed, show_error
from storefront.core.coordination.rate_limits import RateLimited
from storefront.core.forms.targets import form_target
from storefront.core.web.private_pages import private
from storefront.saleor.client import errors


@require_safe
@private
def cart_page(request: HttpRequest) -> HttpResponse:
    """Show the cart as Saleor has it now; 503 if Saleor is unavailable, and then the cart is kept."""
    merge.join_if_due(request)
    return show_cart(request)


@require_safe
@private
def mini(request: HttpRequest) -> HttpResponse:
    """Show the cart in the dialog that opens on any page; without a script, go to the cart page."""
    if not request.headers.get("HX-Request"):
        return redirect("cart:cart")
    merge.join_if_due(request)
    return show_cart(request)


@form_target("cart:cart")
@private
def set_quantity(request: HttpRequest) -> HttpResponse:
    """Set the quantity of a line; 0 removes it."""
    form = QuantityForm(request.POST)
    variant_id = request.POST.get("variant", "")
    if not form.is_valid():
        text = " ".join(str(error) for error in form.errors.get("quantity", ())) or _("Choose an item.")
        return show_cart(request, line_problems={variant_id: text}, problems=(text,), status=422)
    cart = Cart.for_request(request)
    if form.cleaned_data["quantity"] == 0 and cart.stored.quantities and variant_id not in cart.stored.quantities:
        return show_cart(request)
    if not cart.stored.quantities:
        lost = other_state.lost_cart(request)
        announce(request, lost)
        if form.cleaned_data["quantity"] == 0 or other_state.newest_order(request) is not None:
            return show_cart(request, status=409)
    try:
        result = cart.set_quantity(variant_id, quantity=form.cleaned_data["quantity"])
    except errors.MutationError as refused:
        described = describe(
            refused,
            left=_quantity_left(cart, refused, variant_id),
            limit=quantity_limit(variant_id),
            held=cart.stored.quantities.get(variant_id, 0),
        )
        return show_cart(request, line_problems={variant_id: described.text}, status=described.status)
    except CHANGE_ERRORS as error:
        return show_error(request, describe(error))
    return show_changed(request, result)


@form_target("cart:cart")
@private
def use_promo(request: HttpRequest) -> HttpResponse:
    """Add a voucher or gift card."""
    form = PromoForm(request.POST)
    if not form.is_valid():
        return show_cart(request, promo_form=form, status=422)
    try:
        result = Cart.for_request(request).add_promo(form.cleaned_data["promo_code"])
    except (errors.MutationError, RateLimited) as refused:
        described = describe(refused)
        form.add_error("promo_code", described.text)
        return show_cart(request, promo_form=form, status=described.status)
    except CHANGE_ERRORS as error:
        return _show_error(request, error)
    return show_changed(request, result)


@form_target("cart:cart")
@private
def remove_promo(request: HttpRequest) -> HttpResponse:
    """Remove a voucher or gift card."""
    try:
        result = Cart.for_request(request).remove_promo(request.POST.get("code", ""))
    except CHANGE_ERRORS as error:
        return _show_error(request, error)
    return show_changed(request, result)


def _show_error(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, CartEmpty):
        announce(request, other_state.lost_cart(request))
        return show_cart(request, status=409)
    return show_error(request, describe(error))


def _quantity_left(cart: Cart, error: errors.MutationError, variant_id: str) -> int | None:
    """Return how many are left if the stock was too small."""
    if "INSUFFICIENT_STOCK" not in error.codes:
        return None
    try:
        result = cart.fetch()
    except CHANGE_ERRORS:
        return None
    return left_of(result.checkout if result else None, variant_id)
