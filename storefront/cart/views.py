"""The cart's pages. All of them are personal, so no cache may store them."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.cart import merge
from storefront.cart.errors import CHANGE_ERRORS, PAYING, CartError, PaymentInProgress, describe
from storefront.cart.forms import AddForm, PromoForm, QuantityForm
from storefront.cart.selectors import BuyableVariant, buyable_variant, cart_view, incompatibilities, notices_of
from storefront.cart.services import Cart, CartResult
from storefront.core.form_targets import form_target
from storefront.core.markets import active_market
from storefront.core.private_pages import private
from storefront.core.rate_limits import RateLimited
from storefront.core.same_origin import same_origin_form
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import errors

_NO_PROBLEMS: Mapping[str, str] = {}


@require_safe
@private
def cart_page(request: HttpRequest) -> HttpResponse:
    """Show the cart as Saleor has it now; 503 if Saleor is unavailable, and then the cart is kept."""
    merge.join_if_due(request)
    return _show_cart(request)


@require_safe
@private
def mini(request: HttpRequest) -> HttpResponse:
    """Show the cart in the dialog that opens on any page; without a script, go to the cart page."""
    merge.join_if_due(request)
    return _show_cart(request) if request.headers.get("HX-Request") else redirect("cart:cart")


@form_target("cart:cart")
@same_origin_form
@private
def add(request: HttpRequest) -> HttpResponse:
    """Add to the cart, then go back to the page where the shopper was."""
    form = AddForm(request.POST)
    if not form.is_valid():
        return _show_not_added(request, form, None, CartError(text=_("Choose a quantity from 1 up."), status=422))
    variant_id = form.cleaned_data["variant"]
    variant = buyable_variant(variant_id, channel=active_market().channel)
    if variant is None or variant.refused:
        reason = variant.refused if variant else None
        error = CartError(text=reason or _("We do not know this product. It may have left the shop."), status=409)
        return _show_not_added(request, form, variant, error)
    cart = Cart.for_request(request)
    try:
        result = cart.add(variant_id, quantity=form.cleaned_data["quantity"])
    except CHANGE_ERRORS as error:
        left = _quantity_left(cart, error, variant_id, variant)
        return _show_not_added(request, form, variant, describe(error, left=left))
    return _show_added(request, form, variant, result)


@form_target("cart:cart")
@private
def set_quantity(request: HttpRequest) -> HttpResponse:
    """Set the quantity of a line; 0 removes it."""
    form = QuantityForm(request.POST)
    if not form.is_valid():
        return _show_cart(request, problems=(_("Choose a quantity from 0 up."),), status=422)
    variant_id = form.cleaned_data["variant"]
    cart = Cart.for_request(request)
    try:
        result = cart.set_quantity(variant_id, quantity=form.cleaned_data["quantity"])
    except errors.MutationError as refused:
        described = describe(refused, left=_quantity_left(cart, refused, variant_id, None))
        return _show_cart(request, line_problems={variant_id: described.text}, status=described.status)
    except CHANGE_ERRORS as error:
        return _show_error(request, describe(error))
    return _show_changed(request, result)


@form_target("cart:cart")
@private
def use_promo(request: HttpRequest) -> HttpResponse:
    """Add a voucher or gift card."""
    form = PromoForm(request.POST)
    if not form.is_valid():
        return _show_cart(request, promo_form=form, status=422)
    try:
        result = Cart.for_request(request).add_promo(form.cleaned_data["promo_code"])
    except (errors.MutationError, RateLimited) as refused:
        described = describe(refused)
        form.add_error("promo_code", described.text)
        return _show_cart(request, promo_form=form, status=described.status)
    except CHANGE_ERRORS as error:
        return _show_error(request, describe(error))
    return _show_changed(request, result)


@form_target("cart:cart")
@private
def remove_promo(request: HttpRequest) -> HttpResponse:
    """Remove a voucher or gift card."""
    try:
        result = Cart.for_request(request).remove_promo(request.POST.get("code", ""))
    except CHANGE_ERRORS as error:
        return _show_error(request, describe(error))
    return _show_changed(request, result)


@require_safe
@private
def badge(request: HttpRequest) -> HttpResponse:
    """Show how many items are in the cart, as last answered. Saleor is not asked, and no cookie is set."""
    quantity = 0
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        stored = Cart.for_request(request).stored
        is_ordered = stored.checkout_id is not None and checkout_state(stored.checkout_id) is CheckoutState.ORDERED
        quantity = 0 if is_ordered else stored.quantity
    # The style sheet hides an empty badge, so it must not hold a blank.
    return HttpResponse(render_to_string("cart/badge.html", {"quantity": quantity}).strip())


def _show_added(request: HttpRequest, form: AddForm, variant: BuyableVariant, result: CartResult) -> HttpResponse:
    if request.headers.get("HX-Request"):
        warnings = incompatibilities(result.checkout, slug=variant.slug)
        context = {"ok": True, "name": variant.name, "warnings": warnings}
        response = render(request, "components/cart_status.html", context)
        response["HX-Trigger"] = "cart-changed"
        return response
    return redirect(_safe_path(form.cleaned_data["next"]))


def _show_not_added(
    request: HttpRequest, form: AddForm, variant: BuyableVariant | None, error: CartError
) -> HttpResponse:
    """Show the reason in the page's live region, or without a script on a page that keeps the form."""
    if request.headers.get("HX-Request"):
        context = {"ok": False, "message": error.text}
        return render(request, "components/cart_status.html", context, status=error.status)
    context = {
        "variant": variant,
        "message": error.text,
        "form": form,
        "may_retry": variant is not None and not variant.refused,
        "back": _safe_path(form.data.get("next", "")),
    }
    return render(request, "cart/not_added.html", context, status=error.status)


