"""What an order tells of payments, parcels and preorders, and a checkout of its language."""

from decimal import Decimal

from storefront.saleor import checkouts
from storefront.saleor.order_state import Handover, PaymentState, handover, payment_state
from storefront.saleor.types import Checkout
from tests.contract.helpers import one_line
from tests.contract.merchant.base import Merchant


def test_a_free_order_is_paid_and_says_how_it_is_handed_over(merchant: Merchant, payable: Checkout) -> None:
    checkouts.add_promo_code(payable.id, code=merchant.create_gift_card(balance=Decimal(500)))

    order = checkouts.complete(payable.id)

    assert payment_state(order) is PaymentState.PAID
    assert handover(order) is Handover.DELIVERY
    assert order.total_authorized.amount == order.total_canceled.amount == 0
    assert [(line.is_gift, line.is_shipping_required) for line in order.lines] == [(False, True)]
    assert order.fulfillments == ()


def test_a_checkout_and_its_order_say_whether_prices_are_shown_with_tax(merchant: Merchant, payable: Checkout) -> None:
    (line,) = payable.lines
    assert line.variant.pricing is not None
    assert line.variant.pricing.price_undiscounted is not None
    full = line.variant.pricing.price_undiscounted
    assert line.undiscounted_unit_price in (full.net, full.gross)

    checkouts.add_promo_code(payable.id, code=merchant.create_gift_card(balance=Decimal(500)))
    order = checkouts.complete(payable.id)

    assert order.display_gross_prices == payable.display_gross_prices


def test_the_language_of_a_checkout_can_be_set(payable: Checkout) -> None:
    assert checkouts.set_language(payable.id, language="DE_DE").language_code == "DE_DE"
    kept = checkouts.get(payable.id)
    assert kept is not None
    assert kept.language_code == "DE_DE"
    assert kept.total_price == payable.total_price


def test_a_preorder_can_be_bought_although_saleor_reports_a_shortage(
    merchant: Merchant, storefront_channel: str
) -> None:
    goods = merchant.create_preorder(most=10)
    cart = checkouts.create(storefront_channel, lines=one_line(goods.variant_id, 2))

    (line,) = cart.lines
    assert [problem.is_short for problem in line.problems or ()] == [True]
    assert line.shortage is None
    assert line.variant.preorder is not None
    assert line.variant.preorder.end_date is not None
    assert line.variant.quantity_available == 10
