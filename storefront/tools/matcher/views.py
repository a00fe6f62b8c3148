"""The pages of the matcher."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog import selectors
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.page_cache import cacheable
from storefront.tools.matcher import table


@require_safe
def goes_with(request: HttpRequest) -> HttpResponse:
    """Which lubricant goes with which barrier and toy, as a table."""
    context = {
        "crumbs": (*selectors.shop_crumbs(()), Crumb(_("What goes with what"))),
        "columns": table.columns(),
        "tables": table.tables(),
        "canonical": absolute_url(request.path),
        "alternates": alternates_in(all_markets(), "tools:goes_with"),
    }
    return cacheable(render(request, "tools/goes_with.html", context))
