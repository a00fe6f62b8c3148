"""The account's first page and its order pages. Titles and lists name no product."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.accounts.customer_required import customer_required
from storefront.accounts.order_history import newest_orders, order_page, order_view, own_order
from storefront.accounts.views.form_pages import breadcrumbs
from storefront.cart.errors import CHANGE_ERRORS, describe
from storefront.cart.reorder import order_again
from storefront.cart.services import Cart
from storefront.core.forms.targets import form_target
from storefront.saleor import customer_session
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import Order

_ORDERS_ON_OVERVIEW = 3


@customer_required
@require_safe
def overview(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Show the customer's address, their newest orders and links to everything else."""
    context: dict[str, object] = {"email": customer_session.customer_email(request)}
    try:
        context["orders"] = newest_orders(caller, most=_ORDERS_ON_OVERVIEW)
    except errors.Unavailable:
        return render(request, "accounts/overview.html", {**context, "unavailable": True}, status=503)
    return render(request, "accounts/overview.html", context)


@customer_required
@require_safe
def order_list(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Show all orders, newest first, page by page."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    context = {"page": order_page(caller, number=number), "crumbs": breadcrumbs(_("Orders"))}
    return render(request, "accounts/orders.html", context)


@customer_required
@require_safe
def order(request: HttpRequest, caller: Credentials, number: int) -> HttpResponse:
    """Show one order by its number, so that Saleor's secret id is not in the address."""
    found = _own_order_or_404(caller, number)
    crumbs = breadcrumbs((_("Orders"), "accounts:orders"), _("Order %(number)s") % {"number": found.number})
    return render(request, "accounts/order.html", {"order": order_view(found), "crumbs": crumbs})


@form_target("accounts:order", keep=("number",))
@customer_required
def reorder(request: HttpRequest, caller: Credentials, number: int) -> HttpResponse:
    """Add the order's items to the cart, and name those that are not available."""
    found = _own_order_or_404(caller, number)
    try:
        unavailable = order_again(Cart.for_request(request), found.lines)
    except CHANGE_ERRORS as error:
        messages.error(request, describe(error).text)
        return redirect("accounts:order", number=number)
    for item in unavailable:
        messages.warning(request, f"{item.name}: {item.reason}")
    if not unavailable:
        messages.success(request, _("Everything of that order is in your cart, at today's prices."))
    return redirect("cart:cart")


def _own_order_or_404(caller: Credentials, number: int) -> Order:
    found = own_order(caller, number=number)
    if found is None:
        raise Http404
    return found
