"""A guest asks to see an order; the answer is the same whether or not there is one, and the letter does the rest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from storefront.cart.views import private
from storefront.core.rate_limits import RateLimited
from storefront.orders import access, error_messages, guest_lookup, rate_limits
from storefront.orders.forms import LookUpForm
from storefront.saleor import errors


@private
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for number and mailbox, and say that we have written, if there is such an order."""
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "orders/guest_lookup.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        rate_limits.look_up(request, email=form.cleaned_data["email"])
    except RateLimited as often:
        form.add_error(None, error_messages.too_often(often.wait))
        response = render(request, "orders/guest_lookup.html", {"form": form}, status=429)
        response["Retry-After"] = str(often.wait)
        return response
    guest_lookup.request_link(**form.cleaned_data, language=get_language() or "")
    return render(request, "orders/guest_lookup.html", {"done": True})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def open_order(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link: one press of a button opens the order, so that a mail scanner that follows links opens none."""
    if request.method != "POST":
        good = guest_lookup.is_valid(token)
        return render(request, "orders/guest_link.html", {"good": good}, status=200 if good else 410)
    try:
        rate_limits.opening(request)
        order = guest_lookup.order_of(token)
    except RateLimited as often:
        context = {"good": True, "problem": error_messages.too_often(often.wait)}
        return render(request, "orders/guest_link.html", context, status=429)
    except errors.SaleorError:
        return render(request, "orders/guest_link.html", {"good": True, "problem": error_messages.AWAY}, status=503)
    if order is None:
        return render(request, "orders/guest_link.html", {"good": False}, status=410)
    access.open_for(request.session, order)
    return redirect("orders:order", number=order.number)


@private
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Show this session's opened orders to nobody any more."""
    access.close_all(request.session)
    messages.success(request, _("Closed. To see the order again, ask for a new link."))
    return redirect("orders:look_up")
