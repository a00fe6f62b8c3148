"""What is told of an offer: tax words, delivery, unit price, maker and numbers, wherever something can be bought."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from storefront.catalog.models import DeliveryTerms, Listing, Offer, Product, TaxDisplay, Variant
from storefront.catalog.models.delivery_terms import TAG
from storefront.catalog.pages.offers import is_gtin
from storefront.catalog.pages.selling_terms import SellingTerms, selling_terms, tax_words
from storefront.catalog.pages.unit_prices import unit_price
from storefront.catalog.sync import delivery_terms as sync_module
from storefront.core.markets import Market, all_markets
from storefront.merchant.duties.evaluation import Seller
from storefront.merchant.duties.unmet import unmet_duties
from storefront.merchant.identity import Merchant
from storefront.merchant.models import TAG as MERCHANT_TAG
from storefront.merchant.models import MerchantProfile
from storefront.merchant.models.confirmations import TAG as CONFIRMATIONS_TAG
from storefront.merchant.models.confirmations import DutyConfirmation
from storefront.page_cache import invalidate
from storefront.page_cache.models import Invalidation
from storefront.safety.facts import read_facts
from storefront.saleor import checkouts
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import ListedDelivery, Money, TaxConfiguration
from storefront.sandbox.models import ShippingMethod
from tests.cart.shopper import GEL, Shopper, page_text

GLOVES = "nitrile-gloves-box-of-50"
GUIDE = "/guides/gradual-anal-training/"
UK = Market(language="en-gb", label="United Kingdom", channel="uk", currency="GBP", country="GB")


def text(client: Client, path: str) -> str:
    html = client.get(path).content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).replace("\xa0", " ").replace(" ,", ",")


@pytest.fixture
def no_record(db: None) -> None:
    """Remove what the demo's merchant states; the merchant confirms the duties that are unmet so."""
    MerchantProfile.objects.all().delete()
    invalidate(MERCHANT_TAG)
    for market in all_markets():
        for unmet in unmet_duties(market):
            DutyConfirmation.objects.create(
                duty=unmet.duty.id, market=market.language, text="We know what is missing here.", person="Robin"
            )
    invalidate(CONFIRMATIONS_TAG)


def pounds(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="GBP")


def delivery(price: str, *, minimum: str | None = None, days: tuple[int, int] = (2, 3)) -> ListedDelivery:
    return ListedDelivery(
        name="Post",
        price=pounds(price),
        minimum_order_price=pounds(minimum) if minimum else None,
        minimum_delivery_days=days[0],
        maximum_delivery_days=days[1],
    )


def terms(*deliveries: ListedDelivery, **stated: object) -> SellingTerms:
    merchant = replace(Merchant(market="en-gb"), **stated)  # type: ignore[arg-type]
    return SellingTerms(
        market=UK, seller=Seller(country="GB", merchant=merchant, policies=frozenset()), deliveries=deliveries
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("market", "words"),
    [
        ("", "incl. VAT, plus delivery from £2.90"),
        ("/de-de", "inkl. MwSt., zzgl. Versand ab 5,90 €"),
        ("/en-us", "plus sales tax, worked out by your address, plus delivery from $6.90"),
    ],
)
def test_tax_and_delivery_stand_at_the_price_wherever_something_can_be_bought(
    client: Client, no_saleor: None, market: str, words: str
) -> None:
    for path in (f"/product/{GEL}/", "/shop/lubricants/", GUIDE, "/search/?q=gel"):
        assert words in text(client, f"{market}{path}"), path


@pytest.mark.parametrize(
    ("country", "tax", "words"),
    [
        ("GB", TaxDisplay.INCLUDED, "incl. VAT"),
        ("DE", TaxDisplay.NONE, "no VAT is charged"),
        ("US", TaxDisplay.INCLUDED, "sales tax included"),
        ("US", TaxDisplay.NONE, "no sales tax is added"),
        ("JP", TaxDisplay.INCLUDED, "tax included"),
        ("GB", TaxDisplay.ADDED, "plus VAT"),
    ],
)
def test_tax_words_follow_the_channel_and_not_the_country_alone(country: str, tax: TaxDisplay, words: str) -> None:
    market = Market(language="en-gb", label="", channel="any", currency="EUR", country=country)
    with translation.override("en-gb"):
        assert tax_words(tax, market) == words


