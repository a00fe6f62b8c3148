"""CSRF protection for forms on cached pages, which cannot carry a token of the visitor's own.

Browsers send the origin of every form post (Sec-Fetch-Site, or Origin in older ones); a post from another site is
refused. See docs/decisions/0003-forms-on-cached-pages.md.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether the browser says that the request comes from this site. No statement counts as no."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def same_origin_form(
    view: Callable[P, HttpResponse],
) -> Callable[P, HttpResponse]:
    """Decorate a view to accept posts without a CSRF token, from this site only; others get 403."""

    @csrf_exempt
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        if isinstance(request, HttpRequest) and request.method == "POST" and not is_same_origin(request):
            raise PermissionDenied("This form was sent from another site.")
        return view(*args, **kwargs)

    return guarded
