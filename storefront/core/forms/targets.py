"""Addresses that only take forms.

After a form with errors, its target is the address in the browser's bar: it is reloaded, bookmarked and restored. A GET
therefore leads to the page that has the form.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

P = ParamSpec("P")


def form_target(
    page: str, *, keep: tuple[str, ...] = ()
) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Decorate a view to accept POST only; a GET redirects to the route `page`.

    `keep` names the arguments of the view that the route takes too. Use it as the outermost decorator.
    """

    def decorate(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        post = require_POST(view)

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request = args[0]
            if isinstance(request, HttpRequest) and request.method in ("GET", "HEAD"):
                return HttpResponseRedirect(reverse(page, kwargs={name: kwargs[name] for name in keep}))
            return post(*args, **kwargs)

        return guarded

    return decorate
