"""What tests against a real Saleor stand on: staff, and the test payments, served to it by this process.

Fixtures for a conftest to take over: `from tests.live_support import staff, test_payments_app`.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from storefront.saleor import accounts
from storefront.saleor.app.install import install_test_payments, uninstall
from storefront.saleor.app.manifest import TEST_PAYMENTS_ID
from storefront.saleor.gateway import ANONYMOUS, Caller

STAFF_EMAIL = os.environ.get("SALEOR_STAFF_EMAIL", "admin@example.com")
STAFF_PASSWORD = os.environ.get("SALEOR_STAFF_PASSWORD", "admin")
# Where this process listens, and how Saleor reaches that: another machine's Saleor needs both.
LISTEN_ON = os.environ.get("LIVE_APP_HOST", "127.0.0.1")


class _Server(ThreadingMixIn, WSGIServer):
    """One thread a request: while the app is asked for a token's proof it must answer other things."""

    daemon_threads = True


class _Silent(WSGIRequestHandler):
    """Writes no access log: addresses are nobody's business."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """The shop behind a real HTTP server of this process on a free port; gives its address, without a slash at its end.

    Its threads have no test database: only pages that need none can be had.
    """
    server = make_server(LISTEN_ON, 0, WSGIHandler(), server_class=_Server, handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LISTEN_ON}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def staff_now() -> Caller:
    """Staff, signed in just now: their token is good for five minutes only."""
    return Caller(token=accounts.sign_in(email=STAFF_EMAIL, password=STAFF_PASSWORD, caller=ANONYMOUS).token)


@pytest.fixture
def staff() -> Caller:
    """A member of Saleor's staff."""
    return staff_now()


@pytest.fixture(scope="session")
def test_payments_app() -> Iterator[str]:
    """The test payments, served by this process and installed in the real Saleor; gives their gateway id."""
    with override_settings(TEST_PAYMENTS=True), serving() as address:
        install_test_payments(address, staff=staff_now())
        yield TEST_PAYMENTS_ID
        uninstall(TEST_PAYMENTS_ID, staff=staff_now())
