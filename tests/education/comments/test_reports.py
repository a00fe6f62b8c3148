"""Readers report comments and read the decision; writers read why (Regulation (EU) 2022/2065, articles 16 and 17)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from education.comments import form_stamps, reports
from education.comments.models import Comment, Report
from education.comments.tasks import delete_old_comments
from storefront.core import crypto
from tests.education.comments.comment_form import create_comment
from tests.education.editing import TRAINING

pytestmark = pytest.mark.django_db
SECRET = "A" * 22


@pytest.fixture
def admin(client: Client) -> Client:
    """A browser signed in to the admin as an editor, with only the group's permissions."""
    editor = User.objects.create_user("editor", password="a long example phrase")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    return client


@pytest.fixture
def shown() -> Comment:
    """A comment that readers see."""
    return create_comment("shown", text="Use nail polish remover.")


def report(shown: Comment, monkeypatch: pytest.MonkeyPatch, **fields: str) -> str:
    monkeypatch.setattr(form_stamps, "MIN_AGE_SECONDS", 0)
    form = {"ground": "danger", "explanation": "This burns.", "stamp": form_stamps.new(), **fields}
    response = Client().post(f"/replies/report/{shown.pk}/", form, headers={"Sec-Fetch-Site": "same-origin"})
    return response.headers.get("Location", "")


def test_article_16_a_reader_reports_a_reply_and_reads_the_decision_under_their_link(
    admin: Client, shown: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"/replies/report/{shown.pk}/" in Client().get(TRAINING).content.decode()
    link = report(shown, monkeypatch)
    assert "This burns." in Client().get(link).content.decode()

    url = reverse("wagtailsnippets_comments_report:edit", args=[Report.objects.get().pk])
    assert "nail polish" in admin.get(url).content.decode()
    admin.post(url, {"decision": "removed", "decision_note": "It would injure the lining."})

    assert "It would injure the lining." in Client().get(link).content.decode()
    shown.refresh_from_db()
    assert shown.state == Comment.State.REFUSED
    assert f"/replies/report/{shown.pk}/" not in Client().get(TRAINING).content.decode()


def test_article_17_the_writer_reads_why_it_is_not_shown(shown: Comment) -> None:
    Comment.objects.filter(pk=shown.pk).update(key=crypto.keyed_hash(SECRET))
    made = reports.send(shown, ground="danger", explanation="This burns.", secret="B" * 22)

    reports.decide(made, decision=Report.Decision.REMOVED, note="It would injure the lining.")

    page = Client().get(f"/replies/mine/{SECRET}/").content.decode()
    assert "It would injure the lining." in page
    assert str(Comment.Ground.DANGER.label) in page.replace("&#x27;", "'")


def test_a_decision_and_a_refusal_need_a_reason(admin: Client, shown: Comment) -> None:
    made = reports.send(shown, ground="insult", explanation="Rude.", secret=SECRET)

    admin.post(reverse("wagtailsnippets_comments_report:edit", args=[made.pk]), {"decision": "kept"})
    fields = {"name": shown.name, "text": shown.text, "answer": "", "state": "refused", "ground_note": ""}
    admin.post(reverse("wagtailsnippets_comments_comment:edit", args=[shown.pk]), fields)

    made.refresh_from_db()
    shown.refresh_from_db()
    assert made.decision == Report.Decision.OPEN
    assert shown.state == Comment.State.SHOWN


def test_a_report_sent_twice_is_one_and_a_hidden_reply_cannot_be_reported(
    shown: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = form_stamps.new()
    for _ in range(2):
        report(shown, monkeypatch, stamp=stamp)
    hidden = create_comment("waiting", text="Not yet.")

    assert Report.objects.count() == 1
    assert Client().get(f"/replies/report/{hidden.pk}/").status_code == 404


def test_a_decided_report_is_deleted_after_its_time(shown: Comment) -> None:
    made = reports.send(shown, ground="insult", explanation="Rude.", secret=SECRET)
    waiting = reports.send(shown, ground="insult", explanation="Rude again.", secret="B" * 22)
    Report.objects.filter(pk=made.pk).update(decided_at=timezone.now() - reports.RETENTION - timedelta(days=1))

    delete_old_comments()

    assert list(Report.objects.all()) == [waiting]


def test_the_list_costs_as_many_statements_for_many_as_for_few(
    admin: Client, shown: Comment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        reports.send(shown, ground="insult", explanation="Rude.", secret=f"{number:022}")

    with django_assert_max_num_queries(25):
        admin.get(reverse("wagtailsnippets_comments_report:list"))
