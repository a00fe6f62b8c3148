"""Render the cart: as a page, as the dialog's contents, or as a part of the page that a script swaps in."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from storefront.cart.before_ordering import before_ordering
from storefront.cart.changes import CartChange, announce, peek, texts
from storefront.cart.errors import CHANGE_ERRORS, PAYING, CartError, PaymentInProgress, describe
from storefront.cart.forms import PromoForm
from storefront.cart.selectors import cart_view
from storefront.cart.services import Cart, CartResult
from storefront.cart.state import other_state
from storefront.catalog.pages.selling_terms import selling_terms
from storefront.core.markets import active_market

_NO_PROBLEMS: Mapping[str, str] = {}


def show_cart(
    request: HttpRequest,
    *,
    problems: tuple[str, ...] = (),
    line_problems: Mapping[str, str] = _NO_PROBLEMS,
    promo_form: PromoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Fetch the cart from Saleor and render it, with what has changed since the shopper last saw it."""
    cart = Cart.for_request(request)
    checkout_id = cart.stored.checkout_id
    elsewhere = other_state.payments_elsewhere(request, cart)
    try:
        result = cart.fetch()
    except PaymentInProgress as error:
        return _render(request, None, problems=(describe(error).text,), status=409)
    except CHANGE_ERRORS as error:
        return render_unavailable(request, describe(error))
    if result is None:
        announce(request, other_state.order_of_checkout(request, checkout_id))
        elsewhere = (*elsewhere, *(other_state.unsold_here(request, cart) if not elsewhere else ()))
    return _render(
        request,
        result,
        problems=problems,
        state=(*other_state.cookies_refused(request), *elsewhere),
        line_problems=line_problems,
        promo_form=promo_form,
        status=status,
    )


def show_changed(request: HttpRequest, result: CartResult) -> HttpResponse:
    """Show the cart after a change."""
    if not request.headers.get("HX-Request"):
        announce(request, result.changes)
        return redirect("cart:cart")
    response = _render(request, result)
    response["HX-Trigger"] = "cart-changed"
    return response


def show_error(request: HttpRequest, error: CartError) -> HttpResponse:
    """Show the cart, and why it did not change."""
    if error.is_unavailable:
        return render_unavailable(request, error)
    return show_cart(request, problems=(error.text,), status=error.status)


def render_unavailable(request: HttpRequest, error: CartError) -> HttpResponse:
    """Render the page for a cart that Saleor does not show."""
    context = {"unavailable": True, "message": error.text, "promo_form": PromoForm(), **_notices(request)}
    return render(request, _template(request), context, status=error.status)


def _render(
    request: HttpRequest,
    result: CartResult | None,
    *,
    problems: tuple[str, ...] = (),
    state: tuple[CartChange, ...] = (),
    line_problems: Mapping[str, str] = _NO_PROBLEMS,
    promo_form: PromoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_paying = result is not None and result.is_paying
    announce(request, result.changes if result else ())
    told = tuple(dict.fromkeys((*problems, *texts(state), *((str(PAYING),) if is_paying else ()))))
    cart = cart_view(result.checkout, problems=told, line_problems=line_problems) if result else None
    terms = selling_terms(active_market())
    context = {
        "cart": cart,
        "problems": told,
        "warnings": cart.warnings if cart else (),
        "swaps_into": "" if is_paying else _body(request),
        "is_paying": is_paying,
        "terms": terms,
        "start_rows": before_ordering(
            terms, is_shipped=bool(cart and cart.is_shipped), has_preorders=bool(cart and cart.has_preorders)
        ),
        "promo_form": promo_form or PromoForm(),
        **_notices(request),
    }
    return render(request, _template(request), context, status=status)


def _notices(request: HttpRequest) -> dict[str, object]:
    """Return the messages for a part of a page. The script says when they are shown; a whole page shows its own."""
    is_part = bool(request.headers.get("HX-Request"))
    return {"is_part": is_part, "notices": peek(request) if is_part else ()}


def _body(request: HttpRequest) -> str:
    """Return the ID of the element that holds the cart: the dialog's contents or a part of the page."""
    return "mini-body" if request.headers.get("HX-Target") == "mini-body" else "cart-body"


def _template(request: HttpRequest) -> str:
    """Return the template of the whole page, or of the dialog's contents."""
    return "cart/mini_cart.html" if _body(request) == "mini-body" else "cart/cart.html"
