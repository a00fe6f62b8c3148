import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from education.feedback.models import HelpfulCount
from education.feedback.services import guides_with_counts
from tests.education.editing import TRAINING, guide

pytestmark = pytest.mark.django_db
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def send(client: Client, answer: str = "yes", **extra: str) -> int:
    page = guide()
    return int(client.post(f"/helpful/{page.pk}/", {"answer": answer}, **{**OURS, **extra}).status_code)  # type: ignore[arg-type]  # headers


def counts() -> tuple[int, int, int]:
    page = guides_with_counts().get(pk=guide().pk)
    return (page.yes, page.partly, page.no)


def test_an_answer_is_counted_and_leaves_no_trace_of_who_gave_it(client: Client) -> None:
    html = client.get(TRAINING).content.decode()
    assert f'action="/helpful/{guide().pk}/"' in html
    assert [send(client), send(client), send(client, "no")] == [302, 302, 302]
    assert counts() == (2, 0, 1)
    assert not client.cookies
    assert {field.name for field in HelpfulCount._meta.get_fields()} == {"id", "guide", "answer", "count"}
    assert "Thank you" in client.get(f"/helpful/{guide().pk}/thanks/").content.decode()


@pytest.mark.parametrize("answer", ["", "maybe", "YES"])
def test_anything_else_is_not_counted_and_is_asked_again(client: Client, answer: str) -> None:
    assert send(client, answer) == 422
    assert counts() == (0, 0, 0)


def test_another_site_cannot_answer(client: Client) -> None:
    assert send(client, HTTP_SEC_FETCH_SITE="cross-site") == 403
    assert counts() == (0, 0, 0)


def test_a_network_may_answer_twenty_times_an_hour(client: Client) -> None:
    assert [send(client) for _ in range(21)] == [302] * 20 + [429]
    assert counts() == (20, 0, 0)


def test_only_a_live_guide_can_be_answered(client: Client) -> None:
    page = guide()
    page.unpublish()
    assert client.post(f"/helpful/{page.pk}/", {"answer": "yes"}, **OURS).status_code == 404  # type: ignore[arg-type]  # headers


def test_editors_see_the_counts_in_the_admin(client: Client) -> None:
    send(client, "partly")
    client.force_login(User.objects.create_superuser("ed", "ed@example.com", "x"))
    html = client.get(reverse("was_this_helpful")).content.decode()
    row = html.split("Gradual anal training")[1].split("</tr>")[0]
    assert re.findall(r">\s*(\d+)\s*<", row) == ["0", "1", "0"]


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("", {"casual", "concerted"}),
        ("?path=casual", {"casual"}),
        ("?path=concerted", {"concerted"}),
        ("?path=x", {"casual", "concerted"}),
    ],
)
def test_a_track_through_a_guide_is_stored_only_in_its_url(client: Client, path: str, there: set[str]) -> None:
    html = client.get(f"{TRAINING}{path}").content.decode()
    shown = {way for way in ("casual", "concerted") if f'id="{way}-practice"' in html}
    assert shown == there
    assert html.count("Stage 6 of 6") == 1
    assert 'id="stop-signs"' in html
    assert f'href="http://127.0.0.1:8080{TRAINING}">' in html.split('rel="canonical" ')[1][:80]
    assert (
        len(re.findall(r'<a href="[^"]+" aria-current="true">', html.split('class="ways"')[1].split("</nav>")[0])) == 1
    )


def test_a_guide_with_one_way_offers_none(client: Client) -> None:
    assert 'class="ways"' not in client.get("/guides/choosing-a-lubricant/").content.decode()


def test_the_report_takes_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert list(guides_with_counts())
