"""Time limits against a really slow server: no call waits forever, and no mutation is sent twice."""

import socket
import threading
from collections.abc import Callable, Iterator

import httpx2
import pytest
from pytest_django import Settings

from storefront.saleor import checkouts
from storefront.saleor.client import api, errors
from tests.workers import eventually


class Slow:
    """A local server that sends prepared pieces and then never finishes."""

    def __init__(self, *pieces: bytes, hang_up: bool = False) -> None:
        self.pieces, self.hang_up, self.asked = pieces, hang_up, 0
        self.done = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/graphql/"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.asked += 1
                connection.recv(65536)
                for piece in self.pieces:
                    connection.sendall(piece)
                if not self.hang_up:
                    self.done.wait()

    def close(self) -> None:
        self.done.set()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture
def slow(settings: Settings) -> Iterator[Callable[..., Slow]]:
    """Make such a server the configured Saleor, with short time limits."""
    servers = []
    settings.SALEOR_QUERY_TIMEOUT = settings.SALEOR_COMMAND_TIMEOUT = 0.15

    def make(*pieces: bytes, hang_up: bool = False) -> Slow:
        server = Slow(*pieces, hang_up=hang_up)
        settings.SALEOR_API_URL = server.url
        servers.append(server)
        return server

    with api.override_transport(httpx2.HTTPTransport()):
        yield make
    for server in servers:
        server.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n"


@pytest.mark.parametrize("pieces", [(), (b"HTTP/1.1 200",), (HEAD,), (HEAD, b'{"data":')], ids=len)
def test_a_saleor_that_keeps_silent_is_left(slow: Callable[..., Slow], pieces: tuple[bytes, ...]) -> None:
    saleor = slow(*pieces)

    with pytest.raises(errors.ResponseLost):
        checkouts.set_email("checkout", email="robin@example.com")

    assert eventually(lambda: saleor.asked == 1)


def test_a_silent_saleor_is_asked_a_query_twice(slow: Callable[..., Slow]) -> None:
    saleor = slow(hang_up=True)

    with pytest.raises(errors.Unavailable):
        checkouts.channel("uk")

    assert eventually(lambda: saleor.asked == 2)


def test_an_answer_cut_off_is_lost(slow: Callable[..., Slow]) -> None:
    slow(HEAD, b'{"data":{"checkoutEmailUpdate":', hang_up=True)

    with pytest.raises(errors.ResponseLost):
        checkouts.set_email("checkout", email="robin@example.com")


def test_a_saleor_that_is_not_there_is_unavailable(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.SALEOR_API_URL = f"http://127.0.0.1:{taken.getsockname()[1]}/graphql/"

    with api.override_transport(httpx2.HTTPTransport()), pytest.raises(errors.Unavailable) as caught:
        checkouts.set_email("checkout", email="robin@example.com")

    assert caught.type is errors.Unavailable
