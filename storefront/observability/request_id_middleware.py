"""Around the whole application: each request gets an id, and is counted by what it was for, never by its address."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from storefront.core import metrics
from storefront.observability import request_id, traces

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
_ROUTE = "gradual.route"


class RequestIdMiddleware:
    """Wraps a WSGI application. An id from outside is believed only behind proxies of ours (TRUSTED_PROXIES)."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer under an id, which the answer tells; count it once it is made."""
        given = environ.get("HTTP_X_REQUEST_ID") if settings.TRUSTED_PROXIES else None
        own = request_id.fit(given) or request_id.new()
        traced = {"traceparent": environ.get("HTTP_TRACEPARENT", "")} if settings.TRUSTED_PROXIES else {}
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in ("GET", "HEAD", "POST") else "other"
        started, statuses = time.perf_counter(), []

        def answer(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            statuses.append(status[:3])
            return start_response(status, [*headers, (request_id.HEADER, own)], *rest)

        with request_id.under(own), traces.span(method, kind="SERVER", came_with=traced) as tale:
            try:
                return self._application(environ, answer)
            finally:
                # A page that never reached Django's routes came from ready bytes, or from static files.
                route, status = environ.get(_ROUTE, "ready"), statuses[-1] if statuses else "500"
                tale.called(f"{method} {route}")
                tale.ended(status, well=status < "500")
                metrics.REQUESTS.labels(route, method, status).inc()
                metrics.REQUEST_SECONDS.labels(route).observe(time.perf_counter() - started)


def route_name_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: tells the entrance the name of the route that a request took."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.environ[_ROUTE] = "none"  # type: ignore[attr-defined]
        response = get_response(request)
        match = request.resolver_match
        if match is not None:
            request.environ[_ROUTE] = match.view_name or match.func.__name__  # type: ignore[attr-defined]
        return response

    return middleware
