"""The cart's pages. All of them are the visitor's own: never stored by anybody."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from storefront.cart import error_messages, merge
from storefront.cart.errors import CHANGE_ERRORS, CartError, describe
from storefront.cart.forms import AddForm, PromoForm, QuantityForm
from storefront.cart.selectors import BuyableVariant, buyable_variant, cart_view, incompatibilities
from storefront.cart.services import Cart, CartResult, PaymentInProgress
from storefront.core.markets import active_market
from storefront.core.same_origin import same_origin_form
from storefront.payments.attempts import checkout_state
from storefront.payments.models import CheckoutState
from storefront.saleor import errors

private = cache_control(private=True, no_store=True)
_NOTHING: Mapping[str, str] = {}


@require_GET
@private
def cart_page(request: HttpRequest) -> HttpResponse:
    """The cart as Saleor has it now; 503, with everything kept, when Saleor is away."""
    merge.join_if_due(request)
    return _shown(request)


@require_GET
@private
def mini(request: HttpRequest) -> HttpResponse:
    """The cart in short, for the dialog over any page; the whole page to who comes here without a script."""
    merge.join_if_due(request)
    return _shown(request) if request.headers.get("HX-Request") else redirect("cart:cart")


@same_origin_form
@require_POST
@private
def add(request: HttpRequest) -> HttpResponse:
    """Add to the cart, then go back to where the shopper was."""
    form = AddForm(request.POST)
    if not form.is_valid():
        return _not_added(request, form, None, CartError(text=_("Choose a quantity from 1 up."), status=422))
    thing = buyable_variant(form.cleaned_data["variant"], channel=active_market().channel)
    if thing is None or thing.refused:
        text = thing.refused if thing else None
        failure = CartError(text=text or _("We do not know this product. It may have left the shop."), status=409)
        return _not_added(request, form, thing, failure)
    cart = Cart.of(request)
    try:
        seen = cart.add(form.cleaned_data["variant"], quantity=form.cleaned_data["quantity"])
    except CHANGE_ERRORS as error:
        left = _left(cart, error, form.cleaned_data["variant"], thing)
        return _not_added(request, form, thing, describe(error, left=left))
    return _added(request, form, thing, seen)


@require_POST
@private
def set_quantity(request: HttpRequest) -> HttpResponse:
    """Have exactly so many of something, or none."""
    form = QuantityForm(request.POST)
    if not form.is_valid():
        return _shown(request, problems=(_("Choose a quantity from 0 up."),), status=422)
    variant_id = form.cleaned_data["variant"]
    cart = Cart.of(request)
    try:
        seen = cart.set_quantity(variant_id, quantity=form.cleaned_data["quantity"])
    except CHANGE_ERRORS as error:
        failure = describe(error, left=_left(cart, error, variant_id, None))
        if isinstance(error, errors.MutationError):
            return _shown(request, beside={variant_id: failure.text}, status=failure.status)
        return _failed(request, failure)
    return _changed(request, seen)


@require_POST
@private
def use_promo(request: HttpRequest) -> HttpResponse:
    """Use a voucher or gift card."""
    form = PromoForm(request.POST)
    if not form.is_valid():
        return _shown(request, promo_form=form, status=422)
    try:
        seen = Cart.of(request).add_promo(form.cleaned_data["promo_code"])
    except errors.MutationError as refused:
        form.add_error("promo_code", error_messages.refusal(refused))
        return _shown(request, promo_form=form, status=422)
    except CHANGE_ERRORS as error:
        return _failed(request, describe(error))
    return _changed(request, seen)


@require_POST
@private
def remove_promo(request: HttpRequest) -> HttpResponse:
    """Take a voucher or gift card off."""
    try:
        seen = Cart.of(request).remove_promo(request.POST.get("code", ""))
    except CHANGE_ERRORS as error:
        return _failed(request, describe(error))
    return _changed(request, seen)


@require_GET
@private
def badge(request: HttpRequest) -> HttpResponse:
    """How many things are in the cart, as last answered: asks nobody, and gives no cookie to who has none."""
    quantity = 0
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        kept = Cart.of(request).kept
        ordered = kept.checkout_id is not None and checkout_state(kept.checkout_id) is CheckoutState.ORDERED
        quantity = 0 if ordered else kept.quantity
    # Not one blank when there is nothing: the style sheet hides an empty badge.
    return HttpResponse(render_to_string("cart/badge.html", {"quantity": quantity}).strip())


def _added(request: HttpRequest, form: AddForm, thing: BuyableVariant, seen: CartResult) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {"ok": True, "name": thing.name, "warnings": incompatibilities(seen.checkout, slug=thing.slug)}
        response = render(request, "components/cart_status.html", context)
        response["HX-Trigger"] = "cart-changed"
        return response
    back = form.cleaned_data["next"]
    return redirect(back if _is_ours(request, back) else reverse("cart:cart"))


def _not_added(request: HttpRequest, form: AddForm, thing: BuyableVariant | None, failure: CartError) -> HttpResponse:
    """Say why not: in the page's live region, or without script on a page that keeps what was asked for."""
    if request.headers.get("HX-Request"):
        context = {"ok": False, "message": failure.text}
        return render(request, "components/cart_status.html", context, status=failure.status)
    back = form.data.get("next", "")
    context = {
        "thing": thing,
        "message": failure.text,
        "form": form,
        "again": thing is not None and not thing.refused,
        "back": back if _is_ours(request, back) else reverse("cart:cart"),
    }
    return render(request, "cart/not_added.html", context, status=failure.status)


