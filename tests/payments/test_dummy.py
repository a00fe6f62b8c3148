"""The dummy provider's answers, without Saleor."""

from decimal import Decimal

import msgspec
import pytest

from storefront.payments.models import DummyPayment
from storefront.payments.providers.base import ProviderTimeout, ProviderUnavailable
from storefront.payments.providers.dummy import DummyPayments
from storefront.payments.providers.messages import (
    Action,
    ActionRequest,
    Request,
    RequestedAction,
    Session,
    SessionAction,
    TransactionInfo,
)
from storefront.saleor.types import Money

pytestmark = pytest.mark.django_db

KINDS: tuple[SessionAction, ...] = ("CHARGE", "AUTHORIZATION")
PROVIDER = DummyPayments()
Choice = DummyPayment.Choice
SHOP = "https://shop.example/checkout/payment/1/"


def session(kind: SessionAction, data: object, *, reference: str = "", key: str = "key") -> Session:
    action = Action(amount=Decimal("18.40"), currency="GBP", action_type=kind)
    return Session(
        action=action, transaction=TransactionInfo(id="VA==", psp_reference=reference), data=data, idempotency_key=key
    )


def request(
    kind: RequestedAction, amount: str, *, authorized: str = "0", charged: str = "0", events: str = "[]"
) -> Request:
    body = f"""{{"action": {{"actionType": "{kind}", "amount": {amount}, "currency": "GBP"}},
        "transaction": {{"id": "VA==", "pspReference": "test-1", "events": {events},
        "authorizedAmount": {{"amount": {authorized}, "currency": "GBP"}},
        "chargedAmount": {{"amount": {charged}, "currency": "GBP"}}}}}}"""
    return msgspec.json.decode(body, type=Request)


def hosted(kind: SessionAction = "CHARGE") -> DummyPayment:
    PROVIDER.initialize(session(kind, {"return_url": SHOP}))
    return DummyPayment.objects.get()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("outcome", "ending"),
    [
        ("success", "SUCCESS"),
        ("decline", "FAILURE"),
        ("action-required", "ACTION_REQUIRED"),
        ("pending", "REQUEST"),
        ("no-such-outcome", "FAILURE"),
        (7, "FAILURE"),
    ],
)
def test_the_outcome_named_is_the_outcome_given(kind: SessionAction, outcome: object, ending: str) -> None:
    result = PROVIDER.initialize(session(kind, {"outcome": outcome}))

    assert result.result == f"{kind}_{ending}"
    assert result.amount == Decimal("18.40")
    assert not DummyPayment.objects.exists()


@pytest.mark.parametrize("data", [None, {}, [], "success", 3])
def test_without_an_outcome_it_succeeds(data: object) -> None:
    assert PROVIDER.initialize(session("CHARGE", data)).result == "CHARGE_SUCCESS"


def test_error_and_time_out_are_exceptions() -> None:
    with pytest.raises(ProviderUnavailable):
        PROVIDER.initialize(session("CHARGE", {"outcome": "error"}))
    with pytest.raises(ProviderTimeout):
        PROVIDER.initialize(session("CHARGE", {"outcome": "time-out"}))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("data", "ending"),
    [
        ({"confirmed": True}, "SUCCESS"),
        ({"confirmed": False}, "FAILURE"),
        ({"confirmed": "yes"}, "ACTION_REQUIRED"),
        ({}, "ACTION_REQUIRED"),
        (None, "ACTION_REQUIRED"),
    ],
)
def test_only_a_boolean_confirmation_ends_a_waiting_payment(kind: SessionAction, data: object, ending: str) -> None:
    result = PROVIDER.process(session(kind, data, reference="test-action-required-1"))

    assert (result.result, result.psp_reference) == (f"{kind}_{ending}", "test-action-required-1")


@pytest.mark.parametrize("kind", KINDS)
def test_a_return_url_sends_the_shopper_to_the_page_of_the_same_shop(kind: SessionAction) -> None:
    result = PROVIDER.initialize(session(kind, {"return_url": SHOP}))
    payment = DummyPayment.objects.get()

    assert result.result == f"{kind}_ACTION_REQUIRED"
    assert result.data == {"redirectUrl": f"https://shop.example/saleor/test-payments/{payment.page}/"}
    assert (payment.amount, payment.transaction_id, payment.kind) == (Decimal("18.40"), "VA==", kind)


def test_one_idempotency_key_is_one_payment() -> None:
    first = PROVIDER.initialize(session("CHARGE", {"return_url": SHOP}))
    DummyPayment.objects.get().choose(Choice.APPROVED)

    again = PROVIDER.initialize(session("CHARGE", {"return_url": SHOP}))

    assert DummyPayment.objects.count() == 1
    assert (again.result, again.psp_reference) == ("CHARGE_SUCCESS", first.psp_reference)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example/", "/checkout/", f"https://{'x' * 600}/"])