@pytest.mark.parametrize(
    ("known", "cost"),
    [
        (terms(), "plus delivery"),
        (terms(delivery("2.90")), "plus £2.90 delivery"),
        (terms(delivery("4.90"), delivery("2.90")), "plus delivery from £2.90"),
        (terms(delivery("2.90"), delivery("0", minimum="40")), "plus delivery from £2.90"),
        (terms(delivery("0")), "delivery is free"),
    ],
)
def test_the_cost_of_delivery_is_a_sum_where_it_is_flat_and_never_that_of_a_large_order(
    known: SellingTerms, cost: str
) -> None:
    with translation.override("en-gb"):
        assert known.delivery_cost == cost


def test_free_delivery_and_its_time_are_told() -> None:
    with translation.override("en-gb"):
        free = terms(delivery("2.90", days=(2, 3)), delivery("0", minimum="40", days=(5, 9)))
        assert free.delivery_details == "Delivery is free from £40.00."
        assert free.delivery_time == "Delivery time: 2 to 3 working days."
        stated = terms(delivery("2.90"), delivery_days_min=4, delivery_days_max=4, delivery_cost_text="By weight.")
        assert (stated.delivery_details, stated.delivery_time) == (
            "Delivery: By weight.",
            "Delivery time: 4 working days.",
        )


@pytest.mark.parametrize(
    ("known", "cost"),
    [
        (terms(delivery("5.90"), delivery_cost_text="5,90 £ in the country"), "5,90 £ in the country"),
        (terms(delivery("5.90"), delivery_cost_text="By weight."), "£5.90 · By weight"),
        (terms(delivery("5.90"), delivery("0", minimum="40")), "from £5.90 · Delivery is free from £40.00."),
        (terms(delivery_cost_text="By weight."), "By weight"),
        (terms(), ""),
    ],
)
def test_the_cost_of_delivery_in_full_names_a_sum_once(known: SellingTerms, cost: str) -> None:
    with translation.override("en-gb"):
        assert known.delivery_cost_in_full == cost


@pytest.mark.parametrize(
    ("facts", "country", "words"),
    [
        ({"volume": "100"}, "GB", "£75.00 per litre"),
        ({"net-weight": "250"}, "DE", "£30.00 per kilogram"),
        ({"unit-count": "50"}, "GB", "£0.15 per piece"),
        ({"unit-count": "50"}, "DE", None),
        ({"volume": "100"}, "US", None),
        ({"volume": "1000"}, "GB", None),
        ({"weight": "250"}, "GB", None),
        ({"volume": "100", "material": ["silicone"]}, "GB", None),
    ],
)
def test_unit_prices_are_by_volume_weight_or_piece_where_the_market_asks(
    facts: dict[str, object], country: str, words: str | None
) -> None:
    market = replace(UK, country=country)
    found = unit_price(pounds("7.50"), read_facts(facts, category="care"), market)  # type: ignore[arg-type]
    with translation.override("en-gb"):
        assert (found.text if found else None) == words


@pytest.mark.django_db
def test_maker_numbers_and_warnings_stand_openly_and_the_responsible_person_by_market(client: Client) -> None:
    Variant.objects.filter(product__slug=GEL).update(attributes={"gtin": "4006381333931"})

    german, british, american = (client.get(f"{market}/product/{GEL}/") for market in ("/de-de", "", "/en-us"))
    about = page_text(german)
    sku = Variant.objects.get(product__slug=GEL).sku
    assert "Verantwortlich in der EU" in about
    assert sku in about
    assert "4006381333931" in about
    folded = re.findall(r"<details.*?</details>", german.content.decode(), re.DOTALL)
    assert not [each for each in folded if sku in each or "Verantwortlich" in each]
    assert "Responsible in the UK Example UK Contact" in page_text(british)
    assert "Responsible in" not in page_text(american)


