"""The demo shop's product pictures, served where Saleor would serve its media."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from storefront.demo.data import picture_file

_LONGEST_NAME = 255  # file systems refuse longer ones


@require_safe
def media(_: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Serve a product's picture as SVG; browsers may cache it for a year."""
    file = picture_file(slug, number)
    if len(file.name) > _LONGEST_NAME or not file.is_file():
        raise Http404("There is no such picture.")
    response = HttpResponse(file.read_bytes(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    # Opened directly, an SVG is a document: let nothing in it run or load.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
