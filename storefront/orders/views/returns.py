"""The returns page: the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog.view_models import Crumb
from storefront.core.links import absolute_url, alternates_in
from storefront.core.markets import all_markets
from storefront.page_cache import cacheable


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """What can go back, until when, who pays, and where to withdraw."""
    context = {
        "crumbs": (Crumb(_("Returns")),),
        "canonical": absolute_url(request.path),
        "alternates": alternates_in(all_markets(), "orders:returns"),
    }
    return cacheable(render(request, "orders/returns.html", context))
