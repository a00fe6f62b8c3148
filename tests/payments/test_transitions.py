"""Payment attempts: one at a time for a checkout, advanced by one process, stored before money is requested."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import httpx2
import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from storefront.core.markets import default_market
from storefront.payments import processing, tasks, transitions
from storefront.payments.attempts import attempt_of_payer, begin_attempt, checkout_state
from storefront.payments.models import CheckoutState, PaymentAttempt, State, TriggeredBy
from storefront.payments.processing import process
from storefront.payments.providers.hosted_page import requested_action
from storefront.payments.transitions import TransitionNotAllowed, lease, transition
from storefront.saleor.client import api
from tests.cart.transports import StubTransport

MONEY = {"amount": 12.5, "currency": "GBP"}
NOTHING = {"amount": 0, "currency": "GBP"}
TAXED = {"net": MONEY, "gross": MONEY, "tax": NOTHING}


def an_attempt(checkout_id: str = "Q2hlY2tvdXQ6MQ==", **values: object) -> PaymentAttempt:
    attempt = begin_attempt(
        checkout_id,
        amount=Decimal("12.50"),
        currency="GBP",
        gateway="gradual.test-payments",
        provider_data={"outcome": "success"},
        payer_secret="a secret",
        market=default_market(),
    )
    if values:
        PaymentAttempt.objects.filter(pk=attempt.pk).update(**values)
        attempt.refresh_from_db()
    return attempt


def payment(kind: str, *, charged: object = NOTHING) -> dict[str, object]:
    transaction = {"id": "VHI6MQ==", "pspReference": "p", "chargedAmount": charged, "authorizedAmount": NOTHING}
    event = {"type": kind, "message": "", "pspReference": "p", "externalUrl": "", "amount": MONEY}
    return {"transaction": transaction, "transactionEvent": event, "errors": []}


HELD: dict[str, object] = {
    "id": "VHI6MQ==",
    "chargedAmount": MONEY,
    **dict.fromkeys(
        (
            "authorizedAmount",
            "chargePendingAmount",
            "authorizePendingAmount",
            "refundPendingAmount",
            "cancelPendingAmount",
        ),
        NOTHING,
    ),
    "events": [],
    "order": None,
    "checkout": {"id": "Q2hlY2tvdXQ6MQ==", "email": "sam@example.com"},
}


def order() -> dict[str, object]:
    return {
        "order": {
            "id": "T3JkZXI6MQ==",
            "number": "7",
            "status": "UNFULFILLED",
            "statusDisplay": "Unfulfilled",
            "created": "2026-11-22T19:13:16+00:00",
            "chargeStatus": "FULL",
            "authorizeStatus": "FULL",
            "total": TAXED,
            "subtotal": TAXED,
            "shippingPrice": {"net": NOTHING, "gross": NOTHING, "tax": NOTHING},
            "undiscountedShippingPrice": NOTHING,
            "totalCharged": MONEY,
            "totalRefunded": NOTHING,
            "totalAuthorized": NOTHING,
            "totalCanceled": NOTHING,
            "displayGrossPrices": True,
            "lines": [],
        },
        "errors": [],
    }


def refused(field: str, code: str) -> dict[str, object]:
    return {"errors": [{"field": field, "code": code, "message": "<b>in Saleor's words</b>"}]}


@pytest.mark.database
@pytest.mark.django_db
def test_a_checkout_has_one_attempt_until_it_has_failed() -> None:
    first = an_attempt()

    joined = an_attempt()
    transition(first, State.REQUESTED, by=TriggeredBy.BROWSER)
    transition(first, State.REFUSED, by=TriggeredBy.BROWSER, reason="declined")
    next_one = an_attempt()

    assert joined.pk == first.pk
    assert next_one.pk != first.pk
    assert next_one.idempotency_key != first.idempotency_key


@pytest.mark.database
@pytest.mark.django_db
def test_of_two_processes_only_one_changes_the_state() -> None:
    attempt = an_attempt(state=State.CHARGED)
    beside = PaymentAttempt.objects.get(pk=attempt.pk)

    moved = transition(attempt, State.ORDERED, by=TriggeredBy.BROWSER, order_id="o", order_number="7")
    again = transition(beside, State.CHARGED_NO_ORDER, by=TriggeredBy.BROWSER, reason="late")

    assert (moved, again) == (True, False)
    assert (beside.state, beside.order_number) == (State.ORDERED, "7")


@pytest.mark.django_db
def test_no_transition_leaves_the_ordered_state() -> None:
    attempt = an_attempt(state=State.ORDERED)

    for state in State:
        with pytest.raises(TransitionNotAllowed):
            transition(attempt, state, by=TriggeredBy.BROWSER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.CREATED, CheckoutState.PAYING),
        (State.PENDING, CheckoutState.PAYING),
        (State.CHARGED, CheckoutState.PAYING),
        (State.ORDERED, CheckoutState.ORDERED),
        (State.NEEDS_ATTENTION, CheckoutState.ORDERED),
        (State.CHARGED_NO_ORDER, CheckoutState.SPENT),
        (State.REFUSED, CheckoutState.OPEN),
        (State.FAILED, CheckoutState.OPEN),
    ],
)
def test_a_cart_may_change_only_when_no_payment_can_be_lost_by_it(state: State, expected: CheckoutState) -> None:
    attempt = an_attempt(state=state)

    assert checkout_state(attempt.checkout_id) is expected


@pytest.mark.django_db
def test_a_lease_has_one_holder_and_expires() -> None:
    attempt = an_attempt()

    with lease(attempt) as first, lease(attempt) as second:
        assert (first, second) == (True, False)
        with time_machine.travel(timezone.now() + transitions.LEASE + timedelta(seconds=1)), lease(attempt) as third:
            assert third


@pytest.mark.django_db
def test_an_attempt_belongs_to_the_session_that_began_it() -> None:
    attempt = an_attempt()

    assert attempt_of_payer(attempt.uuid, payer_secret="a secret") == attempt
    assert attempt_of_payer(attempt.uuid, payer_secret="another secret") is None


@pytest.mark.django_db
def test_every_request_for_money_has_the_same_key_and_amount() -> None:
    attempt = an_attempt()
    asked: list[object] = []

    def initialize(variables: object) -> dict[str, object]:
        asked.append(variables)
        if len(asked) < 3:
            raise httpx2.ReadError("the connection broke")
        return payment("CHARGE_SUCCESS", charged=MONEY)

    with api.override_transport(
        StubTransport(
            {"TransactionInitialize": initialize, "Checkout": lambda _: None, "CheckoutComplete": lambda _: order()}
        )
    ):
        process(attempt)
        process(attempt)

    assert attempt.state == State.ORDERED
    assert asked[0] == asked[1] == asked[2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("CHARGE_FAILURE", State.REFUSED),
        ("AUTHORIZATION_FAILURE", State.REFUSED),
        ("CHARGE_ACTION_REQUIRED", State.ACTION_REQUIRED),
        ("AUTHORIZATION_ACTION_REQUIRED", State.ACTION_REQUIRED),
        ("CHARGE_SUCCESS", State.ORDERED),
        ("AUTHORIZATION_SUCCESS", State.ORDERED),
        ("SOMETHING_NEWER", State.REQUESTED),
    ],
)
def test_the_events_type_decides(kind: str, state: State) -> None:
    attempt = an_attempt()
    answers: dict[str, Callable[[object], object]] = {
        "TransactionInitialize": lambda _: payment(kind),
        "Checkout": lambda _: None,
        "CheckoutComplete": lambda _: order(),
    }

    with api.override_transport(StubTransport(answers)):
        process(attempt)

    assert attempt.state == state


@pytest.mark.django_db
def test_the_providers_action_is_stored_encrypted_until_the_attempt_ends() -> None:
    attempt = an_attempt()
    asks = {**payment("CHARGE_ACTION_REQUIRED"), "data": {"url": "https://bank.example/secret-page"}}

    with api.override_transport(StubTransport({"TransactionInitialize": lambda _: asks})):
        process(attempt)
    (stored,) = PaymentAttempt.objects.values_list("provider_action", flat=True)
    action = requested_action(attempt)
    transition(attempt, State.FAILED, by=TriggeredBy.BROWSER, reason="not-confirmed")

    assert action == {"url": "https://bank.example/secret-page"}
    assert "secret-page" not in stored
    assert (attempt.provider_action, requested_action(attempt)) == ("", None)


@pytest.mark.django_db
def test_the_provider_is_polled_at_intervals_and_when_the_shopper_returns() -> None:
    attempt = an_attempt(state=State.ACTION_REQUIRED, transaction_id="VHI6MQ==")
    answers = iter(["CHARGE_ACTION_REQUIRED", "CHARGE_ACTION_REQUIRED", "CHARGE_SUCCESS"])
    transport = StubTransport(
        {
            "TransactionProcess": lambda _: payment(next(answers)),
            "Checkout": lambda _: None,
            "CheckoutComplete": lambda _: order(),
        }
    )

    with api.override_transport(transport):
        for _ in range(3):
            process(attempt)
        asked_by_looking = transport.calls["TransactionProcess"]
        with time_machine.travel(timezone.now() + processing.ACTION_POLL_INTERVAL + timedelta(seconds=1)):
            process(attempt)
            process(attempt, may_be_answered=True)

    assert asked_by_looking == 1
    assert transport.calls["TransactionProcess"] == 3
    assert attempt.state == State.ORDERED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("NOT_FOUND", State.NEEDS_ATTENTION),
        ("INSUFFICIENT_STOCK", State.CHARGED_NO_ORDER),
        ("TAX_ERROR", State.CHARGED),
    ],
)
def test_a_charge_that_cannot_become_an_order_has_a_state_for_each_reason(code: str, state: State) -> None:
    attempt = an_attempt(state=State.CHARGED)
    transport = StubTransport(
        {
            "Checkout": lambda _: None,
            "CheckoutComplete": lambda _: refused("id", code),
            "HoldingsOfCheckout": lambda _: None,
        }
    )

    with api.override_transport(transport):
        process(attempt)

    assert state in (attempt.state, *attempt.transitions.values_list("to_state", flat=True))


@pytest.mark.django_db
def test_a_free_order_requests_no_money() -> None:
    attempt = an_attempt(amount=0, gateway="", provider_data={})
    transport = StubTransport({"Checkout": lambda _: None, "CheckoutComplete": lambda _: order()})

    with api.override_transport(transport):
        process(attempt)

    assert attempt.state == State.ORDERED
    assert dict(transport.calls) == {"Checkout": 1, "CheckoutComplete": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "state"), [("FULL", State.ORDERED), ("NONE", State.FAILED)])
def test_after_half_an_hour_without_a_response_the_checkout_decides(status: str, state: State) -> None:
    attempt = an_attempt(state=State.REQUESTED)
    seen = {
        "id": attempt.checkout_id,
        "updatedAt": "2026-11-22T19:13:16+00:00",
        "quantity": 1,
        "isShippingRequired": True,
        "channel": {"slug": "uk"},
        "displayGrossPrices": True,
        "lines": [],
        "subtotalPrice": {"net": NOTHING, "gross": NOTHING, "tax": NOTHING},
        "shippingPrice": TAXED,
        "totalPrice": TAXED,
        "totalBalance": NOTHING,
        "chargeStatus": status,
        "authorizeStatus": status,
    }
    transport = StubTransport({"Checkout": lambda _: seen, "CheckoutComplete": lambda _: order()})

    with (
        api.override_transport(transport),
        time_machine.travel(timezone.now() + processing.REQUEST_PATIENCE + timedelta(minutes=1)),
    ):
        process(attempt)

    assert attempt.state == state
    assert transport.calls["TransactionInitialize"] == 0


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_concurrent_threads_make_one_attempt_one_payment_and_one_order() -> None:
    keys: set[object] = set()

    def initialize(variables: Mapping[str, object]) -> object:
        keys.add(variables["idempotencyKey"])
        return payment("CHARGE_SUCCESS", charged=MONEY)

    transport = StubTransport(
        {
            "TransactionInitialize": initialize,
            "Checkout": lambda _: None,
            "CheckoutComplete": lambda _: order(),
            "Order": lambda _: None,
        }
    )
    together = threading.Barrier(4)

    def press_pay() -> None:
        together.wait()
        # SQLite in memory refuses a thread while another one writes; a file, or PostgreSQL, makes it wait.
        with suppress(OperationalError):
            process(an_attempt())
        connection.close()

    threads = [threading.Thread(target=press_pay) for _ in range(4)]
    with api.override_transport(transport):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with time_machine.travel(timezone.now() + transitions.LEASE + timedelta(minutes=2)):
            tasks.process_due_attempts()

    attempt = PaymentAttempt.objects.get()
    assert (attempt.state, attempt.order_number) == (State.ORDERED, "7")
    assert keys == {attempt.idempotency_key}
    if connection.vendor != "sqlite":
        assert (transport.calls["TransactionInitialize"], transport.calls["CheckoutComplete"]) == (1, 1)
