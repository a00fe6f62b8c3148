"""Health checks and robots.txt."""

from urllib.robotparser import RobotFileParser

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
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())

    assert not any(robots.can_fetch("*", path) for path in ("/cart/", "/en-us/account/sign-in/", "/search/?q=gel"))
    assert all(
        robots.can_fetch("*", path) for path in ("/", "/en-us/guides/", "/product/a-shopping-cart/", "/returns/")
    )
    assert robots.site_maps() == ["http://127.0.0.1:8080/sitemap.xml"]
