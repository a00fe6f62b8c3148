"""What an unmet duty and a restriction mean for a shopper, in every way into a cart and up to the payment."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from education.models import GuideImage
from storefront.catalog.models import Product
from storefront.core.markets import all_markets
from storefront.merchant.duties import restrictions
from storefront.merchant.duties.rules import parse_duties
from storefront.merchant.duties.unmet import unmet_duties
from storefront.merchant.models import MerchantProfile, Policy
from storefront.merchant.models.confirmations import TAG, DutyConfirmation
from storefront.page_cache import invalidate
from storefront.payments.models import PaymentAttempt
from storefront.saleor.client import api
from storefront.sandbox.models import Address
from tests.cart.shopper import GEL, Shopper, input_value, page_text
from tests.cart.transports import CountingTransport
from tests.checkout.purchase import HOME_ADDRESS, Payer

pytestmark = pytest.mark.django_db

VIBRATING = "small-vibrating-plug-26-mm"
READ = "Checkout"
NOT_CLEARED = "acidic-balance-water-based-gel-75-ml"
ALABAMA = HOME_ADDRESS | {
    "country": "US",
    "street_address1": "1 Main Street",
    "city": "Montgomery",
    "postal_code": "36104",
    "country_area": "AL",
}
NEW_YORK = ALABAMA | {"city": "Albany", "postal_code": "12207", "country_area": "NY"}


def record(market: str, **stated: object) -> None:
    row = MerchantProfile.objects.get(market=market)
    for name, value in stated.items():
        setattr(row, name, value)
    row.save()


def state(slug: str, **facts: object) -> None:
    product = Product.objects.get(slug=slug)
    product.attributes = {**product.attributes, **{name.replace("_", "-"): value for name, value in facts.items()}}
    product.digest = "changed"
    product.save()


def test_a_product_that_the_market_may_not_sell_says_why_and_cannot_be_added() -> None:
    shopper = Shopper("/en-us")

    page = page_text(shopper.get(f"/product/{NOT_CLEARED}/"))
    refused = shopper.add(NOT_CLEARED)

    words = "Not for sale here yet (United States): the law there asks us to state FDA clearance."
    assert words in page
    assert "Add to cart" not in page.partition("More like this")[0]
    assert refused.status_code == 409
    assert words in page_text(refused)
    assert words in page_text(shopper.get("/shop/lubricants/?page=1"))
    assert "Not for sale here" not in page_text(Shopper().get(f"/product/{NOT_CLEARED}/"))


def test_a_duty_that_fails_later_keeps_the_cart_from_being_ordered() -> None:
    shopper = Shopper("/en-us")
    shopper.add(GEL)
    state(GEL, fda_clearance="")

    assert "FDA clearance" in page_text(shopper.get("/cart/"))
    assert shopper.get("/checkout/contact/").headers["Location"] == "/en-us/cart/"


def test_a_market_of_the_union_is_closed_until_it_has_the_official_notice_and_then_shows_it_before_the_order() -> None:
    for confirmed in DutyConfirmation.objects.filter(duty="eu-legal-guarantee-notice", market="de-de"):
        confirmed.revoke("A test")
    assert Shopper("/de-de").add(GEL).status_code == 409
    assert Shopper().add(GEL).status_code == 302

    file = BytesIO()
    Image.new("RGB", (600, 850)).save(file, "PNG")
    notice = GuideImage.objects.create(title="notice", file=SimpleUploadedFile("notice.png", file.getvalue()))
    record("de-de", guarantee_notice=notice)

    payer = Payer("/de-de")
    payer.add(GEL)
    payer.post("/checkout/contact/", {"email": "sam@example.com"})
    payer.post("/checkout/address/", HOME_ADDRESS | {"country": "DE", "city": "Berlin", "postal_code": "10115"})
    payer.post("/checkout/delivery/", {"delivery": input_value(payer.get("/checkout/delivery/"), "delivery")})
    picture = r'class="official-notice"\s+src="[^"]+\.png"\s+width="600"\s+height="850"'
    for page in (payer.get(f"/product/{GEL}/"), payer.get("/checkout/payment/")):
        assert re.search(picture, page.content.decode())
        assert "Gesetzliche Gewährleistung" in page_text(page)
    notice.delete()
    assert Shopper("/de-de").add(GEL).status_code == 409


def test_a_record_without_a_register_number_stops_the_sale_of_electrical_goods_in_germany_alone() -> None:
    record("de-de", weee_number="")

    assert Shopper("/de-de").add(VIBRATING).status_code == 409
    assert Shopper("/de-de").add(GEL).status_code == 302
    assert Shopper("/en-ie").add(VIBRATING).status_code == 302


def test_a_confirmation_in_writing_opens_the_sale_until_it_is_revoked() -> None:
    row = DutyConfirmation.objects.create(
        duty="us-lubricant-clearance",
        market="en-us",
        product=Product.objects.get(slug=NOT_CLEARED).saleor_id,
        text="Counsel says this one is a cosmetic.",
        person="Alex",
    )
    assert Shopper("/en-us").add(NOT_CLEARED).status_code == 302

    row.revoke("Alex")
    assert Shopper("/en-us").add(NOT_CLEARED).status_code == 409


def test_alabama_is_named_before_ordering_and_refused_at_the_address() -> None:
    shopper = Shopper("/en-us")
    assert "We cannot send this to Alabama" in page_text(shopper.get(f"/product/{VIBRATING}/"))
    shopper.add(VIBRATING)
    assert "cannot be sent to Alabama" in page_text(shopper.get("/cart/"))
    shopper.post("/checkout/contact/", {"email": "someone@example.com"})

    refused = shopper.post("/checkout/address/", ALABAMA | {"bill_same": "on"})

    assert refused.status_code == 422
    assert "We cannot send Small Vibrating Plug 26 mm to Alabama" in page_text(refused)
    assert shopper.post("/checkout/address/", NEW_YORK | {"bill_same": "on"}).status_code == 302


def test_an_item_that_is_added_after_the_address_leads_back_to_the_address_before_anything_is_paid() -> None:
    shopper = Shopper("/en-us")
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "someone@example.com"})
    assert shopper.post("/checkout/address/", ALABAMA | {"bill_same": "on"}).status_code == 302
    shopper.add(VIBRATING)

    for step in ("delivery", "payment"):
        for response in (shopper.get(f"/checkout/{step}/"), shopper.post(f"/checkout/{step}/", {"gateway": "x"})):
            assert response.headers["Location"] == "/en-us/checkout/address/"
    assert "to Alabama" in page_text(shopper.get("/checkout/address/"))


def test_13a_12_200_2_the_address_is_checked_again_while_the_cart_cannot_change() -> None:
    shopper = Payer("/en-us")
    shopper.add(VIBRATING)
    shopper.post("/checkout/contact/", {"email": "someone@example.com"})
    shopper.post("/checkout/address/", NEW_YORK | {"bill_same": "on"})
    shopper.post("/checkout/delivery/", {"delivery": input_value(shopper.get("/checkout/delivery/"), "delivery")})
    seen = input_value(shopper.get("/checkout/payment/"), "seen")
    transport = CountingTransport()

    def move_to_alabama(operation: str) -> None:
        # Another tab changes the address after the page was checked and before the lock is taken: at the second read.
        if operation == READ and transport.calls[READ] == 2:
            Address.objects.filter(country_area="NY").update(country_area="AL")

    transport.before = move_to_alabama
    with api.override_transport(transport):
        response = shopper.pay("success", seen=seen)

    assert transport.calls[READ] >= 2
    assert response["Location"] == "/en-us/checkout/address/"
    assert not PaymentAttempt.objects.exists()
    assert "to Alabama" in page_text(shopper.get("/checkout/address/"))


@pytest.mark.parametrize(
    ("place", "goods", "slug", "address", "refused"),
    [
        ("US-NY", "lubricants", GEL, NEW_YORK, True),
        ("US-NY", "sexual devices", GEL, NEW_YORK, False),
        ("US-CA", "lubricants", GEL, NEW_YORK, False),
        ("US", "electrical goods", VIBRATING, NEW_YORK, True),
    ],
)
def test_a_restriction_of_any_country_region_and_kind_is_told_before_ordering_and_enforced(
    monkeypatch: pytest.MonkeyPatch, place: str, goods: str, slug: str, address: dict[str, str], refused: bool
) -> None:
    row = f'''[[duty]]
id = "generated"
paragraph = "§ 1"
title = "Do not send these there"
source = "A law of a test"
confidence = "known"
places = ["{place}"]
goods = ["{goods}"]
restricts = true'''
    (duty,) = parse_duties(row)
    monkeypatch.setattr(restrictions, "DUTIES", (duty,))
    monkeypatch.setattr(restrictions, "PLACE_NAMES", {duty.places[0]: "that place"})
    shopper = Shopper("/en-us")

    page = page_text(shopper.get(f"/product/{slug}/"))
    shopper.add(slug)
    shopper.post("/checkout/contact/", {"email": "someone@example.com"})
    response = shopper.post("/checkout/address/", address | {"bill_same": "on"})

    is_told = goods != "sexual devices"
    assert ("We cannot send this to that place" in page) is is_told
    assert ("cannot be sent to that place" in page_text(shopper.get("/cart/"))) is is_told
    assert (response.status_code == 422) is refused


def test_customs_is_told_in_the_cart_where_the_merchant_sends_from_outside() -> None:
    record("de-de", ships_from="GB")
    shopper = Shopper("/de-de")
    shopper.add(GEL)
    shopper.add(VIBRATING)
    assert "6,00 €" in page_text(shopper.get("/cart/")).replace("\u00a0", " ")
    assert "für 2 Warenarten" in page_text(shopper.get("/cart/"))

    record("de-de", ships_from="IE")
    assert "Zoll" not in page_text(shopper.get("/cart/"))


def test_5_ddg_a_market_without_an_imprint_is_not_open_and_guides_stay_readable() -> None:
    Policy.objects.get(market="de-de", kind="imprint").delete()
    shopper = Shopper("/de-de")

    page, refused = page_text(shopper.get(f"/product/{GEL}/")), shopper.add(GEL)

    assert "noch nicht geöffnet" in page
    assert "In den Warenkorb" not in page
    assert refused.status_code == 409
    assert shopper.get("/guides/gradual-anal-training/").status_code == 200
    assert Shopper().add(GEL).status_code == 302


def test_a_market_opens_again_once_the_merchant_confirms_in_writing_what_they_know() -> None:
    Policy.objects.get(market="de-de", kind="imprint").delete()
    market = next(each for each in all_markets() if each.language == "de-de")
    (unmet,) = unmet_duties(market)

    DutyConfirmation.objects.create(
        duty=unmet.duty.id, market="de-de", text="Our imprint stands on another page.", person="Robin"
    )
    invalidate(TAG)

    assert unmet_duties(market) == ()
    assert Shopper("/de-de").add(GEL).status_code == 302
