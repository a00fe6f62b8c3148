"""The follow-up email: only if it was requested, once, a day after the order was sent, and it can be cancelled."""

import re
from datetime import timedelta

import msgspec
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from storefront.core.crypto import encrypt
from storefront.emails import dedupe, tasks
from storefront.emails.kinds import follow_up
from storefront.emails.kinds.follow_up import CARE_AND_USE
from storefront.emails.models import Email
from storefront.emails.rendering import guides_of
from storefront.payments.models import PaymentAttempt
from storefront.saleor import orders
from storefront.saleor.types import Order
from tests.cart.shopper import input_value
from tests.checkout.purchase import Payer
from tests.emails.test_webhooks import order_event, parcel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("commits")]
DAY = timedelta(days=1)


@pytest.fixture
def payer() -> Payer:
    """A guest whose order is placed."""
    payer = Payer()
    payer.reach_payment()
    payer.pay("success")
    return payer


def done_page(payer: Payer) -> str:
    return str(payer.get(f"/checkout/payment/{PaymentAttempt.objects.get().uuid}/").content.decode())


def request_email(payer: Payer) -> str:
    """Press the button on the order's page, and return the page that follows."""
    page = payer.get(f"/checkout/payment/{PaymentAttempt.objects.get().uuid}/")
    form = {"order": input_value(page, "order"), "back": input_value(page, "back")}
    response = payer.client.post("/letters/care-and-use/", form)
    assert response.status_code == 302
    return str(payer.client.get(response["Location"]).content.decode())


def order_id() -> str:
    return PaymentAttempt.objects.get().order_id


def send_parcel(parcel_id: str = "parcel", *, notify: bool = True) -> None:
    order_event("FulfillmentCreated", order_id(), parcel("", notify=notify, parcel_id=parcel_id))


def send_due_emails_after(age: timedelta = DAY) -> None:
    with time_machine.travel(timezone.now() + age + timedelta(minutes=1)):
        tasks.send_due_emails()


def follow_ups() -> list[str]:
    """The follow-up emails that were sent."""
    return [str(message.body) for message in mail.outbox if "The reading that you asked for" in message.subject]


def parcel_email() -> str:
    """The email about the parcel."""
    return next(str(message.body) for message in mail.outbox if "on its way" in message.subject)


def test_it_is_not_sent_unless_it_was_requested(payer: Payer) -> None:
    page = done_page(payer)
    assert "Email me these guides" in page
    assert 'type="checkbox"' not in page

    send_parcel()
    send_due_emails_after()

    assert follow_ups() == []
    assert not Email.objects.filter(kind=CARE_AND_USE).exists()


def test_it_holds_the_guides_of_what_was_bought_and_is_sent_once_a_day_after_the_parcel(payer: Payer) -> None:
    assert "You asked for it." in request_email(payer)
    assert "You asked for it." in done_page(payer)
    send_due_emails_after()
    assert follow_ups() == []

    send_parcel()
    send_parcel("second")
    send_due_emails_after(timedelta(hours=20))
    assert follow_ups() == []
    send_due_emails_after()
    send_due_emails_after()

    (text,) = follow_ups()
    order = orders.get(order_id())
    assert order is not None
    guides = guides_of(order)
    assert guides
    for guide in guides:
        assert f"{guide.title}: {guide.url}" in text
        assert guide.url.startswith("http://127.0.0.1:8080/guides/")
    assert order.lines
    subjects = [message.subject for message in mail.outbox]
    for line in order.lines:
        assert line.product_name in text.partition("How to care for it")[2]
        assert not any(line.product_name in subject for subject in subjects)


def test_the_page_of_a_placed_order_links_to_the_guides_of_the_email_and_names_no_product_in_an_address(
    payer: Payer,
) -> None:
    page = done_page(payer)
    order = orders.get(order_id())
    assert order is not None
    reading = page.split('id="read-title"')[1].split("</section>")[0]
    guides = guides_of(order)
    assert re.findall(r'href="([^"]+)"', reading) == [guide.url for guide in guides]
    assert guides[-1].url.endswith("/guides/cleaning-and-storage/")
    slugs = [line.variant.product.slug for line in order.lines if line.variant]
    assert slugs
    assert not [slug for slug in slugs if slug in reading]


def test_it_can_be_cancelled_on_the_orders_page(payer: Payer) -> None:
    page = request_email(payer)
    action = re.search(r'action="(/letters/care-and-use/[0-9a-f]{64}/)"', page)
    assert action

    payer.client.post(action[1])
    assert "Email me these guides" in done_page(payer)
    send_parcel()
    send_due_emails_after()

    assert follow_ups() == []


def test_the_email_about_the_parcel_leads_to_where_it_can_be_cancelled(payer: Payer) -> None:
    request_email(payer)
    send_parcel()
    path = re.search(r"http://127\.0\.0\.1:8080(/letters/\S+)", parcel_email())
    assert path

    another_browser = Client()
    assert "Do not send it" in another_browser.get(path[1]).content.decode()
    after = another_browser.post(path[1], follow=True).content.decode()
    send_due_emails_after()

    assert "Nothing will be sent." in after
    assert follow_ups() == []
    assert order_id() not in f"{path[1]}{after}"


def test_the_email_about_the_parcel_does_not_mention_it_unless_it_was_requested(payer: Payer) -> None:
    send_parcel()

    assert "/letters/" not in parcel_email()
    assert "reading" not in parcel_email()


def test_it_is_sent_although_the_merchant_announced_no_parcel(payer: Payer) -> None:
    request_email(payer)
    send_parcel(notify=False)
    send_due_emails_after()

    assert len(follow_ups()) == 1


def test_a_request_is_deleted_if_the_order_is_never_sent(payer: Payer) -> None:
    request_email(payer)
    send_due_emails_after(timedelta(days=59))
    assert Email.objects.filter(kind=CARE_AND_USE).exists()

    send_due_emails_after(follow_up.HOLD_FOR)
    assert not Email.objects.filter(kind=CARE_AND_USE).exists()


def test_it_is_not_offered_without_guides_or_after_the_parcel(order: Order) -> None:
    assert follow_up.offer_for(order)
    assert follow_up.offer_for(None) is None
    assert follow_up.offer_for(msgspec.structs.replace(order, lines=())) is None


@pytest.mark.parametrize("order", ["", "nonsense", encrypt("T3JkZXI6MQ==")], ids=["empty", "nonsense", "encrypted"])
def test_only_an_order_page_can_request_it(client: Client, order: str) -> None:
    assert client.post("/letters/care-and-use/", {"order": order}).status_code == 400
    assert not Email.objects.exists()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_it_leads_back_to_pages_of_this_site_only(client: Client, back: str) -> None:
    key = dedupe.dedupe_hash(CARE_AND_USE, "no such order")

    assert client.post(f"/letters/care-and-use/{key}/", {"back": back})["Location"] == f"/letters/care-and-use/{key}/"
