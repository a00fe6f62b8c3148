"""Where money and order could part, through a real Saleor: the last one sold, two tabs, a closed one, a slow bank."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor import api, payments
from storefront.saleor.app.install import uninstall
from storefront.saleor.operations import operations
from storefront.saleor.types import TransactionState
from tests.contract.merchant.base import ThrowawayProduct, fresh
from tests.live.buyer import Buyer
from tests.live.desk import Desk
from tests.live.running import Shop, arrives
from tests.live_support import AS_STAFF, staff_now

pytestmark = pytest.mark.live

PATIENCE = 240.0  # seconds: a sweep every half minute, of what is a minute old, on a small machine with other work


@pytest.fixture(scope="module", autouse=True)
def _paid_with_the_test_payments(shop: Shop) -> Iterator[None]:
    shop.manage("install_app", "--payments", "test-payments", "--public-url", shop.url, *AS_STAFF)
    yield
    uninstall(DummyPayments.identifier, staff=staff_now())


def a_shopper(shop: Shop, goods: ThrowawayProduct) -> Buyer:
    """Somebody with a mailbox of their own, about to pay for three of the goods."""
    buyer = Buyer(shop.url, email=f"{fresh('sam')}@example.com")
    buyer.fills_cart(goods.variant_id, quantity=3)
    return buyer


class Attempt:
    """A payment's attempt as the shop's database has it, and its money at Saleor. `back` is its page in the shop."""

    def __init__(self, shop: Shop, back: str) -> None:
        self._shop = shop
        self._uuid = UUID(back.rstrip("/").rsplit("/", 1)[1]).hex

    @property
    def state(self) -> object:
        return self._shop.row("select state from checkout_paymentattempt where uuid = ?", self._uuid)

    @property
    def way(self) -> list[str]:
        """Every state it came to, in order."""
        question = """
            select group_concat(went_to) from (select m.went_to from checkout_move m
            join checkout_paymentattempt a on a.id = m.attempt_id where a.uuid = ? order by m.id)
        """
        return str(self._shop.row(question, self._uuid)).split(",")

    def came_by(self, state: str) -> object:
        """Who moved it there."""
        question = """
            select m.by from checkout_move m join checkout_paymentattempt a on a.id = m.attempt_id
            where a.uuid = ? and m.went_to = ? order by m.id desc limit 1
        """
        return self._shop.row(question, self._uuid, state)

    @property
    def siblings(self) -> object:
        """How many attempts there are for its checkout, itself among them."""
        question = """
            select count(*) from checkout_paymentattempt where checkout_digest =
            (select checkout_digest from checkout_paymentattempt where uuid = ?)
        """
        return self._shop.row(question, self._uuid)

    @property
    def holding(self) -> TransactionState:
        """Its money at Saleor."""
        address = f"%{UUID(self._uuid)}%"
        asked = "select transaction_id from saleor_testpayment where return_url like ?"
        found = payments.get_transaction(str(self._shop.row(asked, address)), caller=staff_now())
        assert found is not None
        return found


class _Ids(msgspec.Struct, frozen=True):
    id: str


class _Payments(msgspec.Struct, frozen=True):
    transactions: tuple[_Ids, ...]


def payments_of(order_id: str) -> int:
    """How many transactions an order has at Saleor."""
    paid = operations(Path(__file__).parent)["Paid"]
    return len(api.execute(paid, _Payments, {"id": order_id}, caller=staff_now()).transactions)


def is_one_paid_order(attempt: Attempt) -> None:
    """One order, secured once by one payment, and for what it costs."""
    held = attempt.holding
    assert held.order is not None
    assert held.held == held.order.total.gross.amount
    assert not held.is_undecided
    assert attempt.siblings == 1
    assert attempt.way.count("ordered") == 1
    assert payments_of(held.order.id) == 1


@pytest.fixture
def buyer(shop: Shop, desk: Desk) -> Buyer:
    """Somebody on the payment service's page."""
    somebody = a_shopper(shop, desk.goods)
    somebody.presses_pay()
    assert "to Gradual" in somebody.words, somebody.words
    return somebody


def test_what_is_gone_after_the_payment_makes_no_order_and_the_money_goes_back(
    shop: Shop, desk: Desk, buyer: Buyer
) -> None:
    back = buyer.chooses_and_stays("approved")
    attempt = Attempt(shop, back)
    desk.stocks(0)

    buyer.goes(back)
    told = buyer.words
    arrives("the money", lambda: attempt.state == "released", within=PATIENCE)
    buyer.goes(back)
    desk.stocks(30)

    assert "we have not taken an order" in told or "Your payment has gone back" in told
    assert attempt.way[-4:] == ["charged", "unfilled", "releasing", "released"]
    assert attempt.holding.held == 0
    assert not attempt.holding.is_undecided
    assert attempt.holding.order is None
    assert "Your payment has gone back, all of it" in buyer.words
    assert len(shop.letters(buyer.email)) == 1


def pays(tab: Buyer) -> None:
    """Press the button and go on to the payment service's page; a second tab is told of the payment and led there."""
    tab.presses_pay()
    arrives("the payment service's page", lambda: tab.is_where_to_pay or tab.goes_on_to_pay(), within=PATIENCE)


def test_two_tabs_that_pay_at_once_are_one_order_charged_once(shop: Shop, desk: Desk) -> None:
    buyer = a_shopper(shop, desk.goods)
    tabs = (buyer, buyer.another_tab())
    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(pays, tabs))
        (back,) = set(at_once.map(lambda tab: tab.chooses_and_stays("approved"), tabs))
        list(at_once.map(lambda tab: tab.goes(back), tabs))
    attempt = Attempt(shop, back)
    arrives("the order", lambda: attempt.state == "ordered", within=PATIENCE)
    for tab in tabs:
        tab.goes(back)

    assert all("Your order is placed" in tab.words for tab in tabs)
    is_one_paid_order(attempt)


def test_a_tab_closed_after_paying_is_an_order_all_the_same(shop: Shop, buyer: Buyer) -> None:
    attempt = Attempt(shop, buyer.chooses_and_stays("approved"))

    arrives("the order", lambda: attempt.state == "ordered", within=PATIENCE)

    assert attempt.came_by("ordered") in ("worker", "webhook", "sweeper")
    is_one_paid_order(attempt)
    arrives("the letter", lambda: shop.letters(buyer.email), within=PATIENCE)


def test_a_bank_that_says_yes_later_makes_one_order_with_nobody_there(shop: Shop, buyer: Buyer) -> None:
    back, hosted = buyer.chooses_and_stays("pending"), buyer.at
    attempt = Attempt(shop, back)
    buyer.goes(back)
    waiting, state = buyer.words, attempt.state
    buyer.goes(hosted)
    buyer.chooses_and_stays("approved")

    arrives("the order", lambda: attempt.state == "ordered", within=PATIENCE)
    buyer.goes(back)

    assert "We are checking with your bank" in waiting
    assert state == "pending"
    assert attempt.came_by("ordered") in ("worker", "webhook", "sweeper")
    assert "Your order is placed" in buyer.words
    is_one_paid_order(attempt)
