"""The page with the button that orders: § 312j BGB, Directive 2011/83/EU article 8(2), UK CCR 2013 regulation 14."""

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from storefront.catalog.models import Product
from storefront.catalog.sync.delivery_terms import sync_delivery_terms
from storefront.safety.listing import sale_warnings
from storefront.saleor import checkouts
from storefront.sandbox.models import ShippingMethod
from tests.cart.shopper import CONDOMS, GEL, OIL, input_value, page_text
from tests.checkout.purchase import HOME_ADDRESS, Payer

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

pytestmark = pytest.mark.django_db
PLUG = "steel-small-plug-24-mm"
ADDRESSES = {
    "": HOME_ADDRESS,
    "/de-de": HOME_ADDRESS | {"country": "DE", "city": "Berlin", "postal_code": "10115"},
    "/en-ie": HOME_ADDRESS
    | {"country": "IE", "city": "Dublin", "postal_code": "D02 AF30", "country_area": "Co. Dublin"},
    "/en-us": HOME_ADDRESS | {"country": "US", "city": "Albany", "postal_code": "12207", "country_area": "NY"},
}


def reach_payment(market: str) -> tuple[Payer, "Page"]:
    """Put a gel and a plug into the cart and go to the payment page."""
    payer = Payer(market)
    payer.add(GEL)
    payer.add(PLUG)
    payer.post("/checkout/contact/", {"email": "sam@example.com"})
    payer.post("/checkout/address/", ADDRESSES[market])
    payer.post("/checkout/delivery/", {"delivery": input_value(payer.get("/checkout/delivery/"), "delivery")})
    return payer, payer.get("/checkout/payment/")


def last_look(page: "Page") -> str:
    """The markup of the summary, up to the button that orders."""
    html = page.content.decode()
    return html.partition('class="last-look"')[2].partition("btn-pay")[0]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


@pytest.mark.parametrize(
    ("market", "heading", "button"),
    [
        ("", "Payment", r"Pay £[\d.]+"),
        ("/de-de", "Zahlung", r"Zahlungspflichtig bestellen: [\d,]+ €"),
        ("/en-ie", "Payment", r"Order and pay €[\d.]+"),
        ("/en-us", "Payment", r"Pay \$[\d.]+"),
    ],
)
def test_the_button_says_in_the_markets_words_what_it_does_and_is_no_heading(
    market: str, heading: str, button: str
) -> None:
    _, page = reach_payment(market)
    html = page.content.decode()

    pressed = text_of(html.partition("btn-pay")[2].partition(">")[2].partition("</button>")[0]).replace("\xa0", " ")
    assert re.fullmatch(button, pressed)
    assert re.findall(r"<h1>([^<]+)</h1>", html) == [heading]
    assert text_of(html.partition("<title>")[2].partition("</title>")[0]).startswith(heading)


def test_nothing_stands_between_the_total_and_the_button() -> None:
    _, page = reach_payment("")
    after_the_rows = last_look(page).partition("totals-sum")[2]

    assert re.fullmatch(r"[^>]*> To pay £[\d.]+ Tax included £[\d.]+ <button class=\"btn", text_of_rows(after_the_rows))


def text_of_rows(html: str) -> str:
    """The text from the total on, with the start of the button as it is written."""
    text, button = html.rsplit("<button", 1)
    return f"> {text_of(text.partition('>')[2])} <button{button}".rstrip()


