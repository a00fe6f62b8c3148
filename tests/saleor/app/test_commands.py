"""Commands that need staff say in one sentence what is missing."""

import socket
import urllib.request
from io import StringIO
from pathlib import Path

import httpx2
import pytest
from django.core.management import BaseCommand, CommandError, call_command
from pytest_django import Settings

from storefront.demo import seed_saleor
from storefront.payments.management.commands import install_app
from storefront.payments.providers.dummy import DummyPayments
from storefront.payments.providers.gateway_settings import parse_gateways
from storefront.saleor.app.setup import staff
from storefront.saleor.app.setup.install import InstallationFailed
from storefront.saleor.app.setup.temporary_server import served_at
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials

INSTALL = {"email": "a@example.com", "password": "x", "public_url": "http://127.0.0.1:1"}
SEED = {"email": "a@example.com", "password": "x", "verbosity": 0}
COMMANDS = [("install_app", INSTALL), (seed_saleor.Command(), SEED)]


@pytest.mark.parametrize(("name", "options"), COMMANDS)
def test_without_a_configured_saleor_nothing_is_tried(
    name: str | BaseCommand, options: dict[str, str], settings: Settings
) -> None:
    settings.SALEOR_API_URL = ""

    with pytest.raises(CommandError, match="set SALEOR_API_URL"):
        call_command(name, **options)


@pytest.mark.parametrize(("name", "options"), COMMANDS)
@pytest.mark.parametrize(
    ("status", "answer", "sentence"),
    [
        (502, {}, "cannot be used"),
        (
            200,
            {"data": {"tokenCreate": {"token": None, "errors": [{"code": "INVALID_CREDENTIALS"}]}}},
            "did not accept this email and password",
        ),
        (
            200,
            {"data": {"tokenCreate": {"token": None, "errors": [{"code": "LOGIN_ATTEMPT_DELAYED"}]}}},
            "try again in a minute",
        ),
    ],
)
def test_what_is_in_the_way_is_said_in_one_sentence(
    name: str | BaseCommand, options: dict[str, str], status: int, answer: object, sentence: str, settings: Settings
) -> None:
    settings.SALEOR_API_URL = "https://saleor.example/graphql/"
    saleor = httpx2.MockTransport(lambda request: httpx2.Response(status, json=answer))

    with api.override_transport(saleor), pytest.raises(CommandError, match=sentence):
        call_command(name, **options)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_the_shop_is_served_while_no_web_server_runs_and_no_longer() -> None:
    url = f"http://127.0.0.1:{free_port()}"

    with served_at(url) as is_served, served_at(url) as is_served_again:
        assert (is_served, is_served_again) == (True, False)
        assert urllib.request.urlopen(f"{url}/healthz", timeout=300).status == 200  # noqa: S310

    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{url}/healthz", timeout=300)  # noqa: S310


@pytest.mark.parametrize("url", ["https://127.0.0.1:1", "http://shop.example", "http://10.255.255.1:8080"])
def test_an_address_of_another_machine_is_left_to_saleor(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.saleor.app.setup.temporary_server._answers", lambda url: False)

    with served_at(url) as is_served:
        assert not is_served


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, db: None) -> list[str]:
    """What `install_app` does, without a Saleor: the names of its steps in order."""
    done: list[str] = []
    settings.SALEOR_API_URL, settings.STATIC_ROOT = "https://saleor.example/graphql/", tmp_path
    settings.PUBLIC_URL, settings.TEST_PAYMENTS = f"http://127.0.0.1:{free_port()}", True
    settings.PAYMENT_GATEWAYS = parse_gateways("gradual.test-payments, gradual.mollie", languages=["en-gb"])
    monkeypatch.setenv("SALEOR_PASSWORD", "x")
    monkeypatch.setattr(install_app, "staff_credentials", lambda *_: Credentials(token="staff"))
    monkeypatch.setattr(
        install_app, "install_shop", lambda url, staff: done.append(f"shop {url == settings.PUBLIC_URL}")
    )
    monkeypatch.setattr(DummyPayments, "install", lambda self, url, staff: done.append(self.slug))
    monkeypatch.setattr(install_app, "call_command", lambda name, **_: done.append(name))
    monkeypatch.setattr(install_app, "disable_saleor_emails", lambda *_, **__: ())
    monkeypatch.setattr(install_app, "claim_guest_orders_on_confirmation", lambda **_: False)
    return done


def test_one_command_sets_up_everything(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install_app, "is_migrated", lambda: False)
    said = StringIO()

    call_command("install_app", email="a@example.com", stdout=said, stderr=said)

    assert steps == ["prepare_database", "shop True", "test-payments", "sync_catalog", "check_saleor"]
    assert "this command serves the shop while it installs" in said.getvalue()
    assert "gradual.mollie is not installed: set MOLLIE_API_KEY, or change PAYMENT_GATEWAYS." in said.getvalue()


def test_a_token_from_before_the_tables_is_not_used_after_them(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = iter(("a token for five minutes", "a new token"))
    monkeypatch.setattr(install_app, "is_migrated", lambda: False)
    monkeypatch.setattr(install_app, "staff_credentials", lambda *_: Credentials(token=next(tokens)))
    monkeypatch.setattr(install_app, "install_shop", lambda url, staff: steps.append(staff.token))

    call_command("install_app", email="a@example.com", shop_only=True, stdout=StringIO())

    assert steps == ["prepare_database", "a new token"]


@pytest.mark.parametrize(("name", "options"), COMMANDS)
def test_without_a_terminal_the_password_is_asked_for_by_its_setting(
    name: str | BaseCommand, options: dict[str, str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SALEOR_API_URL = "https://saleor.example/graphql/"
    monkeypatch.delenv("SALEOR_PASSWORD", raising=False)
    monkeypatch.setattr(staff, "getpass", nothing_to_read)

    with pytest.raises(CommandError, match="set SALEOR_PASSWORD"):
        call_command(name, **{**options, "password": None})


def nothing_to_read(prompt: str) -> str:
    raise EOFError


@pytest.mark.parametrize(
    ("options", "done"), [({"shop_only": True}, ["shop True"]), ({"payments": "test-payments"}, ["test-payments"])]
)
def test_one_app_alone_may_be_installed(steps: list[str], options: dict[str, object], done: list[str]) -> None:
    call_command("install_app", email="a@example.com", stdout=StringIO(), **options)

    assert steps == done


def test_a_shop_that_saleor_cannot_reach_is_explained(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise InstallationFailed("Failed to connect to app.")

    monkeypatch.setattr(install_app, "install_shop", fail)

    with pytest.raises(CommandError, match=r"Failed to connect to app\. Saleor has to reach this shop at http://127"):
        call_command("install_app", email="a@example.com", stdout=StringIO())
