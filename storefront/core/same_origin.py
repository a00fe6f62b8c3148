"""Protection of forms on pages that everyone shares, which therefore cannot carry a token of the visitor's own.

A browser says with every form post where it comes from (Sec-Fetch-Site, or Origin in older ones); a post from
another site is refused. See docs/decisions/0003-forms-on-shared-pages.md.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that this request comes from a page of ours; saying nothing counts as no."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def same_origin_form(
    view: Callable[P, HttpResponse],
) -> Callable[P, HttpResponse]:
    """Let a view take posts without a csrf token, but only from pages of this site; others get 403."""

    @csrf_exempt
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        if isinstance(request, HttpRequest) and request.method == "POST" and not is_same_origin(request):
            raise PermissionDenied("This form was sent from another site.")
        return view(*args, **kwargs)

    return guarded
