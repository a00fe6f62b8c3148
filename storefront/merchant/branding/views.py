"""The brand's style sheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from storefront.core.markets import active_market
from storefront.merchant.branding.brand import brand_of


@require_safe
@cache_control(public=True, max_age=365 * 24 * 60 * 60, immutable=True)
def stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """Return the colours and typeface of the brand. Its address holds a hash of it, so that browsers may keep it."""
    brand = brand_of(active_market())
    if not brand.stylesheet or version != brand.version:
        raise Http404
    return HttpResponse(brand.stylesheet, content_type="text/css; charset=utf-8")
