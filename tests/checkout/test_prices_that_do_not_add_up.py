"""Nothing is paid while the lines and the total of a checkout do not agree."""

import json

import httpx2
import pytest

from storefront.payments import processing
from storefront.payments.models import Reason, State
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from storefront.sandbox.transport import SandboxTransport
from tests.cart.shopper import CONDOMS, input_value, page_text
from tests.checkout.purchase import Payer, only_attempt, order_count, transaction_count

pytestmark = pytest.mark.django_db

PAGES = ("/cart/", "/checkout/contact/", "/checkout/address/", "/checkout/delivery/", "/checkout/payment/")


class WrongTotals(httpx2.BaseTransport):
    """Saleor, which states a subtotal that its lines do not have, however often it counts."""

    def __init__(self) -> None:
        self._saleor = SandboxTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self._saleor.handle_request(request)
        body = json.loads(response.read())
        for answer in (body.get("data") or {}).values():
            checkout = answer.get("checkout", answer) if answer else None
            if checkout and "subtotalPrice" in checkout:
                checkout["subtotalPrice"]["gross"]["amount"] += 12.5
                checkout["totalPrice"]["gross"]["amount"] += 12.5
        return httpx2.Response(response.status_code, json=body)


@pytest.fixture
def shopper() -> Payer:
    """At the payment page, with a second product in the cart."""
    payer = Payer()
    payer.reach_payment()
    payer.add(CONDOMS)
    return payer


def delete_condoms() -> None:
    sandbox.Product.objects.get(slug=CONDOMS).delete()


@pytest.mark.parametrize("address", PAGES)
def test_a_deleted_product_is_in_no_total_that_is_shown(shopper: Payer, address: str) -> None:
    before = shopper.checkout().total_price.gross.amount
    price = sandbox.Price.objects.get(variant__product__slug=CONDOMS, channel__slug="uk").price

    delete_condoms()
    shopper.get(address)

    assert shopper.checkout().total_price.gross.amount == before - price


def test_a_product_deleted_after_the_page_was_shown_is_not_paid_for(shopper: Payer) -> None:
    seen = input_value(shopper.get("/checkout/payment/"), "seen")

    delete_condoms()
    page = shopper.pay("success", seen=seen)

    assert (order_count(), transaction_count()) == (0, 0)
    while page.status_code == 302:
        page = shopper.client.get(page["Location"])
    assert input_value(shopper.get("/checkout/payment/"), "seen") != seen
    shopper.pay_and_follow("success")
    order = sandbox.Order.objects.get()
    assert order.total == sum(line.total_price for line in order.lines.all()) + order.shipping_price


def test_a_product_deleted_while_it_is_paid_for_makes_no_order_and_the_money_goes_back(
    shopper: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_payment = processing._STEPS[State.REQUESTED]

    def request_and_delete(*args: object) -> None:
        request_payment(*args)  # type: ignore[arg-type]
        delete_condoms()

    monkeypatch.setitem(processing._STEPS, State.REQUESTED, request_and_delete)
    page = shopper.pay_and_follow("success")

    attempt = only_attempt()
    assert order_count() == 0
    assert attempt.state in (State.CHARGED_NO_ORDER, State.REFUNDING, State.REFUNDED)
    assert attempt.transitions.filter(reason=Reason.DOES_NOT_ADD_UP).exists()
    assert "goes back" in page_text(page) or "gone back" in page_text(page)


@pytest.mark.parametrize("address", PAGES)
def test_totals_that_saleor_cannot_explain_are_an_error_and_nothing_can_be_paid(
    shopper: Payer, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with api.override_transport(WrongTotals()):
        shown = shopper.get(address)
        paid = shopper.pay("success", seen="20.00 GBP")

    for answer in (shown, paid):
        text = page_text(answer)
        assert answer.status_code == 503
        assert "do not add up" in text
        assert "Other adjustments" not in text
        assert "Pay £" not in text
        assert 'href="/checkout/"' not in answer.content.decode()
    assert (order_count(), transaction_count()) == (0, 0)
    assert "the prices of a checkout do not add up" in caplog.text
    assert "condom" not in caplog.text.lower()
