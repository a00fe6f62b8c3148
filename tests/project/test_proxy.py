"""Slow and idle connections do not block readers: the proxy of docker-compose.yml before a web process."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from getpass import getuser
from pathlib import Path

import httpx2
import pytest
import yaml
from django.conf import settings

from tests.workers import broker, eventually, shop_process

__all__ = ["broker"]
pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]
ROOT = Path(__file__).resolve().parents[2]
THREADS = 2
IDLE_BODIES = 200


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def answers(port: int, path: str = "/healthz") -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}{path}", timeout=120.0).status_code == 200
    except httpx2.HTTPError:
        return False


@pytest.fixture
def shop() -> Iterator[int]:
    """A web process; yields its port."""
    port = free_port()
    served = ["storefront.wsgi:application", "--interface", "wsgi", "--http", "1", "--port", str(port)]
    with shop_process("granian", *served, "--log-level", "warning", GRANIAN_BLOCKING_THREADS=str(THREADS), DEBUG="1"):
        assert eventually(lambda: answers(port))
        yield port


@pytest.fixture
def proxy(shop: int, tmp_path: Path) -> Iterator[int]:
    """Compose's proxy in front of it; yields its port."""
    if not (program := shutil.which("nginx")):
        pytest.skip("nginx is not installed: 'apt-get install nginx-light'")
    port = free_port()
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    text: str = compose["configs"]["proxy"]["content"].replace("$$", "$").replace("/tmp/", f"{tmp_path}/")  # noqa: S108
    text = text.replace("web:8080", f"127.0.0.1:{shop}").replace("listen 8080", f"listen 127.0.0.1:{port}")
    # All connections of this test come from one address.
    text = text.replace("limit_conn addresses 100", f"limit_conn addresses {2 * IDLE_BODIES}")
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(text)
    command = [program, "-c", str(configuration), "-p", str(tmp_path), "-g", f"daemon off; user {getuser()};"]
    with subprocess.Popen(command) as process:  # noqa: S603
        assert eventually(lambda: answers(port))
        yield port
        process.terminate()


@contextmanager
def idle_bodies(port: int, number: int) -> Iterator[None]:
    """Keep so many posts open that send one byte of a thousand."""
    head = (
        b"POST /cart/add/ HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nv"
    )
    with ExitStack() as connections:
        for _ in range(number):
            connection = connections.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(head)
        yield


def test_two_hundred_idle_bodies_do_not_block_readers(proxy: int) -> None:
    # given
    with idle_bodies(proxy, IDLE_BODIES):
        # when
        read = [answers(proxy, path) for path in ("/healthz", "/", "/guides/", "/shop/")]
    # then
    assert read == [True, True, True, True]


def test_a_large_body_arrives_whole_and_the_visitors_address_is_the_connections(proxy: int) -> None:
    # given
    url = f"http://127.0.0.1:{proxy}"
    # when
    posted = httpx2.post(f"{url}/saleor/events/catalog/", content=b"x" * 2_000_000, timeout=120.0)
    metrics = httpx2.get(f"{url}/metrics", headers={"X-Forwarded-For": "127.0.0.1"}, timeout=120.0)
    # then the shop itself refuses it, by its own limit or for its missing signature
    assert posted.status_code in (400, 401, 404, 413)
    assert metrics.status_code == 404
    assert settings.WEBHOOK_MAX_BYTES < 2_000_000
