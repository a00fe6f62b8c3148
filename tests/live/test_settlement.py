"""Payments and orders through a real Saleor: the last item sold, two tabs, a closed tab, a slow bank."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor import payments
from storefront.saleor.app.setup.install import uninstall
from storefront.saleor.client import api
from storefront.saleor.schema.operations import operations
from storefront.saleor.types import TransactionState
from tests.contract.merchant.base import ThrowawayProduct, fresh
from tests.live.product_edits import ProductEdits
from tests.live.shop_process import Shop, wait_for
from tests.live.shopper import Shopper
from tests.live_support import AS_STAFF, staff_now

pytestmark = pytest.mark.live

PATIENCE = 240.0  # seconds: a sweep every half minute, of what is a minute old, on a small machine with other work


@pytest.fixture(scope="module", autouse=True)
def _paid_with_the_test_payments(shop: Shop) -> Iterator[None]:
    shop.manage("install_app", "--payments", "test-payments", "--public-url", shop.url, *AS_STAFF)
    yield
    uninstall(DummyPayments.identifier, staff=staff_now())


def shopper_at_payment(shop: Shop, goods: ThrowawayProduct) -> Shopper:
    """Return a shopper with an email of their own, about to pay for three items."""
    shopper = Shopper(shop.url, email=f"{fresh('sam')}@example.com")
    shopper.fill_cart_and_go_to_payment(goods.variant_id, quantity=3)
    return shopper


class Attempt:
    """A payment attempt in the shop's database, and its transaction at Saleor. `back` is its page in the shop."""

    def __init__(self, shop: Shop, back: str) -> None:
        self._shop = shop
        self._uuid = UUID(back.rstrip("/").rsplit("/", 1)[1]).hex

    @property
    def state(self) -> object:
        return self._shop.query_value("select state from payments_paymentattempt where uuid = ?", self._uuid)

    @property
    def states(self) -> list[str]:
        """Every state the attempt has had, in order."""
        question = """
            select group_concat(to_state) from (select m.to_state from payments_attempttransition m
            join payments_paymentattempt a on a.id = m.attempt_id where a.uuid = ? order by m.id)
        """
        return str(self._shop.query_value(question, self._uuid)).split(",")

    def triggered_by(self, state: str) -> object:
        """Return which part of the shop changed it to this state."""
        question = """
            select m.triggered_by from payments_attempttransition m
            join payments_paymentattempt a on a.id = m.attempt_id
            where a.uuid = ? and m.to_state = ? order by m.id desc limit 1
        """
        return self._shop.query_value(question, self._uuid, state)

    @property
    def attempts_of_checkout(self) -> object:
        """The number of attempts for the same checkout."""
        question = """
            select count(*) from payments_paymentattempt where checkout_hash =
            (select checkout_hash from payments_paymentattempt where uuid = ?)
        """
        return self._shop.query_value(question, self._uuid)

    @property
    def transaction(self) -> TransactionState:
        """The transaction at Saleor."""
        address = f"%{UUID(self._uuid)}%"
        asked = "select transaction_id from payments_dummypayment where return_url like ?"
        found = payments.get_transaction(str(self._shop.query_value(asked, address)), caller=staff_now())
        assert found is not None
        return found


class _Ids(msgspec.Struct, frozen=True):
    id: str


class _Payments(msgspec.Struct, frozen=True):
    transactions: tuple[_Ids, ...]


def payments_of(order_id: str) -> int:
    """Return how many transactions an order has at Saleor."""
    paid = operations(Path(__file__).parent)["Paid"]
    return len(api.execute(paid, _Payments, {"id": order_id}, caller=staff_now()).transactions)


def assert_one_paid_order(attempt: Attempt) -> None:
    """Check that there is one order, paid once and exactly."""
    held = attempt.transaction
    assert held.order is not None
    assert held.held == held.order.total.gross.amount
    assert not held.is_undecided
    assert attempt.attempts_of_checkout == 1
    assert attempt.states.count("ordered") == 1
    assert payments_of(held.order.id) == 1


@pytest.fixture
def shopper(shop: Shop, edits: ProductEdits) -> Shopper:
    """A shopper on the payment provider's page."""
    somebody = shopper_at_payment(shop, edits.product)
    somebody.press_pay()
    assert "Choose how this payment ends" in somebody.text, somebody.text
    return somebody


def test_a_sold_out_item_makes_no_order_and_is_refunded(shop: Shop, edits: ProductEdits, shopper: Shopper) -> None:
    back = shopper.choose_outcome_and_stop("approved")
    attempt = Attempt(shop, back)
    edits.set_stock(0)

    shopper.open(back)
    told = shopper.text
    wait_for("the refund", lambda: attempt.state == "refunded", within=PATIENCE)
    shopper.open(back)
    edits.set_stock(30)

    assert "we have not taken an order" in told or "Your payment has gone back" in told
    assert attempt.states[-4:] == ["charged", "charged-no-order", "refunding", "refunded"]
    assert attempt.transaction.held == 0
    assert not attempt.transaction.is_undecided
    assert attempt.transaction.order is None
    assert "Your payment has gone back, all of it" in shopper.text
    assert len(shop.emails(shopper.email)) == 1


def go_to_gateway(tab: Shopper) -> None:
    """Press pay and go to the provider's page; a second tab is led there by the payment page."""
    tab.press_pay()
    wait_for("the provider's page", lambda: tab.is_at_gateway or tab.resume_payment(), within=PATIENCE)


def test_two_tabs_that_pay_together_make_one_order(shop: Shop, edits: ProductEdits) -> None:
    shopper = shopper_at_payment(shop, edits.product)
    tabs = (shopper, shopper.open_tab())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go_to_gateway, tabs))
        (back,) = set(pool.map(lambda tab: tab.choose_outcome_and_stop("approved"), tabs))
        list(pool.map(lambda tab: tab.open(back), tabs))
    attempt = Attempt(shop, back)
    wait_for("the order", lambda: attempt.state == "ordered", within=PATIENCE)
    for tab in tabs:
        tab.open(back)

    assert all("Your order is placed" in tab.text for tab in tabs)
    assert_one_paid_order(attempt)


def test_a_tab_closed_after_paying_still_makes_an_order(shop: Shop, shopper: Shopper) -> None:
    attempt = Attempt(shop, shopper.choose_outcome_and_stop("approved"))

    wait_for("the order", lambda: attempt.state == "ordered", within=PATIENCE)

    assert attempt.triggered_by("ordered") in ("worker", "webhook", "sweeper")
    assert_one_paid_order(attempt)
    wait_for("the email", lambda: shop.emails(shopper.email), within=PATIENCE)


def test_a_payment_approved_later_makes_one_order(shop: Shop, shopper: Shopper) -> None:
    back, hosted = shopper.choose_outcome_and_stop("pending"), shopper.location
    attempt = Attempt(shop, back)
    shopper.open(back)
    waiting, state = shopper.text, attempt.state
    shopper.open(hosted)
    shopper.choose_outcome_and_stop("approved")

    wait_for("the order", lambda: attempt.state == "ordered", within=PATIENCE)
    shopper.open(back)

    assert "We are checking with your bank" in waiting
    assert state == "pending"
    assert attempt.triggered_by("ordered") in ("worker", "webhook", "sweeper")
    assert "Your order is placed" in shopper.text
    assert_one_paid_order(attempt)
