"""The bodies of Saleor's payment webhooks, and what a provider answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import msgspec

from storefront.saleor.types import Money

SessionAction = Literal["CHARGE", "AUTHORIZATION"]
RequestedAction = Literal["CHARGE", "REFUND", "CANCEL"]
ACTIONS_AFTER_SUCCESS: dict[SessionAction, tuple[str, ...]] = {
    "CHARGE": ("REFUND",),
    "AUTHORIZATION": ("CHARGE", "CANCEL"),
}
ZERO = Decimal(0)


class Outcome(StrEnum):
    """What a provider decided; part of Saleor's event types, such as CHARGE_SUCCESS.

    REQUEST: not decided yet, and Saleor is told later.
    """

    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    REQUEST = "REQUEST"


class Ending(StrEnum):
    """Why a payment failed, where the provider knows; sent to the shop as `data`."""

    DECLINED = "declined"
    STOPPED = "stopped"
    EXPIRED = "expired"


class Action(msgspec.Struct, frozen=True, rename="camel"):
    """What a session asks for: `amount` in major units of `currency` (ISO 4217)."""

    amount: Decimal
    currency: str
    action_type: SessionAction


class Event(msgspec.Struct, frozen=True, rename="camel"):
    """An event of a transaction; `type` is Saleor's TransactionEventTypeEnum."""

    id: str
    created_at: datetime
    type: str | None = None
    psp_reference: str = ""


class TransactionInfo(msgspec.Struct, frozen=True, rename="camel"):
    """The transaction as Saleor has it; `psp_reference` is empty before the first answer."""

    id: str = ""
    psp_reference: str = ""
    authorized_amount: Money | None = None
    charged_amount: Money | None = None
    events: tuple[Event, ...] = ()


class Session(msgspec.Struct, frozen=True, rename="camel"):
    """The body of TRANSACTION_INITIALIZE_SESSION and TRANSACTION_PROCESS_SESSION; `data` is the shopper's own JSON.

    Saleor sends the first step again whenever it is requested again. The same `idempotency_key` (set on first steps
    only) must then get the same answer with the same reference, or Saleor counts a charge twice.
    """

    action: Action
    transaction: TransactionInfo
    data: object = None
    idempotency_key: str = ""

    def get(self, name: str) -> object:
        """Return the value under `name` in `data`: any JSON, not checked; None if there is none."""
        return self.data.get(name) if isinstance(self.data, dict) else None

    def get_text(self, name: str) -> str:
        """Return the text under `name` in `data`; empty if there is none, or something else."""
        value = self.get(name)
        return value if isinstance(value, str) else ""


class ActionRequest(msgspec.Struct, frozen=True, rename="camel"):
    """What staff or the shop requests of a transaction; `amount` in major units of `currency`."""

    action_type: RequestedAction
    amount: Decimal
    currency: str


class Request(msgspec.Struct, frozen=True, rename="camel"):
    """The body of TRANSACTION_CHARGE_REQUESTED, _REFUND_REQUESTED and _CANCELATION_REQUESTED."""

    action: ActionRequest
    transaction: TransactionInfo

    @property
    def key(self) -> str:
        """A key that is the same whenever Saleor sends this request again: the ID of its newest event of this kind."""
        kind = f"{self.action.action_type}_REQUEST"
        requests: Sequence[Event] = [event for event in self.transaction.events if event.type == kind]
        newest = max(requests, key=lambda event: event.created_at, default=None)
        return newest.id if newest else f"{self.transaction.id} {kind} {self.action.amount}"


class Result(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A provider's answer: `result` is Saleor's event type, `actions` what may be requested next.

    A request (not a session) that is not decided yet is answered without `result`, and reported later.
    """

    psp_reference: str
    result: str | None = None
    amount: Decimal | None = None
    actions: tuple[str, ...] | None = None
    message: str = ""
    data: dict[str, str] | None = None


def session_result(
    session: Session, outcome: Outcome, *, reference: str, message: str = "", ending: Ending | None = None
) -> Result:
    """Answer a session. `reference` is the provider's name for the payment."""
    kind = session.action.action_type
    return Result(
        psp_reference=reference,
        result=f"{kind}_{outcome}",
        amount=session.action.amount,
        actions=ACTIONS_AFTER_SUCCESS[kind] if outcome is Outcome.SUCCESS else (),
        message=message,
        data={"ending": ending} if ending else None,
    )


def ending_of(data: object) -> Ending | None:
    """Return why a payment failed, from what the provider sent; None if it does not say."""
    value = data.get("ending") if isinstance(data, Mapping) else None
    return next((ending for ending in Ending if ending == value), None)


def redirect_result(session: Session, url: str, *, reference: str) -> Result:
    """Answer a session whose shopper has to pay at `url`; an empty one if the page is not known at the moment."""
    return Result(
        psp_reference=reference,
        result=f"{session.action.action_type}_ACTION_REQUIRED",
        amount=session.action.amount,
        actions=(),
        data={"redirectUrl": url} if url else None,
    )


def action_result(
    request: Request,
    outcome: Outcome = Outcome.SUCCESS,
    *,
    reference: str,
    message: str = "",
    is_single_capture: bool = False,
) -> Result:
    """Answer a request. With REQUEST as the outcome it is reported later.

    `is_single_capture`: charging part of an authorization releases the rest of it.
    """
    if outcome is Outcome.REQUEST:
        return Result(psp_reference=reference)
    actions = _actions_left(request, is_single_capture=is_single_capture) if outcome is Outcome.SUCCESS else None
    return Result(
        psp_reference=reference,
        result=f"{request.action.action_type}_{outcome}",
        amount=request.action.amount,
        actions=actions,
        message=message,
    )


def _actions_left(request: Request, *, is_single_capture: bool) -> tuple[str, ...]:
    """Return what may be requested once this request has succeeded."""
    known, amount = request.transaction, request.action.amount
    authorized = known.authorized_amount.amount if known.authorized_amount else ZERO
    charged = known.charged_amount.amount if known.charged_amount else ZERO
    match request.action.action_type:
        case "CHARGE":
            authorized, charged = ZERO if is_single_capture else authorized - amount, charged + amount
        case "REFUND":
            charged -= amount
        case "CANCEL":
            authorized -= amount
    return (("CHARGE", "CANCEL") if authorized > 0 else ()) + (("REFUND",) if charged > 0 else ())
