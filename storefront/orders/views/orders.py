"""One order's page, for its customer, for the session that paid for it, and for who opened it from its mailbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from storefront.cart.views import private
from storefront.orders import access
from storefront.orders.timeline import status
from storefront.saleor import errors


@private
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands. Whoever may not see it is asked for its mailbox, whether or not there is such an order."""
    try:
        found = access.order_of(request, number)
    except errors.SaleorError:
        return render(request, "errors/503.html", status=503)
    if found is None:
        return redirect("orders:look_up")
    context = {"status": status(found), "may_close": access.is_opened(request.session, number)}
    return render(request, "orders/order.html", context)