def _safe_path(url: str) -> str:
    """Return the address if it is a path of this site, else the cart's: a form must not lead to another site."""
    is_own = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_own else reverse("cart:cart")


def _show_changed(request: HttpRequest, result: CartResult) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("cart:cart")
    response = _render_cart(request, result)
    response["HX-Trigger"] = "cart-changed"
    return response


def _show_error(request: HttpRequest, error: CartError) -> HttpResponse:
    if error.is_unavailable:
        return _render_unavailable(request, error)
    return _show_cart(request, problems=(error.text,), status=error.status)


def _show_cart(
    request: HttpRequest,
    *,
    problems: tuple[str, ...] = (),
    line_problems: Mapping[str, str] = _NO_PROBLEMS,
    promo_form: PromoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Fetch the cart from Saleor and render it."""
    try:
        result = Cart.for_request(request).fetch()
    except PaymentInProgress as error:
        return _render_cart(request, None, problems=(describe(error).text,), status=409)
    except CHANGE_ERRORS as error:
        return _render_unavailable(request, describe(error))
    return _render_cart(
        request, result, problems=problems, line_problems=line_problems, promo_form=promo_form, status=status
    )


def _render_unavailable(request: HttpRequest, error: CartError) -> HttpResponse:
    context = {"unavailable": True, "message": error.text, "promo_form": PromoForm()}
    return render(request, _template(request), context, status=error.status)


def _render_cart(
    request: HttpRequest,
    result: CartResult | None,
    *,
    problems: tuple[str, ...] = (),
    line_problems: Mapping[str, str] = _NO_PROBLEMS,
    promo_form: PromoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_paying = result is not None and result.is_paying
    notices = (*problems, *(notices_of(result) if result else ()), *((str(PAYING),) if is_paying else ()))
    notices = tuple(dict.fromkeys(notices))
    cart = cart_view(result.checkout, problems=notices, line_problems=line_problems) if result else None
    context = {
        "cart": cart,
        "problems": notices,
        "warnings": cart.incompatibilities if cart else (),
        "is_paying": is_paying,
        "promo_form": promo_form or PromoForm(),
    }
    return render(request, _template(request), context, status=status)


def _template(request: HttpRequest) -> str:
    """Return the template of the whole page, or of the dialog's contents."""
    return "cart/mini_cart.html" if request.headers.get("HX-Target") == "mini-body" else "cart/cart.html"


def _quantity_left(cart: Cart, error: Exception, variant_id: str, variant: BuyableVariant | None) -> int | None:
    """Return how many are left if the stock was too small: by the line in the cart, else by our rows."""
    if not isinstance(error, errors.MutationError) or "INSUFFICIENT_STOCK" not in error.codes:
        return None
    try:
        result = cart.fetch()
    except CHANGE_ERRORS:
        result = None
    for line in result.checkout.lines if result else ():
        if line.variant.id == variant_id:
            return line.variant.quantity_available
    return variant.left if variant else None
