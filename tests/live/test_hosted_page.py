"""Paying on the hosted page through a real Saleor, with the test payments as its app."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor import payments
from storefront.saleor.app.setup.install import uninstall
from storefront.saleor.client import api
from storefront.saleor.schema.operations import operations
from storefront.saleor.types import TransactionState
from tests.contract.merchant.base import ThrowawayProduct, fresh_address
from tests.contract.merchant.real import StaffMerchant
from tests.live.shop_process import Shop, running_shop, seconds_until
from tests.live.shopper import Shopper
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
    with running_shop(tmp_path_factory.mktemp("paying")) as shop:
        here = ("--public-url", shop.url, "--email", STAFF_EMAIL, "--password", STAFF_PASSWORD)
        shop.manage("install_app", "--payments", "test-payments", *here)
        yield shop
        uninstall(DummyPayments.identifier, staff=staff_now())


@pytest.fixture
def shopper(shop: Shop, goods: ThrowawayProduct) -> Shopper:
    """A shopper on the payment provider's page."""
    somebody = Shopper(shop.url)
    somebody.fill_cart_and_go_to_payment(goods.variant_id)
    somebody.press_pay()
    assert "Choose how this payment ends" in somebody.text, somebody.text
    return somebody


def holding_of(shop: Shop) -> TransactionState:
    """The newest payment's money, as Saleor has it."""
    newest = str(shop.query_value("SELECT transaction_id FROM payments_dummypayment ORDER BY id DESC LIMIT 1"))
    found = payments.get_transaction(newest, caller=staff_now())
    assert found is not None
    return found


def orders_of(shop: Shop) -> object:
    return shop.query_value("SELECT count(*) FROM payments_paymentattempt WHERE state = 'ordered'")


def test_an_approved_payment_is_one_order(shop: Shop, shopper: Shopper) -> None:
    before = orders_of(shop)

    shopper.choose_outcome("approved")

    assert "Your order is placed" in shopper.text
    assert orders_of(shop) == int(str(before)) + 1
    order = holding_of(shop).order
    assert order is not None
    assert holding_of(shop).held == order.total.gross.amount


def test_a_decline_keeps_the_cart_and_the_next_try_is_the_order(shop: Shop, shopper: Shopper) -> None:
    shopper.choose_outcome("declined")
    refused = shopper.text
    declined = holding_of(shop).held
    shopper.press_pay()
    shopper.choose_outcome("approved")

    assert "No money was taken" in refused
    assert declined == 0
    assert "Your order is placed" in shopper.text


def test_a_bank_that_asks_for_a_confirmation_gets_it(shopper: Shopper) -> None:
    shopper.choose_outcome("confirm")
    asked = shopper.text
    shopper.choose_outcome("approved")

    assert "Your bank asks whether you want to pay" in asked
    assert "Your order is placed" in shopper.text


def test_a_pending_payment_is_one_order_once_the_bank_says_yes(shop: Shop, shopper: Shopper) -> None:
    back, hosted = shopper.choose_outcome_and_stop("pending"), shopper.location
    shopper.open(back)
    waiting = shopper.text
    shopper.open(hosted)
    shopper.choose_outcome("approved")

    def ordered() -> bool:
        shopper.open(back)
        return "Your order is placed" in shopper.text

    assert "We are checking with your bank" in waiting
    assert seconds_until(ordered, within=PATIENCE) is not None
    order = holding_of(shop).order
    assert order is not None
    assert holding_of(shop).held == order.total.gross.amount


@pytest.mark.parametrize("choice", ["error", "time-out"])
def test_a_service_that_fails_or_answers_too_late_takes_nothing(shop: Shop, shopper: Shopper, choice: str) -> None:
    shopper.choose_outcome(choice)

    def refused() -> bool:
        shopper.open(shopper.location)
        return "No money was taken" in shopper.text

    assert seconds_until(refused, within=PATIENCE) is not None
    assert holding_of(shop).held == 0


def test_a_gift_card_pays_its_part_and_the_card_the_rest(
    shop: Shop, goods: ThrowawayProduct, merchant: StaffMerchant
) -> None:
    code = merchant.create_gift_card(balance=Decimal(6))
    shopper = Shopper(shop.url)
    shopper.fill_cart_and_go_to_payment(goods.variant_id)
    before = Decimal(shopper.field("seen").split()[0])
    shopper.submit(promo_code=code)
    after = Decimal(shopper.field("seen").split()[0])

    shopper.press_pay()
    shopper.choose_outcome("approved")

    assert before - after == 6
    assert "Your order is placed" in shopper.text
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

    return seconds_until(seen, within=PATIENCE) is not None


def test_staff_charge_refund_and_let_go_in_part(shop: Shop, shopper: Shopper) -> None:
    shopper.choose_outcome("approved")
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
