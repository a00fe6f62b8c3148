""" "Add to cart", from any page, with and without scripts."""

from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode, urlsplit

from babel.numbers import get_currency_precision
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from storefront.cart import merge
from storefront.cart.admission import BuyableVariant, buyable_variant
from storefront.cart.changes import CartChange, Change, announce, peek
from storefront.cart.errors import CHANGE_ERRORS, CartError, describe
from storefront.cart.forms import AddForm
from storefront.cart.lines import left_of, quantities_of
from storefront.cart.selectors import PairWarning, pair_warnings, products_by_slug
from storefront.cart.services import Cart, CartResult
from storefront.cart.state import first_session
from storefront.core.forms.same_origin import same_origin_form
from storefront.core.forms.targets import form_target
from storefront.core.markets import active_market
from storefront.core.web.private_pages import private
from storefront.page_cache.cache_tags import ADDED
from storefront.saleor.client import errors
from storefront.saleor.types import Checkout, CheckoutLine, Money


@form_target("cart:cart")
@same_origin_form
@private
def add(request: HttpRequest) -> HttpResponse:
    """Add to the cart. Without scripts, return to where the shopper was, or to the cart if there is more to say."""
    has_cookie = first_session.is_known(request)
    first_session.adopt(request)
    form = AddForm(request.POST)
    variant = buyable_variant(request.POST.get("variant", ""), channel=active_market().channel)
    if not form.is_valid():
        text = " ".join(str(error) for error in form.errors.get("quantity", ())) or _("Choose an item.")
        return _show_not_added(request, form, variant, CartError(text=text, status=422))
    if variant is None or variant.refused:
        reason = variant.refused if variant else None
        error = CartError(text=reason or _("We do not know this product. It may have left the shop."), status=409)
        return _show_not_added(request, form, variant, error)
    merge.join_if_due(request)
    cart = Cart.for_request(request)
    try:
        result = cart.add(form.cleaned_data["variant"], quantity=form.cleaned_data["quantity"])
    except CHANGE_ERRORS as error:
        left = _quantity_left(cart, error, form.cleaned_data["variant"], variant)
        held = cart.stored.quantities.get(form.cleaned_data["variant"], 0)
        return _show_not_added(request, form, variant, describe(error, left=left, limit=variant.limit, held=held))
    return _show_added(request, form, variant, result, has_cookie=has_cookie)


@require_safe
@private
def added(request: HttpRequest) -> HttpResponse:
    """Lead back to where "Add to cart" was pressed, if the browser has kept the cookie."""
    back = _safe_path(request.GET.get("back", ""))
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not back:
        return redirect(f"{reverse('cart:cart')}?added=1")
    page = urlsplit(back)
    query = QueryDict(page.query, mutable=True)
    query[ADDED] = "more" if "more" in request.GET else "1"
    return redirect(page._replace(query=query.urlencode()).geturl())


def _show_added(
    request: HttpRequest, form: AddForm, variant: BuyableVariant, result: CartResult, *, has_cookie: bool
) -> HttpResponse:
    variant_id = form.cleaned_data["variant"]
    changes = (*result.changes, *_price_since_page(request, result, variant_id))
    announce(request, changes)
    held, more = quantities_of(result.checkout).get(variant_id, 0), form.cleaned_data["quantity"]
    text = _added_text(variant, held, more)
    warnings = _warnings(result.checkout, variant.slug)
    if not request.headers.get("HX-Request"):
        back = _safe_path(form.cleaned_data["next"])
        if back and not changes and not warnings:
            query = urlencode({"back": back, **({"more": 1} if held > more else {})})
            return redirect(f"{reverse('cart:added')}?{query}")
        link = format_html(' <a href="{}">{}</a>', back, _("Back to where you were")) if back else ""
        messages.success(request, format_html("{}{}", text, link))
        return redirect(f"{reverse('cart:cart')}?added=1")
    messages.success(request, text)
    if not has_cookie:
        # Whether the browser keeps the cookie is seen at its next request, which this one asks for.
        return render(request, "cart/first_added.html")
    context = {"notices": peek(request), "warnings": warnings, "token": get_token(request)}
    response = render(request, "components/notices.html", context)
    response["HX-Trigger"] = "cart-changed"
    return response


def _warnings(checkout: Checkout, slug: str) -> tuple[PairWarning, ...]:
    """Return what does not go with the product that was just added."""
    products = products_by_slug(line.variant.product.slug for line in checkout.lines)
    return pair_warnings(checkout, products, active_market(), with_slug=slug)


def _added_text(variant: BuyableVariant, held: int, added: int) -> str:
    if held <= added:
        return _("%(name)s is in your cart.") % {"name": variant.name}
    text = ngettext(
        "Added. Your cart now has %(count)s: %(name)s.", "Added. Your cart now has %(count)s: %(name)s.", held
    )
    return text % {"count": held, "name": variant.name}


def _price_since_page(request: HttpRequest, result: CartResult, variant_id: str) -> tuple[CartChange, ...]:
    """Return a change if the page showed another price than the cart. A code changes prices too, and says so itself."""
    shown = dict(entry.rsplit(" ", 1) for entry in request.POST.getlist("seen") if " " in entry).get(variant_id)
    line = next((line for line in result.checkout.lines if line.variant.id == variant_id), None)
    if shown is None or line is None or result.checkout.voucher_code:
        return ()
    now = _shown_unit_price(result.checkout, line)
    try:
        was = Decimal(shown)
    except InvalidOperation:
        return ()
    is_told = any(change.kind is Change.PRICE_CHANGED and change.variant_id == variant_id for change in result.changes)
    if not was.is_finite() or was == now.amount or is_told or line.undiscounted_unit_price.amount == was:
        return ()
    before = Money(amount=was, currency=now.currency)
    return (CartChange(kind=Change.PRICE_CHANGED, variant_id=variant_id, was=before, now=now),)


def _shown_unit_price(checkout: Checkout, line: CheckoutLine) -> Money:
    """Return the price of one piece as pages show it: with tax or without, as the channel says."""
    if checkout.display_gross_prices:
        return line.unit_price.gross
    net = line.total_price.net
    smallest = Decimal(1).scaleb(-get_currency_precision(net.currency))
    return Money(amount=(net.amount / line.quantity).quantize(smallest), currency=net.currency)


def _show_not_added(
    request: HttpRequest, form: AddForm, variant: BuyableVariant | None, error: CartError
) -> HttpResponse:
    """Show the reason in the page's live region, or without a script on a page that keeps the form."""
    if request.headers.get("HX-Request"):
        return render(request, "components/notices.html", {"refused": (error.text,)}, status=error.status)
    context = {
        "variant": variant,
        "message": error.text,
        "form": form,
        "may_retry": variant is not None and not variant.refused,
        "back": _safe_path(form.data.get("next", "")) or reverse("cart:cart"),
    }
    return render(request, "cart/not_added.html", context, status=error.status)


def _safe_path(url: str) -> str:
    """Return the address if it is a path of this site, else nothing: a form must not lead to another site."""
    is_own = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_own and len(url) <= 500 else ""


def _quantity_left(cart: Cart, error: Exception, variant_id: str, variant: BuyableVariant | None) -> int | None:
    """Return how many are left if the stock was too small: by the line in the cart, else by our rows."""
    if not isinstance(error, errors.MutationError) or "INSUFFICIENT_STOCK" not in error.codes:
        return None
    try:
        result = cart.fetch()
    except CHANGE_ERRORS:
        result = None
    left = left_of(result.checkout if result else None, variant_id)
    return left if left is not None else variant.left if variant else None