@pytest.mark.django_db
def test_a_row_of_a_guide_names_the_maker_and_leads_to_the_warnings(client: Client) -> None:
    html = client.get(GUIDE).content.decode()
    row = html.partition('<li class="item">')[2].partition("</li>")[0]
    assert "Made by" in row
    assert '#maker-title"' in row


@pytest.mark.django_db
def test_a_digital_product_has_no_parcel_and_no_delivery_cost(client: Client) -> None:
    Product.objects.filter(slug=GEL).update(is_shipped=False)
    said = text(client, f"/product/{GEL}/").partition("More like this")[0]
    assert "incl. VAT" in said
    assert "parcel" not in said
    assert "delivery from" not in said


@pytest.mark.django_db
@pytest.mark.usefixtures("no_record")
def test_search_engines_read_price_unit_price_delivery_and_returns(client: Client) -> None:
    Listing.objects.filter(product__slug=GEL, channel="us").update(tax=TaxDisplay.ADDED)
    data = {}
    for market in ("/de-de", "/en-us"):
        html = client.get(f"{market}/product/{GEL}/").content.decode()
        (block,) = [each for each in re.findall(r"ld\+json\">(.*?)</script>", html) if '"Product"' in each]
        data[market] = json.loads(block)

    offer = data["/de-de"]["offers"]
    assert offer["priceSpecification"]["valueAddedTaxIncluded"] is True
    assert offer["priceSpecification"]["referenceQuantity"] == {
        "@type": "QuantitativeValue",
        "value": 0.1,
        "unitCode": "LTR",
        "valueReference": {"@type": "QuantitativeValue", "value": 1, "unitCode": "LTR"},
    }
    assert [each["shippingRate"]["value"] for each in offer["shippingDetails"]] == ["5.9", "11.9"]
    assert offer["shippingDetails"][0]["deliveryTime"]["transitTime"]["maxValue"] == 5
    assert offer["hasMerchantReturnPolicy"]["merchantReturnDays"] == 14
    assert data["/de-de"]["sku"] == offer["sku"]
    assert data["/de-de"]["brand"]["name"]
    american = data["/en-us"]["offers"]
    assert american["priceSpecification"]["valueAddedTaxIncluded"] is False
    assert "hasMerchantReturnPolicy" not in american


@pytest.mark.parametrize(
    ("number", "valid"),
    [("4006381333931", True), ("4006381333932", False), ("96385074", True), ("123", False), ("٤٠٠٦٣٨١٣٣٣٩٣١", False)],
)
def test_a_gtin_has_a_check_digit(number: str, valid: bool) -> None:
    assert is_gtin(number) is valid


@pytest.mark.usefixtures("no_record")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("market", "told"),
    [
        (
            "",
            ("Means of payment", "We deliver to United Kingdom", "Cost of delivery from £2.90", "2 to 3 working days"),
        ),
        (
            "/de-de",
            ("Zahlungsarten", "Wir liefern nach Deutschland, Frankreich", "Versandkosten ab 5,90 €", "Lieferzeit"),
        ),
    ],
)
def test_the_cart_tells_payment_and_delivery_before_ordering_begins(market: str, told: tuple[str, ...]) -> None:
    shopper = Shopper(market)
    shopper.add(GEL)
    said = page_text(shopper.get("/cart/")).replace("\xa0", " ")

    for words in told:
        assert words in said
    assert ("per litre" if not market else "pro Liter") in said


