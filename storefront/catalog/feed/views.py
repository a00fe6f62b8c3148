"""The addresses of the feeds."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from storefront.catalog.feed.files import MAX_AGE_SECONDS, current_feed
from storefront.core.markets import all_markets


@require_safe
def feed(request: HttpRequest, language: str) -> FileResponse:
    """The feed of a market, if PRODUCT_FEEDS names it. The same for everyone, and kept by shared caches for an hour."""
    market = next((each for each in all_markets() if each.language == language), None)
    if market is None or language not in settings.PRODUCT_FEEDS:
        raise Http404
    response = FileResponse(current_feed(market).open("rb"), content_type="application/rss+xml; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
