"""The text of emails: complete in every language, the same in text and HTML, discreet, and safe."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from storefront.catalog.models import Product
from storefront.emails.models import EmailKind, EmailPayload
from storefront.emails.outbox import ORDER_PLACED
from storefront.emails.rendering import check_templates, render
from storefront.emails.webhooks import ORDER_SENT
from storefront.saleor.types import Fulfillment, Money, Order, OrderGiftCard
from tests.emails.conftest import buy_order

pytestmark = pytest.mark.django_db
TEMPLATES = Path("templates/emails")
KINDS = sorted(folder.name for folder in TEMPLATES.iterdir() if folder.is_dir() and folder.name != "parts")
LINK = "https://shop.example/account/confirm/?email=sam&token=secret"
EVERYTHING = EmailPayload(
    to="sam@example.com",
    link=LINK,
    tracking_number="AB 1",
    amount=Money(amount=Decimal("7.00"), currency="GBP"),
    rows=(("Name", "Sam Reader"), ("What goes back", "1 × Something\n2 × Something else")),
    values={
        "number": "1042",
        "follow_up_link": LINK,
        "product": "An item",
        "hazard": "It can break.",
        "what_to_do": "Stop using it.",
        "remedy": "Your money back.",
        "batches": "L1",
        "text_language": "en",
    },
)


@pytest.fixture(scope="module")
def order(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Order:
    """An order that a shopper has paid for. All tests here read its value only, so it is bought once; its rows go."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = buy_order()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en-gb", "en-us", "de-de"])
def test_text_and_html_say_the_same(kind: str, language: str, order: Order) -> None:
    email = render(kind, EVERYTHING, order, language=language)

    html = text_and_links(email.html)
    lines = [line for line in email.text.splitlines() if line]
    assert len(lines) >= 4
    for line in lines:
        for part in line.split(": "):  # a label and a value are two cells or a button
            assert words(part).rstrip(":") in html
    assert f'<html lang="{language}">' in email.html


@pytest.mark.parametrize("kind", KINDS)
def test_html_loads_nothing(kind: str, order: Order) -> None:
    html = render(kind, EVERYTHING, order, language="en-gb").html

    assert "<h1" in html
    assert not re.search(r"<img|<link|url\(|<script|src=", html)


@pytest.mark.parametrize("kind", KINDS)
def test_neither_subject_nor_preheader_says_what_was_bought_or_what_kind_of_shop_this_is(
    kind: str, order: Order
) -> None:
    names = [word.lower() for product in Product.objects.all() for word in product.title.split()]
    revealing = {word for word in names if len(word) > 4} - {"first", "small"}
    assert revealing

    email = render(kind, EVERYTHING, order, language="en-gb")

    preheader = re.search(r'<div style="display:none[^>]*>([^<]+)</div>', email.html)
    assert preheader
    outside = f"{email.subject} {preheader[1]}".lower()
    assert not revealing & set(outside.split())
    assert not [word for word in ("lubric", "toy", "condom", "sex", "intim", "anal") if word in outside]
    assert "sam@example.com" not in outside


def test_each_folder_is_a_kind_that_is_sent_and_holds_three_templates() -> None:
    import_module(settings.ROOT_URLCONF)  # and with it every module that sends an email

    assert set(KINDS) == EmailKind.declared
    for kind in KINDS:
        assert {path.name for path in (TEMPLATES / kind).iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_a_kind_without_templates_is_an_error_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmailKind, "declared", set())
    assert check_templates() == []

    EmailKind("back-in-stock")

    assert [message.id for message in check_templates()] == ["emails.E001"] * 3


@pytest.mark.parametrize("kind", KINDS)
def test_no_template_names_a_variable_that_does_not_exist(kind: str, order: Order, settings: Settings) -> None:
    (engine,) = settings.TEMPLATES
    options = {**engine["OPTIONS"], "string_if_invalid": "MISSING %s"}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]

    email = render(kind, EVERYTHING, order, language="en-gb")

    assert "MISSING" not in f"{email.subject}{email.text}{email.html}"


def test_an_order_is_a_table_with_headings_whose_sums_add_up(order: Order) -> None:
    less = msgspec.structs.replace(order.total.gross, amount=order.total.gross.amount - Decimal("1.50"))
    card = OrderGiftCard(last4_code_chars="ABCD")
    with_a_card = msgspec.structs.replace(
        order, total=msgspec.structs.replace(order.total, gross=less), gift_cards=(card,)
    )
    address = order.shipping_address
    assert address

    email = render(ORDER_PLACED, EVERYTHING, with_a_card, language="en-gb")

    sums = re.search(r"Items: £(.+)\nDelivery: £(.+)\nGift card ending in ABCD: -£(.+)\nIn all: £(.+)\n", email.text)
    assert sums
    items, delivery, paid_by_card, total = map(Decimal, sums.groups())
    assert items + delivery - paid_by_card == total == less.amount
    assert paid_by_card == Decimal("1.50")
    assert email.html.count('scope="col"') == 3
    for text in (order.lines[0].product_name, address.street_address1, "What happens next"):
        assert text in email.text


def test_the_returns_link_leads_to_the_page_of_the_market(order: Order) -> None:
    british, german = (render(ORDER_PLACED, EVERYTHING, order, language=language) for language in ("en-gb", "de-de"))

    assert f"Returns: {settings.PUBLIC_URL}/returns/" in british.text
    assert f": {settings.PUBLIC_URL}/de-de/returns/" in german.text
    assert german.text.endswith(f"Gradual\n{settings.PUBLIC_URL}/de-de/\n")


def test_the_tracking_number_is_the_present_one(order: Order) -> None:
    parcel = Fulfillment(id="parcel", status="FULFILLED", tracking_number="NEW 2", created=order.created)
    sent = msgspec.structs.replace(order, fulfillments=(parcel,))
    payload = EmailPayload(fulfillment_id="parcel", tracking_number="OLD 1")

    assert "NEW 2" in render(ORDER_SENT, payload, sent, language="en-gb").text
    assert "OLD 1" in render(ORDER_SENT, payload, order, language="en-gb").text


def test_values_of_others_are_text_and_make_no_second_line_in_a_subject(order: Order) -> None:
    line = msgspec.structs.replace(order.lines[0], product_name="<script>alert(1)</script>")
    hostile = msgspec.structs.replace(order, number="21\r\nBcc: all@example.com", lines=(line,))

    email = render(ORDER_PLACED, EmailPayload(), hostile, language="en-gb")

    assert email.subject == "Your order 21 Bcc: all@example.com is placed"
    assert "<script>" not in email.html
    assert "<script>alert(1)</script>" in email.text  # plain text has no markup


class _TextAndLinks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(dict(attrs).get("href") or "")

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def text_and_links(html: str) -> str:
    parser = _TextAndLinks()
    parser.feed(html)
    return words(" ".join(parser.found)).replace(" (", "(").replace("( ", "(").replace(" )", ")")


def words(text: str) -> str:
    return " ".join(text.split()).replace(" (", "(")


def test_the_empty_lines_of_a_persons_own_words_are_kept() -> None:
    payload = EmailPayload(to="sam@example.com", rows=(("Your words", "one\r\n\r\n\r\n\r\ntwo"),))

    text = render("withdrawal-received", payload, None, language="en-gb").text

    assert "Your words: one\n\n\n\ntwo\n" in text
