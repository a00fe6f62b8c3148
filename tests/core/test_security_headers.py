"""Every kind of response carries the strict headers."""

import importlib
import os
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.snippets.models import get_snippet_models

from education.models import GuidePage
from storefront.core.web.security_headers import PERMISSIONS_POLICY
from tests.asserting import non_empty

pytestmark = pytest.mark.django_db

ROUTES = {
    "a page": ("/", 200),
    "a product": ("/product/everyday-water-based-gel-100-ml/", 200),
    "a search": ("/search/?q=gel", 200),
    "a search for nothing": ("/search/", 200),
    "a suggestion": ("/search/suggest/?q=ge", 200),
    "the cart": ("/cart/", 200),
    "a form": ("/account/sign-in/", 200),
    "a redirect": ("/account/", 302),
    "a redirect of markets": ("/de-de", 301),
    "a missing page": ("/nowhere/", 404),
    "a missing page of a market": ("/de-de/nowhere/", 404),
    "the sitemap": ("/sitemap.xml", 200),
    "robots": ("/robots.txt", 200),
    "health": ("/healthz", 200),
    "readiness": ("/readyz", 200),
    "closed metrics": ("/metrics", 200),
    "a static file": ("/static/icon.svg", 200),
    "a missing static file": ("/static/nowhere.css", 404),
    "the admin's sign-in": ("/desk/login/", 200),
    "the admin, closed": ("/desk/", 302),
    "a webhook without a signature": ("/saleor/events/catalogue/", 405),
    "a picture": ("/pictures/1.png", 404),
    "media": ("/media/images/nothing.jpg", 404),
    "a document": ("/documents/1/nothing.pdf", 404),
    "a dashboard page": ("/saleor/health/", 200),
}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("kind", ROUTES)
def test_every_response_is_strict(kind: str, client: Client) -> None:
    path, status = ROUTES[kind]
    response = client.get(path)
    assert response.status_code in (status, 404) if "static" in kind else response.status_code == status
    assert_strict(response.headers)
    if kind not in ("a static file", "a missing static file"):
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self';" in f"{policy};"
        assert "object-src 'none'" in policy
        assert "frame-ancestors" in policy


def assert_strict(headers: object) -> None:
    assert hasattr(headers, "get")
    assert headers.get("Permissions-Policy") == PERMISSIONS_POLICY
    assert headers.get("Cross-Origin-Resource-Policy") == "same-origin"
    assert headers.get("Cross-Origin-Opener-Policy") == "same-origin"
    assert headers.get("X-Content-Type-Options") == "nosniff"
    assert headers.get("Referrer-Policy") == "same-origin"
    assert headers.get("Cache-Control")


def test_a_fault_and_a_refused_post_are_strict_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for response in (
        client.get("/", headers={"Host": "evil.example"}),
        client.post("/cart/add/", {}, headers={"Sec-Fetch-Site": "cross-site"}),
        client.post("/account/sign-in/", {}, headers={"Host": "evil.example"}),
        client.post("/saleor/events/catalogue/", b"{}", content_type="application/json"),
    ):
        assert 400 <= response.status_code < 500
        assert_strict(response.headers)
        assert "no-store" in response.headers["Cache-Control"]

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("storefront.core.web.views.absolute_url", fail)
    fault = client.get("/robots.txt")
    assert fault.status_code == 500
    assert_strict(fault.headers)
    assert "no-store" in fault.headers["Cache-Control"]


def test_a_missing_page_and_a_form_are_stored_by_nobody(client: Client) -> None:
    for path in ("/nowhere/", "/account/sign-in/", "/desk/login/"):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_the_admins_policy_allows_no_inline_script(client: Client) -> None:
    client.force_login(User.objects.create_superuser("boss"), backend="django.contrib.auth.backends.ModelBackend")
    pages = non_empty(["/desk/", "/desk/pages/", "/desk/images/", "/desk/reports/site-history/", "/desk/account/"])
    for path in pages:
        response = client.get(path)
        assert response.status_code == 200
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self';" in f"{policy};", path
        assert "style-src 'self' 'unsafe-inline'" in policy
        assert_strict(response.headers)


def test_no_admin_page_has_an_inline_script(client: Client) -> None:
    client.force_login(User.objects.create_superuser("boss"), backend="django.contrib.auth.backends.ModelBackend")
    guide = GuidePage.objects.first()
    assert guide
    paths = [
        f"/desk/pages/{guide.pk}/edit/",
        f"/desk/pages/{guide.pk}/history/",
        f"/desk/pages/{guide.pk}/",
        f"/desk/pages/{guide.pk}/move/",
        "/desk/workflows/add/",
        "/desk/images/add/",
        "/desk/users/",
        "/desk/redirects/add/",
        "/desk/reports/aging-pages/",
        *_snippet_pages(),
    ]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", response.content.decode())
        assert not [kind for kind in scripts if "json" not in kind], path
        assert not re.search(r"\son\w+=\"|javascript:", response.content.decode()), path


def _snippet_pages() -> list[str]:
    return [reverse(model.snippet_viewset.get_url_name(view)) for model in get_snippet_models() for view in ("list",)]


def test_only_the_dashboards_origins_may_frame_its_pages(client: Client, settings: Settings) -> None:
    settings.SALEOR_DASHBOARD_ORIGINS = ["https://dashboard.gradual.shop"]
    framed = client.get("/saleor/health/")
    assert "frame-ancestors https://dashboard.gradual.shop" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "frame-ancestors 'self'" in client.get("/cart/").headers["Content-Security-Policy"]


@pytest.fixture
def served_over_https(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """The settings of a shop behind a proxy that ends TLS."""
    for name, value in {"PUBLIC_URL": "https://shop.gradual.shop", "TRUSTED_PROXIES": "1"}.items():
        monkeypatch.setenv(name, value)
    import storefront.settings as module

    before = dict(os.environ)
    yield vars(importlib.reload(module))
    os.environ.clear()
    os.environ.update(before)
    monkeypatch.undo()
    importlib.reload(module)


def test_over_https_cookies_belong_to_this_host_alone(served_over_https: dict[str, object]) -> None:
    assert served_over_https["SESSION_COOKIE_NAME"] == "__Host-gradual_session"
    assert served_over_https["CSRF_COOKIE_NAME"] == "__Host-gradual_csrf"
    assert served_over_https["SESSION_COOKIE_SECURE"] is served_over_https["CSRF_COOKIE_SECURE"] is True
    assert "SESSION_COOKIE_DOMAIN" not in served_over_https
    assert served_over_https["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is served_over_https["SECURE_SSL_REDIRECT"] is True


def test_behind_a_proxy_http_is_redirected_and_https_has_hsts(client: Client, settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    fresh = Client()  # reads the settings anew
    clear = fresh.get("/shop/", headers={"X-Forwarded-Proto": "http"})
    assert (clear.status_code, clear.headers["Location"]) == (301, "https://testserver/shop/")
    secure = fresh.get("/shop/", headers={"X-Forwarded-Proto": "https"})
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert fresh.get("/readyz").status_code == 200
    assert fresh.post("/saleor/events/catalogue/", b"{}", content_type="application/json").status_code != 301


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemap-guides.xml", "/favicon.ico"])
def test_what_crawlers_fetch_may_be_kept_for_an_hour(path: str, client: Client) -> None:
    assert client.get(path).headers["Cache-Control"] == "public, max-age=3600"
