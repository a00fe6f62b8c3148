"""One request ID through a request, its calls and tasks; counts by name; nothing personal in a log line."""

import io
import json
import logging
from typing import Any

import httpx2
import pytest
from django.test import Client, override_settings
from prometheus_client import REGISTRY

from storefront.catalog.tasks import refresh_marked
from storefront.observability import request_id
from storefront.observability.logs import JsonFormatter, PlainFormatter
from storefront.observability.redaction import message_of
from storefront.observability.request_id_middleware import RequestIdMiddleware
from storefront.saleor import checkouts
from storefront.saleor.client import api
from storefront.wsgi import application
from tests.cart.transports import CountingTransport

HOSTILE = (
    "sam@example.com",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "Bearer abc.def",
    "token=abc-123",
    "Q2hlY2tvdXQ6YTU2YzE=",
    "T3JkZXI6MTIz",
)


def asked(path: str, **environ: str) -> dict[str, str]:
    """Request a page as a server does; return its headers and status."""
    answered: dict[str, str] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        answered.update(headers, status=status)

    given = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **environ,
    }
    list(application(given, start_response))
    return answered


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def line(formatter: logging.Formatter, message: str, *parts: object) -> str:
    return formatter.format(logging.LogRecord("storefront.shop", logging.INFO, __file__, 1, message, parts, None))


@pytest.mark.parametrize("secret", HOSTILE)
def test_no_line_holds_an_address_a_token_or_a_bearer_secret(secret: str) -> None:
    plain, structured = line(PlainFormatter(), "what %s said", secret), line(JsonFormatter(), "what %s said", secret)

    assert secret not in plain
    assert secret not in structured
    assert "[left out]" in plain


def test_a_structured_line_reads_as_json_with_the_request_id() -> None:
    with request_id.use_request_id("abcdef0123456789"):
        said = json.loads(line(JsonFormatter(), 'a "quoted"\nmessage'))

    assert said["request_id"] == "abcdef0123456789"
    assert said["message"] == 'a "quoted"\nmessage'
    assert said["level"] == "INFO"


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_logged_by_its_route_for_its_address_may_name_a_product(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/product/gone-water-based-gel/")
    client.get("/gone-water-based-gel/")

    assert [message_of(record) for record in caplog.records] == [
        "Not Found: catalog:product",
        "Not Found: wagtail_serve",
    ]


@pytest.mark.django_db
def test_every_response_states_its_id_and_clients_cannot_choose_it() -> None:
    own = asked("/healthz", HTTP_X_REQUEST_ID="chosen-by-a-stranger")["X-Request-ID"]

    assert own != "chosen-by-a-stranger"
    with override_settings(TRUSTED_PROXIES=1):
        assert asked("/healthz", HTTP_X_REQUEST_ID="given-by-our-proxy")["X-Request-ID"] == "given-by-our-proxy"
        assert asked("/healthz", HTTP_X_REQUEST_ID="bad\r\nX: 1")["X-Request-ID"] != "bad\r\nX: 1"


@pytest.mark.django_db
def test_a_request_is_counted_by_its_routes_name_and_never_by_its_path() -> None:
    before = counted("gradual_requests_total", route="healthz", method="GET", status="200")

    asked("/healthz")
    asked("/healthz/sam@example.com", REQUEST_METHOD="BREW")

    assert counted("gradual_requests_total", route="healthz", method="GET", status="200") == before + 1
    labels = [sample.labels for metric in REGISTRY.collect() for sample in metric.samples]
    assert not [one for one in labels if "sam@" in str(one) or "BREW" in str(one)]


def test_a_request_that_breaks_is_counted_as_broken() -> None:
    def broken(*_: object) -> list[bytes]:
        raise RuntimeError

    before = counted("gradual_requests_total", route="cache", method="GET", status="500")
    with pytest.raises(RuntimeError):
        RequestIdMiddleware(broken)({"REQUEST_METHOD": "GET"}, lambda *_: None)
    assert counted("gradual_requests_total", route="cache", method="GET", status="500") == before + 1


@pytest.mark.django_db
def test_the_id_goes_to_saleor_and_the_call_is_counted_by_operation_and_outcome() -> None:
    sent: list[str] = []

    class Reading(CountingTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            sent.append(request.headers["X-Request-ID"])
            return super().handle_request(request)

    before = counted("gradual_saleor_calls_total", operation="Channel", outcome="ok")
    with api.override_transport(Reading()), request_id.use_request_id("abcdef0123456789"):
        checkouts.channel("uk")

    assert sent == ["abcdef0123456789"]
    assert counted("gradual_saleor_calls_total", operation="Channel", outcome="ok") == before + 1


@pytest.mark.django_db
def test_a_task_is_counted_by_name_and_outcome() -> None:
    labels = {"task": refresh_marked.name, "outcome": "success"}
    before = counted("gradual_tasks_total", **labels)

    refresh_marked.delay()

    assert counted("gradual_tasks_total", **labels) == before + 1


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_for_who_knows_the_token(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.5").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    with override_settings(METRICS_TOKEN="a-long-token"):
        assert client.get("/metrics").status_code == 404
        page = client.get("/metrics", REMOTE_ADDR="203.0.113.5", headers={"Authorization": "Bearer a-long-token"})
    assert page.status_code == 200
    assert "gradual_oldest_refresh_seconds 0.0" in page.content.decode()
