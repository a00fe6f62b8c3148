"""The care and use letter: only if it was asked for, once, a day after the order was sent, and it can be taken back."""

import re
from datetime import timedelta

import msgspec
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from storefront.core.crypto import encrypt
from storefront.emails import follow_up, outbox, tasks, webhooks
from storefront.emails.models import Email, EmailKind
from storefront.payments.models import PaymentAttempt
from storefront.saleor import orders
from storefront.saleor.types import Order
from tests.cart.shopper import field
from tests.checkout.till import Payer
from tests.emails.test_hearing import news, parcel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
DAY = timedelta(days=1)


@pytest.fixture
def payer() -> Payer:
    """A guest whose order is placed."""
    payer = Payer()
    payer.at_payment()
    payer.pay("success")
    return payer


def done_page(payer: Payer) -> str:
    return str(payer.get(f"/checkout/payment/{PaymentAttempt.objects.get().uuid}/").content.decode())


def ask(payer: Payer) -> str:
    """Press the button on the order's page; the page then."""
    page = payer.get(f"/checkout/payment/{PaymentAttempt.objects.get().uuid}/")
    answer = payer.client.post("/letters/care-and-use/", {"order": field(page, "order"), "back": field(page, "back")})
    assert answer.status_code == 302
    return str(payer.client.get(answer["Location"]).content.decode())


def order_id() -> str:
    return PaymentAttempt.objects.get().order_id


def send_parcel(name: str = "parcel", *, notify: bool = True) -> None:
    told = parcel("", notify=notify)
    webhooks.handle_order_event(
        "any", news("FulfillmentCreated", order_id(), told).replace(b'"parcel"', f'"{name}"'.encode())
    )


def later(age: timedelta = DAY) -> None:
    with time_machine.travel(timezone.now() + age + timedelta(minutes=1)):
        tasks.send_due_emails()


def care_letters() -> list[str]:
    return [str(message.body) for message in mail.outbox if "The reading that you asked for" in message.subject]


def test_nobody_gets_it_who_did_not_ask(payer: Payer) -> None:
    page = done_page(payer)
    assert "Email me these guides" in page
    assert 'type="checkbox"' not in page

    send_parcel()
    later()

    assert care_letters() == []
    assert not Email.objects.filter(kind=EmailKind.CARE_AND_USE).exists()


def test_who_asked_gets_the_guides_of_what_was_bought_once_a_day_after_it_was_sent(payer: Payer) -> None:
    assert "You asked for it." in ask(payer)
    assert "You asked for it." in done_page(payer)
    later()
    assert care_letters() == []

    send_parcel()
    send_parcel("second")
    later(timedelta(hours=20))
    assert care_letters() == []
    later()
    later()

    (text,) = care_letters()
    order = orders.get(order_id())
    assert order is not None
    guides = follow_up.guides_of(order)
    assert guides
    for guide in guides:
        assert f"{guide.title}: {guide.url}" in text
        assert guide.url.startswith("http://127.0.0.1:8080/guides/")
    assert not any(line.product_name in text for line in order.lines)


def test_the_page_of_a_placed_order_names_the_guides_that_the_letter_would_hold_and_no_product_in_an_address(
    payer: Payer,
) -> None:
    page = done_page(payer)
    order = orders.get(order_id())
    assert order is not None
    reading = page.split('id="read-title"')[1].split("</section>")[0]
    guides = follow_up.guides_of(order)
    assert re.findall(r'href="([^"]+)"', reading) == [guide.url for guide in guides]
    assert guides[-1].url.endswith("/guides/cleaning-and-storage/")
    assert not any(line.variant.product.slug in reading for line in order.lines if line.variant)


def test_it_can_be_taken_back_on_the_orders_page(payer: Payer) -> None:
    page = ask(payer)
    action = re.search(r'action="(/letters/care-and-use/[0-9a-f]{64}/)"', page)
    assert action

    payer.client.post(action[1])
    assert "Email me these guides" in done_page(payer)
    send_parcel()
    later()

    assert care_letters() == []


def test_the_letter_that_says_that_the_order_is_sent_tells_where_to_take_it_back(payer: Payer) -> None:
    ask(payer)
    send_parcel()
    sent = next(str(message.body) for message in mail.outbox if "on its way" in message.subject)
    path = re.search(r"http://127\.0\.0\.1:8080(/letters/\S+)", sent)
    assert path

    somewhere_else = Client()
    assert "Do not send it" in somewhere_else.get(path[1]).content.decode()
    after = somewhere_else.post(path[1], follow=True).content.decode()
    later()

    assert "Nothing will be sent." in after
    assert care_letters() == []
    assert order_id() not in f"{path[1]}{after}"


def test_the_letter_that_the_order_is_sent_says_nothing_of_it_to_who_did_not_ask(payer: Payer) -> None:
    send_parcel()

    sent = next(str(message.body) for message in mail.outbox if "on its way" in message.subject)
    assert "/letters/" not in sent
    assert "reading" not in sent


def test_it_goes_too_where_the_merchant_did_not_have_the_shopper_told_of_the_parcel(payer: Payer) -> None:
    ask(payer)
    send_parcel(notify=False)
    later()

    assert len(care_letters()) == 1


def test_an_asking_is_forgotten_when_nothing_is_ever_sent(payer: Payer) -> None:
    ask(payer)
    later(timedelta(days=59))
    assert Email.objects.filter(kind=EmailKind.CARE_AND_USE).exists()

    later(follow_up.HOLD_FOR)
    assert not Email.objects.filter(kind=EmailKind.CARE_AND_USE).exists()


def test_it_is_not_offered_for_what_is_sent_already_or_has_no_guides(order: Order) -> None:
    assert follow_up.offer_for(order)
    assert follow_up.offer_for(None) is None
    assert follow_up.offer_for(_with(order, lines=())) is None


def test_what_the_orders_page_did_not_seal_asks_for_nothing(client: Client) -> None:
    for order in ("", "nonsense", encrypt("T3JkZXI6MQ==")):
        assert client.post("/letters/care-and-use/", {"order": order}).status_code == 400
    assert not Email.objects.exists()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_it_leads_back_to_pages_of_ours_only(client: Client, back: str) -> None:
    key = outbox.dedupe_hash(EmailKind.CARE_AND_USE, "no such order")

    assert client.post(f"/letters/care-and-use/{key}/", {"back": back})["Location"] == f"/letters/care-and-use/{key}/"


def _with(order: Order, **changes: object) -> Order:
    return msgspec.structs.replace(order, **changes)
