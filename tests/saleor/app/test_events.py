"""Webhooks: accepted only when the configured Saleor signed them, and handled by all handlers or none."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import msgspec
import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from prometheus_client import REGISTRY
from pytest_django import Settings
from pytest_django.asserts import assertNumQueries

from storefront.catalog.models import PendingRefresh
from storefront.core import registry
from storefront.saleor.app.events import deliver
from storefront.saleor.client import api
from storefront.saleor.models import LastEvent
from tests.saleor.app.conftest import API_URL
from tests.saleor.app.signing import Saleor, sign
from tests.saleor.app.test_signature import samples

pytestmark = pytest.mark.django_db
BODY = b'{"__typename": "ProductUpdated", "product": {"id": "UHJvZHVjdDox"}}'
OWN = {"Saleor-Api-Url": API_URL, "Saleor-Domain": "saleor.example", "Saleor-Event": "product_updated"}
heard: list[tuple[str, bytes]] = []


def listener(event: str, body: bytes) -> None:
    heard.append((event, body))
    PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, ["accepted"])


def cannot_read(event: str, body: bytes) -> None:
    raise msgspec.DecodeError("no")


def database_away(event: str, body: bytes) -> None:
    raise OperationalError("the database is away")


def post(
    client: Client, body: bytes = BODY, *, signature: str | None = None, subject: str = "catalogue", **headers: str
) -> int:
    """Post a webhook, signed unless the test says otherwise, and return the status."""
    sent = {**OWN, "Saleor-Signature": sign(body) if signature is None else signature, **headers}
    path = f"/saleor/events/{subject}/"
    return client.post(path, body, content_type="application/json", headers=sent).status_code


@contextmanager
def handled_by(*handlers: registry.WebhookHandler) -> Iterator[None]:
    """Let only these handlers receive webhooks about the catalogue."""
    heard.clear()
    with registry.webhook_handlers[registry.WebhookSubject.CATALOGUE].replaced_by(*handlers):
        yield


@pytest.mark.usefixtures("saleor")
def test_a_signed_event_is_queued_as_one_row(client: Client) -> None:
    post(client)
    with assertNumQueries(3):  # one row written, inside one transaction
        assert post(client) == 200

    assert PendingRefresh.objects.get().saleor_id == "UHJvZHVjdDox"


@pytest.mark.usefixtures("saleor")
@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": ""},
        {"signature": "nonsense"},
        {"signature": sign(b"another body")},
        {"Saleor-Api-Url": "https://elsewhere.example/graphql/"},
        {"Saleor-Api-Url": ""},
        {"Saleor-Domain": "elsewhere.example"},
    ],
)
def test_what_the_configured_saleor_did_not_sign_is_refused_and_leaves_nothing(
    client: Client, wrong: dict[str, str]
) -> None:
    assert post(client, **wrong) == 401  # type: ignore[arg-type]

    assert not PendingRefresh.objects.exists()


@pytest.mark.parametrize(("keys", "body", "signature"), samples())
def test_saleors_own_webhooks_are_taken_and_with_one_byte_changed_they_are_not(
    client: Client, saleor: Saleor, keys: bytes, body: bytes, signature: str
) -> None:
    saleor.served = keys

    with handled_by(listener):
        assert post(client, body, signature=signature) == 200
        assert post(client, body.replace(b'"', b"'", 1), signature=signature) == 401
    assert heard == [("product_updated", body)]


@pytest.mark.usefixtures("saleor")
def test_a_body_over_the_bound_is_refused_before_it_is_read(client: Client, settings: Settings) -> None:
    settings.WEBHOOK_MAX_BYTES = len(BODY)

    assert post(client) == 200
    assert post(client, BODY + b" ") == 413


@pytest.mark.usefixtures("saleor")
def test_when_one_handler_fails_no_handlers_change_is_kept(client: Client) -> None:
    with handled_by(listener, cannot_read):
        assert post(client) == 400
    assert not PendingRefresh.objects.exists()


@pytest.mark.usefixtures("saleor")
@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"nonsense", b'{"__typename": 1}'])
def test_a_signed_body_that_does_not_read_is_a_bad_request(client: Client, body: bytes) -> None:
    assert post(client, body) == 400


@pytest.mark.usefixtures("saleor")
def test_saleor_is_asked_to_come_again_while_our_database_is_away(client: Client) -> None:
    with handled_by(database_away):
        assert post(client) == 503


@pytest.mark.usefixtures("saleor")
def test_saleor_is_asked_to_come_again_while_its_keys_cannot_be_had(client: Client) -> None:
    with api.override_transport(httpx2.MockTransport(lambda request: httpx2.Response(502))):
        assert post(client) == 503


@pytest.mark.usefixtures("saleor")
def test_a_subject_without_a_handler_is_not_found(client: Client) -> None:
    assert post(client, subject="weather") == 404
    assert client.get("/saleor/events/catalogue/").status_code == 405


def test_a_flood_of_a_thousand_and_a_replay_are_one_row_an_entity(client: Client, saleor: Saleor) -> None:
    for number in range(1000):
        body = json.dumps({"__typename": "ProductUpdated", "product": {"id": f"product-{number % 4}"}}).encode()
        deliver("catalogue", "product_updated", body)
    signature = sign(BODY)
    for _ in range(20):
        assert post(client, signature=signature) == 200

    assert PendingRefresh.objects.count() == 5
    assert saleor.asked == ["/.well-known/jwks.json"]


@pytest.mark.usefixtures("saleor")
def test_the_time_of_the_last_webhook_is_stored_to_within_half_a_minute(client: Client) -> None:
    with time_machine.travel("2026-11-22T20:00:00+00:00", tick=False) as clock:
        post(client)
        clock.shift(20)
        post(client)

    assert LastEvent.objects.get(subject="catalogue").at.isoformat() == "2026-11-22T20:00:00+00:00"


@pytest.mark.usefixtures("saleor")
def test_how_long_saleors_word_took_is_measured_from_when_it_issued_it(client: Client) -> None:
    def lag(suffix: str) -> float:
        return REGISTRY.get_sample_value(f"gradual_webhook_lag_seconds_{suffix}", {"subject": "catalogue"}) or 0.0

    counted, seconds = lag("count"), lag("sum")
    with time_machine.travel("2026-11-25T12:00:40+00:00", tick=False):
        for issued in ('"2026-11-25T12:00:00+00:00"', '"2026-11-25T12:00:41+00:00"', "null"):
            assert post(client, BODY[:-1] + f', "issuedAt": {issued}}}'.encode()) == 200

    assert (lag("count") - counted, lag("sum") - seconds) == (2, 40)


@pytest.mark.usefixtures("saleor")
def test_an_event_without_a_time_is_a_bad_request_and_not_handled(client: Client) -> None:
    assert post(client, BODY[:-1] + b', "issuedAt": "2026-11-25T12:00:00"}') == 400
    assert not PendingRefresh.objects.exists()
