"""URLs of image files. A proxy may serve `images/` instead (docs/running.md), and never `original_images/`."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

_YEAR_SECONDS = 365 * 24 * 60 * 60
_LONGEST_NAME = 255  # bytes; file systems refuse longer ones


@require_safe
def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a rendition to everybody. It holds pixels only, and its name is never used again."""
    response = _serve(request, "images", name)
    patch_cache_control(response, public=True, max_age=_YEAR_SECONDS, immutable=True)
    return response


@require_safe
def serve_original(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve an uploaded file to admin users only: it may hold the place and author of a photograph."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return _serve(request, "original_images", name)


def _serve(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    if len(name.encode()) > _LONGEST_NAME or "\0" in name:
        raise Http404
    return serve(request, f"{folder}/{name}", document_root=str(settings.MEDIA_ROOT))


urlpatterns = [path("images/<str:name>", serve_rendition), path("original_images/<str:name>", serve_original)]