@pytest.mark.django_db
def test_terms_are_those_of_the_country_of_the_market() -> None:
    german = next(market for market in all_markets() if market.language == "de-de")
    DeliveryTerms.objects.filter(channel="eu", country="IE").update(methods=[])
    invalidate(TAG)
    assert selling_terms(german).open_deliveries
    DeliveryTerms.objects.filter(channel="eu", country="DE").update(methods=[])
    invalidate(TAG)
    assert not selling_terms(german).open_deliveries


@pytest.mark.django_db
def test_the_notice_of_the_legal_guarantee_stands_openly_on_the_product_page_in_the_european_union(
    client: Client,
) -> None:
    german, british = (client.get(f"{market}/product/{GEL}/").content.decode() for market in ("/de-de", ""))
    assert "Gesetzliche Gewährleistung" in german
    assert not [each for each in re.findall(r"<details.*?</details>", german, re.DOTALL) if "offer-notice" in each]
    assert "offer-notice" not in british


@pytest.mark.django_db
def test_the_cart_tells_where_an_item_may_not_be_sent() -> None:
    told = {}
    for market in ("", "/en-us"):
        shopper = Shopper(market)
        shopper.add("small-vibrating-plug-26-mm")
        told[market] = page_text(shopper.get("/cart/"))

    assert "Small Vibrating Plug 26 mm cannot be sent to Alabama." in told["/en-us"]
    assert "cannot be sent" not in told[""]


@pytest.mark.django_db
def test_a_delivery_price_that_is_not_what_a_shopper_pays_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    british, channel = all_markets()[0], checkouts.channel("uk")
    assert channel is not None
    with translation.override("en-gb"):
        assert selling_terms(british).delivery_cost == "plus delivery from £2.90"
        monkeypatch.setattr(sync_module, "app_credentials", lambda: None)
        sync_module.sync_delivery_terms(channel)
        assert selling_terms(british).delivery_cost == "plus delivery"
        monkeypatch.setattr(sync_module, "app_credentials", lambda: Credentials(token="refused"))
        sync_module.sync_delivery_terms(channel)
        assert selling_terms(british).delivery_cost == "plus delivery"


@pytest.mark.parametrize(
    ("charged", "shown_gross", "entered_gross", "same"),
    [(True, True, True, True), (True, True, False, False), (True, False, False, True), (False, True, False, True)],
)
def test_prices_are_shown_as_entered_where_no_tax_stands_between(
    charged: bool, shown_gross: bool, entered_gross: bool, same: bool
) -> None:
    configured = TaxConfiguration(
        charge_taxes=charged, display_gross_prices=shown_gross, prices_entered_with_tax=entered_gross
    )
    assert configured.is_shown_as_entered("GB") is same


@pytest.mark.django_db
@pytest.mark.parametrize("reference", [None, "9.90"])
def test_a_reduction_is_told_against_the_lowest_price_of_30_days_or_not_at_all(
    client: Client, reference: str | None
) -> None:
    reduced = {"undiscounted": Decimal("12.00"), "reference": Decimal(reference) if reference else None}
    Listing.objects.filter(product__slug=GEL, channel="uk").update(**reduced)
    Offer.objects.filter(variant__product__slug=GEL, channel="uk").update(**reduced)

    for path in (f"/product/{GEL}/", "/shop/lubricants/", GUIDE):
        said = text(client, path)
        assert "£12.00" not in said
        assert ("was £9.90 lowest price of the 30 days before" in said) is (reference is not None)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/product/{GEL}/", "/shop/lubricants/", GUIDE, "/"])
def test_pages_with_offers_are_dropped_when_delivery_costs_something_else(client: Client, path: str) -> None:
    channel = checkouts.channel("uk")
    assert channel is not None
    ShippingMethod.objects.filter(slug="uk-tracked").update(price="3.30")
    sync_module.sync_delivery_terms(channel)

    dropped = set(Invalidation.objects.values_list("tag", flat=True))
    response = client.get(path)
    assert dropped & set(response.headers["X-Cache-Tags"].split())
    assert path == "/" or "plus delivery from £3.30" in text(client, path)
