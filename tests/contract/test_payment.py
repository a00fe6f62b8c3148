"""Payments with the test gateway: five outcomes, and no idempotency key pays twice."""

import secrets

import pytest

from storefront.saleor import checkouts, orders, payments
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.client.errors import BadRequest, NotAllowed
from storefront.saleor.types import Checkout, Payment
from tests.contract.helpers import mutation_errors, unknown_id


def pay(checkout: Checkout, *, gateway: str, outcome: str, key: str = "") -> Payment:
    return payments.initialize(
        checkout.id,
        gateway_id=gateway,
        amount=checkout.total_price.gross.amount,
        idempotency_key=key or secrets.token_hex(16),
        data={"outcome": outcome},
    )


def ending(payment: Payment) -> str:
    """What the event says, without whether it was charged or authorised: that is the channel's choice."""
    assert payment.transaction_event is not None
    kind = payment.transaction_event.type or ""
    return kind.removeprefix("CHARGE_").removeprefix("AUTHORIZATION_")


def report(payment: Payment, *, result: str, caller: Credentials, told_of: str = "") -> None:
    """Tell, as `caller`, how a pending payment has ended."""
    assert payment.transaction is not None
    assert payment.transaction_event is not None
    kind = (payment.transaction_event.type or "").partition("_")[0]
    payments.report(
        told_of or payment.transaction.id,
        type=f"{kind}_{result}",
        reference=payment.transaction_event.psp_reference,
        amount=payment.transaction_event.amount.amount,
        caller=caller,
    )


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("success", "SUCCESS"),
        ("decline", "FAILURE"),
        ("action-required", "ACTION_REQUIRED"),
        ("pending", "REQUEST"),
        ("error", "FAILURE"),
    ],
)
def test_each_outcome_has_its_event_type(payable: Checkout, gateway: str, outcome: str, expected: str) -> None:
    assert ending(pay(payable, gateway=gateway, outcome=outcome)) == expected


def test_a_charge_shows_on_the_transaction_and_the_checkout(payable: Checkout, gateway: str) -> None:
    payment = pay(payable, gateway=gateway, outcome="success")

    total = payable.total_price.gross.amount
    assert payment.transaction is not None
    assert payment.transaction_event is not None
    assert total in (payment.transaction.charged_amount.amount, payment.transaction.authorized_amount.amount)
    assert payment.transaction_event.amount.amount == total
    now = checkouts.get(payable.id)
    assert now is not None
    assert now.authorize_status == "FULL"


@pytest.mark.parametrize("outcome", ["decline", "error", "action-required"])
def test_a_failed_payment_leaves_the_checkout_unpaid(payable: Checkout, gateway: str, outcome: str) -> None:
    pay(payable, gateway=gateway, outcome=outcome)

    now = checkouts.get(payable.id)
    assert now is not None
    assert (now.charge_status, now.authorize_status) == ("NONE", "NONE")
    assert mutation_errors(lambda: checkouts.complete(payable.id)) == [("id", "CHECKOUT_NOT_FULLY_PAID")]


def test_a_declined_card_can_be_followed_by_a_good_one(payable: Checkout, gateway: str) -> None:
    pay(payable, gateway=gateway, outcome="decline")
    pay(payable, gateway=gateway, outcome="success")

    assert checkouts.complete(payable.id).number


def test_one_key_pays_once(payable: Checkout, gateway: str) -> None:
    key = secrets.token_hex(16)
    first = pay(payable, gateway=gateway, outcome="success", key=key)
    second = pay(payable, gateway=gateway, outcome="success", key=key)

    assert first.transaction
    assert second.transaction
    assert first.transaction.id == second.transaction.id
    assert first.transaction == second.transaction
    assert ending(second) == "SUCCESS"


def test_two_keys_are_two_transactions(payable: Checkout, gateway: str) -> None:
    first = pay(payable, gateway=gateway, outcome="decline")
    second = pay(payable, gateway=gateway, outcome="decline")

    assert first.transaction
    assert second.transaction
    assert first.transaction.id != second.transaction.id


