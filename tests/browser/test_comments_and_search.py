"""Search suggestions by keyboard, a question without scripts, and axe on both."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from education.comments import form_stamps, services
from education.comments.models import Comment
from tests.browser.conftest import OpenPage
from tests.browser.journeys import GUIDE
from tests.education.editing import guide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_suggestions_are_chosen_by_keyboard_and_pass_axe(open_page: OpenPage, live_server: LiveServer) -> None:
    # given
    page = open_page(phone=True)
    page.goto(f"{live_server.url}/search/")
    box = page.get_by_role("combobox")
    # when
    box.focus()
    page.keyboard.type("osmolal")
    # then
    expect(page.get_by_role("option", name="Osmolality")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Osmolality")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    # when: away with it, and back
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("osmolal")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    # then
    expect(page).to_have_url(f"{live_server.url}/glossary/osmolality/")


def test_enter_without_a_choice_searches_for_what_was_typed(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/search/")
    page.get_by_role("combobox").focus()
    page.keyboard.type("osmolal")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/search/?q=osmolal")


def test_the_box_in_the_header_grows_on_a_phone_and_suggests(open_page: OpenPage, live_server: LiveServer) -> None:
    # given
    page = open_page(phone=True)
    page.goto(f"{live_server.url}{GUIDE}")
    box = page.get_by_role("combobox", name="Search the guides and the shop")
    assert box.evaluate("box => box.offsetWidth") == 44
    # when
    box.click()
    page.keyboard.type("osmolal")
    # then
    expect(page.get_by_role("option", name="Osmolality")).to_be_visible()
    assert box.evaluate("box => box.offsetWidth") > 300
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    # when
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    # then
    expect(page).to_have_url(f"{live_server.url}/glossary/osmolality/")


def test_the_box_in_the_header_searches_without_scripts(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page(scripts=False, phone=True)
    page.goto(f"{live_server.url}{GUIDE}")
    page.get_by_label("Search the guides and the shop").click()
    page.keyboard.type("gel")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{live_server.url}/search/?q=gel")


def test_a_reply_is_written_mended_shown_and_withdrawn_without_scripts(
    open_page: OpenPage, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: a form that need not lie open for four seconds
    monkeypatch.setattr(form_stamps, "MIN_AGE_SECONDS", 0)
    page = open_page(scripts=False, phone=True)
    page.goto(f"{live_server.url}{GUIDE}")
    page.get_by_role("link", name="Ask a question or reply").click()
    # when
    page.get_by_label("Name").fill("Robin")
    page.get_by_label("Your question or reply").fill("See www.example.org")
    page.get_by_role("button", name="Send it to the editors").click()
    # then
    expect(page.locator(".field-error")).to_contain_text("Please leave out links")
    expect(page.get_by_label("Name")).to_have_value("Robin")
    # when
    page.get_by_label("Your question or reply").fill("How long did the first stage take you?")
    page.get_by_role("button", name="Send it to the editors").click()
    # then
    expect(page.get_by_role("heading", level=1)).to_have_text("Your reply waits for an editor")
    assert page.url in page.locator(".comment-address").inner_text()
    kept = Comment.objects.get()
    services.moderate(kept, state="shown", name=kept.name, text=kept.text, answer="Two weeks, for many.")
    link = page.url
    page.goto(f"{live_server.url}{GUIDE}")
    expect(page.locator("#replies")).to_contain_text("How long did the first stage take you?")
    # when
    page.goto(link)
    page.get_by_role("button", name="Withdraw my reply").click()
    # then
    expect(page.get_by_role("heading", level=1)).to_have_text("Your reply is withdrawn")


def test_axe_finds_nothing_on_the_pages_of_replies(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page(phone=True)
    page.goto(f"{live_server.url}{GUIDE}")
    page.goto(f"{live_server.url}{page.locator('#replies a.btn').get_attribute('href')}")
    for look in ("empty", "wrong", "sent"):
        if look == "wrong":
            page.get_by_role("button", name="Send it to the editors").click()
            expect(page.locator(".error-summary")).to_be_focused()
        if look == "sent":
            page.goto(f"{live_server.url}/replies/mine/{_sent()}/")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), look
        found = Axe().run(page)
        assert not found.response["violations"], found.generate_report()


def _sent() -> str:
    secret = form_stamps.read(form_stamps.new()).secret
    services.send(guide(), name="Robin", text="Hello", secret=secret)
    return secret
