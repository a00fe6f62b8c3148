import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from education.models import GlossaryIndexPage, GlossaryTermPage, GuideIndexPage, GuidePage, HomePage, Reviewer
from tests.education.admin.test_workflow import signed_in
from tests.education.editing import guide

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [HomePage, GuideIndexPage, GuidePage, GlossaryIndexPage, GlossaryTermPage])
def test_a_draft_of_every_page_type_has_a_preview_with_the_checker(kind: type[Page]) -> None:
    page = kind.objects.order_by("pk").first()
    page.title = "A title that is not live yet"
    revision = page.save_revision()
    answer = signed_in("Editors").get(reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk]))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<main" in html
    assert "wagtail-userbar" in html


def test_public_pages_contain_nothing_of_the_admin(client: Client) -> None:
    assert "userbar" not in client.get("/guides/").content.decode()


def test_a_reviewer_can_be_looked_at_as_pages_name_them() -> None:
    reviewer = Reviewer.objects.create(name="A. Example", credential="Example nurse", is_clinician=True)
    editor = signed_in("Editors")
    address = reverse("wagtailsnippets_education_reviewer:preview_on_edit", args=[reviewer.pk])
    data = {"name": "B. Example", "credential": "Example doctor", "is_clinician": "on", "user": ""}
    assert editor.post(address, data).json()["is_valid"]
    assert "Clinically reviewed by B. Example, Example doctor." in editor.get(address).content.decode()


def test_two_states_of_a_guide_can_be_compared() -> None:
    page = guide()
    page.summary = "Something else is said here."
    page.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
    html = signed_in("Editors").get(address).content.decode()
    assert "Something else is said here." in html


def test_editors_may_comment_on_a_field() -> None:
    html = signed_in("Editors").get(reverse("wagtailadmin_pages:edit", args=[guide().pk])).content.decode()
    assert 'id="comments-output"' in html
