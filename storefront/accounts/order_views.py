"""What a signed-in customer sees first: their orders, and what of them can be had again. Titles name no product."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from storefront.accounts import selectors
from storefront.accounts.breadcrumbs import breadcrumbs
from storefront.accounts.customer_required import customer_required
from storefront.cart.errors import CHANGE_ERRORS, describe
from storefront.cart.reorder import order_again
from storefront.cart.services import Cart
from storefront.saleor import customer_session, errors
from storefront.saleor.api import Credentials

_NEWEST = 3  # orders on the first page


@customer_required
@require_safe
def overview(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Who they are, what they ordered last, and the ways to everything else."""
    context: dict[str, object] = {"email": customer_session.customer_email(request)}
    try:
        context["orders"] = selectors.newest_orders(caller, most=_NEWEST)
    except errors.Unavailable:
        return render(request, "accounts/overview.html", {**context, "unavailable": True}, status=503)
    return render(request, "accounts/overview.html", context)


@customer_required
@require_safe
def order_list(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """All orders, newest first, page by page."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    page = selectors.order_page(caller, number=number)
    return render(request, "accounts/orders.html", {"page": page, "crumbs": breadcrumbs(_("Orders"))})


@customer_required
@require_safe
def order(request: HttpRequest, caller: Credentials, number: int) -> HttpResponse:
    """One order, by its number among the customer's own: Saleor's id stays out of the address."""
    found = selectors.order(caller, number=number)
    if found is None:
        raise Http404
    here = breadcrumbs((_("Orders"), "accounts:orders"), _("Order %(number)s") % {"number": found.number})
    return render(request, "accounts/order.html", {"order": selectors.order_view(found), "crumbs": here})


@customer_required
@require_POST
def reorder(request: HttpRequest, caller: Credentials, number: int) -> HttpResponse:
    """Put what can still be had into the cart, and say what cannot."""
    found = selectors.order(caller, number=number)
    if found is None:
        raise Http404
    try:
        short = order_again(Cart.for_request(request), found.lines)
    except CHANGE_ERRORS as error:
        messages.error(request, describe(error).text)
        return redirect("accounts:order", number=number)
    for one in short:
        messages.warning(request, f"{one.name}: {one.reason}")
    if not short:
        messages.success(request, _("Everything of that order is in your cart, at today's prices."))
    return redirect("cart:cart")
