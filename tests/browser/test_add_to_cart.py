"""Adding to the cart with scripts: a page that is left early, and a browser that refuses cookies."""

import pytest
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.journeys import PRODUCT
from tests.workers import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_answer_that_nobody_waits_for_still_puts_the_item_in(open_page: OpenPage, live_server: LiveServer) -> None:
    # given a product page
    page = open_page()
    page.goto(f"{live_server.url}{PRODUCT}")
    button = page.get_by_role("button", name="Add to cart").first
    # when the button is pressed and the page is left in the same moment
    with page.expect_navigation():
        button.evaluate(
            "(button, url) => { button.click(); window.location.href = url; }", f"{live_server.url}/guides/"
        )

    def lines_in_the_cart() -> int:
        page.goto(f"{live_server.url}/cart/")
        return page.locator(".cart-line").count()

    # then the item comes into the cart, however long that takes
    assert eventually(lambda: lines_in_the_cart() == 1)


def test_a_browser_that_refuses_cookies_is_not_told_that_the_item_is_in_the_cart(
    open_page: OpenPage, live_server: LiveServer
) -> None:
    # given a browser that keeps no cookie
    page = open_page()

    def without_cookie(route: Route) -> None:
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        page.context.clear_cookies()  # `fetch` keeps them for the browser
        route.fulfill(response=answer, headers=headers)

    page.route("**/cart/add/", without_cookie)
    page.add_init_script("Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })")
    page.goto(f"{live_server.url}{PRODUCT}")
    # when
    page.get_by_role("button", name="Add to cart").first.click()
    # then
    expect(page.locator("#cart-status")).to_contain_text("Your browser did not keep our cookie")
    expect(page.locator("#cart-status")).not_to_contain_text("ml is in your cart")
    expect(page.locator(".cart-count")).to_have_text("")
