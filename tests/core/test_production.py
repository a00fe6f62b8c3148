"""A public shop with a weakness does not start: web, worker and beat say what to set."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.checks import run_checks
from pytest_django import Settings

from storefront.core.production import check_production, is_local_host, is_production, refuse_weakness
from storefront.payments.providers.gateway_settings import PaymentGateways, parse_gateways

ROOT = Path(configured.BASE_DIR)
SOUND = {
    "DEBUG": False,
    "HAS_SECRET_KEY": True,
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "SECRET_KEY_FALLBACKS": [],
    "METRICS_TOKEN": "",
    "PUBLIC_URL": "https://shop.gradual.shop",
    "ALLOWED_HOSTS": ["shop.gradual.shop"],
    "TRUSTED_PROXIES": 1,
    "CSRF_TRUSTED_ORIGINS": [],
    "SALEOR_DASHBOARD_ORIGINS": ["https://dashboard.gradual.shop"],
    "SALEOR_MEDIA_ORIGINS": ["https://media.gradual.shop"],
    "SALEOR_API_URL": "https://saleor.gradual.shop/graphql/",
    "TEST_SHOP": False,
    "TEST_PAYMENTS": False,
    "PAYMENT_GATEWAYS": parse_gateways("gradual.stripe", languages=["en-gb"]),
    "STRIPE_SECRET_KEY": "rk_live_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
    "REDIS_URL": "redis://valkey:6379/2",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "smtp.gradual.shop",
    "EMAIL_USE_TLS": True,
    "DEFAULT_FROM_EMAIL": "Gradual <shop@gradual.shop>",
    "WAGTAIL_2FA_REQUIRED": True,
}


@pytest.fixture
def sound(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A public shop without a weakness."""
    monkeypatch.setitem(configured.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    for name, value in SOUND.items():
        setattr(settings, name, value)
    return settings


def codes() -> set[str]:
    return {str(message.id) for message in check_production()}


def test_a_sound_shop_starts(sound: Settings) -> None:
    assert is_production()
    assert check_production() == []
    refuse_weakness()


TEST_GATEWAYS: PaymentGateways = parse_gateways("gradual.stripe, en-gb=gradual.test-payments", languages=["en-gb"])


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DEBUG", True, "E001"),
        ("SECRET_KEY", "x", "E002"),
        ("SECRET_KEY", "x" * 60, "E002"),
        ("SECRET_KEY", "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz012345", "E002"),
        ("SECRET_KEY_FALLBACKS", ["build-time-only"], "E002"),
        ("HAS_SECRET_KEY", False, "E003"),
        ("METRICS_TOKEN", "secret", "E004"),
        ("PUBLIC_URL", "http://shop.gradual.shop", "E010"),
        ("ALLOWED_HOSTS", ["*"], "E011"),
        ("ALLOWED_HOSTS", [], "E011"),
        ("ALLOWED_HOSTS", ["other.gradual.shop"], "E012"),
        ("TRUSTED_PROXIES", 0, "E013"),
        ("TRUSTED_PROXIES", 1000, "E013"),
        ("WAGTAIL_2FA_REQUIRED", False, "E015"),
        ("CSRF_TRUSTED_ORIGINS", ["http://shop.gradual.shop"], "E014"),
        ("CSRF_TRUSTED_ORIGINS", ["https://*.gradual.shop"], "E014"),
        ("SALEOR_DASHBOARD_ORIGINS", ["*"], "E014"),
        ("SALEOR_API_URL", "", "E020"),
        ("SALEOR_API_URL", "http://saleor.gradual.shop/graphql/", "E021"),
        ("SALEOR_API_URL", "http://8.8.8.8/graphql/", "E021"),
        ("TEST_PAYMENTS", True, "E030"),
        ("PAYMENT_GATEWAYS", TEST_GATEWAYS, "E031"),
        ("STRIPE_SECRET_KEY", "sk_test_1", "E032"),
        ("STRIPE_WEBHOOK_SECRET", "", "E033"),
        ("MOLLIE_API_KEY", "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM", "E034"),
        ("REDIS_URL", "", "E041"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "E050"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "E050"),
        ("EMAIL_USE_TLS", False, "E051"),
        ("DEFAULT_FROM_EMAIL", "Gradual <shop@gradual.example>", "E052"),
    ],
)
def test_each_weakness_is_refused_with_a_sentence_that_says_what_to_set(
    sound: Settings, name: str, value: object, code: str
) -> None:
    # when
    setattr(sound, name, value)
    # then
    assert codes() == {f"production.{code}"}
    with pytest.raises(SystemExit) as refused:
        refuse_weakness()
    sentence = str(refused.value)
    assert re.search(r"\b[A-Z]+_?[A-Z_]*\b", sentence.partition("\n")[2])
    assert str(value) not in sentence or len(str(value)) < 5  # no secret is printed


def test_a_file_as_database_is_refused(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(configured.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert codes() == {"production.E040"}


def test_a_saleor_in_the_same_network_may_be_called_without_https(sound: Settings) -> None:
    for host in ("saleor:8000", "saleor.shop.svc", "saleor.shop.svc.cluster.local", "10.0.0.5", "[::1]:8000"):
        sound.SALEOR_API_URL = f"http://{host}/graphql/"
        assert codes() == set(), host


def test_a_public_test_shop_may_have_the_sandbox_and_test_payments_and_nothing_else(sound: Settings) -> None:
    sound.SALEOR_API_URL, sound.TEST_PAYMENTS, sound.TEST_SHOP = "", True, True
    assert codes() == set()
    sound.DEBUG = True
    assert codes() == {"production.E001"}


@pytest.mark.parametrize("hosts", [["*"], ["shop.gradual.shop"], [".gradual.shop"], ["8.8.8.8"]])
def test_a_host_that_others_can_reach_is_production_whatever_the_public_url_says(
    settings: Settings, hosts: list[str]
) -> None:
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "http://127.0.0.1:8080", hosts
    assert is_production()
    assert codes() > {"production.E010"}


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "web", "192.168.1.20", "shop.localhost", "LOCALHOST."]
)
def test_this_machine_and_its_network_are_not_production(settings: Settings, host: str) -> None:
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = f"http://{host}:8080", [host, "testserver"]
    assert is_local_host(host)
    assert check_production() == []


def test_nothing_is_refused_as_the_shop_comes() -> None:
    assert check_production() == []


def test_commands_refuse_too(sound: Settings) -> None:
    sound.DEBUG = True
    assert "production.E001" in {message.id for message in run_checks()}


COMMANDS = {
    "web": ["-c", "import storefront.wsgi"],
    "worker": ["-m", "celery", "-A", "storefront", "worker", "--pool", "solo"],
    "beat": ["-m", "celery", "-A", "storefront", "beat", "--pidfile="],
}


@pytest.mark.parametrize("process", COMMANDS)
def test_no_process_of_a_weak_public_shop_starts(process: str, tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "storefront.settings",
        "VAR_DIR": str(tmp_path),
        "PUBLIC_URL": "https://shop.gradual.shop",
        "ALLOWED_HOSTS": "*",
        "SECRET_KEY": "x",
    }
    ended = subprocess.run(  # noqa: S603
        [sys.executable, *COMMANDS[process]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ended.returncode != 0
    assert "ALLOWED_HOSTS is empty or allows every host." in ended.stderr
    assert "Set SALEOR_API_URL" in ended.stderr
