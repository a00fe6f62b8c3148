"""The returns page: the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog import addresses
from storefront.catalog.cards import Crumb
from storefront.markets import all_markets
from storefront.ready import share


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """What can go back, until when, who pays, and where to withdraw."""
    context = {
        "crumbs": (Crumb(_("Returns")),),
        "canonical": addresses.absolute(request.path),
        "alternates": addresses.alternates(all_markets(), "orders:returns"),
    }
    return share(render(request, "orders/returns.html", context))
