"""A guide in the admin: an author writes it, an editor comments, a clinician publishes it."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from education.models import GuideIndexPage, Reviewer
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(open_page: OpenPage, live_server: LiveServer, role: str) -> Page:
    """A user on the admin's home page."""
    user = User.objects.create_user(role.split()[0].lower())
    user.groups.add(Group.objects.get(name=role))
    if role == "Clinical reviewers":
        Reviewer.objects.create(name="A. Example", credential="Example nurse", is_clinician=True, user=user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = open_page()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/desk/")
    return page


def press(page: Page, action: str | re.Pattern[str]) -> None:
    """Press an action at the bottom of a page's form."""
    foot = page.get_by_role("navigation", name="Actions (footer)")
    foot.get_by_role("button", name="More actions").click()
    foot.get_by_role("button", name=action, exact=isinstance(action, str)).click()


def test_a_guide_goes_from_its_author_by_an_editor_and_a_clinician_to_its_readers(
    open_page: OpenPage, live_server: LiveServer
) -> None:
    # given: an author who writes a stage
    author = signed_in(open_page, live_server, "Authors")
    index = GuideIndexPage.objects.get(locale__language_code="en-gb")
    author.goto(f"{live_server.url}/desk/pages/add/education/guidepage/{index.pk}/")
    author.get_by_role("textbox", name="Title*").fill("Warming up slowly")
    author.locator("#id_headline").fill("Warming up slowly, in one stage")
    author.locator("#id_summary").fill("Go slowly. Stop if it hurts.")
    author.get_by_role("tab", name="Stages").click()
    stages = author.locator("[data-contentpath=stages]")
    stages.get_by_title("Insert a block").first.click()
    author.locator("#stages-0-value-title").fill("Warm up")
    author.locator("#stages-0-value-anchor").fill("exterior-touch")
    author.locator("#stages-0-value-purpose").fill("To get used to touch.")
    stages.get_by_role("textbox", name="Text").or_(stages.locator("[role=textbox]")).first.click()
    author.keyboard.type("Take your time.")
    # when: they choose a product, whose window knows the stage
    stages.locator("[data-contentpath=products]").get_by_title("Add").click()
    author.get_by_role("button", name="Choose a product").click()
    window = author.get_by_role("dialog")
    window.get_by_label("Search").fill("plug starter")
    expect(window.get_by_role("row").nth(1)).to_contain_text("Nothing is inserted at this stage")
    window.get_by_label("Search").fill("balm solid")
    expect(window.get_by_role("row")).to_have_count(2)
    window.get_by_role("link", name="Solid Oil Balm 50 ml").click()
    # then: the preview shows the draft with it
    expect(stages).to_contain_text("Solid Oil Balm 50 ml")
    author.get_by_role("button", name="Toggle preview").click()
    draft = author.frame_locator("iframe[title=Preview]").first
    expect(draft.get_by_role("heading", name="Warming up slowly, in one stage")).to_be_visible()
    expect(draft.locator("#exterior-touch")).to_contain_text("Solid Oil Balm 50 ml")
    press(author, re.compile("^Submit to"))
    expect(author.get_by_text("has been submitted for moderation")).to_be_visible()
    # when: an editor comments, and passes it
    editor = signed_in(open_page, live_server, "Editors")
    editor.get_by_role("link", name="Warming up slowly").first.click()
    editor.get_by_role("button", name="Toggle comments").click()
    headline = editor.locator("[data-contentpath=headline]")
    headline.hover()
    headline.locator("[data-comment-add]").click()
    editor.get_by_placeholder("Enter your comments...").fill("Say what it is for.")
    editor.get_by_role("button", name="Comment", exact=True).click()
    press(editor, "Approve")
    expect(editor.get_by_text("has been updated")).to_be_visible()
    # then: the clinician reads the comment, passes it, and readers read the guide
    clinician = signed_in(open_page, live_server, "Clinical reviewers")
    clinician.get_by_role("link", name="Warming up slowly").first.click()
    clinician.get_by_role("button", name="Toggle comments").click()
    expect(clinician.get_by_text("Say what it is for.")).to_be_visible()
    press(clinician, "Approve and Publish")
    expect(clinician.get_by_text("has been updated")).to_be_visible()
    expect(clinician.get_by_text("do not have permission")).to_have_count(0)
    reader = open_page(phone=True)
    reader.goto(f"{live_server.url}/guides/warming-up-slowly/")
    expect(reader.locator("main")).to_contain_text("Clinically reviewed by A. Example, Example nurse.")
    expect(reader.locator("#exterior-touch")).to_contain_text("Solid Oil Balm 50 ml")


def test_widgets_start_without_inline_scripts(open_page: OpenPage, live_server: LiveServer) -> None:
    # given an editor at the dates and links of a new guide (`open_page` fails on every refused script)
    editor = signed_in(open_page, live_server, "Editors")
    index = GuideIndexPage.objects.get(locale__language_code="en-gb")
    editor.goto(f"{live_server.url}/desk/pages/add/education/guidepage/{index.pk}/")
    editor.get_by_role("tab", name="Review and sources").click()
    # then: a date can be picked
    editor.locator("#id_last_reviewed").click()
    expect(editor.locator(".xdsoft_datetimepicker:visible")).to_be_visible()
    editor.keyboard.press("Escape")
    # and links can be added, up to their number
    for _ in range(3):
        editor.locator("#id_related-ADD").click()
    expect(editor.locator("#id_related-ADD")).to_be_disabled()
    # and a page can be chosen in one that was added
    editor.get_by_role("button", name="Choose a page (Guide)").last.click()
    expect(editor.get_by_role("dialog")).to_be_visible()
