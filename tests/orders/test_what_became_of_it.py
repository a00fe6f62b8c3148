"""The pages of an order say what has happened: to the money, to each parcel, and to what came back."""

from decimal import Decimal

import pytest
from django.core import mail

from storefront.sandbox.models import Order, OrderLine
from tests.cart.shopper import CONDOMS, GEL, page_text
from tests.checkout.purchase import Payer
from tests.orders.conftest import emails_to
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db


def total(number: str) -> Decimal:
    return Order.objects.get(number=int(number)).total


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ({"charged": "0.75", "refunded": "0.25"}, "Refunded in part"),
        ({"refunded": "1"}, "Refunded"),
        ({"authorized": "1"}, "Reserved, not charged yet"),
        ({"canceled": "1"}, "Nothing was charged"),
        ({}, "Waiting for the payment"),
    ],
)
def test_its_sums_are_headed_by_what_happened_to_the_money(
    payer: Payer, number: str, share: dict[str, str], words: str
) -> None:
    whole = total(number)
    merchant.set_payment(number, **{name: whole * Decimal(part) for name, part in share.items()})

    text = page_text(payer.get(f"/orders/{number}/"))

    assert words in text
    assert "To pay" not in text
    assert "Paid and delivered" not in text


def test_a_cancelled_order_asks_for_nothing_and_its_email_promises_only_what_comes(payer: Payer, number: str) -> None:
    merchant.set_payment(number, authorized=total(number))
    merchant.cancel_order(number)

    text = page_text(payer.get(f"/orders/{number}/"))
    (email,) = emails_to("sam@example.com")

    assert "Nothing more of it will be sent" in text
    assert "To pay" not in text
    assert "Packed and sent" not in text
    assert "We write again" not in str(email.body)
    assert "lets go of it" in str(email.body)


def test_each_parcel_says_what_is_in_it_on_the_page_and_in_its_email(commits: None) -> None:
    shopper = Payer()
    shopper.add(CONDOMS)
    shopper.reach_payment()
    shopper.pay("success")
    number = str(Order.objects.get().number)
    mail.outbox.clear()
    gel = OrderLine.objects.get(variant__product__slug=GEL).product_name

    merchant.send_order(number, tracking_number="TR-1", quantities={gel: 1})
    text = page_text(shopper.get(f"/orders/{number}/"))
    (email,) = emails_to("sam@example.com")

    for words in (text, str(email.body)):
        assert f"1 × {gel}" in words
        assert "1 × Latex Condoms" in words
    assert str(email.body).index(f"1 × {gel}") < str(email.body).index("Still to come:")


def test_a_parcel_that_is_cancelled_is_taken_back_in_an_email_and_does_not_stay_sent(payer: Payer, number: str) -> None:
    parcel = merchant.send_order(number, tracking_number="TR-1")

    merchant.cancel_parcel(parcel)
    text = page_text(payer.get(f"/orders/{number}/"))
    sent, taken_back = emails_to("sam@example.com")

    assert "Tracking number TR-1" not in text
    assert "does not come" in text
    assert "Packed and sent" in text
    assert "TR-1" in str(sent.body)
    assert "does not come as announced" in str(taken_back.body)
    assert "Gel" in str(taken_back.body)
    assert "Gel" not in taken_back.subject


def test_a_parcel_that_came_back_is_not_sent_twice(payer: Payer, number: str) -> None:
    merchant.return_parcel(merchant.send_order(number, tracking_number="TR-1"))

    steps = payer.get(f"/orders/{number}/").context["status"].steps

    assert [step.title for step in steps].count("Sent") == 0
    assert [step.title for step in steps].count("Sent back") == 1


def test_collected_orders_have_no_parcel(payer: Payer, number: str) -> None:
    Order.objects.filter(number=int(number)).update(collection_point_name="Americas", shipping_method_name="")
    merchant.send_order(number)

    text = page_text(payer.get(f"/orders/{number}/"))
    (email,) = emails_to("sam@example.com")

    assert "You collect it at Americas" in text
    assert "parcel" not in str(email.body)
    assert f"Bring the order number, {number}" in str(email.body).replace("\n", " ")
    assert "on which you collected it" in text
    assert "collect" in email.subject


def test_digital_orders_have_no_parcel(payer: Payer, number: str) -> None:
    OrderLine.objects.update(is_shipping_required=False)
    merchant.send_order(number)

    text = page_text(payer.get(f"/orders/{number}/"))
    (email,) = emails_to("sam@example.com")

    assert "Goes to" not in text
    assert "parcel" not in str(email.body)
    assert "14 days after the day on which you ordered" in text
