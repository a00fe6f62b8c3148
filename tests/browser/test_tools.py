"""The tools for readers, by keyboard, on a phone, without scripts and without a connection."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.journeys import GUIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_guide_it_is_three_presses_to_the_right_number(
    scripts: bool, open_page: OpenPage, live_server: LiveServer
) -> None:
    # given a reader of a guide, on a phone and with a keyboard
    page = open_page(scripts=scripts, phone=True)
    page.goto(f"{live_server.url}{GUIDE}")
    # when
    page.get_by_role("link", name=re.compile("Get help now")).first.press("Enter")
    page.get_by_role("link", name="Something is stuck inside").press("Enter")
    # then the third press would call
    expect(page).to_have_url(re.compile("/help-now/#stuck$"))
    call = page.locator("#stuck").get_by_role("link", name="Call 999")
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:999")


def test_once_opened_the_page_opens_without_a_connection(open_page: OpenPage, live_server: LiveServer) -> None:
    # given
    page = open_page(phone=True)
    page.goto(f"{live_server.url}/help-now/")
    expect(page.locator("[data-kept]")).to_be_visible()
    # when
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/help-now/")
    # then it has its words and its looks
    expect(page.get_by_role("heading", name="Something is stuck inside")).to_be_visible()
    assert page.locator(".care-emergency").first.evaluate("card => getComputedStyle(card).borderTopWidth") == "2px"
    # and it answers for nothing else of this site
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/shop/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_two_things_are_matched_by_keyboard_and_then_with_the_cart(
    scripts: bool, open_page: OpenPage, live_server: LiveServer
) -> None:
    # given someone with condoms in the cart
    page = open_page(scripts=scripts)
    page.goto(f"{live_server.url}/product/latex-condoms-pack-of-12/")
    page.get_by_role("button", name="Add to cart").first.press("Enter")
    expect(page.locator("#cart-status")).to_contain_text("cart")
    # when they match their choice with a product
    page.goto(f"{live_server.url}/what-goes-with-what/")
    page.get_by_label("One thing").select_option(label="Oil")
    page.get_by_label("And the other").select_option(label="Latex Condoms, pack of 12")
    page.get_by_role("button", name="Do they go together?").press("Enter")
    # then
    expect(page).to_have_url(re.compile(r"one=oil&other=p-latex-condoms-pack-of-12#answer$"))
    answer = page.locator("#answer")
    expect(answer).to_be_in_viewport()
    expect(answer).to_contain_text("Do not use together")
    expect(answer.get_by_role("link", name=re.compile("Gel")).first).to_be_visible()
    # and with what is in the cart
    page.get_by_label("And the other").select_option(label="What is in my cart")
    page.get_by_role("button", name="Do they go together?").press("Enter")
    expect(page.get_by_role("heading", name="Oil")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Oil weakens latex")


@pytest.mark.parametrize(
    "path", ["/help-now/", "/what-goes-with-what/", "/what-goes-with-what/?one=oil&other=latex-condom"]
)
def test_nothing_is_cut_off_on_the_smallest_phone(path: str, open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page(scripts=False)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}{path}")
    cut = page.locator("main *").evaluate_all(
        "all => all.filter(each => each.getBoundingClientRect().right > innerWidth + 1"
        " && !each.closest('.visually-hidden, thead')).map(each => each.outerHTML.slice(0, 80))"
    )
    assert cut == []


@pytest.mark.parametrize(
    "path", ["/help-now/", "/what-goes-with-what/?one=oil&other=latex-condom", "/what-we-do-not-sell/"]
)
def test_axe_finds_nothing_on_a_desktop_either(path: str, open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page()
    page.goto(f"{live_server.url}{path}")

    found = Axe().run(page)

    assert not found.response["violations"], found.generate_report()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_we_do_not_sell_is_reached_and_read_by_keyboard(
    scripts: bool, open_page: OpenPage, live_server: LiveServer
) -> None:
    page = open_page(scripts=scripts, phone=True)
    page.goto(f"{live_server.url}/shop/")
    page.get_by_role("contentinfo").get_by_role("link", name="What we do not sell").press("Enter")
    expect(page.get_by_role("heading", name="Toys without a wide base")).to_be_visible()
    page.locator("#g1").get_by_role("link", name="S13").press("Enter")
    expect(page).to_have_url(re.compile("#source-S13$"))
    expect(page.locator("#source-S13")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_two_toys_are_compared_by_keyboard_and_nothing_is_cut_off(
    scripts: bool, open_page: OpenPage, live_server: LiveServer
) -> None:
    # given someone on the page of a toy, on a phone
    page = open_page(scripts=scripts, phone=True)
    page.goto(f"{live_server.url}/product/glass-starter-plug-22-mm/")
    page.get_by_role("link", name="Compare it with other products").press("Enter")
    # when
    page.get_by_label("Product 2").select_option(label="Small Vibrating Plug 26 mm")
    page.get_by_role("button", name="Compare", exact=True).press("Enter")
    # then
    expect(page.get_by_role("heading", name="Sizes to one scale")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Material").first).to_contain_text("differs")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scripts", [True, False])
def test_sizes_are_true_and_the_scale_is_set_by_keyboard(
    scripts: bool, open_page: OpenPage, live_server: LiveServer
) -> None:
    # given someone on the page of a toy, on a phone
    page = open_page(scripts=scripts, phone=True)
    page.goto(f"{live_server.url}/product/glass-starter-plug-22-mm/")
    page.get_by_role("link", name="See it at its real size").press("Enter")
    card = page.get_by_role("img", name=re.compile("Outline of a bank card"))
    true = card.bounding_box()
    # when
    page.get_by_label("Scale of the screen in percent").fill("120")
    page.get_by_role("button", name="Use this scale").press("Enter")
    # then it is larger by that, the toy is still there, and nothing makes the page scroll sideways
    page.wait_for_url(re.compile("scale=120"))
    scaled = card.bounding_box()
    assert true
    assert scaled
    assert scaled["width"] / true["width"] == pytest.approx(1.2, abs=0.01)
    assert page.get_by_role("img", name=re.compile("insertable")).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("phone", [True, False])
def test_a_first_toy_is_chosen_by_keyboard_and_never_past_a_stop_sign(
    scripts: bool, phone: bool, open_page: OpenPage, live_server: LiveServer
) -> None:
    # given
    page = open_page(scripts=scripts, phone=phone)
    page.goto(f"{live_server.url}/first-toy/")
    # when every question is answered by keyboard
    for label in ("No, nothing", "Inside", "Touch on the outside", "One person", "None that I know of"):
        page.get_by_role("radio", name=re.compile(f"^{label}")).press("Space")
    page.get_by_role("button", name="Show what suits").press("Enter")
    # then
    answer = page.locator("#answer")
    expect(answer.get_by_role("heading", name="These suit your answers")).to_be_visible()
    expect(answer).to_contain_text("16 mm wide")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    # and a stop sign leads to help, not to a product
    page.get_by_role("radio", name="I have pain, bleeding").press("Space")
    page.get_by_role("button", name="Show what suits").press("Enter")
    expect(answer.get_by_role("link", name="Get help now")).to_be_visible()
    expect(page.locator("#main .product-card")).to_have_count(0)
