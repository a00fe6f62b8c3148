"""The request ID goes into a task through a real broker, and from there to Saleor."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from celery import shared_task

from storefront.catalog.models import PendingRefresh
from storefront.catalog.tasks import refresh_marked
from storefront.observability import request_id
from tests.workers import broker, eventually, working

__all__ = ["broker"]


class Ear(HTTPServer):
    """A Saleor that is never healthy and records the request IDs."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Deaf)
        self.ids: set[str] = set()


class _Deaf(BaseHTTPRequestHandler):
    server: Ear

    def do_POST(self) -> None:
        self.server.ids.add(self.headers["X-Request-ID"])
        self.send_error(502)

    def log_message(self, *_: object) -> None:
        """Write no access log."""


@pytest.fixture
def ear() -> Iterator[Ear]:
    with Ear() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.celery
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("broker")
def test_a_requests_id_reaches_saleor_by_way_of_a_worker(ear: Ear) -> None:
    with working(SALEOR_API_URL=f"http://127.0.0.1:{ear.server_port}/graphql/"):
        with request_id.use_request_id("abcdef0123456789"):
            PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, ["UHJvZHVjdDox"])
            refresh_marked.delay()
        assert eventually(lambda: bool(ear.ids))
    assert ear.ids == {"abcdef0123456789"}


@pytest.mark.django_db
def test_a_task_in_process_goes_by_the_id_of_its_request_which_goes_on_by_it() -> None:
    seen: list[str] = []

    @shared_task(name="tests.seen")
    def see() -> None:
        seen.append(request_id.current())

    with request_id.use_request_id("abcdef0123456789"):
        see.delay()
        assert request_id.current() == "abcdef0123456789"
    see.delay()
    assert seen[0] == "abcdef0123456789"
    assert seen[1] not in ("-", "abcdef0123456789")
    assert request_id.current() == "-"
