"""Rate limits: a message, status 429, Retry-After, and kept input; alike for known and unknown addresses."""

from dataclasses import replace

import pytest
from django.test import Client

from storefront.accounts import rate_limits
from tests.accounts.customer import EMAIL, PASSWORD, Customer, mailed
from tests.cart.shopper import page_text

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("customer")
@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_signing_in_is_tried_eight_times_from_one_place(email: str) -> None:
    client = Client()
    for _ in range(8):
        assert client.post("/account/sign-in/", {"email": email, "password": "wrong"}).status_code == 422
    answer = client.post("/account/sign-in/", {"email": email, "password": "wrong"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Too many tries" in page_text(answer)
    assert email in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post("/account/sign-in/", {"email": email, "password": "wrong"}).status_code == 422


def test_a_new_password_is_asked_for_five_times_an_hour(customer: Customer) -> None:
    for email in (EMAIL, "nobody@example.com"):
        answers = [customer.post("/account/forgotten/", {"email": email}).status_code for _ in range(6)]
        assert answers == [200, 200, 200, 200, 200, 429]


def test_strangers_do_not_lock_the_owner_of_a_mailbox_out(customer: Customer) -> None:
    # given strangers in many networks who ask for new passwords and look for orders
    for stranger in range(3):
        client = Client(REMOTE_ADDR=f"203.0.113.{stranger}")
        for _ in range(6):
            client.post("/account/forgotten/", {"email": EMAIL})
            client.post("/orders/", {"number": "1", "email": EMAIL})
    # then
    assert customer.post("/account/forgotten/", {"email": EMAIL}).status_code == 200
    assert customer.post("/orders/", {"number": "1", "email": EMAIL}).status_code == 200


def test_an_emailed_link_works_although_strangers_guessed_the_password(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given so many guesses that the password is refused for now
    monkeypatch.setattr(rate_limits, "_SIGN_INS_ANYWHERE", replace(rate_limits._SIGN_INS_ANYWHERE, most=3))
    customer.post("/account/sign-out/", {})
    for stranger in range(4):
        Client(REMOTE_ADDR=f"203.0.113.{stranger}").post("/account/sign-in/", {"email": EMAIL, "password": "wrong"})
    assert customer.sign_in().status_code == 429
    # when
    customer.post("/account/forgotten/", {"email": EMAIL})
    answer = customer.press_link(mailed(EMAIL), password="another-good-one")
    # then
    assert answer.headers["Location"] == "/account/"


def test_emails_to_a_new_address_are_limited(customer: Customer) -> None:
    typed = {"email": "new@example.com", "password": PASSWORD}
    answers = [customer.post("/account/email/", typed).status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 200, 429]


def test_passwords_are_not_guessed_by_who_is_signed_in_already(customer: Customer) -> None:
    typed = {"old": "a-guess", "new": "another-good-one"}
    answers = [customer.post("/account/password/", typed).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_accounts_are_made_twenty_times_an_hour_from_one_place(commits: None) -> None:
    client = Client()
    answers = [
        client.post("/account/register/", {"email": f"n{index}@example.com", "password": PASSWORD}).status_code
        for index in range(21)
    ]
    assert answers[-2:] == [200, 429]


def test_data_is_gathered_ten_times_an_hour(customer: Customer) -> None:
    answers = [customer.post("/account/data/download/", {}).status_code for _ in range(11)]
    assert answers[-2:] == [200, 429]
