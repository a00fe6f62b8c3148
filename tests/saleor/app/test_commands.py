"""Commands that need staff say in one sentence what is missing."""

import httpx2
import pytest
from django.core.management import BaseCommand, CommandError, call_command
from pytest_django import Settings

from storefront.demo import seed_saleor
from storefront.saleor.client import api

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
