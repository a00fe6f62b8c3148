"""WSGI middleware: give each request an ID, and count it by route name, never by path."""

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
    """Wrap a WSGI application. An ID from outside is accepted only behind trusted proxies (TRUSTED_PROXIES)."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Run the application under a request ID, return the ID in a header, and count the response."""
        given = environ.get("HTTP_X_REQUEST_ID") if settings.TRUSTED_PROXIES else None
        own = request_id.valid_or_none(given) or request_id.new()
        incoming_trace = {"traceparent": environ.get("HTTP_TRACEPARENT", "")} if settings.TRUSTED_PROXIES else {}
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in ("GET", "HEAD", "POST") else "other"
        started, statuses = time.perf_counter(), []

        def answer(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            statuses.append(status[:3])
            return start_response(status, [*headers, (request_id.HEADER, own)], *rest)

        with request_id.use_request_id(own), traces.span(method, kind="SERVER", parent=incoming_trace) as span:
            try:
                return self._application(environ, answer)
            finally:
                # A request that never reached Django's routes was served from the page cache or as a static file.
                route, status = environ.get(_ROUTE, "cache"), statuses[-1] if statuses else "500"
                span.rename(f"{method} {route}")
                span.finish(status, is_ok=status < "500")
                metrics.REQUESTS.labels(route, method, status).inc()
                metrics.REQUEST_SECONDS.labels(route).observe(time.perf_counter() - started)


def route_name_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Store the name of the matched route for RequestIdMiddleware."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.environ[_ROUTE] = "none"  # type: ignore[attr-defined]
        response = get_response(request)
        match = request.resolver_match
        if match is not None:
            request.environ[_ROUTE] = match.view_name or match.func.__name__  # type: ignore[attr-defined]
        return response

    return middleware
