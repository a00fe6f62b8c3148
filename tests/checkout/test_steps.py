"""The steps from contact to payment, in their order, with all input kept."""

import pytest
from django.test import Client

from storefront.catalog.models import Product
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from storefront.sandbox.models import ProductType
from tests.cart.shopper import GEL, Shopper, input_value, page_text
from tests.cart.transports import LosingResponses, Unreachable
from tests.checkout.purchase import HOME_ADDRESS, Payer
from tests.markup import compact
from tests.merchant.test_selling import record

pytestmark = pytest.mark.django_db


def test_the_checkout_of_an_empty_cart_is_the_cart() -> None:
    assert Shopper().get("/checkout/")["Location"] == "/cart/"


def test_the_checkout_starts_at_the_first_step_that_is_open() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    assert shopper.get("/checkout/")["Location"] == "/checkout/contact/"
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})
    assert shopper.get("/checkout/")["Location"] == "/checkout/address/"


@pytest.mark.parametrize("name", ["address", "delivery", "payment"])
def test_no_step_is_skipped(name: str) -> None:
    shopper = Shopper()
    shopper.add(GEL)

    assert shopper.get(f"/checkout/{name}/")["Location"] == "/checkout/contact/"


@pytest.mark.database
def test_every_step_leads_to_the_next_and_back() -> None:
    shopper = Payer()

    page = shopper.reach_payment()

    assert page.status_code == 200
    for name in ("contact", "address", "delivery"):
        assert shopper.get(f"/checkout/{name}/").status_code == 200


def test_a_wrong_email_address_is_an_error_of_its_field_and_kept() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    response = shopper.post("/checkout/contact/", {"email": "sam at example"})

    assert response.status_code == 422
    assert "has an @ in the middle, like name@example.com" in page_text(response)
    assert input_value(response, "email") == "sam at example"


def test_a_wrong_postcode_is_an_error_of_its_field_and_all_input_is_kept() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})

    response = shopper.post("/checkout/address/", {**HOME_ADDRESS, "postal_code": "NOT ONE"})

    assert response.status_code == 422
    assert response.context["form"].errors["postal_code"]
    assert input_value(response, "postal_code") == "NOT ONE"
    assert input_value(response, "street_address1") == "1 Quiet Lane"
    assert shopper.checkout().shipping_address is None


def test_what_the_country_asks_for_is_what_the_form_asks_for() -> None:
    shopper = Shopper("/en-us")
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})

    form = shopper.get("/checkout/address/").context["form"]

    assert form.fields["country_area"].required
    assert ("CA", "California") in form.fields["country_area"].choices
    assert str(form.fields["postal_code"].label) == "ZIP code"
    assert form.fields["postal_code"].widget.attrs["autocomplete"] == "shipping postal-code"


def test_another_country_brings_its_fields_and_keeps_what_was_typed() -> None:
    record("en-ie", delivery_countries="IE DE")
    shopper = Shopper("/en-ie")
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})
    first = shopper.get("/checkout/address/").context["form"]
    other = next(code for code, _ in first.fields["country"].choices if code != "IE")
    typed = {"country": other, "first_name": "Sam", "street_address1": "1 Quiet Lane", "bill_asked": "yes"}

    response = shopper.post("/checkout/address/", {**typed, "bill_same": "on", "change_country": "parcel"})

    assert response.status_code == 200
    assert response.context["form"].rules.country_code == other
    assert input_value(response, "first_name") == "Sam"
    assert not response.context["form"].errors


def test_each_market_of_a_channel_begins_with_its_own_country_in_its_own_words() -> None:
    for market in ("en-ie", "de-de"):
        record(market, delivery_countries="IE DE FR AT NL")
    names = {}
    for market in ("/en-ie", "/de-de"):
        shopper = Shopper(market)
        shopper.add(GEL)
        shopper.post("/checkout/contact/", {"email": "sam@example.com"})
        names[market] = [
            name for _, name in shopper.get("/checkout/address/").context["form"].fields["country"].choices
        ]

    assert names["/en-ie"] == ["Ireland", "Austria", "France", "Germany", "Netherlands"]
    assert names["/de-de"] == ["Deutschland", "Frankreich", "Irland", "Niederlande", "Österreich"]


def test_the_billing_address_may_differ() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})
    apart = {name: value for name, value in HOME_ADDRESS.items() if name != "bill_same"}

    asked = shopper.post("/checkout/address/", apart)
    bill = {f"bill-{name}": value for name, value in HOME_ADDRESS.items() if not name.startswith("bill")}
    done = shopper.post("/checkout/address/", {**apart, **bill, "bill-street_address1": "2 Loud Street"})

    assert asked.status_code == 200
    assert asked.context["billing_form"] is not None
    assert done["Location"] == "/checkout/delivery/"
    billed = shopper.checkout().billing_address
    assert billed is not None
    assert billed.street_address1 == "2 Loud Street"


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/checkout/contact/", {"email": "sam@example.com"}),
        ("/checkout/address/", HOME_ADDRESS),
    ],
)
def test_while_saleor_is_unavailable_input_is_kept(path: str, typed: dict[str, str]) -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})
    shopper.get("/checkout/address/")

    with api.override_transport(Unreachable()):
        response = shopper.post(path, typed)

    assert response.status_code == 503
    assert "What you typed is still here" in page_text(response)
    kept = {name: input_value(response, name) for name in typed if name not in ("country", "bill_same", "bill_asked")}
    assert kept == {name: typed[name] for name in kept}


