"""Collection points: chosen, left again, and never paid for once they are unavailable."""

import pytest

from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import input_value, page_text
from tests.cart.transports import LosingResponses
from tests.checkout.purchase import HOME_ADDRESS, Payer, order_count
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db


@pytest.fixture
def shopper() -> Payer:
    """A shopper on the payment page, with a delivery chosen."""
    payer = Payer()
    payer.reach_payment()
    return payer


@pytest.fixture
def point(shopper: Payer) -> str:
    """A collection point in Leeds, as the form sends it."""
    counter = merchant.create_collection_point(
        "Gradual, Leeds", "uk", street="9 Counter Road", city="LEEDS", postal_code="LS1 4AP", country="GB"
    )
    return f"collect:{counter}"


@pytest.mark.database
def test_a_collection_point_is_offered_with_the_deliveries_and_is_free(shopper: Payer, point: str) -> None:
    offered = shopper.get("/checkout/delivery/")

    chosen = shopper.post("/checkout/delivery/", {"delivery": point})
    page = shopper.get("/checkout/payment/")

    assert "Collect it yourself: Gradual, Leeds" in page_text(offered)
    assert chosen["Location"] == "/checkout/payment/"
    assert "You collect it at" in page_text(page)
    assert "9 Counter Road" in page_text(page)
    assert shopper.checkout().shipping_price.gross.amount == 0


def test_an_order_to_collect_is_paid_and_names_the_place(shopper: Payer, point: str) -> None:
    shopper.post("/checkout/delivery/", {"delivery": point})

    done = shopper.pay_and_follow("success")

    assert "To collect: Gradual, Leeds" in page_text(done)
    assert order_count() == 1


def test_the_delivery_address_is_restored_when_a_delivery_is_chosen_again(shopper: Payer, point: str) -> None:
    parcel = input_value(shopper.get("/checkout/delivery/"), "delivery")
    shopper.post("/checkout/delivery/", {"delivery": point})

    back = shopper.post("/checkout/delivery/", {"delivery": parcel})

    assert back["Location"] == "/checkout/payment/"
    address = shopper.checkout().shipping_address
    assert address is not None
    assert address.street_address1 == "1 Quiet Lane"


def test_an_order_to_collect_asks_only_for_the_billing_address(shopper: Payer, point: str) -> None:
    shopper.post("/checkout/delivery/", {"delivery": point})

    page = shopper.get("/checkout/address/")
    bill = {name: value for name, value in HOME_ADDRESS.items() if not name.startswith("bill")}
    changed = shopper.post("/checkout/address/", {**bill, "street_address1": "3 Bill Street"})

    assert "Who the bill is for" in page_text(page)
    assert changed["Location"] == "/checkout/payment/"
    checkout = shopper.checkout()
    assert checkout.billing_address is not None
    assert checkout.billing_address.street_address1 == "3 Bill Street"
    assert checkout.collection_point is not None


def test_a_collection_point_that_became_unavailable_is_left_before_the_payment(shopper: Payer, point: str) -> None:
    shopper.post("/checkout/delivery/", {"delivery": point})
    sandbox.Warehouse.objects.update(channel=sandbox.Channel.objects.get(slug="us"))

    page = shopper.pay("success", seen="1.00 GBP")

    assert page.status_code == 302
    assert page["Location"] == "/checkout/delivery/"
    assert order_count() == 0


def test_a_collection_point_that_is_not_offered_is_refused(shopper: Payer, point: str) -> None:
    sandbox.Warehouse.objects.all().delete()

    page = shopper.post("/checkout/delivery/", {"delivery": point})

    assert page.status_code == 422
    assert "no longer offered" in page_text(page)


def test_a_lost_response_is_retried(shopper: Payer, point: str) -> None:
    with api.override_transport(LosingResponses(CheckoutDeliveryMethodUpdate=1)):
        chosen = shopper.post("/checkout/delivery/", {"delivery": point})

    assert chosen["Location"] == "/checkout/payment/"
    assert shopper.checkout().collection_point is not None
