"""Saleor's own mails to shoppers are switched off where the shop sends them, and nowhere else."""

import json
from pathlib import Path

import httpx2
import pytest
from django.core.management import CommandError, call_command
from graphql import build_schema, parse, validate
from pytest_django import Settings

from storefront.saleor.app.installation import OPERATIONS_DIR
from storefront.saleor.client import api
from storefront.saleor.schema.operations import operations

SCHEMA = Path("../shared/saleor/schema-3.23.graphql")
USER = {"id": "u", "email": "a@example.com", "firstName": "", "lastName": "", "isConfirmed": True}
CHANNELS = [("uk", True), ("us", False), ("somebody-elses", True)]


class SaleorStaff:
    """Answers as Saleor does to staff; remembers in which channels the plugin was switched off."""

    def __init__(self, *, allowed: bool = True) -> None:
        self.allowed = allowed
        self.off: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(request.content)
        match asked["operationName"]:
            case "OwnMails" if not self.allowed:
                denied = {"message": "no", "extensions": {"exception": {"code": "PermissionDenied"}}}
                return httpx2.Response(200, json={"data": {"plugin": None}, "errors": [denied]})
            case "OwnMails":
                there = [
                    {"active": on and slug not in self.off, "channel": {"id": slug, "slug": slug}}
                    for slug, on in CHANNELS
                ]
                return httpx2.Response(200, json={"data": {"plugin": {"channelConfigurations": there}}})
            case "SwitchOff":
                self.off.append(asked["variables"]["channel"])
                return httpx2.Response(200, json={"data": {"pluginUpdate": {"errors": []}}})
        signed = {"token": "t", "refreshToken": "r", "user": USER, "errors": []}
        return httpx2.Response(200, json={"data": {"tokenCreate": signed}})


def take_over(staff: SaleorStaff, settings: Settings) -> None:
    settings.SALEOR_API_URL = "https://saleor.example/graphql/"
    with api.override_transport(httpx2.MockTransport(staff)):
        call_command("disable_saleor_emails", email="a@example.com", password="x")


def test_they_are_switched_off_in_our_channels_only_and_once(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    staff = SaleorStaff()

    take_over(staff, settings)
    take_over(staff, settings)

    assert staff.off == ["uk"]
    assert "of uk are off" in capsys.readouterr().out


def test_staff_without_the_permission_get_an_error_message(settings: Settings) -> None:
    with pytest.raises(CommandError, match="would not switch"):
        take_over(SaleorStaff(allowed=False), settings)


@pytest.mark.skipif(not SCHEMA.exists(), reason="Saleor's whole schema is not beside the project")
@pytest.mark.parametrize("name", ["OwnMails", "SwitchOff", "PriorPrices", "SetPriorPrice"])
def test_operations_outside_the_contract_are_valid_in_saleors_schema(name: str) -> None:
    schema = build_schema(SCHEMA.read_text(), assume_valid=True)

    assert validate(schema, parse(operations(OPERATIONS_DIR)[name].text)) == []
