from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow, WorkflowState

from education.guides.guide_views import guide_view
from education.models import GuidePage, Review, Reviewer
from storefront.core.markets import default_market
from tests.education.admin.test_guide_form import form_of
from tests.education.editing import guide

pytestmark = pytest.mark.django_db
NOW = time_machine.travel("2027-01-15T12:00:00Z")


def signed_in(role: str, *, clinician: bool = False) -> Client:
    """A browser signed in to the admin in this role."""
    user = User.objects.create_user(f"{role}-{User.objects.count()}", password="a long example phrase")
    user.groups.add(Group.objects.get(name=role))
    if clinician:
        Reviewer.objects.create(name="A. Example", credential="Example nurse", is_clinician=True, user=user)
    client = Client()
    client.force_login(user)
    return client


def edit(client: Client, page: GuidePage, **action: str) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **action))


def act(client: Client, page: GuidePage, action: str) -> Any:
    """Press approve or request changes on the page's step."""
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, {"comment": ""}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def submitted(summary: str = "A new short answer. Go slowly.") -> GuidePage:
    page = guide()
    page.summary = summary
    assert edit(signed_in("Authors"), page, **{"action-submit": "1"}).status_code == 302
    return guide()


@pytest.fixture
def awaiting_clinician() -> GuidePage:
    page = submitted()
    act(signed_in("Editors"), page, "approve")
    return guide()


def step(page: GuidePage) -> str:
    return str(page.current_workflow_task.name)


def test_there_is_one_workflow_of_two_steps_over_every_page() -> None:
    assert [task.name for task in guide().get_workflow().tasks] == ["Editor's check", "Clinical review"]
    assert Workflow.objects.filter(name__startswith="Editor's check").count() == 1


def test_an_author_writes_and_submits_but_passes_no_step_and_publishes_nothing() -> None:
    page, author = submitted(), signed_in("Authors")
    assert step(page) == "Editor's check"
    act(author, page, "approve")
    assert step(guide()) == "Editor's check"
    edit(author, page, **{"action-publish": "1"})
    assert guide().summary != "A new short answer. Go slowly."


def test_an_editor_passes_the_check_and_not_the_clinical_step(awaiting_clinician: GuidePage) -> None:
    assert step(awaiting_clinician) == "Clinical review"
    act(signed_in("Editors"), awaiting_clinician, "approve")
    assert step(guide()) == "Clinical review"
    assert not Review.objects.exists()


@pytest.mark.parametrize("who", ["member who is no clinician", "clinician who is no member", "superuser"])
def test_only_a_clinician_of_the_group_approves_the_clinical_step(awaiting_clinician: GuidePage, who: str) -> None:
    user = User.objects.create_user("somebody", is_superuser=who == "superuser", is_staff=True)
    if who == "member who is no clinician":
        user.groups.add(Group.objects.get(name="Clinical reviewers"))
    elif who == "clinician who is no member":
        Reviewer.objects.create(name="A. Example", credential="Nurse", is_clinician=True, user=user)
    task, state = awaiting_clinician.current_workflow_task, awaiting_clinician.current_workflow_task_state
    assert "approve" not in [action for action, _, _ in task.get_actions(awaiting_clinician, user)]
    with pytest.raises(PermissionDenied):
        task.on_action(state, user, "approve")
    assert not Review.objects.exists()


@NOW
def test_a_clinicians_approval_publishes_and_says_whose_it_is_and_when(awaiting_clinician: GuidePage) -> None:
    act(signed_in("Clinical reviewers", clinician=True), awaiting_clinician, "approve")
    page = guide()
    assert page.summary == "A new short answer. Go slowly."
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    (review,) = Review.objects.all()
    assert (review.reviewer.name, review.date, review.revision) == ("A. Example", date(2027, 1, 15), page.live_revision)
    shown = guide_view(page, default_market()).review
    assert shown.reviewer is not None
    assert shown.reviewer.name == "A. Example"
    assert (shown.last_reviewed, shown.next_review) == (date(2027, 1, 15), date(2028, 1, 15))


@NOW
def test_a_review_speaks_only_for_the_words_that_were_read(awaiting_clinician: GuidePage) -> None:
    act(signed_in("Clinical reviewers", clinician=True), awaiting_clinician, "approve")
    page = guide()
    page.search_description = "Something that readers of the page do not read."
    page.save_revision().publish()
    assert guide().review_status == "clinical"
    page = guide()
    page.summary = "Other words."
    page.save_revision().publish()
    assert guide().review_status == "editorial"
    assert guide().reviewer is None


def test_a_clinician_may_ask_for_changes(awaiting_clinician: GuidePage) -> None:
    act(signed_in("Clinical reviewers", clinician=True), awaiting_clinician, "reject")
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES


def test_a_clinician_opens_only_what_waits_for_them(awaiting_clinician: GuidePage) -> None:
    reviewer = signed_in("Clinical reviewers", clinician=True)
    assert reviewer.get(reverse("wagtailadmin_pages:edit", args=[awaiting_clinician.pk])).status_code == 200
    other = guide("choosing-a-lubricant")
    assert reviewer.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).status_code == 302


def test_the_form_cannot_set_a_clinical_review() -> None:
    page, editor = guide(), signed_in("Editors")
    data = form_of(page, **{"action-publish": "1"}) | {"review_status": "clinical", "reviewer": "1"}
    editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert guide().review_status == "editorial"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Authors", {"add", "change"}),
        ("Editors", {"add", "change", "publish", "lock", "unlock", "bulk_delete"}),
        ("Clinical reviewers", set()),
        ("Merchants", set()),
    ],
)
def test_each_role_may_do_to_pages_what_is_written_down(role: str, may: set[str]) -> None:
    user = User.objects.create_user("somebody")
    user.groups.add(Group.objects.get(name=role))
    assert set(guide().permissions_for_user(user).permissions) == may
    assert user.has_perm("wagtailadmin.access_admin")
    assert not user.has_perm("education.delete_reviewer")
