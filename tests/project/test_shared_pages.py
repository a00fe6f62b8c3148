"""Cacheable pages: nothing about the visitor, no call to Saleor, few queries."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from storefront.core.sessions.keys import CARTS
from tests.hosts import hosts_in_css, hosts_in_html

GUIDE = "/guides/gradual-anal-training/"
PRODUCT = "/product/everyday-water-based-gel-100-ml/"
SHARED = ["/", "/guides/", GUIDE, "/shop/", "/shop/lubricants/", PRODUCT, "/what-goes-with-what/", "/search/?q=gel"]
STATIC = Path(settings.BASE_DIR) / "storefront" / "static"

pytestmark = pytest.mark.django_db


@pytest.fixture
def returning(client: Client) -> Client:
    """A visitor with a session."""
    session = client.session
    CARTS.set(session, {"uk": {"checkout": None, "quantities": {"private": 1}}})
    session.save()
    return client


@pytest.mark.parametrize("path", SHARED)
@pytest.mark.usefixtures("no_saleor")
def test_a_shared_page_asks_no_saleor_sets_no_cookie_and_is_the_same_for_a_returning_visitor(
    path: str, returning: Client
) -> None:
    # when
    theirs = returning.get(path)
    strangers = Client().get(path)
    # then
    assert theirs.status_code == 200
    assert theirs.content == strangers.content
    assert not theirs.cookies
    assert not strangers.cookies
    assert "cookie" not in theirs.get("Vary", "").lower()
    assert b"csrfmiddlewaretoken" not in theirs.content


@pytest.mark.parametrize("market", ["", "/de-de"])
@pytest.mark.parametrize(("path", "most"), [(GUIDE, 7), (PRODUCT, 7), ("/", 6), ("/guides/", 3)])
@pytest.mark.usefixtures("no_saleor")
@pytest.mark.database
def test_a_warm_page_of_the_hub_or_a_product_takes_at_most_seven_queries(
    path: str, most: int, market: str, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    path = f"{market}{path}"
    client.get(path)
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", SHARED)
def test_no_page_asks_anything_of_another_host(path: str, client: Client) -> None:
    assert hosts_in_html(client.get(path).content.decode()) <= {"testserver", "127.0.0.1:8080"}


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_no_style_sheet_asks_anything_of_another_host(path: Path) -> None:
    assert hosts_in_css(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/a.png" srcset="/a.png 1x, https://other.example/b.png 2x">',
        '<p style="background: url(//other.example/a.png)">x</p>',
        '<style>@import "https://other.example/a.css";</style>',
        '<style>p { background: url( "https://other.example/a.png" ) }</style>',
        '<meta http-equiv="refresh" content="0; url=https://other.example/">',
        '<form action="https://other.example/"></form>',
        '<video poster="HTTPS://other.example/a.png" src="/a.mp4"></video>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="//other.example/a.svg#b"/></svg>',
    ],
)
def test_the_check_sees_every_kind_of_address(html: str) -> None:
    assert hosts_in_html(html) == {"other.example"}


@pytest.mark.parametrize("path", SHARED)
def test_every_page_keeps_scripts_and_referrers_at_home(path: str, client: Client) -> None:
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/shop/", GUIDE, PRODUCT])
def test_another_market_shows_its_own_prices_at_its_own_address(path: str, client: Client) -> None:
    here, there = client.get(path).content.decode(), client.get(f"/en-us{path}").content.decode()
    assert "£" in here
    assert "$" in there
    assert f'href="/en-us{PRODUCT}"' in there or path == PRODUCT


def test_the_footer_says_that_the_sandbox_serves(client: Client) -> None:
    assert "Sandbox: no order is real" in client.get("/").content.decode()


def test_a_page_that_is_not_there_says_so_and_helps(client: Client) -> None:
    answer = client.get("/product/nothing-of-the-kind/")
    assert answer.status_code == 404
    assert "/shop/" in answer.content.decode()
