"""What readers can do with a guide on their device: keep a place, enlarge text, print, copy its address."""

import re

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.journeys import GUIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_place_and_larger_text_are_kept_on_the_device_until_they_are_forgotten(
    open_page: OpenPage, live_server: LiveServer
) -> None:
    # given a reader who says where they are, and who wants larger text
    page = open_page()
    page.goto(f"{live_server.url}{GUIDE}")
    page.get_by_label("Where am I?").select_option("adding-lubricant")
    small = page.locator("h1").evaluate("heading => parseFloat(getComputedStyle(heading).fontSize)")
    page.get_by_role("button", name="Larger text").press("Enter")
    # when they come back
    page.reload()
    # then
    expect(page.get_by_label("Where am I?")).to_have_value("adding-lubricant")
    expect(page.get_by_role("link", name=re.compile("Direct touch on the outside.*done"))).to_be_visible()
    expect(page.get_by_role("button", name="Larger text")).to_have_attribute("aria-pressed", "true")
    assert page.locator("h1").evaluate("heading => parseFloat(getComputedStyle(heading).fontSize)") > small
    assert page.context.cookies() == []
    page.get_by_role("link", name="Go on from there").click()
    expect(page).to_have_url(re.compile("#adding-lubricant$"))
    # and when they press, it is gone
    page.get_by_role("button", name="Forget my place").click()
    page.get_by_role("button", name="Larger text").click()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_on_paper_a_guide_is_words_numbers_and_sources(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page()
    page.goto(f"{live_server.url}{GUIDE}")
    page.emulate_media(media="print")
    for gone in (".top", ".foot", ".guide-nav", ".guide-tools", ".shelf", ".band"):
        expect(page.locator(gone).first).to_be_hidden()
    for kept in ("h1", "#adding-lubricant", "#help", "#sources", ".share-address", "a[href='tel:999']"):
        expect(page.locator(kept).first).to_be_visible()


def test_without_scripts_nothing_is_offered_that_would_not_work(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page(scripts=False, phone=True)
    page.goto(f"{live_server.url}{GUIDE}")
    for needs_scripts in (".guide-tools", ".rail-place", ".stage-keep", ".share-do"):
        expect(page.locator(needs_scripts).first).to_be_hidden()
    page.get_by_text("In this guide").click()
    page.get_by_role("link", name="When to get help").first.click()
    expect(page).to_have_url(re.compile("#help$"))