@pytest.mark.parametrize(
    ("market", "characteristics"),
    [
        ("", ("Made on: Water-based", "Volume: 100 ml", "Widest part: 24 mm", "Power: No motor")),
        ("/de-de", ("Basis: Auf Wasserbasis", "Inhalt: 100 ml", "Material: Edelstahl 316, nicht porös")),
    ],
)
def test_main_characteristics_stand_above_the_button_in_the_words_of_the_product_page(
    market: str, characteristics: tuple[str, ...]
) -> None:
    payer, page = reach_payment(market)
    shown = text_of(last_look(page))
    described = text_of(
        payer.get(f"/product/{PLUG}/").content.decode() + payer.get(f"/product/{GEL}/").content.decode()
    )

    lines = [line for line in page.context["review"].lines if line.characteristics]
    rows = [row for line in lines for row in line.characteristics]
    assert len(lines) == 2
    for row in rows:
        assert f"{row.label}: {row.value}" in shown
        assert f"{row.label} {row.value}" in described
    assert set(characteristics) <= {f"{row.label}: {row.value}" for row in rows}
    for slug in (GEL, PLUG):
        assert f'href="{market}/product/{slug}/"' in last_look(page)


def test_the_unit_price_and_the_delivery_time_stand_there_too() -> None:
    _, page = reach_payment("/de-de")
    shown = text_of(last_look(page)).replace("\xa0", " ")

    assert "85,00 € pro Liter" in shown
    assert "Lieferzeit: 3 bis 5 Werktage." in shown


def test_the_delivery_is_named_in_the_readers_language_on_the_done_page_and_in_the_email(commits: None) -> None:
    payer, _ = reach_payment("/de-de")

    done = page_text(payer.pay_and_follow("success"))

    assert "Mit Sendungsverfolgung, schlichtes Paket" in done
    assert "Tracked, plain parcel" not in done
    written = next(each.body for each in mail.outbox if "Bestellung" in each.subject)
    assert "Mit Sendungsverfolgung, schlichtes Paket" in written
    assert "Tracked, plain parcel" not in written


def test_a_delivery_that_was_renamed_since_the_order_keeps_its_name(commits: None) -> None:
    payer, _ = reach_payment("/de-de")
    done = payer.pay("success")["Location"]
    ShippingMethod.objects.filter(slug="eu-tracked").update(name="Parcel post", translations={"de": {"name": "Paket"}})
    eu = checkouts.channel("eu")
    assert eu
    sync_delivery_terms(eu)

    assert "Tracked, plain parcel" in page_text(payer.client.get(done))


def test_the_notice_of_the_legal_guarantee_stands_once_above_the_button() -> None:
    _, page = reach_payment("/de-de")
    assert last_look(page).count("Gesetzliche Gewährleistung") == 1


def test_what_does_not_go_together_stands_above_the_form_with_the_way_back_to_the_cart() -> None:
    # given
    payer = Payer("")
    for slug in (CONDOMS, OIL):
        payer.add(slug)
    payer.post("/checkout/contact/", {"email": "sam@example.com"})
    payer.post("/checkout/address/", HOME_ADDRESS)
    payer.post("/checkout/delivery/", {"delivery": input_value(payer.get("/checkout/delivery/"), "delivery")})
    # when
    html = payer.get("/checkout/payment/").content.decode()
    before_the_form = html.partition("<h1>")[2].partition("<form")[0]
    # then
    assert "Oil weakens latex" in text_of(before_the_form)
    assert 'href="/cart/"' in before_the_form
    assert "Oil weakens latex" not in text_of(last_look(payer.get("/checkout/payment/")).partition("totals")[2])


def test_what_is_sold_in_spite_of_a_rule_says_so_in_the_cart_its_dialog_and_on_the_payment_page() -> None:
    # given
    gel = Product.objects.get(slug=GEL)
    concentrated = {**gel.attributes, "osmolality": "4100", "sold-although": "G4: for clinics"}
    Product.objects.filter(pk=gel.pk).update(attributes=concentrated, digest="concentrated")
    # when
    payer, payment = reach_payment("")
    cart = payer.get("/cart/")
    dialog = payer.client.get("/cart/mini/", headers={"HX-Request": "true", "HX-Target": "mini-body"})
    # then
    (sentence,) = sale_warnings(Product.objects.with_category().get(pk=gel.pk).facts)
    for shown in (page_text(cart), page_text(dialog), text_of(last_look(payment))):
        assert sentence in shown
