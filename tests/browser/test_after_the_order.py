"""Order page and withdrawal on a phone, with and without scripts, with axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.journeys import PRODUCT, choose_delivery, give_address, give_contact, pay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page: Page) -> None:
    """Check that nothing is cut off on a phone and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def test_an_order_is_looked_at_and_withdrawn_from_by_keyboard_on_a_phone(
    open_page: OpenPage, live_server: LiveServer
) -> None:
    # given
    page = open_page(phone=True)
    page.goto(f"{live_server.url}{PRODUCT}")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator(".cart-count")).to_have_text(re.compile("1"))
    page.goto(f"{live_server.url}/checkout/")
    give_contact(page)
    give_address(page)
    choose_delivery(page)
    expect(page.get_by_role("heading", name="Check your order")).to_be_visible()
    fits(page)
    pay(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your order is placed")
    # when
    page.get_by_role("link", name="See how your order stands").press("Enter")
    expect(page.get_by_text("Where it stands")).to_be_visible()
    fits(page)
    page.locator("main").get_by_role("link", name="Return an order").press("Enter")
    expect(page.get_by_label("Email address")).to_have_value("sam@example.com")
    fits(page)
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your return")
    fits(page)
    page.get_by_role("button", name="Confirm return").press("Enter")
    # then
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your return")
    expect(page.locator("main")).to_contain_text("I cancel my whole order")
    fits(page)


def test_withdrawal_works_without_scripts_and_errors_are_at_their_fields(
    open_page: OpenPage, live_server: LiveServer
) -> None:
    # given
    page = open_page(phone=True, scripts=False)
    page.goto(f"{live_server.url}/returns/")
    page.locator("main").get_by_role("link", name="Return an order").click()
    # when
    page.get_by_label("Your name").fill("Sam Reader")
    page.get_by_label("Order number").fill("1042")
    page.get_by_label("Email address").fill("sam at example")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_label("Order number")).to_have_value("1042")
    page.get_by_label("Email address").fill("sam@example.com")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Confirm return").click()
    # then
    expect(page.get_by_role("heading", level=1)).to_have_text("We have received your return")
