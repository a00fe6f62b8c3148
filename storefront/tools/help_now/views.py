"""The page "Get help now", and the service worker that keeps it readable without a connection."""

from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import active_market, all_markets
from storefront.core.web.links import absolute_url, alternates_in
from storefront.page_cache import cacheable
from storefront.tools.help_now.answers import answers_for

_WORKER = files(__package__).joinpath("worker.js").read_text(encoding="utf-8")


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Every answer in one document, with the numbers and services of the market."""
    context = {
        "crumbs": (Crumb(_("Get help now")),),
        "answers": answers_for(active_market()),
        "canonical": absolute_url(request.path),
        "alternates": alternates_in(all_markets(), "tools:help_now"),
    }
    return cacheable(render(request, "tools/help_now.html", context))


@require_safe
@cache_control(public=True, no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. From below the page's address, because a worker rules no other address than that."""
    return HttpResponse(_WORKER, content_type="text/javascript; charset=utf-8")
