"""OpenTelemetry traces of requests, calls to Saleor and tasks, when OTEL_EXPORTER_OTLP_ENDPOINT is set.

A span holds only the name of a route, operation or task, its outcome, and the request ID: automatic instrumentation
would record paths, IDs and SQL. OpenTelemetry is not imported when tracing is off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from storefront.observability import request_id

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span, Tracer

Kind = Literal["SERVER", "CLIENT", "CONSUMER"]  # names of opentelemetry.trace.SpanKind
_tracers: list[Tracer] = []


class OptionalSpan:
    """A wrapper around a span that does nothing when tracing is off."""

    def __init__(self, span: Span | None = None) -> None:
        self._span = span

    def rename(self, name: str) -> None:
        """Set the name, once it is known."""
        if self._span:
            self._span.update_name(name)

    def finish(self, outcome: str, *, is_ok: bool) -> None:
        """Record the outcome: a word from the code, or a status code."""
        if self._span:
            from opentelemetry.trace import StatusCode

            self._span.set_attribute("outcome", outcome)
            self._span.set_status(StatusCode.OK if is_ok else StatusCode.ERROR)


def start_tracing(*processors: SpanProcessor) -> None:
    """Start tracing this process when an endpoint is set. After a fork, call it in each child.

    The exporter reads the other OTEL_ variables. `processors` replace the exporter, in tests. Raises
    ImproperlyConfigured when OpenTelemetry is not installed.
    """
    if _tracers or not (processors or settings.OTEL_ENDPOINT):
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ImproperlyConfigured("OTEL_EXPORTER_OTLP_ENDPOINT is set: install requirements/image.lock.") from error
    provider = TracerProvider(resource=Resource.create({"service.name": settings.OTEL_SERVICE_NAME}))
    for processor in processors or (BatchSpanProcessor(OTLPSpanExporter()),):
        provider.add_span_processor(processor)
    _tracers.append(provider.get_tracer("storefront"))


def stop_tracing() -> None:
    """Stop tracing."""
    _tracers.clear()


@contextmanager
def span(name: str, *, kind: Kind, parent: Mapping[str, str] | None = None) -> Iterator[OptionalSpan]:
    """Record the block as one span, in the trace of the `parent` headers, or else in the current one."""
    if not _tracers:
        yield OptionalSpan()
        return
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    with _tracers[-1].start_as_current_span(
        name,
        context=None if parent is None else extract(parent),
        kind=SpanKind[kind],
        attributes={"request_id": request_id.current()},
        # An error's text may hold personal data.
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        yield OptionalSpan(current)


def inject_trace(headers: MutableMapping[str, str]) -> None:
    """Add the current trace to the headers of a call or a task."""
    if _tracers:
        from opentelemetry.propagate import inject

        inject(headers)
