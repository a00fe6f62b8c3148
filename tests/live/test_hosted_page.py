"""Paying on the hosted page through a real Saleor: a shop in processes of its own, and the test payments as its app."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor import api, payments
from storefront.saleor.app.install import uninstall
from storefront.saleor.operations import operations
from storefront.saleor.types import TransactionState
from tests.contract.merchant.base import ThrowawayProduct, fresh_address
from tests.contract.merchant.real import StaffMerchant
from tests.live.buyer import Buyer
from tests.live.running import Shop, eventually, running
from tests.live_support import STAFF_EMAIL, STAFF_PASSWORD, payments_caller, staff_now

pytestmark = pytest.mark.live

CHANNEL = "default-channel"
PATIENCE = 90.0  # seconds: the shop, its worker and Saleor share a small machine with other work


@pytest.fixture(scope="module")
def merchant() -> Iterator[StaffMerchant]:
    """Staff; what they made is cleared away in the end."""
    staff = StaffMerchant(channel=CHANNEL, address=fresh_address())
    yield staff
    staff.clean_up()


@pytest.fixture(scope="module")
def goods(merchant: StaffMerchant) -> ThrowawayProduct:
    """Plenty of something at 10.00."""
    return merchant.create_product(stock=50)


@pytest.fixture(scope="module")
def shop(goods: ThrowawayProduct, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop whose test payments are an app of the real Saleor."""
    with running(tmp_path_factory.mktemp("paying")) as shop:
        here = ("--public-url", shop.url, "--email", STAFF_EMAIL, "--password", STAFF_PASSWORD)
        shop.manage("install_app", "--payments", "test-payments", *here)
        yield shop
        uninstall(DummyPayments.identifier, staff=staff_now())


@pytest.fixture
def buyer(shop: Shop, goods: ThrowawayProduct) -> Buyer:
    """Somebody on the payment service's page."""
    somebody = Buyer(shop.url)
    somebody.fills_cart(goods.variant_id)
    somebody.presses_pay()
    assert "to Gradual" in somebody.words, somebody.words
    return somebody


def holding_of(shop: Shop) -> TransactionState:
    """The newest payment's money, as Saleor has it."""
    newest = str(shop.row("SELECT transaction_id FROM saleor_testpayment ORDER BY id DESC LIMIT 1"))
    found = payments.get_transaction(newest, caller=staff_now())
    assert found is not None
    return found


def orders_of(shop: Shop) -> object:
    return shop.row("SELECT count(*) FROM checkout_paymentattempt WHERE state = 'ordered'")


def test_an_approved_payment_is_one_order(shop: Shop, buyer: Buyer) -> None:
    before = orders_of(shop)

    buyer.chooses("approved")

    assert "Your order is placed" in buyer.words
    assert orders_of(shop) == int(str(before)) + 1
    order = holding_of(shop).order
    assert order is not None
    assert holding_of(shop).held == order.total.gross.amount


def test_a_decline_keeps_the_cart_and_the_next_try_is_the_order(shop: Shop, buyer: Buyer) -> None:
    buyer.chooses("declined")
    refused = buyer.words
    declined = holding_of(shop).held
    buyer.presses_pay()
    buyer.chooses("approved")

    assert "No money was taken" in refused
    assert declined == 0
    assert "Your order is placed" in buyer.words


def test_a_bank_that_asks_for_a_confirmation_gets_it(buyer: Buyer) -> None:
    buyer.chooses("confirm")
    asked = buyer.words
    buyer.chooses("approved")

    assert "Your bank asks whether you want to pay" in asked
    assert "Your order is placed" in buyer.words


def test_a_pending_payment_is_one_order_once_the_bank_says_yes(shop: Shop, buyer: Buyer) -> None:
    back, hosted = buyer.chooses_and_stays("pending"), buyer.at
    buyer.goes(back)
    waiting = buyer.words
    buyer.goes(hosted)
    buyer.chooses("approved")

    def ordered() -> bool:
        buyer.goes(back)
        return "Your order is placed" in buyer.words

    assert "We are checking with your bank" in waiting
    assert eventually(ordered, within=PATIENCE) is not None
    order = holding_of(shop).order
    assert order is not None
    assert holding_of(shop).held == order.total.gross.amount


@pytest.mark.parametrize("choice", ["error", "time-out"])
def test_a_service_that_fails_or_answers_too_late_takes_nothing(shop: Shop, buyer: Buyer, choice: str) -> None:
    buyer.chooses(choice)

    def refused() -> bool:
        buyer.goes(buyer.at)
        return "No money was taken" in buyer.words

    assert eventually(refused, within=PATIENCE) is not None
    assert holding_of(shop).held == 0


def test_a_gift_card_pays_its_part_and_the_card_the_rest(
    shop: Shop, goods: ThrowawayProduct, merchant: StaffMerchant
) -> None:
    code = merchant.create_gift_card(balance=Decimal(6))
    buyer = Buyer(shop.url)
    buyer.fills_cart(goods.variant_id)
    before = Decimal(buyer.field("seen").split()[0])
    buyer.sends(promo_code=code)
    after = Decimal(buyer.field("seen").split()[0])

    buyer.presses_pay()
    buyer.chooses("approved")

    assert before - after == 6
    assert "Your order is placed" in buyer.words
    assert holding_of(shop).held == after


class _Requested(msgspec.Struct, frozen=True):
    transaction: TransactionState


def asks(holding: TransactionState, action: str, amount: Decimal) -> None:
    """What a member of staff presses in the Dashboard.

    For a refund they also name a reason there, if the shop has reasons; from an app Saleor wants none.
    """
    caller = payments_caller(staff_now()) if action == "REFUND" else staff_now()
    variables = {"id": holding.id, "action": action, "amount": amount}
    api.execute(operations()["TransactionRequestAction"], _Requested, variables, caller=caller)


def comes_to(shop: Shop, *, charged: Decimal, authorized: Decimal) -> bool:
    """Whether the newest payment's money comes to be that."""

    def seen() -> bool:
        now = holding_of(shop)
        return (now.charged_amount.amount, now.authorized_amount.amount) == (charged, authorized)

    return eventually(seen, within=PATIENCE) is not None


def test_staff_charge_refund_and_let_go_in_part(shop: Shop, buyer: Buyer) -> None:
    buyer.chooses("approved")
    held = holding_of(shop).held
    part = Decimal(2)

    if holding_of(shop).authorized_amount.amount:
        asks(holding_of(shop), "CHARGE", held - part)
        assert comes_to(shop, charged=held - part, authorized=part)
        asks(holding_of(shop), "CANCEL", part)
        assert comes_to(shop, charged=held - part, authorized=Decimal(0))
    left = holding_of(shop).charged_amount.amount
    asks(holding_of(shop), "REFUND", part)
    assert comes_to(shop, charged=left - part, authorized=Decimal(0))
    asks(holding_of(shop), "REFUND", part)
    assert comes_to(shop, charged=left - part * 2, authorized=Decimal(0))
