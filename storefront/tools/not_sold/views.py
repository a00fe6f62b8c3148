"""The page of what the shop does not sell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog import selectors
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.page_cache import cacheable
from storefront.tools.not_sold.refusals import refused_kinds


@require_safe
def not_sold(request: HttpRequest) -> HttpResponse:
    """Every kind that the shop refuses, with its rule and the sources of it."""
    kinds = refused_kinds()
    sources = {source.code: source for kind in kinds for source in kind.sources}
    context = {
        "crumbs": (*selectors.shop_crumbs(()), Crumb(_("What we do not sell"))),
        "kinds": kinds,
        "sources": tuple(sources.values()),
        "canonical": absolute_url(request.path),
        "alternates": alternates_in(all_markets(), "tools:not_sold"),
    }
    return cacheable(render(request, "tools/not_sold.html", context))