@pytest.mark.parametrize(("confirmed", "expected"), [(True, "SUCCESS"), (False, "FAILURE")])
def test_a_challenge_ends_as_the_shopper_answers_it(
    payable: Checkout, gateway: str, confirmed: bool, expected: str
) -> None:
    begun = pay(payable, gateway=gateway, outcome="action-required")
    assert begun.transaction is not None

    done = payments.process(begun.transaction.id, data={"confirmed": confirmed})

    assert ending(done) == expected
    assert done.transaction is not None
    assert done.transaction.id == begun.transaction.id
    now = checkouts.get(payable.id)
    assert now is not None
    assert now.authorize_status == ("FULL" if confirmed else "NONE")


def test_a_paid_checkout_becomes_one_order(payable: Checkout, gateway: str) -> None:
    pay(payable, gateway=gateway, outcome="success")

    order = checkouts.complete(payable.id)
    again = checkouts.complete(payable.id)

    assert order.id == again.id
    assert order.number == again.number
    assert order.total.gross == payable.total_price.gross
    assert "FULL" in (order.charge_status, order.authorize_status)
    assert orders.get(order.id) is not None


def test_a_pending_payment_allows_an_unpaid_order(payable: Checkout, gateway: str) -> None:
    pay(payable, gateway=gateway, outcome="pending")

    order = checkouts.complete(payable.id)

    assert order.charge_status == "NONE"
    assert order.total_charged.amount == 0


@pytest.mark.parametrize(("result", "status"), [("SUCCESS", "FULL"), ("FAILURE", "NONE")])
def test_the_payment_app_decides_a_pending_payment(
    payable: Checkout, gateway: str, payment_app: Credentials, result: str, status: str
) -> None:
    pending = pay(payable, gateway=gateway, outcome="pending")

    report(pending, result=result, caller=payment_app)
    report(pending, result=result, caller=payment_app)

    now = checkouts.get(payable.id)
    assert now is not None
    assert now.authorize_status == status
    assert pending.transaction is not None
    settled = payments.process(pending.transaction.id).transaction
    assert settled is not None
    held = settled.charged_amount.amount + settled.authorized_amount.amount
    assert held == (payable.total_price.gross.amount if result == "SUCCESS" else 0)


def test_only_the_payment_app_reports_a_payment(payable: Checkout, gateway: str, payment_app: Credentials) -> None:
    pending = pay(payable, gateway=gateway, outcome="pending")

    with pytest.raises(NotAllowed):
        report(pending, result="SUCCESS", caller=ANONYMOUS)
    assert mutation_errors(
        lambda: report(pending, result="SUCCESS", caller=payment_app, told_of=unknown_id("TransactionItem"))
    ) == [("id", "NOT_FOUND")]


def test_a_partial_payment_is_not_enough(payable: Checkout, gateway: str) -> None:
    payments.initialize(
        payable.id,
        gateway_id=gateway,
        amount=payable.total_price.gross.amount / 2,
        idempotency_key=secrets.token_hex(16),
        data={"outcome": "success"},
    )

    now = checkouts.get(payable.id)
    assert now is not None
    assert now.authorize_status == "PARTIAL"
    assert mutation_errors(lambda: checkouts.complete(payable.id)) == [("id", "CHECKOUT_NOT_FULLY_PAID")]


def test_only_gateways_that_are_installed_are_usable(payable: Checkout, gateway: str) -> None:
    assert payments.usable_gateways(payable.id, gateways=("no.such.app", gateway)) == (gateway,)
    assert payments.usable_gateways(payable.id, gateways=("no.such.app",)) == ()


def test_an_unknown_gateway_is_refused(payable: Checkout) -> None:
    assert mutation_errors(lambda: pay(payable, gateway="no.such.app", outcome="success")) == [
        ("paymentGateway", "NOT_FOUND")
    ]


def test_unknown_checkouts_and_transactions_are_not_found() -> None:
    lost = unknown_id("Checkout")

    assert mutation_errors(lambda: payments.usable_gateways(lost, gateways=("no.such.app",))) == [("id", "NOT_FOUND")]
    assert mutation_errors(lambda: payments.process(unknown_id("TransactionItem"))) == [("id", "NOT_FOUND")]


def test_a_garbage_transaction_id_is_a_bad_request() -> None:
    with pytest.raises(BadRequest):
        payments.process("garbage")
