"""The addresses of the feeds."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from storefront.catalog import tasks
from storefront.catalog.feed.files import MAX_AGE_SECONDS, stored_feed
from storefront.core.markets import all_markets


@require_safe
def feed(request: HttpRequest, language: str) -> HttpResponseBase:
    """The feed of a market, if PRODUCT_FEEDS names it. The same for everyone, and kept by shared caches for an hour.

    503 until a worker has written it for the first time.
    """
    market = next((each for each in all_markets() if each.language == language), None)
    if market is None or language not in settings.PRODUCT_FEEDS:
        raise Http404
    path = stored_feed(market)
    if path is None:
        tasks.enqueue_feeds()
        return HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    response = FileResponse(path.open("rb"), content_type="application/rss+xml; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
