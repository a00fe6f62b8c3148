"""Readers write comments: what is stored, what is refused at its field, and that input is kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from education.comments.forms import has_address
from education.comments.models import Comment
from storefront.core.text.typed_text import clean_lines
from tests.education.comments.comment_form import TEXT, create_comment, form_address, link_of, opened, stamp_of, write
from tests.education.editing import guide

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "see https://example.org/x",
    "look at www.example.org",
    "bargain.shop has it",
    "bit.ly or example.co.uk",
    "write to me: robin@example.com",
    "robin @ home, I am @robin_r",
    '<a href="x">here</a>',
    "[url=x]here[/url]",
    "ｅｘａｍｐｌｅ．ｃｏｍ",
    "exam\u200bple.com",
]
PLAIN = [
    "I began with 18.5 mm, e.g. the slim one.",
    "It hurt.So I stopped. Is that right?",
    "Use more lube... and go slowly; 50/50 with water @ night?",
    "Ask your G.P. (or a nurse) first.",
]


@pytest.mark.database
def test_a_comment_needs_no_account_and_is_hidden_until_an_editor_approves_it(client: Client) -> None:
    answer = write(client)

    (kept,) = Comment.objects.all()
    assert (kept.state, kept.name, kept.text) == ("waiting", "Robin", TEXT)
    assert "waits for an editor" in client.get(link_of(answer)).content.decode()
    assert "Which size" not in client.get(guide().get_url()).content.decode()


def test_no_address_session_or_token_is_kept(client: Client) -> None:
    link = link_of(write(client))

    assert {field.name for field in Comment._meta.get_fields()} == {
        "id", "guide", "name", "text", "answer", "state", "sent_at", "state_changed_at", "key", "ground", "ground_note",
        "reports",
    }  # fmt: skip
    assert not client.cookies
    assert link.rstrip("/").rpartition("/")[2] not in Comment.objects.get().key
    assert "csrf" not in client.get(form_address()).content.decode()


def test_each_reader_gets_a_new_form(client: Client) -> None:
    answer = client.get(form_address())

    assert "no-store" in answer["Cache-Control"]
    assert stamp_of(answer.content.decode()) != opened(client)


def test_a_post_from_another_site_is_refused(client: Client) -> None:
    assert client.post(form_address(), {"name": "Robin", "text": TEXT}).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ADDRESSES)
def test_links_and_addresses_are_refused_at_the_field_and_input_is_kept(client: Client, text: str) -> None:
    answer = write(client, name="Robin of Leeds", text=text)

    assert answer.status_code == 422
    assert "Please leave out links" in answer.context["form"].errors["text"][0]
    assert escape(text) in answer.content.decode()
    assert "Robin of Leeds" in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", PLAIN)
def test_full_stops_and_numbers_are_no_addresses(text: str) -> None:
    assert not has_address(clean_lines(text))


def test_a_name_is_no_address_and_not_ours(client: Client) -> None:
    for name in ("robin.example.com", "robin@example.com", "GRADUAL", "\u200b"):
        answer = write(client, name=name)
        assert answer.status_code == 422
        assert answer.context["form"].errors["name"]


def test_nothing_and_too_much_are_refused_by_a_sentence(client: Client) -> None:
    assert "text" in write(client, text=" \n ").context["form"].errors
    assert "text" in write(client, text="a" * 1501).context["form"].errors
    assert "name" in write(client, name="a" * 41).context["form"].errors


def test_what_cannot_be_seen_is_left_out() -> None:
    assert clean_lines("a\u202eb\x07c\r\n\r\n\r\n\r\nd  ") == "abc\n\nd"


def test_a_filled_trap_keeps_nothing_and_loses_no_word(client: Client) -> None:
    answer = write(client, more="http://spam.example")

    assert answer.status_code == 422
    assert "which size" in answer.content.decode().lower()
    assert "spam.example" not in answer.content.decode()
    assert not Comment.objects.exists()
    assert write(client, stamp=stamp_of(answer.content.decode())).status_code == 302


def test_a_form_sent_too_fast_is_refused_and_accepted_later(client: Client) -> None:
    stamp = opened(client)

    answer = write(client, stamp=stamp, after=1)
    assert (answer.status_code, "very fast" in answer.content.decode()) == (422, True)
    assert stamp_of(answer.content.decode()) == stamp
    assert write(client, stamp=stamp, after=9).status_code == 302


def test_only_what_is_wrong_with_the_words_is_said_first(client: Client) -> None:
    assert set(write(client, after=1, text="www.example.org").context["form"].errors) == {"text"}


@pytest.mark.parametrize("spoiled", ["", "x", "abc.1:def", "\x00"])
def test_a_stamp_that_is_not_ours_gets_a_new_form_with_the_same_words(client: Client, spoiled: str) -> None:
    answer = write(client, stamp=spoiled)

    assert answer.status_code == 422
    assert "which size" in answer.content.decode().lower()
    assert write(client, stamp=stamp_of(answer.content.decode()), after=60).status_code == 302


def test_a_form_that_lay_open_for_two_days_is_looked_over_again(client: Client) -> None:
    answer = write(client, stamp=opened(client, at=timezone.now() - timedelta(days=2)))

    assert (answer.status_code, "open for too long" in answer.content.decode()) == (422, True)


@pytest.mark.database
def test_a_form_sent_twice_is_one_reply(client: Client) -> None:
    stamp = opened(client)

    assert link_of(write(client, stamp=stamp)) == link_of(write(client, stamp=stamp))
    assert Comment.objects.count() == 1


def test_the_sixth_reply_of_an_hour_waits_and_its_words_are_kept(client: Client) -> None:
    for _ in range(5):
        link_of(write(client))

    answer = write(client, text="And one more question")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "And one more question" in answer.content.decode()
    assert "Your words are still here" in answer.content.decode()
    assert Comment.objects.count() == 5


def test_the_rate_limit_stores_no_readable_ip_address(client: Client) -> None:
    write(client)

    keys = [str(key) for key in getattr(cache, "_cache")]  # noqa: B009
    assert any("comment-network" in key for key in keys)
    assert not any("127.0.0.1" in key for key in keys)


def test_a_guide_that_is_not_live_takes_no_replies(client: Client) -> None:
    address = form_address()
    guide().unpublish()

    assert client.get(address).status_code == 404


@pytest.mark.database
def test_the_link_withdraws_the_comment_and_deletes_its_text(client: Client) -> None:
    link = link_of(write(client))
    assert "Withdraw my reply" in client.get(link).content.decode()

    answer = client.post(link, headers={"Sec-Fetch-Site": "same-origin"})
    again = client.post(link, headers={"Sec-Fetch-Site": "same-origin"})

    kept = Comment.objects.get()
    assert (answer.status_code, again.status_code) == (302, 302)
    assert (kept.state, kept.name, kept.text) == ("withdrawn", "", "")
    assert "withdrawn" in client.get(link).content.decode()


def test_opening_the_link_withdraws_nothing_and_another_sites_post_neither(client: Client) -> None:
    link = link_of(write(client))
    client.get(link)

    assert client.post(link).status_code == 403
    assert Comment.objects.get().state == "waiting"


def test_no_other_link_leads_to_a_reply(client: Client) -> None:
    create_comment()

    assert client.get("/replies/mine/" + "a" * 22 + "/").status_code == 404


def test_the_page_of_a_link_is_not_cached_and_not_indexed(client: Client) -> None:
    answer = client.get(link_of(write(client)))

    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
