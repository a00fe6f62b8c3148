"""Payment apps, called in process with what Saleor would post to them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from storefront.payments.providers.base import ProviderTimeout, ProviderUnavailable
from storefront.payments.providers.messages import (
    Action,
    ActionRequest,
    Event,
    Request,
    RequestedAction,
    Result,
    Session,
    TransactionInfo,
)
from storefront.payments.providers.registry import enabled_providers, provider_by_identifier
from storefront.saleor.types import Money
from storefront.sandbox.graphql.global_ids import global_id
from storefront.sandbox.models import Transaction, TransactionEvent

UNDELIVERED = "Failed to delivery request."


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayAnswer:
    """A payment app's answer.

    `ending` is the event type without its CHARGE_ or REFUND_, `reference` the app's own id of the payment (empty
    when it gave no answer), `data` what goes to the shopper's side.
    """

    ending: str
    message: str = ""
    reference: str = ""
    data: object = None


def installed() -> tuple[str, ...]:
    """Return the identifiers of the payment apps."""
    return tuple(service.identifier for service in enabled_providers())


def initialize(row: Transaction, data: object, *, amount: Decimal) -> GatewayAnswer:
    """Ask the app to begin a payment."""
    service = provider_by_identifier(row.gateway)
    return _asked(service.initialize, _session(row, data, amount)) if service else GatewayAnswer(ending="FAILURE")


def process(row: Transaction, data: object, *, amount: Decimal) -> GatewayAnswer:
    """Ask the app to continue a payment."""
    service = provider_by_identifier(row.gateway)
    return _asked(service.process, _session(row, data, amount)) if service else GatewayAnswer(ending="FAILURE")


def perform_action(row: Transaction, event: TransactionEvent) -> GatewayAnswer:
    """Ask the app for a REFUND_REQUEST or CANCEL_REQUEST; an empty `ending` means that it is not decided yet."""
    service = provider_by_identifier(row.gateway)
    if service is None:
        return GatewayAnswer(ending="FAILURE", message=UNDELIVERED)
    action: RequestedAction = "REFUND" if event.type == "REFUND_REQUEST" else "CANCEL"
    request = Request(
        action=ActionRequest(action_type=action, amount=event.amount, currency=row.currency),
        transaction=TransactionInfo(
            id=global_id("TransactionItem", row.token),
            psp_reference=row.psp_reference,
            authorized_amount=Money(amount=row.authorized_amount, currency=row.currency),
            charged_amount=Money(amount=row.charged_amount, currency=row.currency),
            events=(Event(id=global_id("TransactionEvent", event.pk), created_at=event.created_at, type=event.type),),
        ),
    )
    try:
        result = service.perform_action(request)
    except ProviderUnavailable:
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
    except (ProviderUnavailable, ProviderTimeout):
        return GatewayAnswer(ending="FAILURE", message=UNDELIVERED)
    return GatewayAnswer(
        ending=(result.result or "").removeprefix("CHARGE_"),
        message=result.message,
        reference=result.psp_reference,
        data=result.data,
    )
