"""A clash, from the product's page to the swap, on a phone and a desktop, with scripts and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.cart.shopper import CONDOMS, LOW_STOCK, OIL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "Oil weakens latex"


def put_in_cart(page: Page, server: LiveServer, slug: str, *, scripts: bool) -> None:
    """Press "Add to cart" on a product's page and wait for the answer."""
    page.goto(f"{server.url}/product/{slug}/")
    page.locator("#buy").get_by_role("button", name="Add to cart").click()
    if scripts:
        expect(page.locator("#cart-status")).to_contain_text("is in your cart")
    else:
        expect(page.locator("body")).to_contain_text("Added to your cart")


def find_nothing_wrong(page: Page) -> None:
    """Nothing is cut off, and axe finds nothing."""
    assert not Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("phone", [True, False])
def test_with_scripts_a_clash_is_seen_before_during_and_after_adding_and_swapped_in_place(
    open_page: OpenPage, live_server: LiveServer, phone: bool
) -> None:
    # given
    page = open_page(phone=phone)
    for slug in (CONDOMS, LOW_STOCK):
        put_in_cart(page, live_server, slug, scripts=True)
    # when
    page.goto(f"{live_server.url}/product/{OIL}/")
    panel = page.get_by_role("region", name="Goes with")
    # then
    expect(panel.locator(".goes-cart")).to_contain_text(REASON)
    find_nothing_wrong(page)
    # when
    page.locator("#buy").get_by_role("button", name="Add to cart").click()
    status = page.locator("#cart-status")
    expect(status).to_contain_text(REASON)
    expect(page.locator(".htmx-settling")).to_have_count(0)
    find_nothing_wrong(page)
    status.get_by_role("button", name="Replace").focus()
    page.keyboard.press("Enter")
    # then
    expect(status).to_contain_text("in place of")
    expect(page.locator(".cart-count")).to_contain_text("3")
    page.goto(f"{live_server.url}/cart/")
    expect(page.locator("#cart-body")).not_to_contain_text(REASON)


@pytest.mark.parametrize("phone", [True, False])
def test_without_scripts_the_same_is_reached_by_links_and_forms(
    open_page: OpenPage, live_server: LiveServer, phone: bool
) -> None:
    # given
    page = open_page(phone=phone, scripts=False)
    put_in_cart(page, live_server, CONDOMS, scripts=False)
    # when
    page.goto(f"{live_server.url}/product/{OIL}/")
    page.get_by_role("link", name="See what it goes with in your cart").click()
    # then
    expect(page.locator("main")).to_contain_text(REASON)
    # when
    put_in_cart(page, live_server, OIL, scripts=False)
    expect(page.locator("#cart-body")).to_contain_text(REASON)
    page.get_by_role("button", name="Replace").click()
    # then
    expect(page.locator("main")).to_contain_text("in place of")
    expect(page.locator("#cart-body")).not_to_contain_text(REASON)


def test_in_the_cart_and_its_dialog_the_swap_is_pressed_in_place(open_page: OpenPage, live_server: LiveServer) -> None:
    # given
    page = open_page(phone=True)
    for slug in (CONDOMS, OIL):
        put_in_cart(page, live_server, slug, scripts=True)
    # when
    page.locator(".tool-cart").click()
    dialog = page.get_by_role("dialog", name="Your cart")
    expect(dialog).to_contain_text(REASON)
    expect(page.locator(".htmx-settling")).to_have_count(0)
    find_nothing_wrong(page)
    dialog.get_by_role("button", name="Replace").click()
    # then
    expect(dialog).to_contain_text("in place of")
    expect(dialog).not_to_contain_text(REASON)
