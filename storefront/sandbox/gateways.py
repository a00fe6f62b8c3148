"""The payment apps, called in process: what Saleor would post to them is handed over, and the same answers are read."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from storefront.payments.providers import registry
from storefront.payments.providers.base import (
    Action,
    AnswersLate,
    Event,
    Request,
    RequestedAction,
    RequestedType,
    Result,
    ServiceDown,
    Session,
    TransactionInfo,
)
from storefront.saleor.types import Money
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Transaction, TransactionEvent

UNDELIVERED = "Failed to delivery request."


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayAnswer:
    """What a gateway says: the event type without its CHARGE_, a message, and its own name for the payment.

    `data` is its word to the shopper's side. Who gave no answer names nothing.
    """

    ending: str
    message: str = ""
    reference: str = ""
    data: object = None


def installed() -> tuple[str, ...]:
    """The identifiers of the apps that there are."""
    return tuple(service.identifier for service in registry.providers())


def begin(row: Transaction, data: object, *, amount: Decimal) -> GatewayAnswer:
    """The first step of a payment."""
    service = registry.by_identifier(row.gateway)
    return _asked(service.begin, _session(row, data, amount)) if service else GatewayAnswer(ending="FAILURE")


def go_on(row: Transaction, data: object, *, amount: Decimal) -> GatewayAnswer:
    """A later step."""
    service = registry.by_identifier(row.gateway)
    return _asked(service.go_on, _session(row, data, amount)) if service else GatewayAnswer(ending="FAILURE")


def carry_out(row: Transaction, event: TransactionEvent) -> GatewayAnswer:
    """What `event` (a REFUND_REQUEST or CANCEL_REQUEST of `row`) asks for; an empty ending: not decided yet."""
    service = registry.by_identifier(row.gateway)
    if service is None:
        return GatewayAnswer(ending="FAILURE", message=UNDELIVERED)
    action: RequestedType = "REFUND" if event.type == "REFUND_REQUEST" else "CANCEL"
    request = Request(
        action=RequestedAction(action_type=action, amount=event.amount, currency=row.currency),
        transaction=TransactionInfo(
            id=global_id("TransactionItem", row.token),
            psp_reference=row.psp_reference,
            authorized_amount=Money(amount=row.authorized, currency=row.currency),
            charged_amount=Money(amount=row.charged, currency=row.currency),
            events=(Event(id=global_id("TransactionEvent", event.pk), created_at=event.created_at, type=event.type),),
        ),
    )
    try:
        result = service.carry_out(request)
    except ServiceDown:
        return GatewayAnswer(ending="FAILURE", message=UNDELIVERED)
    ending = (result.result or "").removeprefix(f"{action}_")
    return GatewayAnswer(ending=ending, message=result.message, reference=result.psp_reference)


def _session(row: Transaction, data: object, amount: Decimal) -> Session:
    return Session(
        action=Action(amount=amount, currency=row.currency, action_type="CHARGE"),
        transaction=TransactionInfo(id=global_id("TransactionItem", row.token), psp_reference=row.psp_reference),
        data=data,
        idempotency_key=row.idempotency_key,
    )


def _asked(step: Callable[[Session], Result], session: Session) -> GatewayAnswer:
    try:
        result = step(session)
    except (ServiceDown, AnswersLate):
        return GatewayAnswer(ending="FAILURE", message=UNDELIVERED)
    return GatewayAnswer(
        ending=(result.result or "").removeprefix("CHARGE_"),
        message=result.message,
        reference=result.psp_reference,
        data=result.data,
    )
