"""Traces by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT says where to: requests, calls to Saleor, tasks.

Spans are ours and few: a route's, an operation's or a task's name, how it ended, and the request id. Ready-made
instrumentation would put addresses, ids and statements into them. Nothing of OpenTelemetry is loaded otherwise.
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

Kind = Literal["SERVER", "CLIENT", "CONSUMER"]  # OpenTelemetry's words
_tracers: list[Tracer] = []


class OptionalSpan:
    """What one span tells; where nobody listens, nothing."""

    def __init__(self, span: Span | None = None) -> None:
        self._span = span

    def called(self, name: str) -> None:
        """Its name, once that is known."""
        if self._span:
            self._span.update_name(name)

    def ended(self, outcome: str, *, well: bool) -> None:
        """How it ended, in a word of ours or a status code."""
        if self._span:
            from opentelemetry.trace import StatusCode

            self._span.set_attribute("outcome", outcome)
            self._span.set_status(StatusCode.OK if well else StatusCode.ERROR)


def begin(*processors: SpanProcessor) -> None:
    """Trace this process from now on, if there is anywhere to send it to; a process that forks calls it in each child.

    The exporter reads the other OTEL_ variables by itself. `processors` take its place. Raises ImproperlyConfigured.
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


def end() -> None:
    """Trace no more."""
    _tracers.clear()


@contextmanager
def span(name: str, *, kind: Kind, came_with: Mapping[str, str] | None = None) -> Iterator[OptionalSpan]:
    """Everything within is one span, of the trace that `came_with` tells of, or else of the one that is going on."""
    if not _tracers:
        yield OptionalSpan()
        return
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    with _tracers[-1].start_as_current_span(
        name,
        context=None if came_with is None else extract(came_with),
        kind=SpanKind[kind],
        attributes={"request_id": request_id.current()},
        # An error's text may name anything.
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        yield OptionalSpan(current)


def send_along(headers: MutableMapping[str, str]) -> None:
    """Put into the headers of a call or a task which trace it belongs to."""
    if _tracers:
        from opentelemetry.propagate import inject

        inject(headers)
