"""The test payment gateway."""

from decimal import Decimal

import pytest

from storefront.saleor import api, checkouts, errors, payments
from storefront.saleor.types import Checkout, Payment


def pay(checkout: Checkout, till: str, outcome: str, *, key: str, amount: Decimal | None = None) -> Payment:
    return payments.initialize(
        checkout.id,
        gateway_id=till,
        amount=checkout.total_price.gross.amount if amount is None else amount,
        idempotency_key=key,
        data={"outcome": outcome},
    )


@pytest.mark.parametrize(
    ("outcome", "event", "message"),
    [
        ("success", "CHARGE_SUCCESS", ""),
        ("decline", "CHARGE_FAILURE", "The test payment was declined."),
        ("action-required", "CHARGE_ACTION_REQUIRED", "The test payment waits for the shopper."),
        ("pending", "CHARGE_REQUEST", "The test payment is under way."),
        ("error", "CHARGE_FAILURE", "Failed to delivery request."),
        ("no such thing", "CHARGE_FAILURE", "Unknown test outcome."),
    ],
)
def test_the_shopper_names_the_outcome(payable: Checkout, till: str, outcome: str, event: str, message: str) -> None:
    told = pay(payable, till, outcome, key="a").transaction_event

    assert told
    assert (told.type, told.message) == (event, message)


def test_one_key_cannot_pay_for_something_else(payable: Checkout, till: str) -> None:
    pay(payable, till, "success", key="a")
    other = checkouts.create("uk", lines=[])

    for checkout, amount in ((payable, Decimal(1)), (other, payable.total_price.gross.amount)):
        with pytest.raises(errors.MutationError) as refused:
            pay(checkout, till, "success", key="a", amount=amount)
        assert refused.value.codes == {"UNIQUE"}


def test_a_payment_that_ended_is_not_processed_again(payable: Checkout, till: str) -> None:
    declined = pay(payable, till, "decline", key="a")
    assert declined.transaction

    assert payments.process(declined.transaction.id, data={"confirmed": True}) == declined


def test_without_an_answer_the_shopper_is_waited_for(payable: Checkout, till: str) -> None:
    waiting = pay(payable, till, "action-required", key="a")
    assert waiting.transaction

    told = payments.process(waiting.transaction.id).transaction_event

    assert told
    assert told.type == "CHARGE_ACTION_REQUIRED"


def test_pending_money_counts_for_the_checkout_and_not_for_the_order(payable: Checkout, till: str) -> None:
    pay(payable, till, "pending", key="a")

    before = checkouts.get(payable.id)
    order = checkouts.complete(payable.id)

    assert before
    assert before.charge_status == "FULL"
    assert (order.charge_status, order.status, order.total_charged.amount) == ("NONE", "UNFULFILLED", Decimal(0))


@pytest.mark.parametrize("amount", [Decimal(-1), "a lot", True])
def test_an_amount_that_is_none_is_our_mistake(payable: Checkout, till: str, amount: object) -> None:
    with pytest.raises(errors.BadRequest):
        api.mutate(
            "TransactionInitialize",
            Payment,
            id=payable.id,
            amount=amount,
            gateway={"id": till, "data": None},
            idempotencyKey="a",
        )


def test_without_an_amount_what_is_left_is_paid(payable: Checkout, till: str) -> None:
    pay(payable, till, "success", key="a", amount=Decimal(10))

    rest = api.mutate(
        "TransactionInitialize", Payment, id=payable.id, gateway={"id": till, "data": None}, idempotencyKey="b"
    )

    assert rest.transaction
    assert rest.transaction.charged_amount.amount == Decimal("7.9")
