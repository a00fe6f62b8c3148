"""The cart drawer by keyboard."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.journeys import PRODUCT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_cart_opens_over_the_page_changes_and_closes_by_keyboard(
    open_page: OpenPage, live_server: LiveServer
) -> None:
    # given
    page = open_page()
    page.goto(f"{live_server.url}{PRODUCT}")
    page.get_by_role("button", name="Add").first.click()
    expect(page.locator("#cart-status")).to_contain_text("is in your cart")
    # when
    link = page.locator(".tool-cart")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Your cart")
    expect(dialog.get_by_role("status")).to_contain_text("1 thing in your cart")
    # The forms of a fragment are enhanced when it has settled; before that they are sent as without scripts.
    expect(page.locator(".htmx-settling")).to_have_count(0)
    dialog.get_by_role("button", name="One more").focus()
    page.keyboard.press("Enter")
    # then
    expect(dialog.get_by_role("status")).to_contain_text("2 things in your cart")
    expect(dialog.get_by_role("button", name="One more")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    expect(page.locator(".cart-count")).to_contain_text("2")
