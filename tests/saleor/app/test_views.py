"""The views that Saleor calls: who is let in, and what they return."""

import json
import logging
import time

import httpx2
import pytest
from django.test import Client
from pytest_django import Settings

from storefront.payments.providers import views
from storefront.saleor.app.manifest import EVENTS, PERMISSIONS
from storefront.saleor.client import api
from tests.saleor.app.signing import Saleor, sign

PAYMENT = b"""{"action": {"amount": 18.40, "currency": "GBP", "actionType": "CHARGE"},
    "transaction": {"pspReference": ""}, "data": {"outcome": "%s"}}"""
ROOT = "/saleor/payments/test-payments/"
WEBHOOKS = ("gateway", "initialize", "process", "charge", "refund", "cancelation")


@pytest.fixture
def payments_on(settings: Settings) -> None:
    settings.TEST_PAYMENTS = True


def post(client: Client, subject: str, body: bytes, *, signature: str | None = None) -> tuple[int, bytes]:
    """Post a webhook and return status and body."""
    headers = {} if signature is None else {"Saleor-Signature": signature}
    answer = client.post(f"{ROOT}{subject}/", body, content_type="application/json", headers=headers)
    return answer.status_code, answer.content


def test_the_shops_manifest_gives_addresses_where_it_was_asked(client: Client) -> None:
    manifest = client.get("/saleor/manifest.json", headers={"host": "127.0.0.1:8321"}).json()

    assert manifest["id"] == "gradual.shop"
    assert manifest["tokenTargetUrl"] == "http://127.0.0.1:8321/saleor/token/"
    assert [webhook["targetUrl"] for webhook in manifest["webhooks"]] == [
        f"http://127.0.0.1:8321/saleor/events/{subject}/" for subject in EVENTS
    ]
    assert manifest["permissions"] == list(PERMISSIONS)


@pytest.mark.usefixtures("payments_on")
def test_the_payments_manifest_names_every_webhook_and_where_its_token_goes(client: Client) -> None:
    manifest = client.get(f"{ROOT}manifest.json").json()

    assert manifest["id"] == "gradual.test-payments"
    assert manifest["permissions"] == ["HANDLE_PAYMENTS"]
    assert manifest["tokenTargetUrl"] == f"http://testserver{ROOT}token/"
    assert [webhook["targetUrl"] for webhook in manifest["webhooks"]] == [
        f"http://testserver{ROOT}{subject}/" for subject in WEBHOOKS
    ]
    assert all(webhook["query"].startswith("subscription") for webhook in manifest["webhooks"])


@pytest.mark.django_db
@pytest.mark.usefixtures("saleor")
def test_without_the_setting_there_are_no_test_payments(client: Client, settings: Settings) -> None:
    settings.TEST_PAYMENTS = False

    assert client.get(f"{ROOT}manifest.json").status_code == 404
    for subject in WEBHOOKS:
        assert post(client, subject, b"{}", signature=sign(b"{}"))[0] == 404


@pytest.mark.usefixtures("payments_on")
@pytest.mark.parametrize("subject", WEBHOOKS)
def test_unsigned_webhooks_are_refused(client: Client, saleor: Saleor, subject: str) -> None:
    for signature in (None, "", "nonsense", sign(b"another body")):
        assert post(client, subject, b"{}", signature=signature)[0] == 401


@pytest.mark.usefixtures("payments_on", "saleor")
def test_a_signed_payment_is_answered(client: Client) -> None:
    body = PAYMENT % b"success"

    status, answered = post(client, "initialize", body, signature=sign(body))
    answer = json.loads(answered)

    assert status == 200
    assert (answer["result"], answer["amount"]) == ("CHARGE_SUCCESS", 18.4)


@pytest.mark.usefixtures("payments_on", "saleor")
def test_the_outcome_error_is_an_http_error(client: Client) -> None:
    body = PAYMENT % b"error"

    assert post(client, "initialize", body, signature=sign(body))[0] == 502


@pytest.mark.usefixtures("payments_on", "saleor")
def test_the_outcome_time_out_is_no_answer_in_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TIMEOUT_SECONDS", 0.05)
    body = PAYMENT % b"time-out"
    started = time.monotonic()

    assert post(client, "initialize", body, signature=sign(body))[0] == 504
    assert time.monotonic() - started >= 0.05


@pytest.mark.usefixtures("payments_on", "saleor")
def test_a_signed_body_that_does_not_read_is_a_bad_request(client: Client) -> None:
    for subject in ("initialize", "process", "charge"):
        assert post(client, subject, b"[]", signature=sign(b"[]"))[0] == 400


@pytest.mark.usefixtures("payments_on", "saleor")
def test_a_webhook_waits_while_saleors_keys_cannot_be_had(client: Client) -> None:
    with api.override_transport(httpx2.MockTransport(lambda request: httpx2.Response(502))):
        assert post(client, "gateway", b"{}", signature=sign(b"{}"))[0] == 503


@pytest.mark.usefixtures("payments_on", "saleor")
def test_nothing_that_a_payment_carries_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    body = json.dumps({**json.loads(PAYMENT % b"decline"), "data": {"outcome": "decline", "secret": "s3cret"}}).encode()

    post(client, "initialize", body, signature=sign(body))
    post(client, "initialize", body, signature="nonsense")

    assert "s3cret" not in caplog.text
    assert "18.4" not in caplog.text
