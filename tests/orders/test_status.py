"""An order's page tells where it stands: placed, paid, sent with its number, withdrawn."""

import pytest
from pytest_django import DjangoAssertNumQueries

from storefront.checkout.models import PaymentAttempt
from storefront.saleor import gateway
from storefront.sandbox import merchant
from tests.cart.doors import Away, Remembering
from tests.cart.shopper import CONDOMS, OIL, words
from tests.checkout.till import Payer

pytestmark = pytest.mark.django_db


def test_a_new_order_is_placed_and_paid_and_still_to_be_sent(payer: Payer, number: str) -> None:
    page = payer.get(f"/orders/{number}/")

    stops = [(stop.title, stop.state) for stop in page.context["status"].stops]
    assert stops == [("Placed", "done"), ("Paid", "done"), ("Packed and sent", "later")]
    assert page["Cache-Control"] == "private, no-store"


def test_a_sent_order_tells_its_tracking_number_and_until_when_it_can_go_back(payer: Payer, number: str) -> None:
    merchant.send_order(number, tracking_number="AB 123")

    page = payer.get(f"/orders/{number}/")

    assert "Tracking number AB 123" in words(page)
    assert "We do not know that day; we sent it on" in words(page)


def test_an_order_to_pay_later_says_that_it_waits(commits: None) -> None:
    shopper = Payer()
    shopper.at_payment()
    shopper.pay("success")
    from storefront.sandbox.models import Transaction

    Transaction.objects.update(charged=0)
    page = shopper.get(f"/orders/{PaymentAttempt.objects.get().order_number}/")

    assert "We wait for the payment to settle." in words(page)


def test_what_can_go_back_is_said_beside_each_thing(payer: Payer, number: str) -> None:
    assert "only while the seal is whole" in words(payer.get(f"/orders/{number}/"))


def test_its_title_names_no_product(payer: Payer, number: str) -> None:
    title = payer.get(f"/orders/{number}/").content.decode().partition("<title>")[2].partition("</title>")[0]

    assert title == f"Order {number} · Gradual"


def test_with_saleor_away_it_says_so(payer: Payer, number: str) -> None:
    with gateway.through(Away()):
        assert payer.get(f"/orders/{number}/").status_code == 503


@pytest.mark.parametrize("number", ["0", "999999", "nonsense"])
def test_what_nobody_opened_leads_to_the_look_up(payer: Payer, number: str) -> None:
    assert payer.get(f"/orders/{number}/")["Location"] == "/orders/"


@pytest.mark.parametrize("also", [(), (CONDOMS, OIL)])
@pytest.mark.parametrize(("part", "queries"), [("", 4), ("withdraw/", 3)])
def test_more_things_are_no_more_queries(
    also: tuple[str, ...], part: str, queries: int, commits: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shopper = Payer()
    for slug in also:
        shopper.add(slug)
    shopper.at_payment()
    shopper.pay("success")
    address = f"/orders/{PaymentAttempt.objects.get().order_number}/{part}"

    with gateway.through(Remembering()):
        shopper.get(address)
        with django_assert_num_queries(queries):
            shown = shopper.get(address)

    assert len(shown.context["status"].order.lines if not part else shown.context["lines"]) == 1 + len(also)
