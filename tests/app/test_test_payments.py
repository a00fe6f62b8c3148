"""What the test payments decide, without Saleor."""

from decimal import Decimal
from typing import Literal

import msgspec
import pytest

from storefront.saleor.app.test_payments import (
    Action,
    Known,
    ProviderDown,
    Request,
    RequestedAction,
    Session,
    begin,
    carry_out,
    go_on,
)

KINDS: tuple[Literal["CHARGE", "AUTHORIZATION"], ...] = ("CHARGE", "AUTHORIZATION")


def session(kind: Literal["CHARGE", "AUTHORIZATION"], data: object, *, reference: str = "") -> Session:
    action = Action(amount=Decimal("18.40"), currency="GBP", action_type=kind)
    return Session(action=action, transaction=Known(psp_reference=reference), data=data)


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
def test_the_outcome_named_is_the_outcome_given(
    kind: Literal["CHARGE", "AUTHORIZATION"], outcome: object, ending: str
) -> None:
    result = begin(session(kind, {"outcome": outcome}), reference="1")

    assert result.result == f"{kind}_{ending}"
    assert result.amount == Decimal("18.40")
    assert result.psp_reference.endswith("-1")


@pytest.mark.parametrize("data", [None, {}, [], "success", 3])
def test_without_an_outcome_it_succeeds(data: object) -> None:
    assert begin(session("CHARGE", data), reference="1").result == "CHARGE_SUCCESS"


def test_error_is_a_provider_that_is_down() -> None:
    with pytest.raises(ProviderDown):
        begin(session("CHARGE", {"outcome": "error"}), reference="1")


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
def test_only_a_clear_answer_ends_what_waits_for_the_shopper(
    kind: Literal["CHARGE", "AUTHORIZATION"], data: object, ending: str
) -> None:
    result = go_on(session(kind, data, reference="test-action-required-1"))

    assert (result.result, result.psp_reference) == (f"{kind}_{ending}", "test-action-required-1")


def test_what_may_be_asked_for_next_fits_what_was_done() -> None:
    assert begin(session("AUTHORIZATION", None), reference="1").actions == ("CHARGE", "CANCEL")
    assert begin(session("CHARGE", None), reference="1").actions == ("REFUND",)
    assert begin(session("CHARGE", {"outcome": "decline"}), reference="1").actions == ()


@pytest.mark.parametrize("kind", ["CHARGE", "REFUND", "CANCEL"])
def test_charges_refunds_and_cancellations_are_carried_out(kind: Literal["CHARGE", "REFUND", "CANCEL"]) -> None:
    asked = Request(action=RequestedAction(action_type=kind, amount=Decimal(5)))

    result = carry_out(asked, reference="1")

    assert (result.result, result.amount) == (f"{kind}_SUCCESS", Decimal(5))


def test_a_body_as_saleor_sends_it_reads() -> None:
    body = b"""{"action": {"amount": 38.18, "currency": "USD", "actionType": "AUTHORIZATION"},
        "transaction": {"id": "VA==", "pspReference": ""}, "data": {"outcome": "success"}, "idempotencyKey": "k"}"""

    read = msgspec.json.decode(body, type=Session)

    assert read.action == Action(amount=Decimal("38.18"), currency="USD", action_type="AUTHORIZATION")
