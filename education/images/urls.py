"""URLs of image files. A proxy may serve `images/` instead (docs/running.md), and never `original_images/`."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

_YEAR_SECONDS = 365 * 24 * 60 * 60


@require_safe
def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a rendition to everybody. It holds pixels only, and its name is never used again."""
    response = serve(request, f"images/{name}", document_root=str(settings.MEDIA_ROOT))
    patch_cache_control(response, public=True, max_age=_YEAR_SECONDS, immutable=True)
    return response


@require_safe
def serve_original(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve an uploaded file to admin users only: it may hold the place and author of a photograph."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return serve(request, f"original_images/{name}", document_root=str(settings.MEDIA_ROOT))


urlpatterns = [path("images/<str:name>", serve_rendition), path("original_images/<str:name>", serve_original)]
