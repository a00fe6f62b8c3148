"""Editors compare, comment on, revert, schedule and expire pages, each by permission."""

import json
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from education.models import GuidePage
from education.tasks import publish_scheduled
from tests.education.admin.test_guide_form import form_of
from tests.education.admin.test_workflow import act, edit, signed_in, step, submitted
from tests.education.editing import guide, pick

pytestmark = pytest.mark.django_db
ADDRESS = "/guides/when-to-get-help/"
BEFORE, BETWEEN, AFTER = "2027-03-01T11:00:00Z", "2027-03-02T12:01:00Z", "2027-03-09T12:01:00Z"


def named(name: str, role: str) -> Client:
    """An admin user with an email address."""
    user = User.objects.create_user(name, f"{name}@shop.example", "a long example phrase")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def rewritten(page: GuidePage, anchor: str, **words: Any) -> GuidePage:
    """The page with other words in one stage."""
    stages = json.loads(json.dumps(page.stages.get_prep_value()))
    for block in stages:
        if block["value"]["anchor"] == anchor:
            block["value"].update(words)
    page.stages = json.dumps(stages)
    return page


def compared(client: Client, page: GuidePage) -> str:
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
    return client.get(address).content.decode()


def comments_of(*, kept: int = 0, forms: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """The comments of a page as its form sends them."""
    data: dict[str, Any] = nested_form_data(
        {"comments": inline_formset([{**form, "replies": inline_formset([])} for form in forms], initial=kept)}
    )
    return data


def test_comparing_two_revisions_shows_what_changed_in_a_stage_and_no_field_that_did_not() -> None:
    page = rewritten(guide(), "exterior-touch", purpose="To feel safe first.", products=[pick("solid-oil-balm-50-ml")])
    old = guide().stages[0].value["purpose"]
    page.save_revision()
    html = compared(signed_in("Authors"), page)
    assert "feel" in "".join(re.findall(r'<span class="addition">(.*?)</span>', html))
    assert old.split()[0] in html
    assert "Solid Oil Balm 50 ml" in html
    assert 'class="comparison__child-object deletion"' in html
    assert page.summary not in html


def test_a_comment_reaches_who_asked_for_it_by_mail_and_is_resolved() -> None:
    author, editor, page = named("author", "Authors"), named("editor", "Editors"), guide()
    author.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form_of(page) | {"comment_notifications": "on"},
    )
    comment = {"text": "Say what it is for.", "contentpath": "headline", "position": ""}
    editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page) | comments_of(forms=(comment,)))
    (kept,) = Comment.objects.all()
    assert (kept.text, kept.contentpath, kept.user.username) == ("Say what it is for.", "headline", "editor")
    (message,) = mail.outbox
    assert message.to == ["author@shop.example"]
    assert "Say what it is for." in message.body
    assert page.title not in message.subject

    resolved = {"id": kept.pk, "resolved": "on", "text": kept.text, "contentpath": "headline", "position": ""}
    author.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page) | comments_of(kept=1, forms=(resolved,))
    )
    kept.refresh_from_db()
    assert kept.resolved_by.username == "author"
    assert "Say what it is for." not in _comments(editor, page)


def _comments(client: Client, page: GuidePage) -> str:
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    start = html.index('id="comments-data"')
    return html[start : html.index("</script>", start)]


def test_going_back_to_an_older_revision_is_a_draft_until_an_editor_publishes_it() -> None:
    page = guide("when-to-get-help")
    old, first = page.summary, page.save_revision()
    page.summary = "Other words."
    page.save_revision().publish()
    back = first.as_object()
    for role, action, live in (("Authors", "action-publish", "Other words."), ("Editors", "action-publish", old)):
        client = signed_in(role)
        assert client.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])).status_code == 200
        client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(back, **{action: "1"}) | {"revision": first.pk}
        )
        assert guide("when-to-get-help").get_latest_revision_as_object().summary == old
        assert guide("when-to-get-help").summary == live


@pytest.mark.usefixtures("commits")
def test_what_an_editor_schedules_goes_live_and_expires_by_the_beats_task(client: Client) -> None:
    with time_machine.travel(BEFORE):
        page = guide("when-to-get-help")
        page.summary = "Said from the second of March."
        times = {"go_live_at": "2027-03-02 12:00", "expire_at": "2027-03-09 12:00"}
        author = signed_in("Authors")
        author.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **{"action-publish": "1"}) | times
        )
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        editor = signed_in("Editors")
        editor.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **{"action-publish": "1"}) | times
        )
        publish_scheduled()
        assert "Said from the second" not in client.get(ADDRESS).content.decode()
    with time_machine.travel(BETWEEN):
        publish_scheduled()
        assert "Said from the second" in client.get(ADDRESS).content.decode()
    with time_machine.travel(AFTER):
        publish_scheduled()
        publish_scheduled()
        assert not guide("when-to-get-help").live
        assert client.get(ADDRESS).status_code == 404


def test_unpublishing_is_an_editors() -> None:
    address = reverse("wagtailadmin_pages:unpublish", args=[guide().pk])
    for role, live in (("Authors", True), ("Clinical reviewers", True), ("Merchants", True), ("Editors", False)):
        signed_in(role).post(address)
        assert guide().live is live, role


def test_a_clinician_who_approved_is_redirected_to_the_home_page_without_an_error() -> None:
    page = submitted()
    act(signed_in("Editors"), page, "approve")
    clinician, waiting = signed_in("Clinical reviewers", clinician=True), guide().get_latest_revision_as_object()
    assert step(guide()) == "Clinical review"
    answer = edit(clinician, waiting, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    html = clinician.get("/desk/").content.decode()
    assert "has been updated" in html
    assert "do not have permission" not in html
    assert guide().review_status == "clinical"


def test_reviewers_get_a_link_to_the_changes() -> None:
    page = submitted()
    act(signed_in("Editors"), page, "approve")
    clinician = signed_in("Clinical reviewers", clinician=True)
    address = reverse("what_changed", args=[page.pk])
    assert address in clinician.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "A new short answer" in re.sub("<[^>]*>", "", clinician.get(address).content.decode())
    assert clinician.get(reverse("what_changed", args=[guide("choosing-a-lubricant").pk])).status_code == 302
    assert signed_in("Merchants").get(address).status_code == 302


def test_no_mail_about_a_page_names_it_in_its_subject() -> None:
    named("editor", "Editors")
    page = submitted()
    act(signed_in("Editors"), page, "approve")
    assert mail.outbox
    for message in mail.outbox:
        assert page.title not in message.subject
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in message.body


def test_the_form_does_not_offer_to_make_a_page_private() -> None:
    html = signed_in("Editors").get(reverse("wagtailadmin_pages:edit", args=[guide().pk])).content.decode()
    assert 'data-a11y-dialog-show="set-privacy"' not in html
