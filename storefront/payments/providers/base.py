"""What Saleor asks of a payment app and what it is answered, and what a payment service of ours has to be able to do.

A third service is one module with a `PaymentService` in it, and one line in `services`.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

import msgspec

from storefront.saleor.types import Money

ActionType = Literal["CHARGE", "AUTHORIZATION"]
RequestedType = Literal["CHARGE", "REFUND", "CANCEL"]
AFTER_SUCCESS = {"CHARGE": ("REFUND",), "AUTHORIZATION": ("CHARGE", "CANCEL")}
NOTHING = Decimal(0)


class ServiceDown(Exception):
    """The payment service cannot be asked: Saleor is answered with an error of ours (HTTP 502)."""


class AnswersLate(Exception):
    """The answer comes later than Saleor waits for it: so it does with the test payments, on demand."""


class Action(msgspec.Struct, frozen=True, rename="camel"):
    """What shall be done: `amount` in major units of `currency` (ISO 4217)."""

    amount: Decimal
    currency: str
    action_type: ActionType


class Event(msgspec.Struct, frozen=True, rename="camel"):
    """Something that became of a transaction; `type` is Saleor's TransactionEventTypeEnum."""

    id: str
    created_at: datetime
    type: str | None = None
    psp_reference: str = ""


class TransactionInfo(msgspec.Struct, frozen=True, rename="camel"):
    """The transaction as Saleor knows it; `psp_reference` is empty before the first answer."""

    id: str = ""
    psp_reference: str = ""
    authorized_amount: Money | None = None
    charged_amount: Money | None = None
    events: tuple[Event, ...] = ()


class Session(msgspec.Struct, frozen=True, rename="camel"):
    """The body of TRANSACTION_INITIALIZE_SESSION and TRANSACTION_PROCESS_SESSION; `data` is the shopper's own JSON.

    Saleor sends a first step again whenever it is asked for again: the same `idempotency_key` (only on first steps)
    must then get the same answer with the same reference, else Saleor counts a charge twice.
    """

    action: Action
    transaction: TransactionInfo
    data: object = None
    idempotency_key: str = ""

    def said(self, name: str) -> object:
        """What the shopper's side says under `name`; it may be anything at all, and is None when it says nothing."""
        return self.data.get(name) if isinstance(self.data, dict) else None

    def text(self, name: str) -> str:
        """What it says under `name` if that is text, else an empty string."""
        value = self.said(name)
        return value if isinstance(value, str) else ""


class RequestedAction(msgspec.Struct, frozen=True, rename="camel"):
    """What staff or the shop asks of a transaction; `amount` in major units of `currency`."""

    action_type: RequestedType
    amount: Decimal
    currency: str


class Request(msgspec.Struct, frozen=True, rename="camel"):
    """The body of TRANSACTION_CHARGE_REQUESTED, _REFUND_REQUESTED and _CANCELATION_REQUESTED."""

    action: RequestedAction
    transaction: TransactionInfo

    @property
    def key(self) -> str:
        """The same whenever Saleor sends this request again: its own event for it, the newest of the kind."""
        kind = f"{self.action.action_type}_REQUEST"
        asked: Sequence[Event] = [event for event in self.transaction.events if event.type == kind]
        newest = max(asked, key=lambda event: event.created_at, default=None)
        return newest.id if newest else f"{self.transaction.id} {kind} {self.action.amount}"


class Result(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What is answered: `result` is Saleor's event type, `actions` what may be asked for next.

    A request (not a session) that is not decided yet is answered without `result`; it is reported later.
    """

    psp_reference: str
    result: str | None = None
    amount: Decimal | None = None
    actions: tuple[str, ...] | None = None
    message: str = ""
    data: dict[str, str] | None = None


class PaymentProvider(Protocol):
    """One payment service behind one Saleor app. Everything is asked twice now and then, and must bear it.

    Each raises ServiceDown when the service cannot be reached and nothing is known; `go_on` only if nothing can have
    been paid, because Saleor takes that for a refusal.
    """

    @property
    def identifier(self) -> str:
        """Its Saleor app identifier: what shoppers' sides call the payment gateway."""

    @property
    def slug(self) -> str:
        """Its part of our addresses."""

    @property
    def title(self) -> str:
        """What staff read in the Dashboard."""

    @property
    def about(self) -> str:
        """A sentence for staff."""

    def begin(self, session: Session) -> Result:
        """The first step: answered with success, failure, or where the shopper has to go (`leading_to`)."""

    def go_on(self, session: Session) -> Result:
        """What has become of it since; `data.stop` says that the shopper gives up, if that is still possible."""

    def carry_out(self, request: Request) -> Result:
        """Charge, refund or cancel what was authorised or paid, wholly or in part."""


def session_result(session: Session, *, reference: str, ending: str, message: str = "") -> Result:
    """The answer to a session: `ending` is SUCCESS, FAILURE or REQUEST (not decided yet)."""
    kind = session.action.action_type
    return Result(
        psp_reference=reference,
        result=f"{kind}_{ending}",
        amount=session.action.amount,
        actions=AFTER_SUCCESS[kind] if ending == "SUCCESS" else (),
        message=message,
    )


def redirect_result(session: Session, address: str, *, reference: str) -> Result:
    """The answer to a session whose shopper has to pay at `address`; empty when it is not known just now."""
    return Result(
        psp_reference=reference,
        result=f"{session.action.action_type}_ACTION_REQUIRED",
        amount=session.action.amount,
        actions=(),
        data={"redirectUrl": address} if address else None,
    )


def action_result(
    request: Request, *, reference: str, ending: str = "SUCCESS", message: str = "", charges_once: bool = False
) -> Result:
    """The answer to a request: `ending` is SUCCESS or FAILURE; an empty one says that it is not decided yet.

    `charges_once`: charging a part gives the rest of what was authorised back to the shopper.
    """
    if not ending:
        return Result(psp_reference=reference)
    return Result(
        psp_reference=reference,
        result=f"{request.action.action_type}_{ending}",
        amount=request.action.amount,
        actions=_left(request, charges_once=charges_once) if ending == "SUCCESS" else None,
        message=message,
    )


def _left(request: Request, *, charges_once: bool) -> tuple[str, ...]:
    """What may still be asked for once this request has been carried out."""
    known, amount = request.transaction, request.action.amount
    authorized = known.authorized_amount.amount if known.authorized_amount else NOTHING
    charged = known.charged_amount.amount if known.charged_amount else NOTHING
    match request.action.action_type:
        case "CHARGE":
            authorized, charged = NOTHING if charges_once else authorized - amount, charged + amount
        case "REFUND":
            charged -= amount
        case "CANCEL":
            authorized -= amount
    return (("CHARGE", "CANCEL") if authorized > 0 else ()) + (("REFUND",) if charged > 0 else ())
