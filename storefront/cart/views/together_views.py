"""What goes with what is in the cart: the verdicts on one product, and the swap of a product for one that suits."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.cart import merge
from storefront.cart.admission import BuyableVariant, buyable_variant
from storefront.cart.changes import announce, peek
from storefront.cart.errors import CHANGE_ERRORS, CartError, describe
from storefront.cart.forms import SwapForm
from storefront.cart.lines import quantities_of
from storefront.cart.selectors import products_by_variant
from storefront.cart.services import Cart, CartResult
from storefront.cart.state import first_session
from storefront.cart.views.responses import show_cart, show_changed, show_error
from storefront.catalog.models import Product, Variant
from storefront.catalog.together.groups import group_verdicts
from storefront.catalog.together.pairs import judge_with
from storefront.core.forms.targets import form_target
from storefront.core.markets import active_market
from storefront.core.web.private_pages import private


@require_safe
@private
def with_product(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how a product goes with what is in the cart: in its page for scripts, else on a page of its own.

    Saleor is not asked, and no cookie is set.
    """
    is_part = bool(request.headers.get("HX-Request"))
    if is_part and not first_session.is_known(request):
        return HttpResponse()
    shown = (
        Product.objects.with_category()
        .filter(slug=slug, listings__channel=active_market().channel, listings__published=True)
        .first()
    )
    if shown is None:
        raise Http404
    held = products_by_variant(Cart.for_request(request).held)
    groups = group_verdicts(judge_with(shown, held))
    context = {"product": shown, "name": shown.translated("name"), "groups": groups, "has_items": bool(held)}
    return render(request, "cart/_with_cart.html" if is_part else "cart/with_product.html", context)


@form_target("cart:cart")
@private
def swap(request: HttpRequest) -> HttpResponse:
    """Put another product in the place of one in the cart, and say so; if that is impossible, change nothing."""
    form = SwapForm(request.POST)
    into = buyable_variant(request.POST.get("variant", ""), channel=active_market().channel)
    if not form.is_valid() or into is None or into.refused:
        reason = into.refused if into and into.refused else _("Choose an item.")
        return _show_error(request, CartError(text=reason, status=409 if into else 422))
    merge.join_if_due(request)
    cart = Cart.for_request(request)
    held = cart.stored.quantities
    old = list(
        Variant.objects.filter(product__slug=form.cleaned_data["replaces"], saleor_id__in=held).select_related(
            "product"
        )
    )
    if not old:
        return show_cart(request)
    try:
        result = cart.swap([row.saleor_id for row in old], into=form.cleaned_data["variant"])
    except CHANGE_ERRORS as error:
        return _show_error(request, describe(error, left=into.left, limit=into.limit))
    messages.success(request, _swapped_text(into, old[0].product, result, form.cleaned_data["variant"]))
    return _show_swapped(request, result)


def _swapped_text(into: BuyableVariant, old: Product, result: CartResult, variant_id: str) -> str:
    names = {
        "new": into.name,
        "old": old.translated("name"),
        "count": quantities_of(result.checkout).get(variant_id, 0),
    }
    return _("Your cart now has %(count)s × %(new)s in place of %(old)s.") % names


def _show_swapped(request: HttpRequest, result: CartResult) -> HttpResponse:
    """Answer into the message on any page if it was pressed there, else show the cart."""
    if request.headers.get("HX-Target") != "cart-status":
        return show_changed(request, result)
    announce(request, result.changes)
    response = render(request, "components/notices.html", {"notices": peek(request)})
    response["HX-Trigger"] = "cart-changed"
    return response


def _show_error(request: HttpRequest, error: CartError) -> HttpResponse:
    if request.headers.get("HX-Target") != "cart-status":
        return show_error(request, error)
    return render(request, "components/notices.html", {"refused": (error.text,)}, status=error.status)
