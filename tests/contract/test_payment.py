"""Paying with the test payments: five endings, and no key pays twice."""

import secrets

import pytest

from storefront.saleor import checkouts, orders, payments
from storefront.saleor.api import ANONYMOUS, Credentials
from storefront.saleor.errors import BadRequest, NotAllowed
from storefront.saleor.types import Checkout, Payment
from tests.contract.asking import refused, unknown


def pay(checkout: Checkout, *, till: str, outcome: str, key: str = "") -> Payment:
    return payments.initialize(
        checkout.id,
        gateway_id=till,
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
def test_each_outcome_is_told_by_its_event(payable: Checkout, till: str, outcome: str, expected: str) -> None:
    assert ending(pay(payable, till=till, outcome=outcome)) == expected


def test_paid_money_shows_on_the_transaction_and_the_checkout(payable: Checkout, till: str) -> None:
    payment = pay(payable, till=till, outcome="success")

    total = payable.total_price.gross.amount
    assert payment.transaction is not None
    assert payment.transaction_event is not None
    assert total in (payment.transaction.charged_amount.amount, payment.transaction.authorized_amount.amount)
    assert payment.transaction_event.amount.amount == total
    now = checkouts.get(payable.id)
    assert now is not None
    assert now.authorize_status == "FULL"


@pytest.mark.parametrize("outcome", ["decline", "error", "action-required"])
def test_money_that_did_not_come_leaves_the_checkout_unpaid(payable: Checkout, till: str, outcome: str) -> None:
    pay(payable, till=till, outcome=outcome)

    now = checkouts.get(payable.id)
    assert now is not None
    assert (now.charge_status, now.authorize_status) == ("NONE", "NONE")
    assert refused(lambda: checkouts.complete(payable.id)) == [("id", "CHECKOUT_NOT_FULLY_PAID")]


def test_a_declined_card_can_be_followed_by_a_good_one(payable: Checkout, till: str) -> None:
    pay(payable, till=till, outcome="decline")
    pay(payable, till=till, outcome="success")

    assert checkouts.complete(payable.id).number


def test_one_key_pays_once(payable: Checkout, till: str) -> None:
    key = secrets.token_hex(16)
    first = pay(payable, till=till, outcome="success", key=key)
    second = pay(payable, till=till, outcome="success", key=key)

    assert first.transaction
    assert second.transaction
    assert first.transaction.id == second.transaction.id
    assert first.transaction == second.transaction
    assert ending(second) == "SUCCESS"


def test_two_keys_are_two_transactions(payable: Checkout, till: str) -> None:
    first = pay(payable, till=till, outcome="decline")
    second = pay(payable, till=till, outcome="decline")

    assert first.transaction
    assert second.transaction
    assert first.transaction.id != second.transaction.id


@pytest.mark.parametrize(("confirmed", "expected"), [(True, "SUCCESS"), (False, "FAILURE")])
def test_a_challenge_ends_as_the_shopper_answers_it(
    payable: Checkout, till: str, confirmed: bool, expected: str
) -> None:
    begun = pay(payable, till=till, outcome="action-required")
    assert begun.transaction is not None

    done = payments.process(begun.transaction.id, data={"confirmed": confirmed})

    assert ending(done) == expected
    assert done.transaction is not None
    assert done.transaction.id == begun.transaction.id
    now = checkouts.get(payable.id)
    assert now is not None
    assert now.authorize_status == ("FULL" if confirmed else "NONE")


def test_a_paid_checkout_becomes_one_order(payable: Checkout, till: str) -> None:
    pay(payable, till=till, outcome="success")

    order = checkouts.complete(payable.id)
    again = checkouts.complete(payable.id)

    assert order.id == again.id
    assert order.number == again.number
    assert order.total.gross == payable.total_price.gross
    assert "FULL" in (order.charge_status, order.authorize_status)
    assert orders.get(order.id) is not None


def test_pending_money_is_enough_for_an_order_that_is_not_paid_yet(payable: Checkout, till: str) -> None:
    pay(payable, till=till, outcome="pending")

    order = checkouts.complete(payable.id)

    assert order.charge_status == "NONE"
    assert order.total_charged.amount == 0


@pytest.mark.parametrize(("result", "status"), [("SUCCESS", "FULL"), ("FAILURE", "NONE")])
def test_pending_money_is_decided_when_its_own_app_reports_it(
    payable: Checkout, till: str, payment_app: Credentials, result: str, status: str
) -> None:
    pending = pay(payable, till=till, outcome="pending")

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


def test_nobody_else_reports_a_payment(payable: Checkout, till: str, payment_app: Credentials) -> None:
    pending = pay(payable, till=till, outcome="pending")

    with pytest.raises(NotAllowed):
        report(pending, result="SUCCESS", caller=ANONYMOUS)
    assert refused(
        lambda: report(pending, result="SUCCESS", caller=payment_app, told_of=unknown("TransactionItem"))
    ) == [("id", "NOT_FOUND")]


def test_part_of_the_money_is_not_enough(payable: Checkout, till: str) -> None:
    payments.initialize(
        payable.id,
        gateway_id=till,
        amount=payable.total_price.gross.amount / 2,
        idempotency_key=secrets.token_hex(16),
        data={"outcome": "success"},
    )

    now = checkouts.get(payable.id)
    assert now is not None
    assert now.authorize_status == "PARTIAL"
    assert refused(lambda: checkouts.complete(payable.id)) == [("id", "CHECKOUT_NOT_FULLY_PAID")]


def test_only_gateways_that_are_installed_are_usable(payable: Checkout, till: str) -> None:
    assert payments.usable_gateways(payable.id, gateways=("no.such.app", till)) == (till,)
    assert payments.usable_gateways(payable.id, gateways=("no.such.app",)) == ()


def test_an_unknown_gateway_takes_no_money(payable: Checkout) -> None:
    assert refused(lambda: pay(payable, till="no.such.app", outcome="success")) == [("paymentGateway", "NOT_FOUND")]


def test_nothing_cannot_be_paid_for() -> None:
    lost = unknown("Checkout")

    assert refused(lambda: payments.usable_gateways(lost, gateways=("no.such.app",))) == [("id", "NOT_FOUND")]
    assert refused(lambda: payments.process(unknown("TransactionItem"))) == [("id", "NOT_FOUND")]


def test_a_garbage_transaction_is_our_mistake() -> None:
    with pytest.raises(BadRequest):
        payments.process("garbage")
