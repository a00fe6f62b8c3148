"""A guest opens an order by an emailed link; the responses do not reveal whether an order exists."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from storefront.orders import guest_lookup, tasks
from storefront.orders.models import GuestLookup
from storefront.payments.models import PaymentAttempt
from storefront.saleor.client import api
from tests.cart.shopper import Shopper, input_value, page_text
from tests.cart.transports import Unreachable
from tests.checkout.purchase import Payer
from tests.orders.conftest import emails_to, order_link

pytestmark = pytest.mark.django_db


def asked(number: str, email: str = "sam@example.com") -> Shopper:
    """A guest without an account who has asked for an order."""
    guest = Shopper()
    page = guest.post("/orders/", {"number": number, "email": email})
    assert page.status_code == 200
    assert "If there is such an order, we have written to its mailbox." in page_text(page)
    return guest


@pytest.mark.database
def test_the_mailbox_of_an_order_is_sent_a_link_that_opens_it(number: str) -> None:
    guest = asked(number)
    (email,) = emails_to("sam@example.com")

    look = guest.client.get(order_link(email))
    opened = guest.client.post(order_link(email), follow=True)

    assert email.subject == f"Look at your order {number}"
    assert "Open my order" in page_text(look)
    assert opened.redirect_chain[-1][0] == f"/orders/{number}/"
    assert f"Order {number}" in page_text(opened)
    assert "Everyday Water-Based Gel" in page_text(opened)


@pytest.mark.parametrize(
    ("typed", "email"),
    [("{number}", "other@example.com"), ("999999", "sam@example.com"), ("2147483647", "sam@example.com")],
)
def test_an_order_of_another_mailbox_gets_the_same_response_and_no_email(number: str, typed: str, email: str) -> None:
    right = Shopper().post("/orders/", {"number": number, "email": "sam@example.com"})
    mail.outbox.clear()

    wrong = Shopper().post("/orders/", {"number": typed.format(number=number), "email": email})

    assert page_text(wrong) == page_text(right)
    assert wrong.status_code == right.status_code
    assert mail.outbox == []


def test_the_page_itself_asks_saleor_nothing(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.answer_lookup, "apply_async", lambda **_: None)

    with api.override_transport(Unreachable()):
        asked(number)

    assert GuestLookup.objects.count() == 1


def test_the_number_may_be_written_as_people_write_it(number: str) -> None:
    asked(f"No. {number}", "SAM@Example.com")

    assert emails_to("sam@example.com")


def test_an_invalid_number_is_reported_at_the_field_and_kept(client: object) -> None:
    page = Shopper().post("/orders/", {"number": "mine", "email": "sam@example.com"})

    assert page.status_code == 422
    assert "made of digits" in page_text(page)
    assert input_value(page, "number") == "mine"
    assert input_value(page, "email") == "sam@example.com"


def test_asking_too_often_is_refused_for_a_while_in_the_same_words_for_every_mailbox(number: str) -> None:
    for _turn in range(5):
        asked(number)

    page = Shopper().post("/orders/", {"number": number, "email": "sam@example.com"})

    assert page.status_code == 429
    assert page["Retry-After"]
    assert input_value(page, "number") == number


def test_a_link_is_good_for_an_hour_and_then_says_so(number: str) -> None:
    guest = asked(number)
    link = order_link(emails_to("sam@example.com")[0])

    with time_machine.travel(timezone.now() + guest_lookup.LINK_LIFETIME + timedelta(seconds=1)):
        look, press = guest.client.get(link), guest.client.post(link)

    assert (look.status_code, press.status_code) == (410, 410)
    assert "no longer good" in page_text(press)


def test_a_link_opens_one_order_and_only_in_the_browser_that_pressed(number: str) -> None:
    guest = asked(number)
    guest.client.post(order_link(emails_to("sam@example.com")[0]))

    assert guest.get(f"/orders/{number}/").status_code == 200
    assert Shopper().get(f"/orders/{number}/")["Location"] == "/orders/"
    guest.post("/orders/close/", {})
    assert guest.get(f"/orders/{number}/")["Location"] == "/orders/"


def test_no_id_of_the_order_is_in_any_page_link_or_email(number: str) -> None:
    guest = asked(number)
    (email,) = emails_to("sam@example.com")
    page = guest.client.post(order_link(email), follow=True)
    order_id = PaymentAttempt.objects.get().order_id

    assert order_id not in page.content.decode()
    assert order_id not in str(email.body)
    row = GuestLookup.objects.get()
    assert "sam@example.com" not in row.encrypted_request + row.encrypted_order_id
    assert order_id not in row.encrypted_order_id


def test_with_saleor_away_it_is_looked_for_later(number: str) -> None:
    with api.override_transport(Unreachable()):
        asked(number)
    assert mail.outbox == []

    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        tasks.queue_due()

    assert emails_to("sam@example.com")


def test_posting_twice_sends_one_email(number: str) -> None:
    asked(number)
    pk = GuestLookup.objects.get().pk

    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        tasks.answer_lookup(pk)
        tasks.queue_due()

    assert len(emails_to("sam@example.com")) == 1


def test_what_was_asked_is_forgotten_after_its_hour(number: str) -> None:
    asked(number)

    with time_machine.travel(timezone.now() + guest_lookup.LINK_LIFETIME + timedelta(seconds=1)):
        tasks.queue_due()

    assert not GuestLookup.objects.exists()


def test_with_saleor_away_a_link_can_be_pressed_again(number: str) -> None:
    guest = asked(number)
    link = order_link(emails_to("sam@example.com")[0])

    with api.override_transport(Unreachable()):
        page = guest.client.post(link)

    assert page.status_code == 503
    assert guest.client.post(link).status_code == 302


def test_who_paid_sees_the_order_at_once(payer: Payer, number: str) -> None:
    assert payer.get(f"/orders/{number}/").status_code == 200


def test_signing_out_closes_what_was_opened(number: str) -> None:
    guest = asked(number)
    guest.client.post(order_link(emails_to("sam@example.com")[0]))

    guest.post("/account/sign-out/", {})

    assert guest.get(f"/orders/{number}/")["Location"] == "/orders/"
