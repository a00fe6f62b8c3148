"""Withdrawing from a contract: without an account, confirmed once, acknowledged and reported to the merchant."""

import re
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from storefront.merchant.models import TAG as MERCHANT_TAG
from storefront.merchant.models import MerchantProfile
from storefront.orders import tasks, withdrawal
from storefront.orders.models import Withdrawal
from storefront.page_cache import invalidate
from storefront.saleor.client import api
from tests.cart.shopper import GEL, Shopper, input_value, page_text
from tests.cart.transports import Unreachable
from tests.checkout.purchase import Payer
from tests.orders.conftest import emails_to
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db
SAM = "sam@example.com"
TYPED = {"name": "Sam Reader", "number": "1042", "email": SAM, "words": ""}
CONTROL = "Return an order"

MERCHANT_EMAIL = "service@gradual.example"


def confirmed(guest: Shopper, typed: dict[str, str], path: str = "/returns/withdraw/") -> dict[str, str]:
    """What the confirmation page sends on."""
    page = guest.post(path, typed)
    assert page.status_code == 200, page_text(page)
    assert "Confirm return" in page_text(page)
    return {**typed, "key": input_value(page, "key"), "confirm": "yes"}


@pytest.mark.parametrize("path", ["/", "/returns/", "/shop/", "/orders/"])
def test_the_control_is_on_every_page_and_needs_no_account(path: str) -> None:
    assert CONTROL in page_text(Shopper().get(path))
    assert CONTROL in page_text(Shopper().get("/returns/withdraw/"))


@pytest.mark.database
def test_a_declaration_is_acknowledged_with_its_text_and_time(payer: Payer, number: str) -> None:
    guest = Shopper()
    typed = {**TYPED, "number": number}

    with time_machine.travel(datetime(2026, 11, 25, 23, 4, 10, tzinfo=UTC), tick=False):
        page = guest.client.post("/returns/withdraw/", confirmed(guest, typed), follow=True)

    said = page_text(page)
    assert "We have received your return" in said
    (email,) = emails_to(SAM)
    assert email.subject == "We have received your return"
    for text in (said, str(email.body)):
        assert f"I cancel my whole order, number {number}, and send back" in text
        assert "Sam Reader" in text
        assert "25 November 2026 at 23:04:10 (Europe/London, UTC+00:00)" in text


SPAM = {"name": "Win a prize at http://evil.example", "words": "Click http://evil.example/now", "number": "7391 evil"}


@pytest.mark.parametrize("away", [False, True], ids=["saleor answers", "saleor is away"])
def test_nobody_can_mail_their_words_to_a_stranger(number: str, commits: None, away: bool) -> None:
    # given a person who names no order of the stranger, or who has an order of their own
    guest = Shopper()
    sent = confirmed(guest, {**TYPED, **SPAM, "email": "stranger@example.com"})
    # when
    with api.override_transport(Unreachable()) if away else nullcontext():
        page = guest.client.post("/returns/withdraw/", sent, follow=True)
    # then the page repeats it to who wrote it, and the email only says that something came, and when
    assert "http://evil.example/now" in page_text(page)
    (email,) = emails_to("stranger@example.com")
    for text in (str(email.subject), str(email.body), str(email.message())):
        assert "evil" not in text
        assert "prize" not in text
    assert "7391" in str(email.body)
    assert "If you did not declare this, you need not do anything." in " ".join(str(email.body).split())


def test_an_order_of_ones_own_does_not_make_the_shop_mail_a_stranger(payer: Payer, number: str) -> None:
    path = f"/orders/{number}/withdraw/"
    payer.post(path, confirmed(payer, {"line-0": "1", "name": "evil", "email": "stranger@example.com"}, path))
    (email,) = emails_to("stranger@example.com")
    assert "evil" not in str(email.body)
    assert "Gel" not in str(email.body)


def test_a_stranger_gets_few_receipts_and_every_withdrawal_is_stored(commits: None) -> None:
    for index in range(7):
        guest = Shopper(client=Client(REMOTE_ADDR=f"203.0.113.{index}"))
        guest.post("/returns/withdraw/", confirmed(guest, {**TYPED, "email": "stranger@example.com"}))
    assert Withdrawal.objects.count() == 7
    assert len(emails_to("stranger@example.com")) == 5


