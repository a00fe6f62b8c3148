"""A Saleor that takes twenty seconds to answer does not keep anyone from reading."""

import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest

from tests.cart.shopper import GEL, SAME_ORIGIN, variant_id
from tests.project.test_proxy import answers, free_port
from tests.workers import broker, eventually, shop_process

__all__ = ["broker"]
pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]
THREADS = 4  # the fewest of which a quarter is one
SHOPPERS = 3 * THREADS
ANSWER_SECONDS = 20.0
PAGES = ("/healthz", "/", "/guides/", "/shop/?q=gel", "/search/?q=silicone")


class SlowSaleor(ThreadingHTTPServer):
    """Answers after ANSWER_SECONDS, or when the test ends; counts the requests that wait."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.is_over = threading.Event()
        self.waiting = 0


class _Handler(BaseHTTPRequestHandler):
    server: SlowSaleor

    def do_POST(self) -> None:
        self.server.waiting += 1
        self.server.is_over.wait(ANSWER_SECONDS)
        self.server.waiting -= 1
        with suppress(OSError):
            self.send_error(503)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def saleor() -> Iterator[SlowSaleor]:
    with SlowSaleor() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.is_over.set()
        server.shutdown()


@pytest.fixture
def shop(saleor: SlowSaleor) -> Iterator[int]:
    """A web process whose Saleor is slow; yields its port."""
    port = free_port()
    served = ["storefront.wsgi:application", "--interface", "wsgi", "--http", "1", "--port", str(port)]
    with shop_process(
        "granian",
        *served,
        "--log-level",
        "critical",
        GRANIAN_BLOCKING_THREADS=str(THREADS),
        SALEOR_API_URL=f"http://127.0.0.1:{saleor.server_port}/graphql/",
        DEBUG="1",
    ):
        assert eventually(lambda: answers(port))
        yield port


def test_reading_goes_on_while_saleor_takes_twenty_seconds(shop: int, saleor: SlowSaleor) -> None:
    # given
    url = f"http://127.0.0.1:{shop}"
    assert all(answers(shop, path) for path in PAGES)
    variant = variant_id(GEL)

    def add(_: int) -> None:
        with suppress(httpx2.HTTPError):
            httpx2.post(f"{url}/cart/add/", data={"variant": variant, "quantity": "1"}, headers=SAME_ORIGIN, timeout=60)

    with ThreadPoolExecutor(SHOPPERS) as shoppers:
        for shopper in range(SHOPPERS):
            shoppers.submit(add, shopper)
        assert eventually(lambda: saleor.waiting == THREADS - 1, within=15)
        # when
        seconds = [_timed(shop, path) for path in PAGES * 3]
        # then
        assert saleor.waiting > 0, "the shop no longer waits for Saleor"
        saleor.is_over.set()
    assert statistics.median(seconds) < 1, seconds
    assert max(seconds) < ANSWER_SECONDS / 4, seconds


def _timed(port: int, path: str) -> float:
    started = time.monotonic()
    assert answers(port, path), path
    return time.monotonic() - started
