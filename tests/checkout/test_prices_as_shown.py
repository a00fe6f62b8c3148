"""Cart, payment page, done page, order page and email show the channel's prices, and their rows add up."""

from decimal import Decimal

import pytest
from django.core import mail

from storefront.catalog.models import Offer
from storefront.payments.models import PaymentAttempt
from storefront.saleor.prices.order_summary import OrderSummary, RowKind
from storefront.sandbox import models as sandbox
from tests.cart.shopper import GEL, input_value, page_text, variant_id
from tests.checkout.purchase import HOME_ADDRESS, Payer

pytestmark = pytest.mark.usefixtures("commits")
CODE = "GRADUAL10"
WASHINGTON = {
    **HOME_ADDRESS,
    "country": "US",
    "street_address1": "101 Independence Ave SE",
    "city": "Washington",
    "country_area": "DC",
    "postal_code": "20540",
}


@pytest.fixture
def reduced(db: None) -> tuple[Decimal, Decimal]:
    """The gel costs less than in the 30 days before; returns both prices."""
    price = sandbox.Price.objects.get(channel__slug="uk", variant__product__slug=GEL)
    before, now = price.price, price.price - Decimal("1.50")
    sandbox.Price.objects.filter(pk=price.pk).update(price=now, price_undiscounted=before)
    Offer.objects.filter(channel="uk", variant__saleor_id=variant_id(GEL)).update(
        price=now, undiscounted=before, reference=before
    )
    return before, now


@pytest.mark.parametrize("code", ["", CODE])
def test_a_reduced_line_says_what_it_was_and_the_sums_start_from_the_reduced_price(
    reduced: tuple[Decimal, Decimal], code: str
) -> None:
    before, now = reduced
    payer = Payer()
    payer.add(GEL, quantity=2)
    if code:
        payer.post("/cart/promo/", {"promo_code": code})

    cart, paying = payer.get("/cart/"), payer.reach_payment()

    for page in (cart, paying):
        text = page_text(page)
        assert f"£{now * (2 if page is cart else 4):.2f} was £{before * (2 if page is cart else 4):.2f}" in text
        assert f"Items £{now * (2 if page is cart else 4):.2f}" in text
        assert (CODE in text) == bool(code)
        assert "Discount −" not in text


def test_a_channel_without_tax_in_its_prices_shows_tax_as_a_row(db: None) -> None:
    payer = Payer("/en-us")
    sandbox.CountryTaxRate.objects.filter(country="US").update(rate=Decimal(25))
    gross = sandbox.Price.objects.get(channel__slug="us", variant__product__slug=GEL).price
    net = (gross * 4 / 5).quantize(Decimal("0.01"))
    payer.add(GEL)

    cart = payer.get("/cart/")
    payer.post("/checkout/contact/", {"email": "sam@example.com"})
    payer.post("/checkout/address/", WASHINGTON)
    payer.post("/checkout/delivery/", {"delivery": input_value(payer.get("/checkout/delivery/"), "delivery")})
    paying = payer.get("/checkout/payment/")
    done = payer.pay_and_follow("success")
    number = PaymentAttempt.objects.get().order_number
    order = payer.get(f"/orders/{number}/")

    assert "an estimate until you enter your address" in page_text(cart)
    assert f"Items ${net:.2f}" in page_text(cart)
    summaries = [
        cart.context["cart"].summary,
        paying.context["review"].summary,
        done.context["order"].summary,
        order.context["status"].order.summary,
    ]
    for summary in summaries:
        assert_adds_up(summary)
        assert summary.items.amount == net
        assert RowKind.TAX in [row.kind for row in summary.rows]
        assert summary.tax_included is None
    assert summaries[1].rows == summaries[2].rows == summaries[3].rows
    for page in (paying, done, order):
        assert "Tax included" not in page_text(page)
        assert "an estimate" not in page_text(page)
    (email,) = (message for message in mail.outbox if "Tax:" in str(message.body))
    assert f"Items: ${net:.2f}" in str(email.body)


def test_a_gift_card_row_is_what_the_card_paid_and_takes_no_other_difference(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    payer = Payer()
    sandbox.GiftCard.objects.create(code="FIVE-POUND", currency="GBP", current_balance=Decimal(5))
    payer.reach_payment()
    payer.post("/cart/promo/", {"promo_code": "FIVE-POUND"})
    payer.pay_and_follow("success")
    number = PaymentAttempt.objects.get().order_number

    shown = payer.get(f"/orders/{number}/").context["status"].order.summary
    assert_adds_up(shown)
    assert [row.amount.amount for row in shown.payments] == [Decimal("-5.00")]

    order = sandbox.Order.objects.get()
    sandbox.Order.objects.update(total=order.total - 3)
    page = payer.get(f"/orders/{number}/")

    assert [row.amount.amount for row in page.context["status"].order.summary.payments] == [Decimal("-5.00")]
    assert "These sums do not add up" in page_text(page)
    assert f"order {number} leave -3.0" in caplog.text


def assert_adds_up(summary: OrderSummary) -> None:
    assert sum(row.amount.amount for row in summary.rows) == summary.total.amount
    assert sum(line.total.amount for line in summary.lines) == summary.items.amount
    assert summary.unexplained is None
