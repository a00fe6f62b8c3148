"""A customer's tokens: stored only in the session, refreshed once, and deleted (without the cart) when refused."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
import time_machine
from django.http import HttpRequest
from django.test import Client, RequestFactory

from storefront.core.sessions.backend import SessionStore
from storefront.saleor import customer_session
from storefront.saleor.client import api
from storefront.saleor.types import SignIn, User

SIGNED = SignIn(
    token="access-1",
    refresh_token="refresh-1",
    user=User(id="u", email="sam@example.com", first_name="", last_name="", is_confirmed=True),
)


class Refreshing(httpx2.BaseTransport):
    """Answers a new access token each time, not before `after` has let it, and counts."""

    def __init__(self) -> None:
        self.asked = 0
        self.after = threading.Event()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        self.after.wait(60)
        body = f'{{"data": {{"tokenRefresh": {{"token": "access-{self.asked + 1}", "errors": []}}}}}}'
        return httpx2.Response(200, text=body)


@pytest.fixture
def key(db: None) -> str:
    """The key of a session whose access token has ended."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session.create()
    request.session["carts"] = {"uk": {"checkout": None, "quantities": {"a": 1}}}
    with time_machine.travel("2026-11-25T09:00:00Z"):
        customer_session.sign_in(request, SIGNED)
    request.session.save()
    return str(request.session.session_key)


def asking(key: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore(key)
    return request


def test_the_new_token_is_stored_immediately_and_the_rest_of_the_session_is_unchanged(key: str) -> None:
    # given another request that has changed the cart since
    slow = asking(key)
    assert customer_session.customer_email(slow) == "sam@example.com"
    other = SessionStore(key)
    other["carts"] = {"uk": {"checkout": None, "quantities": {"a": 2}}}
    other.save()
    # when
    saleor = Refreshing()
    saleor.after.set()
    with api.override_transport(saleor):
        assert customer_session.credentials(slow).token == "access-2"
    # then
    kept = SessionStore(key)
    assert kept["sign_in"]["access"] == "access-2"
    assert kept["carts"]["uk"]["quantities"] == {"a": 2}
    assert not slow.session.modified


def test_who_comes_later_takes_what_the_first_one_was_given(key: str) -> None:
    first, second = asking(key), asking(key)
    assert customer_session.customer_email(second) == "sam@example.com"
    saleor = Refreshing()
    saleor.after.set()
    with api.override_transport(saleor):
        tokens = {customer_session.credentials(first).token, customer_session.credentials(second).token}
    assert tokens == {"access-2"}
    assert saleor.asked == 1


def test_a_sign_out_during_a_refresh_is_kept(key: str) -> None:
    late = asking(key)
    assert customer_session.customer_email(late) == "sam@example.com"
    elsewhere = asking(key)
    customer_session.sign_out(elsewhere)
    assert customer_session.credentials(late).token is None
    assert SessionStore(key).load() == {}


@pytest.mark.django_db(transaction=True)
def test_concurrent_requests_ask_for_one_token(key: str) -> None:
    # given
    saleor = Refreshing()
    both = [asking(key), asking(key)]
    for request in both:
        assert customer_session.customer_email(request)

    def ask(request: HttpRequest) -> str | None:
        from django.db import connection

        try:
            return customer_session.credentials(request).token
        finally:
            connection.close()

    # when
    with api.override_transport(saleor), ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(ask, request) for request in both]
        saleor.after.set()
        tokens = [one.result(120) for one in waiting]
    # then
    assert tokens == ["access-2", "access-2"]
    assert saleor.asked == 1


@pytest.fixture
def ended(client: Client, key: str) -> Iterator[Client]:
    """A browser of that session, at a Saleor that takes its refresh token no longer."""
    client.cookies["gradual_session"] = key
    problem = '{"field": "refreshToken", "code": "JWT_INVALID_TOKEN"}'
    refused = f'{{"data": {{"tokenRefresh": {{"token": null, "errors": [{problem}]}}}}}}'
    with api.override_transport(httpx2.MockTransport(lambda _: httpx2.Response(200, text=refused))):
        yield client


def test_a_refused_refresh_signs_out_says_so_and_takes_the_cart_off_the_device(ended: Client) -> None:
    answer = ended.get("/account/?page=2")
    assert answer.headers["Location"] == "/account/sign-in/?next=%2Faccount%2F%3Fpage%3D2"
    assert "Your sign-in has ended" in ended.get(answer.headers["Location"]).content.decode()
    assert "carts" not in ended.session
    assert "sign_in" not in ended.session


def test_with_saleor_unavailable_customers_stay_signed_in(client: Client, key: str) -> None:
    client.cookies["gradual_session"] = key

    def away(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("away", request=request)

    with api.override_transport(httpx2.MockTransport(away)):
        assert client.get("/account/").status_code == 503
    assert client.session["sign_in"]["email"] == "sam@example.com"