def test_an_invalid_return_url_makes_no_payment(address: str) -> None:
    assert PROVIDER.initialize(session("CHARGE", {"return_url": address})).result == "CHARGE_FAILURE"
    assert not DummyPayment.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("choice", "ending"),
    [
        (Choice.OPEN, "ACTION_REQUIRED"),
        (Choice.CONFIRM, "ACTION_REQUIRED"),
        (Choice.APPROVED, "SUCCESS"),
        (Choice.DECLINED, "FAILURE"),
        (Choice.PENDING, "REQUEST"),
    ],
)
def test_the_choice_on_the_page_is_the_answer(kind: SessionAction, choice: Choice, ending: str) -> None:
    payment = hosted(kind)
    payment.choose(choice)

    result = PROVIDER.process(session(kind, None, reference=payment.reference, key=""))

    assert (result.result, result.psp_reference) == (f"{kind}_{ending}", payment.reference)


def test_choosing_an_error_raises_it() -> None:
    payment = hosted()
    payment.choose(Choice.ERROR)

    with pytest.raises(ProviderUnavailable):
        PROVIDER.process(session("CHARGE", None, reference=payment.reference))


def test_giving_up_ends_only_an_open_payment() -> None:
    payment = hosted()
    stop = session("CHARGE", {"stop": True}, reference=payment.reference)
    payment.choose(Choice.APPROVED)
    approved = PROVIDER.process(stop)
    DummyPayment.objects.update(choice=Choice.OPEN)

    assert approved.result == "CHARGE_SUCCESS"
    assert PROVIDER.process(stop).result == "CHARGE_FAILURE"


def test_the_next_actions_fit_the_result() -> None:
    assert PROVIDER.initialize(session("AUTHORIZATION", None)).actions == ("CHARGE", "CANCEL")
    assert PROVIDER.initialize(session("CHARGE", None)).actions == ("REFUND",)
    assert PROVIDER.initialize(session("CHARGE", {"outcome": "decline"})).actions == ()


@pytest.mark.parametrize(
    ("kind", "amount", "authorized", "charged", "left"),
    [
        ("CHARGE", "18.40", "18.40", "0", ("REFUND",)),
        ("CHARGE", "5", "18.40", "0", ("CHARGE", "CANCEL", "REFUND")),
        ("REFUND", "18.40", "0", "18.40", ()),
        ("REFUND", "5", "0", "18.40", ("REFUND",)),
        ("CANCEL", "18.40", "18.40", "0", ()),
        ("CANCEL", "13.40", "13.40", "5", ("REFUND",)),
    ],
)
def test_charges_refunds_and_cancellations_may_be_partial(
    kind: RequestedAction, amount: str, authorized: str, charged: str, left: tuple[str, ...]
) -> None:
    result = PROVIDER.perform_action(request(kind, amount, authorized=authorized, charged=charged))

    assert (result.result, result.amount, result.actions) == (f"{kind}_SUCCESS", Decimal(amount), left)


def test_a_repeated_request_has_the_same_reference_and_a_new_one_another() -> None:
    first = """{"id": "RTox", "createdAt": "2026-11-25T10:00:00+00:00", "type": "REFUND_REQUEST"}"""
    second = """{"id": "RToy", "createdAt": "2026-11-25T10:00:01+00:00", "type": "REFUND_REQUEST"}"""
    once = request("REFUND", "5", charged="18.40", events=f"[{first}]")
    later = request("REFUND", "5", charged="13.40", events=f"[{second}, {first}]")

    assert PROVIDER.perform_action(once).psp_reference == PROVIDER.perform_action(once).psp_reference
    assert PROVIDER.perform_action(later).psp_reference != PROVIDER.perform_action(once).psp_reference


def test_a_body_from_saleor_is_decoded() -> None:
    body = b"""{"action": {"amount": 38.18, "currency": "USD", "actionType": "AUTHORIZATION"},
        "transaction": {"id": "VA==", "pspReference": ""}, "data": {"outcome": "success"}, "idempotencyKey": "k"}"""

    read = msgspec.json.decode(body, type=Session)

    assert read.action == Action(amount=Decimal("38.18"), currency="USD", action_type="AUTHORIZATION")


def test_amounts_of_a_request_are_major_units() -> None:
    asked = request("REFUND", "5.25", charged="18.40")

    assert asked.action == ActionRequest(action_type="REFUND", amount=Decimal("5.25"), currency="GBP")
    assert asked.transaction.charged_amount == Money(amount=Decimal("18.40"), currency="GBP")
