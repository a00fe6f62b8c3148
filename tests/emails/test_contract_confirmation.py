"""The email of a placed order confirms the contract on a durable medium (Directive 2011/83/EU, articles 7 and 8)."""

from html import unescape

import msgspec
import pytest

from storefront.catalog.lines.products import line_products_of
from storefront.catalog.models import Product
from storefront.core.markets import all_markets
from storefront.emails.kinds.order_confirmation import characteristics, return_rule
from storefront.emails.models import EmailPayload
from storefront.emails.outbox import ORDER_PLACED
from storefront.emails.rendering import render
from storefront.merchant.models import MerchantProfile, OrderPolicies
from storefront.merchant.policies.versions import keep_for_order
from storefront.saleor.types import Order

pytestmark = pytest.mark.django_db

STATED = {
    "legal_name": "Example Trading",
    "legal_form": "GmbH",
    "address": "Hauptstraße 1\n10115 Berlin",
    "email": "service@example.org",
    "phone": "+49 30 000000",
    "register_name": "Amtsgericht Charlottenburg",
    "register_number": "HRB 1",
    "vat_number": "DE000000000",
    "delivery_days_min": 2,
    "delivery_days_max": 4,
    "arbitration_body": "Allgemeine Verbraucherschlichtungsstelle",
}


def test_312f_bgb_the_order_email_names_the_seller_and_how_to_reach_it(order: Order) -> None:
    MerchantProfile.objects.update_or_create(market="de-de", defaults=STATED)

    email = render(ORDER_PLACED, EmailPayload(order_id=order.id), order, language="de-de")

    for text in (email.text, email.html):
        for value in ("Example Trading GmbH", "10115 Berlin", "service@example.org", "+49 30 000000", "HRB 1"):
            assert value in text
        assert "DE000000000" in text
        assert "Allgemeine Verbraucherschlichtungsstelle" in text


def test_article_246a_egbgb_each_line_has_its_characteristics_and_its_return_rule(order: Order) -> None:
    email = render(ORDER_PLACED, EmailPayload(order_id=order.id), order, language="en-gb")

    products = line_products_of(order.lines)
    for line in order.lines:
        assert characteristics(line, products)
        assert characteristics(line, products) in email.text
        assert return_rule(line, products) in email.text


def test_article_8_7_the_delivery_time_is_the_one_that_was_chosen(order: Order) -> None:
    MerchantProfile.objects.update_or_create(market="en-gb", defaults=STATED)

    email = render(ORDER_PLACED, EmailPayload(order_id=order.id), order, language="en-gb")

    for text in (email.text, email.html):
        assert "2 to 3 working days" in text
        assert "2 to 4 working days" not in text
    elsewhere = msgspec.structs.replace(order, shipping_method_name="A delivery that was renamed")
    email = render(ORDER_PLACED, EmailPayload(order_id=order.id), elsewhere, language="en-gb")
    assert "2 to 4 working days" in email.text


@pytest.mark.parametrize(
    ("language", "said", "not_said"),
    [
        ("de-de", ("Gesetzliche Gewährleistung", "Alte Elektrogeräte", "Batterien", "youreurope"), ("WARNING",)),
        ("en-gb", ("Old electrical devices", "Batteries"), ("Legal guarantee", "WARNING")),
        (
            "en-us",
            ("WARNING (California Proposition 65)", "lead, which can cause cancer", "we repair or replace it"),
            ("Old electrical devices", "Legal guarantee", "The law protects you"),
        ),
    ],
)
def test_article_6_1_l_the_notices_of_what_was_ordered_stand_in_the_email(
    order: Order, language: str, said: tuple[str, ...], not_said: tuple[str, ...]
) -> None:
    for product in Product.objects.filter(slug__in=[line.variant.product.slug for line in order.lines if line.variant]):
        electrical = {"power": ["usb-rechargeable"], "battery": ["built-in"], "kind": ["plug"]}
        warned = {"prop-65": ["warning"], "prop-65-chemicals": "lead, which can cause cancer"}
        product.attributes = {**product.attributes, **electrical, **warned}
        product.digest = "changed"
        product.save()

    email = render(ORDER_PLACED, EmailPayload(order_id=order.id), order, language=language)

    for text in (email.text, unescape(email.html)):
        assert not [words for words in said if words not in text]
        assert not [words for words in not_said if words in text]


def test_annex_1_the_instruction_and_the_form_stand_in_the_email_and_the_policies_are_attached(order: Order) -> None:
    OrderPolicies.objects.all().delete()
    keep_for_order(order.id, next(market for market in all_markets() if market.language == "de-de"))

    email = render(ORDER_PLACED, EmailPayload(order_id=order.id), order, language="de-de")

    for text in (email.text, email.html):
        assert "binnen vierzehn Tagen ohne Angabe von Gründen" in text
        assert "Hiermit widerrufe(n) ich/wir" in text
    assert {file.name for file in email.attachments} >= {"agb.txt", "widerruf.txt", "datenschutz.txt"}
    assert all(file.text.strip() for file in email.attachments)
