"""The merchant's pages framed by a Dashboard of another origin: light, dark, and without scripts."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from education.models import StageProduct
from storefront.saleor.app.installation import take_token
from storefront.saleor.client import api
from tests.browser.conftest import OpenPage
from tests.saleor.app.signing import Saleor, staff_token

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
API_URL = "https://saleor.example/graphql/"
# As the Dashboard does it: a form posted into the frame, and a frame that is told the token once it is loaded.
WIDGET = """<!doctype html><title>Dashboard</title>
<iframe title="Gradual" name="frame" style="width:340px;height:200px"></iframe>
<form action="{url}" method="post" target="frame"><input type="hidden" name="accessToken" value="{token}">
<input type="hidden" name="productId" value="{product}"><button>Open</button></form>
<script>addEventListener("message", event => {{
  const {{type, payload}} = event.data;
  if (type === "widgetResize") document.querySelector("iframe").style.height = payload.height + "px";
}})</script>"""
HEALTH = """<!doctype html><title>Dashboard</title>
<iframe title="Gradual" name="frame" src="{url}?domain=x&theme=dark" style="width:800px;height:700px"></iframe>
<script>const frame = document.querySelector("iframe"); const origin = new URL("{url}").origin;
frame.onload = () => {{
  frame.contentWindow.postMessage({{type: "handshake", payload: {{token: "{token}", version: 1}}}}, origin);
}}</script>"""


class Dashboard(ThreadingHTTPServer):
    """A server with one page, at an origin of its own."""

    page = ""

    @property
    def origin(self) -> str:
        """The address without a trailing slash."""
        return f"http://localhost:{self.server_port}"

    def open(self, page: Page, html: str) -> Frame:
        """Open the page with this content, and return the frame in it."""
        self.page = html
        page.goto(self.origin)
        frame = page.frame("frame")
        assert frame is not None
        return frame


class Answer(BaseHTTPRequestHandler):
    """The one page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        assert isinstance(self.server, Dashboard)
        self.wfile.write(self.server.page.encode())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@pytest.fixture
def dashboard() -> Iterator[Dashboard]:
    """A Dashboard that listens."""
    server = Dashboard(("localhost", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _installed(settings: Settings, dashboard: Dashboard) -> Iterator[None]:
    settings.SALEOR_API_URL = settings.SALEOR_OWN_API_URL = API_URL
    settings.SALEOR_DASHBOARD_ORIGINS = [dashboard.origin]
    with api.override_transport(Saleor(token="proved")):
        take_token("proved", api_url=API_URL)
        yield


def widget(live_server: LiveServer) -> str:
    product = StageProduct.objects.filter(page__live=True).select_related("product")[0].product
    url = f"{live_server.url}/saleor/product/"
    return WIDGET.format(url=url, token=staff_token(), product=product.saleor_id)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_widget_shows_in_the_dashboards_frame(
    open_page: OpenPage, live_server: LiveServer, dashboard: Dashboard, scripts: bool
) -> None:
    page = open_page(scripts=scripts)
    frame = dashboard.open(page, widget(live_server))

    page.get_by_role("button", name="Open").click()

    expect(frame.get_by_role("region", name="Guides and stages").get_by_role("link").first).to_be_visible()
    if scripts:
        expect(frame.locator("#main")).to_be_visible()
        page.wait_for_function("parseInt(document.querySelector('iframe').style.height) > 250")
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_any_other_site_is_not_shown_it(
    browser: Browser, live_server: LiveServer, dashboard: Dashboard, settings: Settings
) -> None:
    settings.SALEOR_DASHBOARD_ORIGINS = ["http://localhost:9"]
    with browser.new_context() as context:
        page = context.new_page()
        frame = dashboard.open(page, widget(live_server))
        with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            page.get_by_role("button", name="Open").click()

        assert frame.get_by_role("region").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_widget(
    open_page: OpenPage, live_server: LiveServer, dashboard: Dashboard, scheme: Literal["light", "dark"]
) -> None:
    page = open_page(phone=True)
    page.emulate_media(color_scheme=scheme)
    dashboard.open(page, widget(live_server).replace('target="frame"', ""))

    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("region", name="Safety facts")).to_be_visible()

    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def test_the_health_page_uses_the_token_from_the_dashboard(
    open_page: OpenPage, live_server: LiveServer, dashboard: Dashboard
) -> None:
    page = open_page()
    frame = dashboard.open(page, HEALTH.format(url=f"{live_server.url}/saleor/health/", token=staff_token()))

    expect(frame.get_by_role("region", name="Freshness")).to_be_visible()
    assert frame.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    frame.get_by_role("button", name="Check again").press("Enter")
    expect(frame.get_by_role("region", name="Emails")).to_be_visible()
    assert page.context.cookies() == []
