"""A payment provider that only plays: what a test payment answers, decided from what Saleor sends and nothing else.

The shopper's side names the outcome in `data`: {"outcome": "success"}, "decline", "action-required", "pending" or
"error"; after action-required it processes with {"confirmed": true} or false. Nothing here moves money.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Literal

import msgspec

ActionType = Literal["CHARGE", "AUTHORIZATION"]
RequestedType = Literal["CHARGE", "REFUND", "CANCEL"]
_AFTER_SUCCESS = {"CHARGE": ("REFUND",), "AUTHORIZATION": ("CHARGE", "CANCEL")}
_AFTER_REQUEST = {"CHARGE": ("REFUND",), "REFUND": ("REFUND",), "CANCEL": ()}


class Outcome(StrEnum):
    """How a test payment ends at its first step."""

    SUCCESS = "success"
    DECLINE = "decline"
    ACTION_REQUIRED = "action-required"
    PENDING = "pending"
    ERROR = "error"


class ProviderDown(Exception):
    """The outcome `error` was asked for: the provider must answer HTTP 500."""


class Action(msgspec.Struct, frozen=True, rename="camel"):
    """What shall be done: `amount` in major units of `currency`."""

    amount: Decimal
    currency: str
    action_type: ActionType


class Known(msgspec.Struct, frozen=True, rename="camel"):
    """The transaction as Saleor knows it; `psp_reference` is empty before the first answer."""

    psp_reference: str = ""


class Session(msgspec.Struct, frozen=True, rename="camel"):
    """The body of TRANSACTION_INITIALIZE_SESSION and TRANSACTION_PROCESS_SESSION; `data` is the shopper's own JSON.

    Saleor sends a first step again whenever it is asked for again: the same `idempotency_key` (only on first steps)
    must then get the same answer with the same reference, else Saleor counts a charge twice.
    """

    action: Action
    transaction: Known
    data: object = None
    idempotency_key: str = ""


class RequestedAction(msgspec.Struct, frozen=True, rename="camel"):
    """What staff or the shop asks of a transaction; without `amount`, all of it."""

    action_type: RequestedType
    amount: Decimal | None = None


class Request(msgspec.Struct, frozen=True):
    """The body of TRANSACTION_CHARGE_REQUESTED, _REFUND_REQUESTED and _CANCELATION_REQUESTED."""

    action: RequestedAction


class Result(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What is answered: `result` is Saleor's event type, `actions` what may be asked for next."""

    psp_reference: str
    result: str
    amount: Decimal | None = None
    actions: tuple[str, ...] = ()
    message: str = ""
    data: dict[str, str] | None = None


def begin(session: Session, *, reference: str) -> Result:
    """The answer to a first payment step; `reference` becomes the provider's name for it, after its outcome.

    No `data` means success; an outcome nobody knows is declined. Raises ProviderDown for `error`.
    """
    asked = _said(session.data, "outcome", Outcome.SUCCESS)
    if asked not in list(Outcome):
        return _ended(session, f"test-unknown-{reference}", "FAILURE", "Unknown test outcome.")
    name = f"test-{asked}-{reference}"
    match Outcome(str(asked)):
        case Outcome.SUCCESS:
            return _ended(session, name, "SUCCESS")
        case Outcome.DECLINE:
            return _ended(session, name, "FAILURE", "The test payment was declined.")
        case Outcome.PENDING:
            return _ended(session, name, "REQUEST", "The test payment is under way.")
        case Outcome.ACTION_REQUIRED:
            return _ended(session, name, "ACTION_REQUIRED", "The test payment waits for the shopper.")
        case Outcome.ERROR:
            raise ProviderDown


def go_on(session: Session) -> Result:
    """The answer to a later step: `data.confirmed` ends the payment either way; without it nothing has changed.

    Saleor asks only after ACTION_REQUIRED: a payment that is pending, or ended, it answers itself.
    """
    name = session.transaction.psp_reference
    match _said(session.data, "confirmed", None):
        case True:
            return _ended(session, name, "SUCCESS")
        case False:
            return _ended(session, name, "FAILURE", "The test payment was not confirmed.")
        case _:
            return _ended(session, name, "ACTION_REQUIRED", "The test payment waits for the shopper.")


def carry_out(request: Request, *, reference: str) -> Result:
    """The answer to a charge, refund or cancellation: it always succeeds."""
    kind = request.action.action_type
    return Result(
        psp_reference=f"test-{kind.lower()}-{reference}",
        result=f"{kind}_SUCCESS",
        amount=request.action.amount,
        actions=_AFTER_REQUEST[kind],
    )


def _said(data: object, key: str, default: object) -> object:
    """What the shopper's JSON says under `key`; it may be anything at all."""
    return data.get(key, default) if isinstance(data, dict) else default


def _ended(session: Session, name: str, ending: str, message: str = "") -> Result:
    kind = session.action.action_type
    return Result(
        psp_reference=name,
        result=f"{kind}_{ending}",
        amount=session.action.amount,
        actions=_AFTER_SUCCESS[kind] if ending == "SUCCESS" else (),
        message=message,
        data={"needs": "confirmation"} if ending == "ACTION_REQUIRED" else None,
    )
