"""Alive, ready, and what robots may read."""

import pytest
from django.conf import settings
from django.test import Client


def test_alive_needs_nothing(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_says_so(client: Client) -> None:
    assert client.get("/readyz").json() == {"ready": True, "down": [], "degraded": []}


@pytest.mark.django_db
def test_not_ready_names_what_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    # when
    answer = client.get("/readyz")
    # then
    assert (answer.status_code, answer.json()["down"]) == (503, ["redis"])


def test_robots_stay_out_of_carts_and_accounts(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /*cart/" in text
    assert "/sitemap.xml" in text
