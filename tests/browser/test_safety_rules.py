"""The safety rules at the desk in a browser: a merchant tightens one, and a clinician accepts what another loosened."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from storefront.catalog.models import Product, RuleVersion
from storefront.safety.rules import PACKAGED, active_rules, use_rules
from tests.browser.conftest import OpenPage
from tests.browser.test_admin import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _packaged_again() -> Iterator[None]:
    yield
    use_rules(PACKAGED)


def change(page: Page, live_server: LiveServer, limit: str) -> None:
    """Fill in another limit with its reason, and look at what would change."""
    page.goto(f"{live_server.url}/desk/safety-rules/")
    page.get_by_role("link", name="Change the safety rules").click()
    page.get_by_label("Highest osmolality").fill(limit)
    page.get_by_label("Why").fill("A new leaflet says so.")
    page.get_by_label("Source", exact=True).fill("Leaflet of a clinic, page 3")
    page.get_by_label("Date of the source").fill("2026-11-02")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def test_a_stricter_limit_takes_effect_after_its_preview(open_page: OpenPage, live_server: LiveServer) -> None:
    page = signed_in(open_page, live_server, "Merchants")

    change(page, live_server, "250")

    expect(page.locator("main")).to_contain_text("Everyday Water-Based Gel 100 ml")
    expect(page.locator("main")).to_contain_text("Is no longer sold.")
    violations = Axe().run(page, {"include": [["main .nice-padding"]]}).response["violations"]
    assert not violations, violations
    assert not RuleVersion.objects.exists()
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_text("The new rules are in force")).to_be_visible()
    assert active_rules().limits.osmolality_ceiling == 250
    assert not Product.objects.get(slug="everyday-water-based-gel-100-ml").may_be_sold


def test_a_laxer_limit_is_accepted_by_someone_else(open_page: OpenPage, live_server: LiveServer) -> None:
    author = signed_in(open_page, live_server, "Merchants")
    change(author, live_server, "1300")
    author.get_by_role("button", name="Propose to a second person").click()
    expect(author.get_by_text("A second person must accept it")).to_be_visible()
    expect(author.get_by_role("button", name="Accept and put in force")).to_have_count(0)

    clinician = signed_in(open_page, live_server, "Clinical reviewers")
    clinician.goto(f"{live_server.url}/desk/safety-rules/")
    clinician.get_by_role("link", name="by merchants").click()
    clinician.get_by_role("button", name="Accept and put in force").click()

    expect(clinician.get_by_text("Accepted. The new rules are in force.")).to_be_visible()
    assert active_rules().limits.osmolality_ceiling == 1300