def test_nothing_is_declared_before_it_is_confirmed(commits: None) -> None:
    confirmed(Shopper(), TYPED)

    assert not Withdrawal.objects.exists()
    assert emails_to(SAM) == []


def test_it_can_be_changed_before_it_is_confirmed(commits: None) -> None:
    guest = Shopper()
    sent = confirmed(guest, {**TYPED, "words": "The gel"})
    del sent["confirm"]

    page = guest.post("/returns/withdraw/", {**sent, "change": "yes"})

    assert page.status_code == 200
    assert "The gel" in page.content.decode()
    assert not Withdrawal.objects.exists()


def test_sent_twice_it_is_one_declaration_and_one_receipt(commits: None) -> None:
    guest = Shopper()
    sent = confirmed(guest, TYPED)

    for _turn in range(2):
        assert guest.post("/returns/withdraw/", sent)["Location"] == "/returns/withdraw/received/"

    assert Withdrawal.objects.count() == 1
    assert len(emails_to(SAM)) == 1


def test_the_merchant_gets_an_email_and_a_note_on_the_order(payer: Payer, number: str) -> None:
    guest = Shopper()
    guest.post("/returns/withdraw/", confirmed(guest, {**TYPED, "number": number, "words": "One bottle"}))

    (notice,) = emails_to(MERCHANT_EMAIL)
    assert notice.subject == f"Withdrawal from order {number}"
    assert "One bottle" in str(notice.body)
    (note,) = merchant.notes_of(number)
    assert "I cancel a part of my order" in note
    assert "One bottle" in note
    assert "You told us on" in page_text(payer.get(f"/orders/{number}/"))


def test_an_order_of_another_mailbox_is_not_changed(payer: Payer, number: str) -> None:
    guest = Shopper()
    guest.post("/returns/withdraw/", confirmed(guest, {**TYPED, "number": number, "email": "other@example.com"}))

    assert emails_to("other@example.com")
    assert emails_to(MERCHANT_EMAIL)
    assert merchant.notes_of(number) == ()
    assert "You told us on" not in page_text(payer.get(f"/orders/{number}/"))


def test_some_items_of_an_opened_order_can_be_chosen(payer: Payer, number: str) -> None:
    path = f"/orders/{number}/withdraw/"
    look = payer.get(path)

    sent = confirmed(payer, {"line-0": "1", "name": "S Reader", "email": SAM}, path)
    receipt = payer.client.post(path, sent, follow=True)

    assert "only while the seal is whole" in page_text(look)
    assert input_value(look, "email") == SAM
    assert "1 × Everyday Water-Based Gel" in page_text(receipt)
    assert "a part of my order" in page_text(receipt)
    assert "1 × Everyday" in merchant.notes_of(number)[0]


def test_at_least_one_item_must_be_chosen(payer: Payer, number: str) -> None:
    page = payer.post(f"/orders/{number}/withdraw/", {"line-0": "0", "name": "S Reader", "email": SAM})

    assert page.status_code == 422
    assert "Choose at least one thing that goes back." in page_text(page)


def test_with_saleor_away_it_can_be_declared_all_the_same(payer: Payer, number: str) -> None:
    path = f"/orders/{number}/withdraw/"
    sent = confirmed(payer, {"line-0": "2", "name": "S Reader", "email": SAM}, path)

    with api.override_transport(Unreachable()):
        instead = payer.post(path, {"line-0": "2", "name": "S Reader", "email": SAM})
        taken = payer.post(path, sent)

    assert instead.status_code == 503
    assert input_value(instead, "name") == "S Reader"
    assert input_value(instead, "number") == number
    assert taken["Location"] == "/returns/withdraw/received/"
    assert "my whole order" in str(emails_to(SAM)[0].body)
    assert merchant.notes_of(number) == ()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        tasks.queue_due()
        tasks.queue_due()
    assert len(merchant.notes_of(number)) == 1


def test_an_order_that_was_not_opened_is_described_in_words(payer: Payer, number: str) -> None:
    assert Shopper().get(f"/orders/{number}/withdraw/")["Location"] == "/returns/withdraw/"


