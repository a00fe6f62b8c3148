"""What tests against a real Saleor stand on: staff, and the test payments, served to it by this process.

Fixtures for a conftest to take over: `from tests.live_support import staff, test_payments_app`.
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
from storefront.saleor import accounts, api, payments
from storefront.saleor.api import Credentials
from storefront.saleor.app.install import find, uninstall
from storefront.saleor.operations import Operation
from storefront.saleor.types import Payment

STAFF_EMAIL = os.environ.get("SALEOR_EMAIL", "admin@example.com")
STAFF_PASSWORD = os.environ.get("SALEOR_PASSWORD", "admin")
AS_STAFF = ("--email", STAFF_EMAIL, "--password", STAFF_PASSWORD)
# Where this process listens, and how Saleor reaches that: another machine's Saleor needs both.
LISTEN_ON = os.environ.get("LIVE_APP_HOST", "127.0.0.1")


class _Server(ThreadingMixIn, WSGIServer):
    """One thread a request: while the app is asked for a token's proof it must answer other things."""

    daemon_threads = True


class _Silent(WSGIRequestHandler):
    """Writes no access log: addresses are nobody's business."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


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


def staff_now() -> Credentials:
    """Staff, signed in just now: their token is good for five minutes only.

    From an address of their own, because Saleor makes those wait from whose address somebody gave a wrong password.
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
    """The test payments' app as a caller: a payment's own app alone may report what has become of it."""
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
    """A member of Saleor's staff."""
    return staff_now()


@pytest.fixture(scope="session")
def test_payments_app(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The test payments, served by this process and installed in the real Saleor; gives their gateway id."""
    with override_settings(TEST_PAYMENTS=True), serving() as address:
        with django_db_blocker.unblock():  # the token that Saleor hands over is kept
            DummyPayments().install(address, staff=staff_now())
        yield DummyPayments.identifier
        uninstall(DummyPayments.identifier, staff=staff_now())
