"""The public pages of recalls."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.page_cache import cacheable
from storefront.recalls import selectors

TAG = "recalls"


@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    """Every recall, newest first."""
    context = {
        "recalls": selectors.visible_recalls(),
        "crumbs": (Crumb(_("Product recalls")),),
        "canonical": absolute_url(request.path),
        "alternates": alternates_in(all_markets(), "recalls:recalls"),
    }
    return cacheable(render(request, "recalls/recalls.html", context), TAG)


@require_safe
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """One recall."""
    found = selectors.visible_recall(pk)
    if found is None:
        raise Http404
    context = {
        "recall": found,
        "crumbs": (Crumb(_("Product recalls"), reverse("recalls:recalls")), Crumb(found.product)),
        "canonical": absolute_url(request.path),
        "alternates": alternates_in(all_markets(), "recalls:recall", str(pk)),
    }
    return cacheable(render(request, "recalls/recall.html", context), TAG)
