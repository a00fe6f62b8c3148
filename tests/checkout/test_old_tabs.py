"""Forms of older tabs, and forms whose values were tampered with: the right sentence, and never a 5xx."""

from decimal import Decimal

import httpx2
import msgspec
import pytest

from storefront.saleor.client import api
from storefront.sandbox.transport import SandboxTransport
from tests.cart.shopper import GEL, page_text, variant_id
from tests.cart.transports import SentOperation
from tests.checkout.purchase import GATEWAY, Payer
from tests.sandbox import merchant

pytestmark = pytest.mark.django_db


def test_an_older_tab_without_a_way_to_pay_says_that_the_total_has_changed() -> None:
    # given a tab that was opened while a gift card paid for everything
    payer = Payer()
    payer.reach_payment()
    merchant.create_gift_card("CARD-ABCD-9876", Decimal(500), "GBP")
    payer.post("/checkout/payment/", {"promo_code": "CARD-ABCD-9876"})
    old = payer.get("/checkout/payment/").context["form"]["seen"].value()
    # when the card is taken off in another tab
    card = payer.checkout().gift_cards[0]
    payer.post("/cart/promo/remove/", {"code": f"card:{card.id}"})
    page = payer.post("/checkout/payment/", {"seen": old})
    # then
    assert page.status_code == 409
    assert "The total has changed from £0.00 to" in page_text(page)
    assert "This field is required" not in page_text(page)


@pytest.mark.parametrize("seen", ["", "junk", "NaN GBP", "Infinity GBP", "1e999999 GBP", "1 <b>", "x" * 99])
def test_an_unreadable_total_is_a_changed_total(seen: str) -> None:
    payer = Payer()
    payer.reach_payment()

    page = payer.post("/checkout/payment/", {"gateway": GATEWAY, "seen": seen})

    assert page.status_code in (409, 422)
    assert "The total has changed" in page_text(page)


@pytest.mark.parametrize("choice", ["junk", "U2hpcHBpbmdNZXRob2Q6OTk5", "collect:junk", "💧", "9" * 200])
def test_a_delivery_that_is_not_offered_is_said_at_its_field(choice: str) -> None:
    payer = Payer()
    payer.reach_payment()

    page = payer.post("/checkout/delivery/", {"delivery": choice})

    assert page.status_code == 422
    assert "This delivery is no longer offered. Choose another." in page_text(page)
    assert page.context["form"].errors["delivery"]


def test_a_form_of_a_lost_session_says_so() -> None:
    page = Payer().client.post("/checkout/contact/", {"email": "sam@example.com"}, follow=True)

    assert "We could not find your earlier cart." in page_text(page)


class SwitchedOff(SandboxTransport):
    """Answers for a checkout as Saleor does when its channel is switched off."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Refuse to show a checkout."""
        if msgspec.json.decode(request.read(), type=SentOperation).operationName != "Checkout":
            return super().handle_request(request)
        error = {
            "message": "To access this path, you need one of the following permissions: MANAGE_CHECKOUTS",
            "path": ["checkout"],
            "extensions": {"exception": {"code": "PermissionDenied"}},
        }
        return httpx2.Response(200, json={"errors": [error], "data": {"checkout": None}}, request=request)


def test_a_channel_that_is_switched_off_is_the_reason_that_is_said() -> None:
    payer = Payer()
    payer.add(GEL)

    with api.override_transport(SwitchedOff()):
        page = payer.get("/cart/")

    assert page.status_code == 503
    assert "The shop is closed for now" in page_text(page)
    assert "Your cart is kept." in page_text(page)
    assert variant_id(GEL) in payer.get("/cart/").content.decode()
