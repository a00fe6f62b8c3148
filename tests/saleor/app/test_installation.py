"""An app token is accepted only from the configured Saleor, after verification, and stored encrypted."""

import json

import httpx2
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from storefront.saleor.app.installation import app_credentials, is_current, take_token
from storefront.saleor.app.manifest import Manifest, shop_manifest
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.models import AppInstallation
from tests.saleor.app.conftest import API_URL
from tests.saleor.app.signing import Saleor

pytestmark = pytest.mark.django_db


def hand_over(client: Client, token: str, *, api_url: str = API_URL) -> tuple[int, str]:
    """Post a token as a Saleor at `api_url` and return status and text."""
    post = json.dumps({"auth_token": token})
    headers = {"Saleor-Api-Url": api_url}
    answer = client.post("/saleor/token/", post, content_type="application/json", headers=headers)
    return answer.status_code, answer.content.decode()


def test_a_token_that_proves_itself_is_kept_and_can_be_used(client: Client, saleor: Saleor) -> None:
    assert hand_over(client, "proved")[0] == 200

    assert app_credentials() == Credentials(token="proved")
    assert AppInstallation.objects.get().app_id == "QXBwOjE="


@pytest.mark.parametrize(
    "api_url",
    ["", "https://elsewhere.example/graphql/", "https://saleor.example/graphql", "http://saleor.example/graphql/"],
)
def test_a_token_for_another_saleor_is_refused_unasked(client: Client, saleor: Saleor, api_url: str) -> None:
    status, said = hand_over(client, "proved", api_url=api_url)

    assert status == 403
    assert "another Saleor" in json.loads(said)["error"]["message"]
    assert saleor.asked == []
    assert not AppInstallation.objects.exists()


def test_a_token_that_saleor_does_not_know_is_refused(client: Client, saleor: Saleor) -> None:
    hand_over(client, "proved")

    assert hand_over(client, "forged")[0] == 403
    assert app_credentials() == Credentials(token="proved")


def test_another_apps_token_is_refused(client: Client, saleor: Saleor) -> None:
    saleor.identifier = "somebody.else"

    assert hand_over(client, "proved")[0] == 403
    assert app_credentials() is None


def test_without_a_configured_saleor_no_token_is_taken(client: Client, settings: Settings) -> None:
    settings.SALEOR_API_URL = ""

    assert hand_over(client, "proved", api_url="")[0] == 403


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"auth_token": 7}'])
def test_a_post_without_a_token_is_a_bad_request(client: Client, saleor: Saleor, body: str) -> None:
    assert client.post("/saleor/token/", body, content_type="application/json").status_code == 400


def test_a_saleor_that_cannot_be_asked_refuses_for_now(client: Client, saleor: Saleor) -> None:
    with api.override_transport(httpx2.MockTransport(lambda request: httpx2.Response(502))):
        assert hand_over(client, "proved")[0] == 503
    assert not AppInstallation.objects.exists()


def test_a_newer_token_replaces_the_one_before(saleor: Saleor) -> None:
    take_token("proved", api_url=API_URL)
    saleor.token = "newer"
    take_token("newer", api_url=API_URL)

    assert app_credentials() == Credentials(token="newer")


def test_the_token_is_unreadable_at_rest_and_lost_with_the_secret_key(saleor: Saleor, settings: Settings) -> None:
    encrypted = take_token("proved", api_url=API_URL).encrypted_token
    old = settings.SECRET_KEY

    assert "proved" not in encrypted
    settings.SECRET_KEY = "another"
    assert app_credentials() is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert app_credentials() == Credentials(token="proved")


def webhooks_of(manifest: Manifest) -> list[dict[str, object]]:
    """A manifest's webhooks as Saleor returns them."""
    return [
        {
            "isActive": True,
            "subscriptionQuery": webhook.query,
            "asyncEvents": [{"eventType": event} for event in webhook.async_events],
        }
        for webhook in manifest.webhooks
    ]


def test_saleor_knows_which_version_was_installed(client: Client, saleor: Saleor) -> None:
    hand_over(client, "proved")
    assert not is_current()

    saleor.webhooks = webhooks_of(shop_manifest(app_url="http://testserver/saleor/"))
    assert is_current()

    saleor.webhooks[0]["asyncEvents"] = [{"eventType": "PRODUCT_UPDATED"}]
    assert not is_current()


def test_the_shop_is_ready_without_its_app_and_says_that_it_is_not_installed(client: Client, saleor: Saleor) -> None:
    cache.set("saleor-is-well", True)
    assert client.get("/readyz").json() == {"ready": True, "down": [], "degraded": ["app"]}
    assert "gradual_app_installed 0.0" in client.get("/metrics").content.decode()

    hand_over(client, "proved")

    assert client.get("/readyz").json() == {"ready": True, "down": [], "degraded": []}
    assert "gradual_app_installed 1.0" in client.get("/metrics").content.decode()
