"""Two markets of one channel: one cart and one catalogue, each with its language, country and emails."""

import pytest
from django.core import mail
from django.test import Client

from storefront.catalog.models import Listing, Offer
from storefront.catalog.sync.full_sync import sync_catalog
from tests.cart.shopper import GEL, input_value, page_text
from tests.checkout.purchase import HOME_ADDRESS, Payer
from tests.merchant.test_selling import VIBRATING, record

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "/de-de": HOME_ADDRESS | {"country": "DE", "city": "Berlin", "postal_code": "10115"},
    "/en-ie": HOME_ADDRESS
    | {"country": "IE", "city": "Dublin", "country_area": "Co. Dublin", "postal_code": "D02 AF30"},
}


def reading(market: str, client: Client) -> Payer:
    """Return the same browser in another market."""
    return Payer(market, client=client)


def test_the_cart_is_one_and_each_market_shows_it_in_its_language() -> None:
    irish = Payer("/en-ie")
    irish.add(GEL, quantity=2)

    page = reading("/de-de", irish.client).get("/cart/")

    assert [line.quantity for line in page.context["cart"].lines] == [2]
    assert "Dein Warenkorb" in page_text(page)
    assert "17,00\xa0€" in page.content.decode()
    assert "inkl. MwSt." in page_text(page)
    assert "mitgekommen" not in page_text(page)
    assert "€17.00" in page_text(irish.get("/cart/"))


@pytest.mark.parametrize(
    ("market", "first", "named"),
    [("/de-de", "DE", ["Deutschland", "Frankreich", "Irland"]), ("/en-ie", "IE", ["Ireland", "Austria", "Germany"])],
)
def test_each_market_begins_with_its_own_country_and_delivers_to_the_others_that_the_merchant_names(
    market: str, first: str, named: list[str]
) -> None:
    record(market.strip("/"), delivery_countries="AT DE FR IE NL")
    shopper = Payer(market)
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})

    form = shopper.get("/checkout/address/").context["form"]

    choices = form.fields["country"].choices
    assert form.initial["country"] == choices[0][0] == first
    assert {"DE", "IE"} <= {code for code, _ in choices}
    assert [name for _, name in choices if name in named] == named
    assert [name for _, name in choices[1:]] == sorted(name for _, name in choices[1:])


def test_a_merchant_who_delivers_to_one_country_is_asked_for_no_other_address() -> None:
    shopper = Payer("/de-de")
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})

    page = shopper.get("/checkout/address/")

    assert [code for code, _ in page.context["form"].fields["country"].choices] == ["DE"]
    to_austria = ADDRESSES["/de-de"] | {"country": "AT", "city": "Wien", "postal_code": "1010"}
    assert shopper.post("/checkout/address/", to_austria).status_code == 422
    assert "Wir liefern nach Deutschland" in page_text(shopper.get("/cart/"))


def test_a_merchant_whose_countries_saleor_does_not_ship_to_gets_no_address() -> None:
    record("de-de", delivery_countries="JP")
    shopper = Payer("/de-de")
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})

    page = shopper.get("/checkout/address/")

    assert page.context["form"].fields["country"].choices == []
    assert "in kein Land liefern" in page_text(page)
    for country in ("DE", "JP"):
        assert shopper.post("/checkout/address/", ADDRESSES["/de-de"] | {"country": country}).status_code == 422


def test_a_product_that_one_country_of_a_channel_bars_is_not_sent_there_from_another_market() -> None:
    record("de-de", weee_number="")
    record("en-ie", delivery_countries="IE DE")
    irish = Payer("/en-ie")
    irish.add(VIBRATING)
    irish.post("/checkout/contact/", {"email": "sam@example.com"})

    refused = irish.post("/checkout/address/", ADDRESSES["/de-de"])

    assert refused.status_code == 422
    assert "Not for sale here yet (Germany)" in page_text(refused)
    german = reading("/de-de", irish.client)
    assert german.get("/checkout/contact/").headers["Location"] == "/de-de/cart/"
    assert irish.post("/checkout/address/", ADDRESSES["/en-ie"]).status_code == 302


@pytest.mark.parametrize(
    ("begun", "paid", "subject"), [("/en-ie", "/de-de", "Bestellung"), ("/de-de", "/en-ie", "order")]
)
def test_emails_are_in_the_language_of_the_payment(begun: str, paid: str, subject: str, commits: None) -> None:
    shopper = Payer(begun)
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})
    payer = reading(paid, shopper.client)
    payer.post("/checkout/address/", ADDRESSES[paid])
    payer.post("/checkout/delivery/", {"delivery": input_value(payer.get("/checkout/delivery/"), "delivery")})

    payer.pay("success")

    (email,) = mail.outbox
    assert subject in email.subject
    place = {"/de-de": "10115 BERLIN\nDeutschland", "/en-ie": "Ireland"}[paid]
    assert place in str(email.body)
    assert f"{paid}/" in str(email.body)
    assert f"{begun}/" not in str(email.body)


def test_a_channel_of_two_markets_is_read_once_and_kept_once() -> None:
    before = Listing.objects.count(), Offer.objects.count()

    report = sync_catalog()

    assert sorted(channel.channel for channel in report.channels) == ["eu", "uk", "us"]
    assert (Listing.objects.count(), Offer.objects.count()) == before
