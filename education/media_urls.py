"""Images as the shop itself serves them; a proxy may serve the first of the two folders instead (docs/running.md)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

_A_YEAR = 365 * 24 * 60 * 60


@require_safe
def shown(request: HttpRequest, name: str) -> HttpResponseBase:
    """A copy of an image, for everybody: it carries nothing but pixels, and its name never means another one."""
    response = serve(request, f"images/{name}", document_root=str(settings.MEDIA_ROOT))
    patch_cache_control(response, public=True, max_age=_A_YEAR, immutable=True)
    return response


@require_safe
def uploaded(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file as it was uploaded, for the desk alone: it may say where and by whom a photograph was taken."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return serve(request, f"original_images/{name}", document_root=str(settings.MEDIA_ROOT))


urlpatterns = [path("images/<str:name>", shown), path("original_images/<str:name>", uploaded)]