def test_while_saleor_is_unavailable_the_chosen_delivery_is_kept() -> None:
    shopper = Payer()
    shopper.reach_payment()

    with api.override_transport(Unreachable()):
        response = shopper.post("/checkout/delivery/", {"delivery": "chosen"})

    assert response.status_code == 503
    assert input_value(response, "delivery") == "chosen"


def test_a_lost_response_is_retried() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    with api.override_transport(LosingResponses(CheckoutEmailUpdate=1)):
        response = shopper.post("/checkout/contact/", {"email": "sam@example.com"})

    assert response["Location"] == "/checkout/address/"
    assert shopper.checkout().email == "sam@example.com"


def test_a_delivery_that_is_not_offered_is_refused_in_words() -> None:
    shopper = Payer()
    shopper.reach_payment()

    response = shopper.post("/checkout/delivery/", {"delivery": "U2hpcHBpbmdNZXRob2Q6OTk5"})

    assert response.status_code == 422
    assert "no longer offered" in page_text(response)


def test_an_expired_cart_leads_back_to_a_new_one_with_the_same_items() -> None:
    shopper = Payer()
    shopper.reach_payment()
    sandbox.Checkout.objects.all().delete()

    response = shopper.client.get("/checkout/payment/", follow=True)

    assert response.redirect_chain[-1][0] == "/cart/"
    assert "Your cart had expired" in page_text(response)
    assert shopper.quantities() == {GEL: 2}


def test_what_may_no_longer_be_sold_keeps_the_cart_from_the_checkout() -> None:
    shopper = Payer()
    shopper.reach_payment()
    Product.objects.filter(slug=GEL).update(may_be_sold=False)

    assert shopper.get("/checkout/payment/")["Location"] == "/cart/"


def test_the_forms_need_a_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/checkout/contact/", {"email": "sam@example.com"}).status_code == 403


def test_pages_are_not_cached_and_have_neutral_titles() -> None:
    shopper = Payer()
    page = shopper.reach_payment()

    assert page["Cache-Control"] == "private, no-store"
    title = compact(page.content.decode()).partition("<title>")[2].partition("</title>")[0]
    assert title == "Payment · Gradual"
    assert shopper.checkout_id not in page.content.decode()


def test_everything_is_shown_before_the_button_that_pays_with_a_link_to_change_it() -> None:
    shopper = Payer()
    html = shopper.reach_payment().content.decode()

    before = html.partition("btn-pay")[0]
    for said in ("Everyday Water-Based Gel", "sam@example.com", "1 Quiet Lane", "The same address", "Delivery"):
        assert said in before
    for address in ("/cart/", "/checkout/contact/", "/checkout/address/", "/checkout/delivery/", "/returns/"):
        assert f'href="{address}"' in before
    assert "only while the seal is whole" in before
    assert "You can cancel within 14 days" in before


def test_a_postcode_that_the_country_does_not_write_so_is_said_without_asking_saleor() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})
    shopper.get("/checkout/address/")

    response = shopper.post("/checkout/address/", {**HOME_ADDRESS, "postal_code": "12345"})

    assert response.status_code == 422
    assert "Enter a full postcode, like EC1Y 8SY (United Kingdom)." in page_text(response)
    assert input_value(response, "postal_code") == "12345"


def test_only_countries_that_the_channel_ships_to_can_be_chosen() -> None:
    shopper = Shopper()
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})

    page = shopper.get("/checkout/address/")
    refused = shopper.post("/checkout/address/", {**HOME_ADDRESS, "country": "US"})

    assert [code for code, _ in page.context["form"].fields["country"].choices] == ["GB"]
    assert refused.status_code == 422
    assert shopper.checkout().shipping_address is None


def test_what_cannot_be_sent_skips_the_parcel_and_its_delivery() -> None:
    ProductType.objects.update(is_shipping_required=False)
    shopper = Shopper()
    shopper.add(GEL)
    shopper.post("/checkout/contact/", {"email": "sam@example.com"})

    page = shopper.get("/checkout/address/")
    bill = {name: value for name, value in HOME_ADDRESS.items() if not name.startswith("bill")}
    done = shopper.post("/checkout/address/", bill)

    assert "Who the bill is for" in page_text(page)
    assert [step.name for step in page.context["steps"]] == ["contact", "address", "payment"]
    assert done["Location"] == "/checkout/payment/"
    assert shopper.checkout().shipping_address is None
    assert shopper.checkout().billing_address is not None


def test_a_new_session_key_loses_nothing_that_was_said() -> None:
    shopper = Payer()
    shopper.reach_payment()
    session = shopper.client.session
    session.cycle_key()
    session.save()
    shopper.client.cookies["gradual_session"] = session.session_key or ""

    assert shopper.get("/checkout/payment/").status_code == 200
    assert input_value(shopper.get("/checkout/contact/"), "email") == "sam@example.com"
