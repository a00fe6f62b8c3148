"""The admin's home page, lists and menus, and the warnings in a page's form."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from education.admin.page_checks.translation_status import outdated_translations
from education.models import GlossaryTermPage, GuidePage
from storefront.catalog.models import Listing
from tests.education.admin.test_workflow import signed_in
from tests.education.comments.comment_form import create_comment
from tests.education.editing import guide, new_guide, stage, state, term

pytestmark = pytest.mark.django_db
SLIM = "slim-starter-plug-18-mm"


def home(role: str) -> str:
    return signed_in(role).get("/desk/").content.decode()


def opened(page: Any, role: str = "Editors") -> str:
    return signed_in(role).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_without_open_work_the_home_page_shows_no_counts() -> None:
    html = home("Editors")
    for words in ("waiting", "overdue", "due soon", "to look at", "Documents"):
        assert f"{words}</a>" not in html


def test_counts_of_open_work_are_shown_to_the_roles_that_can_do_it() -> None:
    create_comment("waiting")
    yesterday = timezone.localdate() - timedelta(days=1)
    GuidePage.objects.filter(slug="choosing-a-lubricant").update(next_review=yesterday)
    GlossaryTermPage.objects.filter(pk=term("dam").pk).update(next_review=yesterday + timedelta(days=9))
    guide("when-to-get-help").save_revision().publish()
    state(SLIM, **{"flared-base": False})

    editor, author, merchant, clinician = map(home, ("Editors", "Authors", "Merchants", "Clinical reviewers"))
    assert "1 reply waiting" in editor
    assert "2 reviews overdue" in editor
    assert "1 review due soon" in editor
    assert "1 translation to look at" in editor
    assert "products to look at" in editor
    assert "reply waiting" not in author
    assert "2 reviews overdue" in author
    assert "products to look at" in merchant
    assert "overdue" not in merchant
    assert "to look at" not in clinician


def test_the_first_page_takes_as_many_statements_however_much_waits(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        create_comment("waiting")
    GuidePage.objects.update(next_review=None)
    state(SLIM, **{"flared-base": False})
    editor = signed_in("Editors")
    editor.get("/desk/")
    with django_assert_max_num_queries(35):
        editor.get("/desk/")


def test_the_list_of_guides_begins_with_what_was_never_checked_and_names_what_is_to_be_looked_at() -> None:
    GuidePage.objects.filter(pk=guide("when-to-get-help").pk).update(next_review=date(2026, 1, 1))
    new_guide(stage("talk-first"), slug="never-checked")
    state(SLIM, **{"flared-base": False})
    html = signed_in("Authors").get(reverse("guides:index")).content.decode()
    assert html.index("Never checked") < html.index("Overdue") < html.index("In time")
    assert "Deutsch" in html
    assert "1 product<" in "".join(html.split("\n")).replace(" <", "<")


@pytest.mark.parametrize(("role", "listing"), [("Authors", "guides"), ("Editors", "terms")])
def test_the_lists_cost_as_much_for_many_as_for_few(
    role: str, listing: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    state(SLIM, **{"flared-base": False})
    writer = signed_in(role)
    writer.get(reverse(f"{listing}:index"))
    with django_assert_max_num_queries(32):
        writer.get(reverse(f"{listing}:index"))


def test_menus_offer_what_a_role_may_do_and_no_unused_items() -> None:
    def menu(role: str) -> set[str]:
        props = signed_in(role).get("/desk/").content.decode()
        names = ("guides", "glossary", "comments", "reviewers", "reports", "search-words")
        return {name for name in names if f'"{name}"' in props or f'name": "{name}' in props}

    assert {"guides", "glossary", "comments", "reviewers", "search-words"} <= menu("Editors")
    assert not {"guides", "glossary", "comments"} & menu("Merchants")
    assert not {"guides", "glossary", "comments"} & menu("Clinical reviewers")


def test_an_overdue_review_and_product_issues_are_at_the_top_of_the_form() -> None:
    page = guide()
    assert "help-warning" not in opened(page)
    GuidePage.objects.filter(pk=page.pk).update(next_review=date(2026, 1, 1), latest_revision=None)
    state(SLIM, **{"flared-base": False})
    html = opened(page)
    assert "It was due on 1 January 2026" in html
    assert html.index("To look at") < html.index("It breaks a rule, and is not shown") < html.index("Headline")


def test_an_unchecked_page_does_not_claim_an_editorial_check() -> None:
    never = new_guide(stage("talk-first"), slug="never-checked")
    assert "Editorially checked" not in opened(never)
    assert "Editorially checked" in opened(guide())


def test_each_issue_links_to_its_stage_and_names_the_language() -> None:
    state(SLIM, **{"flared-base": False})
    page = guide()
    (block,) = [each["id"] for each in page.stages.raw_data if each["value"]["anchor"] == "fingers-or-toys"]
    place = f"#:w:contentpath=stages.{block}"
    report = signed_in("Authors").get(reverse("products_to_look_at")).content.decode()
    assert f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}{place}" in report
    assert "Deutsch" in report
    assert place in opened(page)
    assert place not in signed_in("Merchants").get(reverse("products_to_look_at")).content.decode()


def test_a_guide_is_looked_at_in_the_markets_that_read_it() -> None:
    Listing.objects.filter(product__slug="latex-free-dams-pack-of-8", channel="eu").update(published=False)
    english = "Nothing to buy is left at this stage in: Ireland."
    assert english in opened(guide())
    assert "Nothing to buy is left at this stage in: Deutschland." in opened(guide(language="de-de"))
    guide(language="de-de").unpublish()
    assert "Nothing to buy is left at this stage in: Ireland, Deutschland." in opened(guide())


def test_a_translation_whose_original_changed_says_so_until_it_is_published_again() -> None:
    assert outdated_translations() == ()
    original, translation = guide("choosing-a-lubricant"), guide("choosing-a-lubricant", "de-de")
    original.summary = "A new short answer."
    original.save_revision().publish()
    assert "The original went live again" in opened(translation)
    assert "The original went live again" not in opened(original)
    html = signed_in("Editors").get(reverse("translations")).content.decode()
    assert "The original went live again after it" in html
    assert translation.title in html
    translation.save_revision().publish()
    assert outdated_translations() == ()


def test_a_page_without_a_translation_is_in_the_report(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    guide("choosing-a-lubricant", "de-de").unpublish()
    with django_assert_num_queries(1):
        (missing,) = outdated_translations()
    assert missing.translation is None
    assert "Not translated" in signed_in("Authors").get(reverse("translations")).content.decode()


def test_a_reviewer_is_written_down_with_what_it_takes_and_never_with_an_invented_number() -> None:
    html = signed_in("Editors").get(reverse("wagtailsnippets_education_reviewer:add")).content.decode()
    assert "never invent one" in html
    assert "Write down real people only" in html
    assert User.objects.get().username in html