def _is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is a path of this site: nobody is sent elsewhere by a form."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def _changed(request: HttpRequest, seen: CartResult) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("cart:cart")
    response = _render(request, seen)
    response["HX-Trigger"] = "cart-changed"
    return response


def _failed(request: HttpRequest, failure: CartError) -> HttpResponse:
    if failure.away:
        return _away(request, failure)
    return _shown(request, problems=(failure.text,), status=failure.status)


def _shown(
    request: HttpRequest,
    *,
    problems: tuple[str, ...] = (),
    beside: Mapping[str, str] = _NOTHING,
    promo_form: PromoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The cart page, asked for anew."""
    try:
        seen = Cart.of(request).see()
    except PaymentInProgress as held:
        return _render(request, None, problems=(describe(held).text,), status=409)
    except CHANGE_ERRORS as error:
        return _away(request, describe(error))
    return _render(request, seen, problems=problems, beside=beside, promo_form=promo_form, status=status)


def _away(request: HttpRequest, failure: CartError) -> HttpResponse:
    context = {"unavailable": True, "message": failure.text, "promo_form": PromoForm()}
    return render(request, _template(request), context, status=failure.status)


def _render(
    request: HttpRequest,
    seen: CartResult | None,
    *,
    problems: tuple[str, ...] = (),
    beside: Mapping[str, str] = _NOTHING,
    promo_form: PromoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    said = list(problems)
    said += error_messages.of_seen(seen) if seen else ()
    held = seen is not None and checkout_state(seen.checkout.id) is CheckoutState.PAYING
    if held and str(error_messages.HELD) not in said:
        said.append(str(error_messages.HELD))
    cart = cart_view(seen.checkout, problems=tuple(said), beside=beside) if seen else None
    context = {
        "cart": cart,
        "problems": said,
        "warnings": cart.clashes if cart else (),
        "held": held,
        "promo_form": promo_form or PromoForm(),
        "said": error_messages.in_short(cart.quantity, cart.lines_total) if cart else "",
    }
    return render(request, _template(request), context, status=status)


def _template(request: HttpRequest) -> str:
    """The whole page, or the short one that fills the dialog."""
    return "cart/mini_cart.html" if request.headers.get("HX-Target") == "mini-body" else "cart/cart.html"


def _left(cart: Cart, error: Exception, variant_id: str, thing: BuyableVariant | None) -> int | None:
    """How many are left, when that was the trouble: by the line in the cart, else by our rows."""
    if not isinstance(error, errors.MutationError) or "INSUFFICIENT_STOCK" not in error.codes:
        return None
    try:
        seen = cart.see()
    except CHANGE_ERRORS:
        seen = None
    for line in seen.checkout.lines if seen else ():
        if line.variant.id == variant_id:
            return line.variant.quantity_available
    return thing.left if thing else None
