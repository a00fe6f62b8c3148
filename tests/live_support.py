"""Fixtures for tests against a real Saleor: staff, and the dummy payment app served by this process.

Import them in a conftest: `from tests.live_support import staff, test_payments_app`.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import msgspec
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor import accounts, payments
from storefront.saleor.app.setup.install import find, uninstall
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.schema.operations import Operation
from storefront.saleor.types import Payment

STAFF_EMAIL = os.environ.get("SALEOR_EMAIL", "admin@example.com")
STAFF_PASSWORD = os.environ.get("SALEOR_PASSWORD", "admin")
AS_STAFF = ("--email", STAFF_EMAIL, "--password", STAFF_PASSWORD)
# Where this process listens, and how Saleor reaches that: another machine's Saleor needs both.
LISTEN_ON = os.environ.get("LIVE_APP_HOST", "127.0.0.1")


class _Server(ThreadingMixIn, WSGIServer):
    """One thread per request: while Saleor verifies a token the app must answer other requests."""

    daemon_threads = True


class _Silent(WSGIRequestHandler):
    """Write no access log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """Serve the shop over HTTP on a free port and yield its address without a trailing slash.

    Its threads have no test database, so only pages without queries work.
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


def staff_now() -> Credentials:
    """Sign in as staff; the token is valid for five minutes.

    It uses a network address of its own, because Saleor delays logins from addresses with wrong passwords.
    """
    alone = Credentials(address="198.51.100.7")
    return Credentials(token=accounts.sign_in(email=STAFF_EMAIL, password=STAFF_PASSWORD, caller=alone).token)


_TOKEN = Operation(
    name="CreateAppToken",
    text="""
    mutation CreateAppToken($app: ID!) {
      appTokenCreate(input: { app: $app, name: "live tests" }) { authToken errors { field code message } }
    }
    """,
    is_command=True,
)


class _Token(msgspec.Struct, frozen=True, rename="camel"):
    auth_token: str


def payments_caller(staff: Credentials) -> Credentials:
    """Credentials of the dummy payment app: only a payment's own app may report its state."""
    app = find(DummyPayments.identifier, staff=staff)
    assert app is not None
    return Credentials(token=api.execute(_TOKEN, _Token, {"app": app.id}, caller=staff).auth_token)


def report(pending: Payment, *, result: str, staff: Credentials) -> None:
    """End a pending payment as its provider would (`result` is SUCCESS or FAILURE)."""
    assert pending.transaction is not None
    assert pending.transaction_event is not None
    kind = (pending.transaction_event.type or "").partition("_")[0]
    payments.report(
        pending.transaction.id,
        type=f"{kind}_{result}",
        reference=pending.transaction_event.psp_reference,
        amount=pending.transaction_event.amount.amount,
        caller=payments_caller(staff),
    )


@pytest.fixture
def staff() -> Credentials:
    """A member of staff."""
    return staff_now()


@pytest.fixture(scope="session")
def test_payments_app(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The dummy payment app, served by this process and installed in the real Saleor; its gateway ID."""
    with override_settings(TEST_PAYMENTS=True), serving() as address:
        with django_db_blocker.unblock():  # the token that Saleor hands over is kept
            DummyPayments().install(address, staff=staff_now())
        yield DummyPayments.identifier
        uninstall(DummyPayments.identifier, staff=staff_now())
