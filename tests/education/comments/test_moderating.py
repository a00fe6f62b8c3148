"""Editors moderate comments in the admin; guides show the result; old refused comments are deleted."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from education.comments import services
from education.comments.models import Comment
from education.comments.selectors import MAX_SHOWN, public_comments
from education.comments.tasks import delete_old_comments
from storefront.page_cache.models import Invalidation
from tests.asserting import non_empty
from tests.education.comments.comment_form import create_comment
from tests.education.editing import TRAINING, guide

pytestmark = pytest.mark.django_db
QUEUE = "/desk/snippets/comments/comment/"


@pytest.fixture
def admin(client: Client) -> Client:
    """A browser signed in to the admin as an editor, with only the group's permissions."""
    editor = User.objects.create_user("editor", password="a long example phrase")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    return client


def decide(admin: Client, kept: Comment, **fields: str) -> Any:
    form = {"name": kept.name, "text": kept.text, "answer": kept.answer, "state": kept.state, "ground": "topic"}
    form |= {"ground_note": "", **fields}
    return admin.post(reverse("wagtailsnippets_comments_comment:edit", args=[kept.pk]), form)


def read() -> str:
    return Client().get(TRAINING).content.decode()


def test_the_queue_lists_what_waits_first_and_nothing_that_was_withdrawn(admin: Client) -> None:
    for state, text in (("shown", "First"), ("waiting", "Second"), ("withdrawn", "Third")):
        create_comment(state, text=text)

    html = admin.get(QUEUE).content.decode()
    assert -1 < html.index("Second") < html.index("First")
    assert "Third" not in html
    assert "data-bulk-action-checkbox" not in html
    assert "First" not in admin.get(QUEUE, {"state": "waiting"}).content.decode()


def test_the_queue_costs_as_many_statements_for_many_as_for_few(
    admin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(15):
        create_comment("waiting")
    admin.get(QUEUE)

    with django_assert_max_num_queries(20):
        admin.get(QUEUE)


def test_deciding_takes_one_press(admin: Client) -> None:
    html = admin.get(
        reverse("wagtailsnippets_comments_comment:edit", args=[create_comment("waiting").pk])
    ).content.decode()
    for state in ("waiting", "shown", "refused"):
        assert f'type="radio" name="state" value="{state}"' in html


@pytest.mark.database
def test_a_comment_that_an_editor_approves_is_shown_and_the_cached_guide_invalidated(admin: Client) -> None:
    kept = create_comment("waiting")
    assert "Which size" not in read()

    assert decide(admin, kept, state="shown", answer="Most people begin with the 18 mm one.").status_code == 302

    html = read()
    assert "<b>Robin</b>" in html
    assert "<p>Which size did you begin with?</p>" in html
    assert "Most people begin with the 18 mm one." in html
    assert Invalidation.objects.filter(tag="guides").exists()


def test_health_details_are_edited_out_and_the_original_is_nowhere(admin: Client) -> None:
    kept = create_comment("waiting", text="I had an operation in May. Which size?")

    decide(admin, kept, state="shown", text="Which size?")

    assert "Which size?" in read()
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in non_empty(name for name in tables if name.startswith(("comments_", "wagtailcore_"))):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (names of our own tables)
            assert not any("operation in May" in str(row) for row in cursor.fetchall()), table


def test_the_admin_log_contains_no_text_of_comments(admin: Client) -> None:
    kept = create_comment("waiting")
    decide(admin, kept, state="refused")

    assert [entry.label for entry in ModelLogEntry.objects.filter(content_type__app_label="comments")] == [
        f"reply {kept.pk}"
    ]


def test_a_refused_comment_is_not_shown_and_its_writer_sees_that(admin: Client) -> None:
    decide(admin, create_comment("shown"), state="refused")

    assert "Which size" not in read()
    assert Comment.objects.get().state_changed_at is not None


def test_what_is_shown_needs_a_name_and_words_and_what_is_refused_may_be_emptied(admin: Client) -> None:
    kept = create_comment("waiting")

    assert decide(admin, kept, state="shown", text=" ").status_code == 200
    assert decide(admin, kept, state="refused", text="", name="").status_code == 302
    assert Comment.objects.get().text == ""


def test_a_comment_withdrawn_during_moderation_stays_withdrawn(admin: Client) -> None:
    kept = create_comment("waiting")
    services.withdraw(kept)

    assert "Which size" not in read()
    assert decide(admin, kept, state="shown").status_code != 302
    with pytest.raises(services.Withdrawn):
        services.moderate(kept, state="shown", name="Robin", text="x", answer="")
    assert Comment.objects.get().text == ""


def test_editors_decide_but_add_and_delete_nothing_and_others_see_no_queue(admin: Client) -> None:
    kept = create_comment("waiting")

    assert admin.get(QUEUE).status_code == 200
    for address in (f"{QUEUE}add/", f"{QUEUE}delete/{kept.pk}/"):
        admin.post(address)
    assert list(Comment.objects.all()) == [kept]
    stranger = User.objects.create_user("merchant", password="a long example phrase")
    stranger.groups.add(Group.objects.create(name="Nobody in particular"))
    admin.force_login(stranger)
    assert admin.get(QUEUE).status_code == 302


def test_names_and_words_are_shown_as_text_only() -> None:
    create_comment(name="<i>Robin</i>", text="<script>alert(1)</script>", answer="<b>no</b>")

    html = read()
    for hostile in ("<i>Robin", "<script>alert", "<b>no</b>"):
        assert hostile not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.database
def test_replies_cost_a_guide_one_statement_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(MAX_SHOWN + 5):
        create_comment(text=f"Reply {number}", sent_at=timezone.now() + timedelta(seconds=number))

    page = guide()
    with django_assert_num_queries(1):
        shown = public_comments(page.pk)
    assert [shown[0].text, shown[-1].text] == ["Reply 5", f"Reply {MAX_SHOWN + 4}"]


def test_a_shown_comment_that_is_withdrawn_leaves_the_guide_immediately() -> None:
    services.withdraw(create_comment("shown"))

    assert Invalidation.objects.filter(tag="guides").exists()
    assert "Which size" not in read()


@pytest.mark.database
def test_refused_and_withdrawn_comments_are_deleted_after_thirty_days() -> None:
    old, young = timezone.now() - timedelta(days=31), timezone.now() - timedelta(days=29)
    for state in Comment.State:
        create_comment(state, state_changed_at=old)
        create_comment(state, state_changed_at=young)

    assert (delete_old_comments(), delete_old_comments()) == (2, 0)
    kept = [
        (found.state, found.state_changed_at == old) for found in Comment.objects.order_by("state", "state_changed_at")
    ]
    assert kept == [
        ("refused", False),
        *(("shown", True), ("shown", False)),
        *(("waiting", True), ("waiting", False)),
        ("withdrawn", False),
    ]
