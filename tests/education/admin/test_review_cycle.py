import json
from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from education.admin.page_checks.reading_age import reading_age_of
from education.admin.page_checks.reviews_due import day, remind, reviewed_pages
from education.glossary.term_views import term_view
from education.models import GlossaryTermPage, GuidePage
from education.tasks import publish_scheduled, remind_of_reviews
from tests.asserting import non_empty
from tests.education.admin.test_workflow import signed_in
from tests.education.editing import guide, term

pytestmark = pytest.mark.django_db
BEFORE, SOON, LATE = "2027-10-01T12:00:00Z", "2027-11-01T12:00:00Z", "2027-12-24T12:00:00Z"


@pytest.fixture
def editors() -> None:
    for name, email in (("with", "editor@shop.example"), ("without", "")):
        User.objects.create_user(name, email=email).groups.add(Group.objects.get(name="Editors"))
    User.objects.create_user("author", email="author@shop.example").groups.add(Group.objects.get(name="Authors"))


@pytest.mark.usefixtures("editors")
def test_editors_with_an_address_are_reminded_once_a_month_before() -> None:
    with time_machine.travel(BEFORE):
        assert remind() == 0
    with time_machine.travel(SOON):
        assert remind() == len(reviewed_pages())
        assert remind_of_reviews() == 0
    (message,) = mail.outbox
    assert message.to == ["editor@shop.example"]
    assert "/desk/reports/reviews-due/" in message.body


@pytest.mark.usefixtures("editors")
def test_the_reminder_names_no_page() -> None:
    with time_machine.travel(SOON):
        remind()
    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}".lower()
    assert not any(page.title.lower() in said for page in non_empty(reviewed_pages()))
    assert "anal" not in said


@pytest.mark.usefixtures("editors")
def test_a_new_due_date_gets_a_new_reminder() -> None:
    GuidePage.objects.update(next_review=None)
    GlossaryTermPage.objects.update(next_review=None)
    with time_machine.travel(SOON):
        only = GuidePage.objects.filter(pk=guide("choosing-a-lubricant").pk)
        only.update(next_review=date(2027, 11, 20))
        assert remind() == 1
        only.update(next_review=date(2027, 11, 25))
        assert remind() == 1


def test_without_an_editors_address_no_reminder_is_recorded() -> None:
    with time_machine.travel(SOON):
        assert remind() == 0
        User.objects.create_user("late", email="late@shop.example").groups.add(Group.objects.get(name="Editors"))
        assert remind() > 0


def test_an_overdue_term_says_so_to_readers(client: Client) -> None:
    with time_machine.travel(LATE):
        assert term_view(term("dam")).review.is_overdue
        assert "is overdue" in client.get("/glossary/dam/").content.decode()


def test_the_report_begins_with_what_was_never_checked_and_what_is_overdue() -> None:
    GuidePage.objects.filter(slug="choosing-a-lubricant").update(next_review=None, last_reviewed=None)
    GuidePage.objects.filter(slug="when-to-get-help").update(next_review=date(2026, 12, 1))
    with time_machine.travel("2027-01-10"):
        html = signed_in("Editors").get(reverse("reviews_due")).content.decode()
    assert html.index("Never checked") < html.index("Overdue") < html.index("In time")
    assert "Not yet clinically reviewed" in html
    assert "English (UK)" in html
    assert "Deutsch" in html
    assert day(guide("safer-sex-and-stis").next_review) in html
    assert "too hard" not in html


def test_the_report_reads_pages_in_two_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        assert len(reviewed_pages()) == 2 * 49


def test_hard_text_is_warned_of_in_the_form_and_may_still_go_live() -> None:
    page = guide("when-to-get-help")
    before = reading_age_of(page)
    assert before is not None
    assert before.grade <= 9
    page.intro = f"<p>{'Contraindications necessitate individualised consideration of comorbidities. ' * 60}</p>"
    page.save_revision().publish()
    html = signed_in("Editors").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "too hard for many readers" in html
    after = reading_age_of(guide("when-to-get-help"))
    assert after is not None
    assert after.is_too_hard


def test_codes_and_choices_of_a_stage_do_not_count_as_prose() -> None:
    page = guide()
    before = reading_age_of(page)
    stages = page.stages.get_prep_value()
    for block in stages:
        block["value"]["track"] = "concerted"
        block["value"]["matching"] |= {"kind": "graduated-set", "material": "silicone", "power": "usb-rechargeable"}
        block["value"]["limits"]["stage"] = "penis-or-strap-on"
    page.stages = json.dumps(stages)
    assert before is not None
    assert reading_age_of(page) == before


def test_what_is_scheduled_goes_live_by_the_clock() -> None:
    page = guide("choosing-a-lubricant")
    page.summary = "A new short answer."
    with time_machine.travel("2027-01-01T12:00:00Z"):
        page.go_live_at = "2027-01-02T12:00:00Z"
        page.save_revision().publish()
    assert guide("choosing-a-lubricant").summary != "A new short answer."
    with time_machine.travel("2027-01-02T12:01:00Z"):
        publish_scheduled()
        publish_scheduled()
    assert guide("choosing-a-lubricant").summary == "A new short answer."


@pytest.mark.usefixtures("commits")
def test_a_guide_with_a_new_slug_is_still_found_at_its_old_address_in_every_market(client: Client) -> None:
    def moved(market: str, old: str) -> tuple[int, str]:
        answer = client.get(f"{market}/guides/{old}/")
        return answer.status_code, answer.get("Location", "")

    page = guide("choosing-a-lubricant")
    page.slug = "which-lubricant"
    page.save_revision().publish()
    for market in ("", "/en-us"):
        assert moved(market, "choosing-a-lubricant") == (301, f"{market}/guides/which-lubricant/")
    assert moved("/de-de", "choosing-a-lubricant")[0] == 200

    translation = guide("choosing-a-lubricant", "de-de")
    translation.slug = "gleitmittel"
    translation.save_revision().publish()
    assert moved("/de-de", "choosing-a-lubricant") == (301, "/de-de/guides/gleitmittel/")
    assert moved("/en-us", "choosing-a-lubricant") == (301, "/en-us/guides/which-lubricant/")

    GuidePage.objects.get(pk=page.pk).unpublish()
    assert moved("/en-us", "choosing-a-lubricant")[0] == 404
