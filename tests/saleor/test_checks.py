"""`manage.py check_saleor` says what a Saleor lacks, and fails when the shop cannot work with it."""

import json
from collections.abc import Callable
from io import StringIO

import httpx2
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from storefront.core.crypto import encrypt
from storefront.core.markets import parse_markets
from storefront.payments.providers.gateway_settings import parse_gateways
from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.checks import saleor_checks
from storefront.saleor.checks.results import CheckResult, Level
from storefront.saleor.checks.saleor_checks import run_checks
from storefront.saleor.client import api
from storefront.saleor.management.commands import check_saleor
from storefront.saleor.models import AppInstallation
from storefront.saleor.schema.contract import CONTRACT_PATH
from storefront.sandbox.transport import SandboxTransport
from tests.asserting import non_empty

pytestmark = pytest.mark.django_db


def checked() -> tuple[str, bool]:
    """Return the command's output and whether it succeeded."""
    out = StringIO()
    try:
        call_command("check_saleor", stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def broken() -> list[str]:
    return [finding.text for finding in run_checks() if finding.level is Level.ERROR]


def answering(settings: Settings, answer: Callable[[str, httpx2.Response], httpx2.Response]) -> httpx2.MockTransport:
    """The sandbox, with each operation's response modified."""
    sandbox = SandboxTransport()
    return httpx2.MockTransport(
        lambda request: answer(json.loads(request.read())["operationName"], sandbox.handle_request(request))
    )


def test_the_sandbox_is_fit_for_this_shop_and_is_called_what_it_is() -> None:
    said, content = checked()

    assert content, said
    assert "sandbox" in said
    assert "The contract is kept" in said
    for words in ("channel uk: anonymous shoppers are let in, prices are in GBP", "ready to take money"):
        assert words in said


@pytest.mark.parametrize("level", Level)
def test_a_result_of_every_level_is_printed_and_only_what_is_broken_fails(
    level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = CheckResult(level, "Saleor refunds what became no order within 6 hours.")
    monkeypatch.setattr(check_saleor, "run_checks", lambda: iter([found]))

    said, content = checked()

    assert f"] {found.text}" in said
    assert content is (level is not Level.ERROR)


def test_a_channel_that_is_not_there_is_named(settings: Settings) -> None:
    settings.MARKETS = parse_markets("en-gb=nowhere/GBP/GB/United Kingdom")

    said, content = checked()

    assert not content
    assert "channel nowhere: there is no such channel" in said


def test_another_currency_is_named(settings: Settings) -> None:
    settings.MARKETS = parse_markets("en-gb=uk/EUR/GB/United Kingdom")

    assert broken() == [
        "Market en-gb, channel uk: prices are in GBP, the market says EUR. Correct the currency in MARKETS."
    ]


def test_a_country_that_is_not_shipped_to_is_named(settings: Settings) -> None:
    settings.MARKETS = parse_markets("de-de=uk/GBP/DE/Germany")

    assert broken() == ["Market de-de, channel uk: does not ship to DE. Add DE to a shipping zone of this channel."]


def test_a_missing_payment_app_is_reported(settings: Settings) -> None:
    settings.MARKETS = parse_markets("en-gb=uk/GBP/GB/United Kingdom")
    settings.PAYMENT_GATEWAYS = parse_gateways("no.such.app", languages=["en-gb"])

    assert broken() == [
        "Market en-gb, channel uk: no payment gateway is ready, so nobody can pay. PAYMENT_GATEWAYS names no.such.app: "
        "run install_app."
    ]


def test_one_gateway_of_two_is_noted_only(settings: Settings) -> None:
    settings.PAYMENT_GATEWAYS = parse_gateways("no.such.app, gradual.test-payments", languages=["en-gb"])

    said, content = checked()

    assert content
    assert "[ note ]" in said
    assert "no.such.app is configured and not ready" in said


def test_a_saleor_shut_to_anonymous_shoppers_is_named(settings: Settings) -> None:
    with api.override_transport(answering(settings, lambda _, __: httpx2.Response(401))):
        (text,) = broken()

    assert "does not let anonymous shoppers in" in text


def test_a_saleor_that_does_not_answer_is_named(settings: Settings) -> None:
    with api.override_transport(answering(settings, lambda _, __: httpx2.Response(502))):
        (text,) = broken()

    assert "schema cannot be read" in text


def test_a_channel_shut_to_anonymous_shoppers_is_named(settings: Settings) -> None:
    def shut(name: str, answer: httpx2.Response) -> httpx2.Response:
        return answer if name in ("IntrospectionQuery", "Channel") else httpx2.Response(401)

    with api.override_transport(answering(settings, shut)):
        assert all("is shut to anonymous shoppers" in text for text in non_empty(broken()))


def test_a_contract_that_is_not_kept_is_named(settings: Settings) -> None:
    def without_stock(name: str, answer: httpx2.Response) -> httpx2.Response:
        if name != "IntrospectionQuery":
            return answer
        schema = answer.json()
        for kind in schema["data"]["__schema"]["types"]:
            kind["fields"] = [field for field in kind["fields"] or () if field["name"] != "quantityAvailable"] or None
        return httpx2.Response(200, json=schema)

    with api.override_transport(answering(settings, without_stock)):
        said, content = checked()

    assert "quantityAvailable" in CONTRACT_PATH.read_text()
    assert not content
    assert "The contract is broken: Field ProductVariant.quantityAvailable was removed." in said
    assert "The contract is kept" not in said


def test_a_shop_that_is_not_installed_as_an_app_is_warned_and_can_sell(settings: Settings) -> None:
    settings.SALEOR_API_URL = settings.SALEOR_OWN_API_URL = "https://saleor.example/graphql/"

    said, content = checked()

    assert content
    assert "[ note ] The shop is not installed as an app" in said


def test_a_token_that_saleor_no_longer_takes_is_named(settings: Settings) -> None:
    settings.SALEOR_API_URL = settings.SALEOR_OWN_API_URL = "https://saleor.example/graphql/"
    AppInstallation.objects.create(
        api_url=settings.SALEOR_OWN_API_URL, identifier=SHOP_ID, app_id="QXBwOjE=", encrypted_token=encrypt("old")
    )

    with api.override_transport(answering(settings, without_app)):
        said, content = checked()

    assert not content
    assert "Saleor does not take the app's token" in said


def without_app(name: str, answer: httpx2.Response) -> httpx2.Response:
    """A Saleor that does not know the app's token."""
    return httpx2.Response(200, json={"data": {"app": None}}) if name == "OwnApp" else answer


def test_a_database_without_tables_is_named_before_anything_needs_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SALEOR_API_URL = settings.SALEOR_OWN_API_URL = "https://saleor.example/graphql/"
    monkeypatch.setattr(saleor_checks, "is_migrated", lambda: False)
    monkeypatch.setattr(saleor_checks, "installed", lambda: pytest.fail("reads a table"))

    with api.override_transport(answering(settings, lambda _, answer: answer)):
        said, content = checked()

    assert not content
    assert "[BROKEN] The database lacks tables of this version. Run `python manage.py migrate` first" in said
    assert "prices are in GBP" in said
