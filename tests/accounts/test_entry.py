"""Registering, confirming, signing in and out, on the sandbox."""

import re

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

PASSWORD = "correct-horse-battery"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]


def _link(text: str) -> str:
    """The path and query of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found.group(1).replace("&amp;", "&")


def _press(client: Client, path: str, **typed: str) -> HttpResponse:
    """Open an emailed link and submit its form, as a browser would."""
    page = client.get(path)
    hidden = {
        name: page.context["form"][name].value() for name in page.context["form"].fields if name in ("email", "token")
    }
    answer: HttpResponse = client.post(path.partition("?")[0], {**hidden, **typed})  # type: ignore[assignment]
    return answer


@pytest.fixture
def sam(client: Client, commits: None) -> Client:
    """The browser of a customer who has registered and confirmed."""
    client.post("/account/register/", {"email": "sam@example.com", "password": PASSWORD})
    _press(client, _link(str(mail.outbox[-1].body)), password=PASSWORD)
    client.post("/account/sign-out/")
    return client


def sign_in(client: Client, password: str = PASSWORD, **extra: str) -> HttpResponse:
    answer: HttpResponse = client.post(  # type: ignore[assignment]
        "/account/sign-in/", {"email": "sam@example.com", "password": password, **extra}
    )
    return answer


@pytest.mark.database
def test_register_confirm_sign_in_and_see_the_account(sam: Client) -> None:
    # when
    answer = sign_in(sam)
    page = sam.get("/account/")
    # then
    assert answer.status_code == 302
    assert "sam@example.com" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_the_confirmation_mail_names_nothing_private(sam: Client) -> None:
    subject = mail.outbox[0].subject.lower()
    assert not any(word in subject for word in ("lubric", "toy", "sam@"))


def test_opening_the_emailed_link_confirms_nothing_by_itself(client: Client) -> None:
    # given a mail scanner that opens every link
    client.post("/account/register/", {"email": "sam@example.com", "password": PASSWORD})
    client.get(_link(str(mail.outbox[-1].body)))
    # when
    answer = sign_in(client)
    # then
    assert answer.status_code == 422
    assert "Confirm your address first" in answer.content.decode()


def test_registering_a_known_address_says_the_same_and_mails_no_second_account(sam: Client) -> None:
    first = Client().post("/account/register/", {"email": "new@example.com", "password": PASSWORD}).content
    mailed = len(mail.outbox)
    second = Client().post("/account/register/", {"email": "sam@example.com", "password": PASSWORD}).content
    assert first == second
    assert len(mail.outbox) == mailed


def test_a_wrong_password_keeps_the_address_typed_and_says_so(sam: Client) -> None:
    answer = sign_in(sam, "wrong")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "do not go together" in text
    assert "sam@example.com" in text
    assert "wrong" not in text


def test_the_way_back_after_signing_in_stays_on_this_site(sam: Client) -> None:
    assert sign_in(sam, next="/cart/").headers["Location"] == "/cart/"
    sam.post("/account/sign-out/")
    assert sign_in(sam, next="https://elsewhere.example/").headers["Location"] == "/account/"


def test_signing_out_shuts_the_account(sam: Client) -> None:
    sign_in(sam)
    sam.post("/account/sign-out/")
    assert sam.get("/account/").status_code == 302


def test_a_password_reset_ends_older_sign_ins(sam: Client) -> None:
    # given
    sign_in(sam)
    # when
    other = Client()
    other.post("/account/forgotten/", {"email": "sam@example.com"})
    _press(other, _link(str(mail.outbox[-1].body)), password="another-good-one")
    # then
    assert sam.get("/account/").status_code == 302
    assert sign_in(other, "another-good-one").status_code == 302


@pytest.mark.usefixtures("sam")
def test_a_password_reset_responds_alike_for_an_unknown_address() -> None:
    known = Client().post("/account/forgotten/", {"email": "sam@example.com"}).content
    unknown = Client().post("/account/forgotten/", {"email": "nobody@example.com"}).content
    assert known == unknown


def test_changing_the_password_asks_for_the_present_one(sam: Client) -> None:
    sign_in(sam)
    refused = sam.post("/account/password/", {"old": "wrong", "new": "another-good-one"})
    assert refused.status_code == 422
    assert "not your present password" in refused.content.decode()
    taken = sam.post("/account/password/", {"old": PASSWORD, "new": "another-good-one"})
    assert taken.status_code == 302


def test_another_customers_order_number_is_not_found(sam: Client) -> None:
    sign_in(sam)
    assert sam.get("/account/orders/1/").status_code == 404


def test_guests_are_asked_to_sign_in_and_come_back(client: Client) -> None:
    answer = client.get("/account/")
    assert answer.headers["Location"] == "/account/sign-in/?next=%2Faccount%2F"
