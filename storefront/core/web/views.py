"""Error pages in the language of the URL, and `/robots.txt`."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.cache import cache_control

from storefront.core.markets import all_markets, default_market, market_of_path, prefix_of
from storefront.core.web.links import absolute_url


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Render the page for a missing or old CSRF token; the browser's back button keeps what was typed.

    A form without any cookie comes from a browser that refuses them.
    """
    return _page(request, "csrf" if request.COOKIES else "no_cookies", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Render the 400 page."""
    return _page(request, "400", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Render the 403 page."""
    return _page(request, "403", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Render the 404 page."""
    return _page(request, "404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Render the 500 page, or the 503 page when the database could not be reached in time."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _page(request, "503", status=503)
    return _page(request, "500", status=500)


@cache_control(public=True, max_age=60 * 60)
def robots(request: HttpRequest) -> HttpResponse:
    """Serve `/robots.txt`: guides and products may be crawled; personal pages and search results may not."""
    closed = ("cart", "checkout", "account", "orders", "letters", "search", "replies", "helpful")
    lines = [
        "User-agent: *",
        *(f"Disallow: {prefix_of(market)}/{folder}/" for market in all_markets() for folder in closed),
        "Disallow: /desk/",
        "Disallow: /saleor/",
        f"Sitemap: {absolute_url('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def _page(request: HttpRequest, name: str, *, status: int) -> HttpResponse:
    # Rendered without the request, so that what broke the page cannot break this one too.
    market = market_of_path(request.path_info) or default_market()
    with translation.override(market.language):
        return HttpResponse(render_to_string(f"errors/{name}.html"), status=status)
