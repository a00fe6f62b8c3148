"""The order page shows the order's state: placed, paid, sent with a tracking number, withdrawn."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Product
from storefront.payments.models import PaymentAttempt
from storefront.saleor.client import api
from tests.cart.shopper import CONDOMS, GEL, OIL, input_value, page_text
from tests.cart.transports import MemoizingTransport, Unreachable
from tests.checkout.purchase import HOME_ADDRESS, Payer
from tests.markup import compact
from tests.orders.conftest import emails_to
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db


def test_a_new_order_is_placed_and_paid_and_still_to_be_sent(payer: Payer, number: str) -> None:
    page = payer.get(f"/orders/{number}/")

    stops = [(stop.title, stop.state) for stop in page.context["status"].steps]
    assert stops == [("Placed", "done"), ("Paid", "done"), ("Packed and sent", "later")]
    assert page["Cache-Control"] == "private, no-store"


def test_a_sent_order_shows_its_tracking_number_and_the_last_day_of_withdrawal(payer: Payer, number: str) -> None:
    merchant.send_order(number, tracking_number="AB 123")

    page = payer.get(f"/orders/{number}/")

    assert "Tracking number AB 123" in page_text(page)
    assert "We do not know that day; we sent it on" in page_text(page)


def test_an_order_to_pay_later_says_that_it_waits(commits: None) -> None:
    shopper = Payer()
    shopper.reach_payment()
    shopper.pay("success")
    from storefront.sandbox.models import Transaction

    Transaction.objects.update(charged_amount=0)
    page = shopper.get(f"/orders/{PaymentAttempt.objects.get().order_number}/")

    assert "We wait for the payment to settle." in page_text(page)


def test_each_item_says_whether_it_can_be_returned(payer: Payer, number: str) -> None:
    assert "only while the seal is whole" in page_text(payer.get(f"/orders/{number}/"))


def test_its_title_names_no_product(payer: Payer, number: str) -> None:
    html = compact(payer.get(f"/orders/{number}/").content.decode())
    title = html.partition("<title>")[2].partition("</title>")[0]

    assert title == f"Order {number} · Gradual"


def test_with_saleor_away_it_says_so(payer: Payer, number: str) -> None:
    with api.override_transport(Unreachable()):
        assert payer.get(f"/orders/{number}/").status_code == 503


@pytest.mark.parametrize("number", ["0", "999999", "nonsense"])
def test_an_order_that_was_not_opened_leads_to_the_lookup(payer: Payer, number: str) -> None:
    assert payer.get(f"/orders/{number}/")["Location"] == "/orders/"


@pytest.mark.parametrize("also", [(), (CONDOMS, OIL)])
@pytest.mark.parametrize(("part", "queries"), [("", 6), ("withdraw/", 3)])
def test_more_items_need_no_more_queries(
    also: tuple[str, ...], part: str, queries: int, commits: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shopper = Payer()
    for slug in also:
        shopper.add(slug)
    shopper.reach_payment()
    shopper.pay("success")
    address = f"/orders/{PaymentAttempt.objects.get().order_number}/{part}"

    with api.override_transport(MemoizingTransport()):
        shopper.get(address)
        with django_assert_num_queries(queries):
            shown = shopper.get(address)

    assert len(shown.context["status"].order.lines if not part else shown.context["lines"]) == 1 + len(also)


def test_a_german_order_its_email_and_its_withdrawal_name_products_in_german(db: None, commits: None) -> None:
    shopper = Payer("/de-de")
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})
    berlin = HOME_ADDRESS | {"country": "DE", "city": "Berlin", "postal_code": "10115"}
    shopper.post("/checkout/address/", berlin)
    delivery = shopper.get("/checkout/delivery/")
    shopper.post("/checkout/delivery/", {"delivery": input_value(delivery, "delivery")})
    review = shopper.get("/checkout/payment/")
    shopper.pay("success")
    number = PaymentAttempt.objects.get().order_number
    (confirmation,) = emails_to("sam@example.com")

    order = shopper.get(f"/orders/{number}/")
    withdrawal = shopper.get(f"/orders/{number}/withdraw/")
    Product.objects.filter(slug=GEL).update(name="Something else by now")
    later = shopper.get(f"/orders/{number}/")

    name, variant = "Alltags-Gel auf Wasserbasis 100 ml", "Flasche 100 ml"
    for page in (review, order, withdrawal):
        assert name in page_text(page)
        assert variant in page_text(page)
    assert "Mit Sendungsverfolgung, schlichtes Paket" in page_text(delivery)
    assert "Mit Sendungsverfolgung, schlichtes Paket" in page_text(review)
    assert f"1 × {name} ({variant}): " in str(confirmation.body)
    assert re.search(r'class="item-name" lang="en">\s*Everyday Water-Based Gel 100 ml\s*<', later.content.decode())
