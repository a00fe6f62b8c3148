"""The main journey in a real browser, with and without scripts: read, see products, buy, get an order number."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.journeys import (
    ENGLISH,
    GERMAN,
    GUIDE,
    PRODUCT,
    Words,
    choose_delivery,
    give_address,
    give_contact,
    pay,
)
from tests.education.editing import guide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# One of the four ways is German, and so are its scripts' texts.
@pytest.mark.parametrize(
    ("words", "scripts", "phone"),
    [
        pytest.param(ENGLISH, True, False, id="desktop, scripts"),
        pytest.param(ENGLISH, False, False, id="desktop, no scripts"),
        pytest.param(GERMAN, True, True, id="phone, scripts, German"),
        pytest.param(ENGLISH, False, True, id="phone, no scripts"),
    ],
)
def test_a_newcomer_reads_and_buys(
    open_page: OpenPage, live_server: LiveServer, words: Words, scripts: bool, phone: bool
) -> None:
    page = open_page(scripts=scripts, phone=phone)
    home, lubricants = f"{live_server.url}{words.prefix}", f"{words.prefix}/shop/lubricants/"
    stages = [block.value["title"] for block in guide(language=words.language).stages]

    # 1. the home page says what the shop is, and leads to its guides and categories
    page.goto(f"{home}/")
    expect(page.locator("html")).to_have_attribute("lang", words.language)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(f"main a[href='{lubricants}']").first).to_be_visible()
    page.locator(f"main a[href='{words.prefix}{GUIDE}']").first.click()

    # 2. the guide has its six stages in order
    page.wait_for_url(f"**{words.prefix}{GUIDE}")
    expect(page.get_by_role("heading", level=2, name=stages[-1], exact=True)).to_be_visible()
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert [text for text in headings if text in stages] == stages
    assert len(stages) == 6

    # 3. a stage shows what suits it, below its safety text; one goes into the cart without leaving the guide
    stage = page.locator("#adding-lubricant")
    heading = stage.get_by_text(words.shop_heading)
    below = heading.bounding_box()
    stop = stage.get_by_text(words.stop_if).bounding_box()
    assert below is not None
    assert stop is not None
    assert below["y"] > stop["y"]
    stage.get_by_role("button", name=words.add).first.click()
    if scripts:
        expect(page.locator("#cart-status")).to_contain_text(words.cart)
        expect(page.locator(".cart-count")).to_have_text(re.compile("1"))
    assert GUIDE in page.url
    if not scripts:
        expect(page).to_have_url(re.compile("#adding-lubricant$"))

    # 4. a product page says where it fits, with a link to the stage
    page.goto(f"{home}{PRODUCT}")
    expect(page.get_by_text(words.not_stated).first).to_be_visible()
    link = page.locator(f'a[href^="{words.prefix}{GUIDE}#"]').first
    expect(link).to_be_visible()
    page.get_by_role("button", name=words.add).click()
    if scripts:
        expect(page.locator(".cart-count")).to_have_text(re.compile("2"))

    # 5. a category filters, sorts and counts; search finds products and guides together
    page.goto(f"{live_server.url}{lubricants}?lubricant-base=silicone&sort=price-low")
    expect(page.locator("main a[href*='/product/silicone-based-']").first).to_be_visible()
    expect(page.locator("main a[href*='/product/everyday-water-']")).to_have_count(0)
    page.goto(f"{home}/search/?q={words.lubricant}")
    expect(page.locator(f"main a[href='{words.prefix}/guides/choosing-a-lubricant/']").first).to_be_visible()
    expect(page.locator(f"main a[href^='{words.prefix}/product/']").first).to_be_visible()

    # 6. quantities change in the cart; contact, address, delivery, payment; an order number
    page.goto(f"{home}/cart/")
    page.get_by_role("button", name=re.compile(words.one_more)).click()
    expect(page.locator(".stepper-n").filter(has_text="2")).to_have_count(1)
    page.get_by_role("link", name=words.to_checkout).first.click()
    give_contact(page, words)
    give_address(page, words)
    choose_delivery(page, words)
    pay(page, words=words)
    expect(page.get_by_role("heading", level=1)).to_have_text(words.placed)
    assert re.search(rf"{words.order} \d+\.", page.locator("main").inner_text())


def test_what_was_typed_stays_when_the_postcode_is_wrong(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page(scripts=False)
    _fill_cart(page, live_server)
    give_contact(page)
    give_address(page, postcode="NONSENSE")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.locator("[name$=street_address1]").first).to_have_value("1 Example Street")
    expect(page.locator("[name$=postal_code]").first).to_have_value("NONSENSE")
    give_address(page)
    expect(page.get_by_role("radio").first).to_be_visible()


def test_a_declined_payment_keeps_everything_and_the_next_one_succeeds(
    open_page: OpenPage, live_server: LiveServer
) -> None:
    page = open_page(scripts=False)
    _fill_cart(page, live_server)
    give_contact(page)
    give_address(page)
    choose_delivery(page)
    pay(page, "Decline")
    expect(page.locator("main")).to_contain_text("No money was taken")
    page.goto(f"{live_server.url}/checkout/payment/")
    pay(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your order is placed")


def test_the_whole_purchase_by_keyboard(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page()
    page.goto(f"{live_server.url}{PRODUCT}")
    _press_on(page, page.get_by_role("button", name="Add to cart"))
    expect(page.locator(".cart-count")).to_have_text(re.compile("1"))
    page.goto(f"{live_server.url}/checkout/")
    page.get_by_label("Email").focus()
    page.keyboard.type("sam@example.com")
    page.keyboard.press("Enter")
    for name, text in (
        ("first_name", "Sam"),
        ("last_name", "Reader"),
        ("street_address1", "1 Example Street"),
        ("city", "London"),
        ("postal_code", "SW1A 1AA"),
    ):
        page.locator(f"[name$={name}]").first.focus()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    _press_on(page, page.get_by_role("button", name="Go on to payment"))
    _press_on(page, page.get_by_role("button", name="Pay £"))
    _press_on(page, page.get_by_role("button", name="Approve"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your order is placed")


def _press_on(page: Page, control: object) -> None:
    control.focus()  # type: ignore[attr-defined]
    page.keyboard.press("Enter")


def _fill_cart(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}{PRODUCT}")
    page.get_by_role("button", name="Add to cart").click()
    page.goto(f"{live_server.url}/checkout/")
