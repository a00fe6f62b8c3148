"""The care of what was bought: on the order's page and in emails, from stated facts, and nothing that is not stated."""

import pytest
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Product
from storefront.catalog.together.care import care_of
from storefront.emails.kinds.follow_up import CARE_AND_USE
from storefront.emails.models import EmailPayload
from storefront.emails.rendering import render
from storefront.emails.webhooks import ORDER_SENT
from storefront.payments.models import PaymentAttempt
from storefront.saleor import orders
from storefront.saleor.types import Order
from tests.cart.shopper import CONDOMS, GEL, LOW_STOCK, OIL, input_value, page_text
from tests.checkout.purchase import HOME_ADDRESS, Payer
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db


def bought(*slugs: str) -> tuple[Payer, Order]:
    """Buy these, as a guest."""
    shopper = Payer()
    for slug in slugs:
        shopper.add(slug)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})
    shopper.post("/checkout/address/", HOME_ADDRESS)
    shopper.post("/checkout/delivery/", {"delivery": input_value(shopper.get("/checkout/delivery/"), "delivery")})
    shopper.get("/checkout/payment/")
    shopper.pay("success")
    found = orders.get(PaymentAttempt.objects.get().order_id)
    assert found is not None
    return shopper, found


def test_the_orders_page_says_how_to_clean_keep_and_combine_exactly_what_was_bought() -> None:
    # given
    shopper, order = bought(CONDOMS, OIL, LOW_STOCK)
    # when
    text = page_text(shopper.get(f"/orders/{order.number}/")).partition("Care and use")[2]
    # then
    assert "Do not use together: Latex Condoms" in text
    assert "Oil weakens latex" in text
    assert "Cleaning Warm water and mild soap" in text
    assert "months of opening" in text
    assert "Do not use it with: Oil." in text


def test_a_cancelled_order_says_nothing_about_care() -> None:
    shopper, order = bought(LOW_STOCK)
    merchant.cancel_order(order.number)

    assert "Care and use" not in page_text(shopper.get(f"/orders/{order.number}/"))


@pytest.mark.parametrize("kind", [ORDER_SENT, CARE_AND_USE])
@pytest.mark.parametrize(("language", "cleaning"), [("en-gb", "mild soap"), ("de-de", "milde Seife")])
def test_the_emails_say_it_in_text_and_html_and_the_subject_names_nothing(
    kind: str, language: str, cleaning: str
) -> None:
    # given
    _, order = bought(CONDOMS, OIL, LOW_STOCK)
    # when
    email = render(kind, EmailPayload(), order, language=language)
    # then
    for body in (email.text, email.html):
        assert cleaning in body
        assert "Steel Small Plug" in body or "Stahl" in body
    assert not any(word in email.subject.lower() for word in ("oil", "öl", "plug", "condom", "kondom"))


def test_what_is_not_stated_is_not_said() -> None:
    # given
    _, order = bought(GEL)
    Product.objects.filter(slug=GEL).update(attributes={})
    # when
    email = render(CARE_AND_USE, EmailPayload(), order, language="en-gb")
    # then
    assert "How to care for it" not in email.text


def test_nobody_is_told_to_boil_a_motor() -> None:
    # given
    massager = Product.objects.with_category().get(slug="external-body-massager")
    massager.attributes = {**massager.attributes, "sterilisable": True, "cleaning": ["boil-3-to-5-min"]}
    massager.digest = ""
    # when
    (care,) = care_of([massager]).products
    # then
    assert not any(row.slug in ("cleaning", "sterilisable") for row in care.rows)
    assert "Never boil anything with a motor." in care.sentences


def test_the_care_of_an_order_takes_no_query_of_its_own(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = list(Product.objects.with_category().filter(slug__in=[CONDOMS, OIL, LOW_STOCK, GEL]))

    with django_assert_num_queries(0):
        assert care_of(rows)
