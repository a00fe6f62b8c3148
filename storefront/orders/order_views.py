"""Pages of an order: the guest lookup, the order itself, and how returns work.

All but the returns page are personal and never cached.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from storefront.catalog.pages.view_models import Crumb
from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit, RateLimited
from storefront.core.forms.targets import form_target
from storefront.core.markets import active_market, all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.core.web.private_pages import clear_browser, private
from storefront.merchant.models import merchant_tag
from storefront.orders import access, guest_lookup
from storefront.orders.forms import GuestLookupForm
from storefront.orders.timeline import order_status
from storefront.page_cache import cacheable
from storefront.saleor.client import errors
from storefront.saleor.customer_session import client_network

UNAVAILABLE = gettext_lazy("Orders cannot be read just now. They are safe. Try again in a minute.")
# Enough for a household, too few to guess order numbers.
_LOOKUPS_FROM_NETWORK = Limit(name="look-up-network", most=20, seconds=60 * 60)
_LOOKUPS_HERE = Limit(name="look-up-here", most=5, seconds=60 * 60)
_LOOKUPS_ANYWHERE = Limit(name="look-up-anywhere", most=30, seconds=60 * 60)
_OPENED_LINKS = Limit(name="open-order", most=30, seconds=60 * 60)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def guest_lookup_form(request: HttpRequest) -> HttpResponse:
    """Ask for order number and email address; the answer is the same whether or not there is such an order."""
    form = GuestLookupForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "orders/guest_lookup.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        network = client_network(request)
        rate_limits.hit(_LOOKUPS_FROM_NETWORK, network)
        rate_limits.hit_mailbox(
            here=_LOOKUPS_HERE, anywhere=_LOOKUPS_ANYWHERE, email=form.cleaned_data["email"], network=network
        )
    except RateLimited as limited:
        form.add_error(None, limited.message)
        response = render(request, "orders/guest_lookup.html", {"form": form}, status=429)
        response["Retry-After"] = str(limited.wait)
        return response
    guest_lookup.request_link(**form.cleaned_data, language=get_language() or "")
    return render(request, "orders/guest_lookup.html", {"done": True})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def open_order(request: HttpRequest, token: str) -> HttpResponse:
    """Open an order by the emailed link. A button opens it, so that a mail scanner that follows links does not."""
    if request.method != "POST":
        is_valid = guest_lookup.is_valid(token)
        return render(request, "orders/guest_link.html", {"is_valid": is_valid}, status=200 if is_valid else 410)
    try:
        rate_limits.hit(_OPENED_LINKS, client_network(request))
        order = guest_lookup.order_of(token)
    except RateLimited as limited:
        context = {"is_valid": True, "problem": limited.message}
        return render(request, "orders/guest_link.html", context, status=429)
    except errors.SaleorError:
        context = {"is_valid": True, "problem": UNAVAILABLE}
        return render(request, "orders/guest_link.html", context, status=503)
    if order is None:
        return render(request, "orders/guest_link.html", {"is_valid": False}, status=410)
    access.open_in_session(request.session, order)
    return redirect("orders:order", number=order.number)


@form_target("orders:look_up")
@private
def close(request: HttpRequest) -> HttpResponse:
    """Close the orders that this browser has opened or paid for."""
    access.close_all(request)
    messages.success(request, _("Closed. To see the order again, ask for a new link."))
    return clear_browser(redirect("orders:look_up"))


@private
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show an order to those who may see it; others are led to the guest lookup, whether or not the order exists."""
    try:
        found = access.order_for_visitor(request, number)
    except errors.SaleorError:
        return render(request, "errors/503.html", status=503)
    if found is None:
        return redirect("orders:look_up")
    context = {"status": order_status(found), "may_close": access.may_close(request, number)}
    return render(request, "orders/order.html", context)


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """Explain what can be returned, until when and who pays, and where to withdraw."""
    context = {
        "crumbs": (Crumb(_("Returns")),),
        "canonical": absolute_url(request.path),
        "alternates": alternates_in(all_markets(), "orders:returns"),
    }
    page = render(request, "orders/returns.html", context)
    return cacheable(page, merchant_tag(active_market().language))
