"""Guessing an editor's password is limited, without letting a stranger lock the editor out; then a second factor."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"
STRANGER, EDITOR = "203.0.113.9", "198.51.100.4"


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("ada", "ada@example.com", PASSWORD)


@pytest.fixture
def second_factor(settings: Settings) -> None:
    settings.WAGTAIL_2FA_REQUIRED = True


def sign_in(address: str, password: str, *, username: str = "ada", client: Client | None = None) -> int:
    form = {"username": username, "password": password}
    return (client or Client()).post("/desk/login/", form, REMOTE_ADDR=address).status_code


def code_of(device: TOTPDevice) -> str:
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits).token():06d}"


def test_a_stranger_who_guesses_is_stopped_and_the_editor_still_gets_in(editor: User) -> None:
    # when
    guesses = [sign_in(STRANGER, f"guess {number}") for number in range(9)]
    # then
    assert guesses == [200] * 8 + [429]
    assert sign_in(STRANGER, PASSWORD) == 429
    assert sign_in(EDITOR, PASSWORD) == 302


def test_one_network_cannot_try_one_password_for_many_names(editor: User) -> None:
    # when
    tries = [sign_in(STRANGER, PASSWORD, username=f"name-{number}") for number in range(41)]
    # then
    assert tries[39:] == [200, 429]
    assert sign_in(STRANGER, PASSWORD) == 429


def test_behind_a_proxy_each_visitor_has_their_own_count(editor: User, settings: Settings) -> None:
    # given
    settings.TRUSTED_PROXIES = 1
    form = {"username": "ada", "password": "guess"}
    for _ in range(9):
        Client().post("/desk/login/", form, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"1.1.1.1, {STRANGER}")
    # when
    right = {"username": "ada", "password": PASSWORD}
    response = Client().post("/desk/login/", right, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=EDITOR)
    # then
    assert response.status_code == 302


def test_own_mistakes_no_longer_count_after_signing_in(editor: User) -> None:
    # given
    for _ in range(7):
        sign_in(EDITOR, "mistyped")
    # when
    sign_in(EDITOR, PASSWORD)
    # then
    assert [sign_in(EDITOR, "mistyped") for _ in range(7)] == [200] * 7


def test_mails_for_a_forgotten_password_are_limited_and_say_so(editor: User) -> None:
    # when
    answers = [
        Client().post("/desk/password_reset/", {"email": "ada@example.com"}, REMOTE_ADDR=STRANGER) for _ in range(7)
    ]
    # then
    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.usefixtures("second_factor")
def test_an_editor_sets_up_an_app_and_enters_its_code_at_every_sign_in(editor: User) -> None:
    # given
    client = Client()
    sign_in(EDITOR, PASSWORD, client=client)
    # when the editor opens the admin for the first time
    first = client.get("/desk/pages/")
    setup = client.get(first["Location"])
    picture = client.get(reverse("wagtail_2fa_device_qrcode"))
    device = TOTPDevice.objects.get(user=editor, confirmed=False)
    client.post(
        reverse("wagtail_2fa_device_new"), {"name": "phone", "otp_token": code_of(device), "password": PASSWORD}
    )
    # then
    assert (first.status_code, setup.status_code) == (302, 200)
    assert picture["Content-Type"] == "image/svg+xml"
    assert client.get("/desk/").status_code == 200
    # when they sign in again
    again = Client()
    sign_in(EDITOR, PASSWORD, client=again)
    refused = again.get("/desk/")
    TOTPDevice.objects.update(last_t=-1, throttling_failure_count=0)
    wrong = again.post(reverse("wagtail_2fa_auth"), {"otp_token": "000000", "otp_device": device.persistent_id})
    closed = again.get("/desk/")
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    form = {"otp_token": code_of(device), "otp_device": device.persistent_id}
    right = again.post(reverse("wagtail_2fa_auth"), form)
    # then only the code opens the admin
    assert (refused.status_code, wrong.status_code, closed.status_code, right.status_code) == (302, 200, 302, 302)
    assert again.get("/desk/").status_code == 200


@pytest.mark.usefixtures("second_factor")
def test_without_the_code_no_part_of_the_admin_answers(editor: User) -> None:
    # given
    TOTPDevice.objects.create(user=editor, name="phone", confirmed=True)
    client = Client()
    sign_in(EDITOR, PASSWORD, client=client)
    # when
    answers = [
        client.get(f"/desk/{path}") for path in ("", "pages/", "users/", "images/", "reports/", "2fa/devices/new")
    ]
    # then
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"].partition("?")[0] for answer in answers} == {reverse("wagtail_2fa_auth")}


@pytest.mark.usefixtures("second_factor")
def test_an_editor_who_lost_the_phone_sets_up_another(editor: User) -> None:
    # given
    TOTPDevice.objects.create(user=editor, name="lost phone", confirmed=True)
    # when
    call_command("reset_second_factor", "ada")
    client = Client()
    sign_in(EDITOR, PASSWORD, client=client)
    # then
    assert client.get("/desk/")["Location"].partition("?")[0] == reverse("wagtail_2fa_device_new")


@pytest.mark.usefixtures("second_factor")
def test_a_page_of_the_shop_reads_no_session() -> None:
    # when
    response = Client().get("/shop/")
    # then
    assert "Cookie" not in response.get("Vary", "")
    assert "X-Cache-Tags" in response
