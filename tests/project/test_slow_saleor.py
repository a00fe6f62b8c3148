"""Pages are read while Saleor does not answer."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
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
PATIENCE = 600.0  # seconds: longer than the test takes on a busy machine
PAGES = ("/healthz", "/", "/guides/", "/shop/?q=gel", "/search/?q=silicone")


class SlowSaleor(ThreadingHTTPServer):
    """Answers when the test ends; counts the requests that wait."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.is_over = threading.Event()
        self.waiting = 0


class _Handler(BaseHTTPRequestHandler):
    server: SlowSaleor

    def do_POST(self) -> None:
        self.server.waiting += 1
        self.server.is_over.wait(PATIENCE)
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
    """A web process whose Saleor does not answer, and which waits for it; yields its port."""
    port = free_port()
    served = ["storefront.wsgi:application", "--interface", "wsgi", "--http", "1", "--port", str(port)]
    with shop_process(
        "granian",
        *served,
        "--log-level",
        "critical",
        GRANIAN_BLOCKING_THREADS=str(THREADS),
        SALEOR_API_URL=f"http://127.0.0.1:{saleor.server_port}/graphql/",
        SALEOR_QUERY_TIMEOUT=str(PATIENCE),
        SALEOR_COMMAND_TIMEOUT=str(PATIENCE),
        DEBUG="1",
    ):
        assert eventually(lambda: answers(port))
        yield port


def test_reading_goes_on_while_saleor_does_not_answer(shop: int, saleor: SlowSaleor) -> None:
    # given
    url = f"http://127.0.0.1:{shop}"
    assert all(answers(shop, path) for path in PAGES)
    variant = variant_id(GEL)

    def add(_: int) -> None:
        with suppress(httpx2.HTTPError):
            data = {"variant": variant, "quantity": "1"}
            httpx2.post(f"{url}/cart/add/", data=data, headers=SAME_ORIGIN, timeout=PATIENCE)

    with ThreadPoolExecutor(SHOPPERS) as shoppers, ExitStack() as end:
        end.callback(saleor.is_over.set)
        for shopper in range(SHOPPERS):
            shoppers.submit(add, shopper)
        assert eventually(lambda: saleor.waiting == THREADS - 1)
        # when
        read = [answers(shop, path) for path in PAGES * 3]
        # then
        assert saleor.waiting == THREADS - 1, "the shop no longer waits for Saleor"
    assert all(read), read
