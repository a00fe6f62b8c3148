"""A shop without its app's token says so at start and in the system checks."""

import logging

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from storefront.saleor.app import system_checks
from storefront.saleor.models import AppInstallation

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_saleor(settings: Settings) -> None:
    settings.SALEOR_API_URL = settings.SALEOR_OWN_API_URL = "https://saleor.example/graphql/"


def found() -> list[str]:
    return [str(message.msg) for message in run_checks(databases=["default"]) if message.id == "saleor.W001"]


def test_the_sandbox_needs_no_token() -> None:
    assert found() == []


@pytest.mark.usefixtures("real_saleor")
def test_a_missing_token_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        system_checks.warn_of_missing_token()

    assert len(found()) == 1
    assert "not installed as an app" in caplog.text
    assert "install_app" in caplog.text


@pytest.mark.usefixtures("real_saleor")
def test_a_token_that_cannot_be_decrypted_is_reported() -> None:
    AppInstallation.objects.create(
        api_url="https://saleor.example/graphql/", identifier="gradual.shop", app_id="1", encrypted_token="lost"
    )

    assert "SECRET_KEY has changed" in found()[0]


@pytest.mark.usefixtures("real_saleor")
def test_without_a_database_only_the_check_that_was_asked_for_runs() -> None:
    assert [message for message in run_checks() if message.id == "saleor.W001"] == []
