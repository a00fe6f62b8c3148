"""Client IPs that cannot be forged, and tokens that stay in the session."""

import httpx2
import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from storefront.core.sessions.keys import CARTS
from storefront.saleor import customer_session
from storefront.saleor.client import api
from storefront.saleor.types import SignIn, User

SIGNED = SignIn(
    token="access-1",
    refresh_token="refresh-1",
    user=User(id="u", email="sam@example.com", first_name="", last_name="", is_confirmed=True),
)


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    request.session = SessionStore()
    return request


def test_without_a_trusted_proxy_what_the_visitor_forwards_is_not_believed(request_: HttpRequest) -> None:
    assert customer_session.client_ip(request_) == "10.0.0.9"


def test_behind_one_proxy_the_address_it_saw_counts(request_: HttpRequest, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    assert customer_session.client_ip(request_) == "203.0.113.7"


def test_behind_more_proxies_than_entries_the_connection_counts(request_: HttpRequest, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 3
    assert customer_session.client_ip(request_) == "10.0.0.9"


def test_a_guest_has_an_address_and_no_token(request_: HttpRequest) -> None:
    caller = customer_session.credentials(request_)
    assert (caller.token, caller.address) == (None, "10.0.0.9")
    assert customer_session.customer_email(request_) is None


def test_signing_in_gives_the_session_a_new_key_and_signing_out_deletes_tokens_and_carts(request_: HttpRequest) -> None:
    # given
    CARTS.set(request_.session, {"uk": {"checkout": None, "quantities": {"a": 1}}})
    # when
    customer_session.sign_in(request_, SIGNED)
    # then
    assert customer_session.credentials(request_).token == "access-1"
    assert customer_session.customer_email(request_) == "sam@example.com"
    # when
    customer_session.sign_out(request_)
    # then
    assert customer_session.credentials(request_).token is None
    assert CARTS.get(request_.session) is None


def _answering(body: str) -> httpx2.MockTransport:
    return httpx2.MockTransport(lambda request: httpx2.Response(200, text=body))


def test_an_ageing_access_token_is_refreshed_before_use(request_: HttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr(customer_session, "_ACCESS_SECONDS", -1)
    customer_session.sign_in(request_, SIGNED)
    # when
    with api.override_transport(_answering('{"data": {"tokenRefresh": {"token": "access-2", "errors": []}}}')):
        caller = customer_session.credentials(request_)
    # then
    assert caller.token == "access-2"


def test_a_refresh_token_that_has_ended_signs_out_and_removes_the_carts(
    request_: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(customer_session, "_ACCESS_SECONDS", -1)
    CARTS.set(request_.session, {"uk": {"checkout": None, "quantities": {"a": 1}}})
    customer_session.sign_in(request_, SIGNED)
    problem = '{"field": "refreshToken", "code": "JWT_INVALID_TOKEN"}'
    refused = f'{{"data": {{"tokenRefresh": {{"token": null, "errors": [{problem}]}}}}}}'
    # when
    with api.override_transport(_answering(refused)):
        caller = customer_session.credentials(request_)
    # then
    assert caller.token is None
    assert customer_session.customer_email(request_) is None
    assert CARTS.get(request_.session) is None
