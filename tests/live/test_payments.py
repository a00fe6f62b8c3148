"""Paying with the test payments through a real Saleor: what the shop's own typed functions read of it."""

import uuid
from collections.abc import Iterator

import pytest

from storefront.saleor import checkouts, payments
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import Checkout, Payment
from tests.contract.merchant.base import fresh_address
from tests.contract.merchant.real import StaffMerchant
from tests.live_support import report

pytestmark = pytest.mark.live

CHANNEL = "default-channel"
ADDRESS = AddressInput(
    first_name="Ada",
    last_name="Test",
    street_address1="1 Main Street",
    city="New York",
    postal_code="10001",
    country="US",
    country_area="NY",
)


@pytest.fixture(scope="module")
def variant() -> Iterator[str]:
    """A variant of which every test may buy one."""
    merchant = StaffMerchant(channel=CHANNEL, address=fresh_address())
    yield merchant.create_product(stock=30).variant_id
    merchant.clean_up()


@pytest.fixture
def checkout(variant: str) -> Checkout:
    """A checkout that lacks nothing but its payment."""
    made = checkouts.create(CHANNEL, lines=[LineQuantity(variant_id=variant, quantity=1)], email="ada@example.com")
    made = checkouts.set_billing_address(made.id, address=ADDRESS)
    if made.is_shipping_required:
        made = checkouts.set_shipping_address(made.id, address=ADDRESS)
        made = checkouts.set_delivery(made.id, delivery_id=checkouts.delivery_options(made.id)[0].id)
    return made


def pay(checkout: Checkout, *, gateway_id: str, outcome: str, key: str = "") -> Payment:
    return payments.initialize(
        checkout.id,
        gateway_id=gateway_id,
        amount=checkout.total_price.gross.amount,
        idempotency_key=key or str(uuid.uuid4()),
        data={"outcome": outcome},
    )


def ending(payment: Payment) -> str:
    """SUCCESS, FAILURE, REQUEST or ACTION_REQUIRED, whether the channel charges or authorises."""
    assert payment.transaction_event is not None
    return (payment.transaction_event.type or "").partition("_")[2]


def test_the_test_payments_are_a_usable_gateway(checkout: Checkout, test_payments_app: str) -> None:
    assert payments.usable_gateways(checkout.id, gateways=("unknown.app", test_payments_app)) == (test_payments_app,)


def test_a_payment_that_succeeds_makes_an_order(checkout: Checkout, test_payments_app: str) -> None:
    paid = pay(checkout, gateway_id=test_payments_app, outcome="success")

    assert ending(paid) == "SUCCESS"
    assert paid.transaction is not None
    assert paid.transaction.psp_reference.startswith("test-success-")
    held = paid.transaction.authorized_amount.amount + paid.transaction.charged_amount.amount
    assert held == checkout.total_price.gross.amount
    assert checkouts.complete(checkout.id).id


def test_one_idempotency_key_is_one_payment(checkout: Checkout, test_payments_app: str) -> None:
    key = str(uuid.uuid4())
    first = pay(checkout, gateway_id=test_payments_app, outcome="success", key=key)
    again = pay(checkout, gateway_id=test_payments_app, outcome="success", key=key)

    assert first.transaction == again.transaction


def test_a_declined_payment_says_so_and_holds_nothing(checkout: Checkout, test_payments_app: str) -> None:
    declined = pay(checkout, gateway_id=test_payments_app, outcome="decline")

    assert ending(declined) == "FAILURE"
    assert declined.transaction is not None
    assert declined.transaction.authorized_amount.amount == declined.transaction.charged_amount.amount == 0


@pytest.mark.parametrize(("confirmed", "expected"), [(True, "SUCCESS"), (False, "FAILURE")])
def test_a_payment_that_needs_the_shopper_ends_as_the_shopper_says(
    checkout: Checkout, test_payments_app: str, confirmed: bool, expected: str
) -> None:
    waiting = pay(checkout, gateway_id=test_payments_app, outcome="action-required")
    assert ending(waiting) == "ACTION_REQUIRED"
    assert waiting.transaction is not None

    unchanged = payments.process(waiting.transaction.id)
    ended = payments.process(waiting.transaction.id, data={"confirmed": confirmed})

    assert ending(unchanged) == "ACTION_REQUIRED"
    assert ending(ended) == expected


def test_a_pending_payment_cannot_be_hurried_by_the_shopper(checkout: Checkout, test_payments_app: str) -> None:
    pending = pay(checkout, gateway_id=test_payments_app, outcome="pending")
    assert ending(pending) == "REQUEST"
    assert pending.transaction is not None

    assert ending(payments.process(pending.transaction.id, data={"confirmed": True})) == "REQUEST"


@pytest.mark.parametrize("result", ["SUCCESS", "FAILURE"])
def test_a_pending_payment_ends_when_the_provider_reports_it(
    checkout: Checkout, test_payments_app: str, staff: Credentials, result: str
) -> None:
    pending = pay(checkout, gateway_id=test_payments_app, outcome="pending")
    assert pending.transaction is not None

    report(pending, result=result, staff=staff)
    settled = payments.process(pending.transaction.id)
    assert settled.transaction is not None
    held = settled.transaction.authorized_amount.amount + settled.transaction.charged_amount.amount

    assert held == (checkout.total_price.gross.amount if result == "SUCCESS" else 0)


def test_a_provider_that_is_down_is_a_failure(checkout: Checkout, test_payments_app: str) -> None:
    assert ending(pay(checkout, gateway_id=test_payments_app, outcome="error")) == "FAILURE"
