"""The account by keyboard, without scripts and on a phone, with axe on its pages."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.sandbox import merchant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL, PASSWORD = "sam@example.com", "correct-horse-battery"
FIELDS = {
    "first_name": "Sam",
    "last_name": "Reader",
    "street_address1": "1 Quiet Lane",
    "city": "Leeds",
    "postal_code": "LS1 4AP",
}


@pytest.fixture
def _registered() -> None:
    Client().post("/account/register/", {"email": EMAIL, "password": PASSWORD})
    merchant.confirm_customer(EMAIL)


def sign_in_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/account/")
    page.get_by_label("Email").focus()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your account", level=1)).to_be_visible()


@pytest.mark.usefixtures("_registered")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_address_is_added_and_mended_by_keyboard_on_a_phone(
    open_page: OpenPage, live_server: LiveServer, scripts: bool
) -> None:
    # given
    page = open_page(scripts=scripts, phone=True)
    sign_in_by_keyboard(page, live_server.url)
    page.goto(f"{live_server.url}/account/addresses/new/")
    # when
    for name, text in {**FIELDS, "postal_code": "XX"}.items():
        page.locator(f"[name={name}]").focus()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    # then what is wrong is said first, and leads to its field
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field = page.locator("[name=postal_code]")
    expect(field).to_be_focused()
    expect(page.locator("[name=first_name]")).to_have_value("Sam")
    # when
    field.select_text()
    page.keyboard.type(FIELDS["postal_code"])
    page.keyboard.press("Enter")
    # then
    expect(page.get_by_role("status").filter(has_text="The address is saved")).to_be_visible()
    expect(page.locator("address")).to_contain_text("1 Quiet Lane")


@pytest.mark.usefixtures("_registered")
def test_axe_finds_nothing_in_the_account_and_nothing_is_cut_off(open_page: OpenPage, live_server: LiveServer) -> None:
    client = Client()
    client.post("/account/sign-in/", {"email": EMAIL, "password": PASSWORD})
    client.post("/account/addresses/new/", {**FIELDS, "country": "GB", "for_parcels": "on"})
    page = open_page(phone=True)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    for path in ("", "orders/", "addresses/", "addresses/new/", "email/", "password/", "data/", "data/delete/"):
        page.goto(f"{live_server.url}/account/{path}")
        assert "/sign-in/" not in page.url
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        found = Axe().run(page)
        assert not found.response["violations"], f"{path}: {found.generate_report()}"


def test_the_pages_of_mailed_links_pass_axe(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page(phone=True)
    for path in ("confirm/?email=a%40example.com&token=t", "new-password/?email=a%40example.com&token=t", "forgotten/"):
        page.goto(f"{live_server.url}/account/{path}")
        found = Axe().run(page)
        assert not found.response["violations"], f"{path}: {found.generate_report()}"


@pytest.mark.usefixtures("_registered")
def test_the_back_button_shows_nothing_after_signing_out(open_page: OpenPage, live_server: LiveServer) -> None:
    # given a customer who has seen their pages, and typed into a form
    page = open_page()
    sign_in_by_keyboard(page, live_server.url)
    expect(page.locator("main")).to_contain_text(EMAIL)
    page.goto(f"{live_server.url}/account/email/")
    expect(page.locator("main")).to_contain_text(EMAIL)
    page.goto(f"{live_server.url}/returns/withdraw/")
    page.locator("[name=words]").fill("private words")
    started = time.monotonic()
    page.goto(f"{live_server.url}/account/")
    usual = time.monotonic() - started
    # when
    started = time.monotonic()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    assert time.monotonic() - started < 10 + 10 * usual  # clearing the browser's copies may take a moment
    # then
    for _ in range(4):
        page.go_back()
        expect(page.locator("main")).to_be_visible()
        assert EMAIL not in page.content()
        typed = page.locator("[name=words]")
        assert not typed.count() or typed.input_value() == ""
    # htmx notes the address of the page that is open, and keeps no copy of any page
    stored = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(stored) <= {"htmx-current-path-for-history"}
