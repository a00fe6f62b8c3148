"""Pages for when something went wrong before a view could say it better, in the language of the address."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from storefront.core.markets import default_market, market_of_path


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: say so plainly; the browser's back button keeps what was typed."""
    return _page(request, "csrf", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a browser sent does not read."""
    return _page(request, "400", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form from elsewhere, or a page that is not theirs."""
    return _page(request, "403", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there: say so and offer the ways on."""
    return _page(request, "404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return _page(request, "500", status=500)


def _page(request: HttpRequest, name: str, *, status: int) -> HttpResponse:
    """Without the request: what made the page fail must not make this one fail too."""
    market = market_of_path(request.path_info) or default_market()
    with translation.override(market.language):
        return HttpResponse(render_to_string(f"errors/{name}.html"), status=status)
