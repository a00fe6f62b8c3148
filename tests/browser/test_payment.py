"""The payment pages pass axe on a phone and by keyboard, and need no scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.journeys import PRODUCT, choose_delivery, give_address, give_contact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_payment(page: Page, live_server: LiveServer, *, scripts: bool) -> None:
    """A browser at the payment step with a product in the cart."""
    page.goto(f"{live_server.url}{PRODUCT}")
    page.get_by_role("button", name="Add to cart").click()
    if scripts:
        expect(page.locator(".cart-count")).to_have_text(re.compile("1"))
    page.goto(f"{live_server.url}/checkout/")
    give_contact(page)
    give_address(page)
    choose_delivery(page)
    expect(page.get_by_role("button", name="Pay £")).to_be_visible()


def looked_at(page: Page) -> None:
    """Check with axe, and that nothing is cut off."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def test_every_page_of_a_payment_can_be_used_by_everyone(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page(phone=True)
    at_payment(page, live_server, scripts=True)
    page.get_by_text("Use a gift card").click()
    looked_at(page)

    page.route("**/saleor/test-payments/**", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Pay £").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("On to the payment")
    looked_at(page)
    page.unroute("**/saleor/test-payments/**")

    page.get_by_role("link", name="Go on to pay").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("to Gradual")
    looked_at(page)

    page.get_by_role("link", name="Back to the shop without paying").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have not paid yet")
    looked_at(page)

    page.get_by_role("link", name="Go on to pay").click()
    page.get_by_role("button", name="Needs confirmation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your payment")
    looked_at(page)

    page.get_by_role("button", name="Do not confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The payment did not go through")
    looked_at(page)


def test_a_shopper_gives_up_or_waits_without_a_script(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page(scripts=False, phone=True)
    at_payment(page, live_server, scripts=False)

    page.get_by_role("button", name="Pay £").click()
    page.get_by_role("link", name="Back to the shop without paying").click()
    page.get_by_role("button", name="Do not pay").click()
    expect(page.locator("main")).to_contain_text("No money was taken")

    page.get_by_role("link", name="Try to pay again").click()
    page.get_by_role("button", name="Pay £").click()
    page.get_by_role("button", name="Stays pending").click()
    hosted = page.url
    page.get_by_role("link", name="Back to the shop").click()
    expect(page.locator("main")).to_contain_text("We are checking with your bank; you will not be charged twice")
    waiting = page.url

    page.goto(hosted)
    page.get_by_role("button", name="The bank says yes").click()
    page.goto(waiting)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your order is placed")