def test_missing_input_is_reported_at_its_field_and_input_is_kept() -> None:
    page = Shopper().post("/returns/withdraw/", {**TYPED, "name": "", "email": "sam at example"})

    assert page.status_code == 422
    assert "Type your name." in page_text(page)
    assert "has an @ in the middle" in page_text(page)
    assert input_value(page, "number") == "1042"
    assert input_value(page, "email") == "sam at example"


def test_too_many_from_one_mailbox_are_led_to_writing_a_mail(commits: None) -> None:
    guest = Shopper()
    for _turn in range(10):
        assert guest.post("/returns/withdraw/", confirmed(guest, TYPED)).status_code == 302

    page = guest.post("/returns/withdraw/", confirmed(guest, TYPED))

    assert page.status_code == 429
    assert MERCHANT_EMAIL in page_text(page)
    assert input_value(page, "name") == "Sam Reader"


def test_what_was_declared_is_sealed_and_kept_for_three_years(commits: None) -> None:
    guest = Shopper()
    guest.post("/returns/withdraw/", confirmed(guest, TYPED))
    row = Withdrawal.objects.get()

    assert not re.search("Sam|example|1042", row.encrypted_declaration)
    assert withdrawal.read_declaration(row).name == "Sam Reader"
    tasks.queue_due()
    assert Withdrawal.objects.exists()
    with time_machine.travel(timezone.now() + withdrawal.KEEP_FOR + timedelta(days=1)):
        tasks.queue_due()
    assert not Withdrawal.objects.exists()


def test_the_receipt_is_shown_only_to_the_person_who_declared(commits: None) -> None:
    guest = Shopper()
    guest.post("/returns/withdraw/", confirmed(guest, TYPED))

    assert "Sam Reader" in page_text(guest.get("/returns/withdraw/received/"))
    assert Shopper().get("/returns/withdraw/received/")["Location"] == "/returns/withdraw/"


def test_the_forms_want_a_token() -> None:
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/returns/withdraw/", TYPED).status_code == 403


def test_the_returns_page_is_the_same_for_everybody_and_says_what_the_law_wants_said(no_saleor: None) -> None:
    page = Shopper().get("/returns/")

    said = page_text(page)
    assert page.headers["X-Cache-Tags"] == "merchant:en-gb market:en-gb site"
    for words_ in ("14 days", "Faults are always covered", "While the seal is whole", "Confirm return", CONTROL):
        assert words_ in said


@pytest.mark.parametrize(
    ("market", "action", "confirm", "right"),
    [
        ("/de-de", "Vertrag widerrufen", "Widerruf bestätigen", "Sag, dass du widerrufst"),
        ("/en-ie", "Withdraw from contract", "Confirm withdrawal", "Say that you withdraw"),
        ("", "Return an order", "Confirm return", "You have 14 days, and you need no reason"),
        ("/en-us", "Return an order", "Confirm return", "We promise: you have 14 days"),
    ],
)
def test_article_11a_the_function_has_the_laws_words_in_the_union_and_is_our_promise_elsewhere(
    market: str, action: str, confirm: str, right: str
) -> None:
    shopper = Shopper(market)

    page = shopper.get("/returns/withdraw/").content.decode()
    asked = shopper.post("/returns/withdraw/", TYPED)

    is_button = re.search(rf'class="btn btn-ghost" href="{market}/returns/withdraw/">{action}<', page)
    assert bool(is_button) is (market in ("/de-de", "/en-ie"))
    assert action in page
    assert confirm in page_text(asked)
    assert right in page_text(shopper.get("/returns/"))


def test_a_merchant_may_grant_more_days_than_the_law_and_not_fewer() -> None:
    MerchantProfile.objects.update(return_days=30)
    invalidate(MERCHANT_TAG)
    assert "innerhalb von 30 Tagen" in page_text(Shopper("/de-de").get(f"/product/{GEL}/"))
    assert "We promise: you have 30 days" in page_text(Shopper("/en-us").get("/returns/"))

    MerchantProfile.objects.update(return_days=7)
    invalidate(MERCHANT_TAG)
    assert "You have 14 days" in page_text(Shopper("/en-ie").get("/returns/"))
    assert "We promise: you have 7 days" in page_text(Shopper("/en-us").get("/returns/"))
