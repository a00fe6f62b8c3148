"""The sandbox's pictures, drawn from the demo data."""

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from storefront.demo import data, drawing


@require_safe
def media(_: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A product's picture as SVG, which browsers may keep for a year."""
    svg = _drawn(slug, number)
    if svg is None:
        raise Http404("There is no such picture.")
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # Nothing in a picture may run or load, also when it is opened by itself.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@lru_cache(maxsize=256)
def _drawn(slug: str, number: int) -> str | None:
    product = next((one for one in data.load().products if one.slug == slug), None)
    if product is None or number >= len(product.pictures):
        return None
    return drawing.picture(product, number).svg
