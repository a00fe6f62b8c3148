"""The shop's app reads transactions and refunds them."""

import time

import pytest

from storefront.saleor import checkouts, payments
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import NotAllowed
from storefront.saleor.types import Checkout, TransactionState
from tests.contract.helpers import mutation_errors, unknown_id
from tests.contract.test_payment import pay


def refund_all(holding: TransactionState, *, app: Credentials) -> TransactionState:
    """Refund or cancel a transaction, and return it once the payment app's answer has changed its amounts."""
    action = "REFUND" if holding.charged_amount.amount else "CANCEL"
    payments.request_refund(holding.id, action=action, caller=app)  # type: ignore[arg-type] # one of the two literals
    for _ in range(100):
        found = payments.get_transaction(holding.id, caller=app)
        assert found is not None
        # Saleor stores the answer's event a moment before it changes the amounts.
        if not found.is_refund_requested and found.held != holding.held:
            return found
        time.sleep(0.2)
    raise AssertionError("The payment app has not refunded.")


def test_a_payment_is_found_by_its_idempotency_key(payable: Checkout, gateway: str, shop_app: Credentials) -> None:
    paid = pay(payable, gateway=gateway, outcome="success", key="key-of-" + payable.id[-20:])

    (held,) = payments.checkout_transactions(payable.id, caller=shop_app) or ()

    assert paid.transaction is not None
    assert held.id == paid.transaction.id
    assert held.held == payable.total_price.gross.amount
    assert held.is_by("key-of-" + payable.id[-20:])
    assert not held.is_by("another key")
    assert not held.is_undecided
    assert held.checkout is not None
    assert (held.checkout.id, held.checkout.email) == (payable.id, "robin@example.com")
    assert held.order is None


def test_a_payment_of_an_order_names_the_order(payable: Checkout, gateway: str, shop_app: Credentials) -> None:
    paid = pay(payable, gateway=gateway, outcome="success")
    order = checkouts.complete(payable.id)

    assert paid.transaction is not None
    held = payments.get_transaction(paid.transaction.id, caller=shop_app)

    assert held is not None
    assert held.order is not None
    assert (held.order.id, held.order.number, held.order.total.gross) == (order.id, order.number, order.total.gross)
    assert held.checkout is None
    assert payments.checkout_transactions(payable.id, caller=shop_app) is None


def test_a_pending_payment_is_undecided(payable: Checkout, gateway: str, shop_app: Credentials) -> None:
    pay(payable, gateway=gateway, outcome="pending")

    (held,) = payments.checkout_transactions(payable.id, caller=shop_app) or ()

    assert held.is_undecided
    assert held.held == 0


def test_a_refunded_checkout_is_unpaid(payable: Checkout, gateway: str, shop_app: Credentials) -> None:
    pay(payable, gateway=gateway, outcome="success")
    (held,) = payments.checkout_transactions(payable.id, caller=shop_app) or ()

    back = refund_all(held, app=shop_app)

    assert back.held == 0
    assert not back.is_undecided
    now = checkouts.get(payable.id)
    assert now is not None
    assert now.authorize_status == "NONE"
    assert mutation_errors(lambda: checkouts.complete(payable.id)) == [("id", "CHECKOUT_NOT_FULLY_PAID")]


def test_only_the_app_reads_and_refunds_payments(payable: Checkout, gateway: str, visitor: Credentials) -> None:
    paid = pay(payable, gateway=gateway, outcome="success")
    assert paid.transaction is not None
    transaction_id = paid.transaction.id

    for ask in (
        lambda: payments.get_transaction(transaction_id, caller=visitor),
        lambda: payments.checkout_transactions(payable.id, caller=visitor),
        lambda: payments.request_refund(transaction_id, action="REFUND", caller=visitor),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_unknown_transactions_and_checkouts_have_no_payments(shop_app: Credentials) -> None:
    assert payments.get_transaction(unknown_id("TransactionItem"), caller=shop_app) is None
    assert payments.checkout_transactions(unknown_id("Checkout"), caller=shop_app) is None
    # Not REFUND: a real Saleor asks staff, who act for the app there, for a reason before it looks the id up.
    assert mutation_errors(
        lambda: payments.request_refund(unknown_id("TransactionItem"), action="CANCEL", caller=shop_app)
    ) == [("id", "NOT_FOUND")]
