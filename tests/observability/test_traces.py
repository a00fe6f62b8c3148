"""Traces: a request, its calls and its tasks are one trace without personal data."""

from collections.abc import Iterator

import httpx2
import pytest
from celery import shared_task
from django.test import override_settings
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from storefront.observability import traces
from storefront.observability.request_id_middleware import RequestIdMiddleware
from storefront.saleor import checkouts
from storefront.saleor.client import api, errors
from tests.asserting import non_empty
from tests.cart.transports import CountingTransport
from tests.observability.test_logs_and_metrics import asked

pytestmark = pytest.mark.django_db
Told = InMemorySpanExporter
ELSEWHERE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def told() -> Iterator[Told]:
    """The spans that a collector would receive."""
    exporter = InMemorySpanExporter()
    traces.start_tracing(SimpleSpanProcessor(exporter))
    yield exporter
    traces.stop_tracing()


def one(told: Told, name: str) -> ReadableSpan:
    (span,) = (span for span in told.get_finished_spans() if span.name == name)
    return span


def trace(span: ReadableSpan) -> str:
    assert span.context is not None
    return f"{span.context.trace_id:032x}"


def test_a_request_its_task_and_their_calls_are_one_trace(told: Told) -> None:
    sent: list[str] = []

    class Reading(CountingTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            sent.append(request.headers["traceparent"])
            return super().handle_request(request)

    @shared_task(name="tests.asks")
    def asks() -> None:
        checkouts.channel("uk")

    def queues(environ: object, start_response: object) -> list[bytes]:
        asks.delay()
        return []

    with api.override_transport(Reading()):
        RequestIdMiddleware(queues)({"REQUEST_METHOD": "GET"}, lambda *_: None)

    names = [span.name for span in told.get_finished_spans()]
    assert names == ["saleor Channel", "task tests.asks", "GET cache"]
    assert len({trace(span) for span in told.get_finished_spans()}) == 1
    assert [header.split("-")[1] for header in sent] == [trace(one(told, "GET cache"))]
    assert len({span.attributes["request_id"] for span in told.get_finished_spans() if span.attributes}) == 1


def test_a_trace_says_by_what_name_and_how_it_ended_and_nothing_else(told: Told) -> None:
    for path in ("/product/everyday-water-based-gel-100-ml/", "/search/?q=sam@example.com", "/nowhere/sam@example.com"):
        asked(path.partition("?")[0], QUERY_STRING=path.partition("?")[2])

    spans = told.get_finished_spans()
    assert {span.name for span in spans} == {"GET catalog:product", "GET search", "GET none"}
    for span in spans:
        assert set(span.attributes or ()) == {"request_id", "outcome"}
        assert not span.events
        assert "sam" not in span.to_json()
        assert "gel" not in span.to_json()


def test_errors_are_recorded_by_their_type_only(told: Told) -> None:
    away = httpx2.MockTransport(lambda _: httpx2.Response(502, text="sam@example.com"))
    with api.override_transport(away), pytest.raises(errors.ResponseLost):
        checkouts.create("uk", lines=[])

    for span in non_empty(told.get_finished_spans()):
        assert (span.status.is_ok, span.status.description, span.events) == (False, None, ())
        assert (span.attributes or {})["outcome"] == "ResponseLost"


def test_only_a_proxy_of_ours_may_say_which_trace_a_request_belongs_to(told: Told) -> None:
    asked("/healthz", HTTP_TRACEPARENT=ELSEWHERE)
    assert trace(one(told, "GET healthz")) not in ELSEWHERE
    told.clear()

    with override_settings(TRUSTED_PROXIES=1):
        asked("/healthz", HTTP_TRACEPARENT=ELSEWHERE)
    assert trace(one(told, "GET healthz")) in ELSEWHERE


def test_without_a_collector_nothing_is_exported() -> None:
    headers: dict[str, str] = {}
    with traces.span("nothing", kind="SERVER") as span:
        span.rename("still nothing")
        span.finish("200", is_ok=True)
        traces.inject_trace(headers)
    assert headers == {}
