"""Payments at Saleor, with the Transactions API.

Repeated with the same idempotency key, Saleor returns the same transaction but does not call the payment app again. So
the transaction's amounts and the checkout's `authorize_status` tell whether money is held, not the last event.
"""

from decimal import Decimal
from typing import Literal

import msgspec

from storefront.saleor.client import api
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.types import Payment, TransactionState


class _Holdings(msgspec.Struct, frozen=True):
    transactions: tuple[TransactionState, ...] | None = None


class _Requested(msgspec.Struct, frozen=True):
    transaction: TransactionState


class _GatewayProblem(msgspec.Struct, frozen=True):
    code: str


class _GatewayConfig(msgspec.Struct, frozen=True):
    id: str
    errors: tuple[_GatewayProblem, ...] | None = None


class _GatewayConfigs(msgspec.Struct, frozen=True, rename="camel"):
    gateway_configs: tuple[_GatewayConfig, ...] | None = None


class _Reported(msgspec.Struct, frozen=True, rename="camel"):
    already_processed: bool | None = None


def usable_gateways(checkout_id: str, *, gateways: tuple[str, ...], caller: Credentials = ANONYMOUS) -> tuple[str, ...]:
    """Return those of these gateway IDs that are installed and ready for this checkout, in the given order."""
    wanted = [{"id": gateway_id} for gateway_id in gateways]
    answer = api.mutate("PaymentGatewayInitialize", _GatewayConfigs, id=checkout_id, gateways=wanted, caller=caller)
    ready = {config.id for config in answer.gateway_configs or () if not config.errors}
    return tuple(gateway_id for gateway_id in gateways if gateway_id in ready)


def initialize(
    checkout_or_order_id: str,
    *,
    gateway_id: str,
    amount: Decimal,
    idempotency_key: str,
    data: object = None,
    caller: Credentials = ANONYMOUS,
) -> Payment:
    """Ask the payment app to take `amount` (major units). A decline is not an error: read the event's type."""
    return api.mutate(
        "TransactionInitialize",
        Payment,
        id=checkout_or_order_id,
        amount=amount,
        gateway={"id": gateway_id, "data": data},
        idempotencyKey=idempotency_key,
        caller=caller,
    )


def process(transaction_id: str, *, data: object = None, caller: Credentials = ANONYMOUS) -> Payment:
    """Continue after the shopper did what the payment app asked for, such as 3-D Secure."""
    return api.mutate("TransactionProcess", Payment, id=transaction_id, data=data, caller=caller)


def get_transaction(transaction_id: str, *, caller: Credentials) -> TransactionState | None:
    """Return a transaction with what it holds, or None when unknown. Only for the shop's app, else NotAllowed."""
    return api.query_or_none("Holding", TransactionState, id=transaction_id, caller=caller)


def checkout_transactions(checkout_id: str, *, caller: Credentials) -> tuple[TransactionState, ...] | None:
    """Return all transactions of this checkout; None when it is gone or an order. Only for the shop's app."""
    found = api.query_or_none("HoldingsOfCheckout", _Holdings, id=checkout_id, caller=caller)
    return (found.transactions or ()) if found else None


def request_refund(
    transaction_id: str, *, action: Literal["REFUND", "CANCEL"], amount: Decimal | None = None, caller: Credentials
) -> TransactionState:
    """Ask the payment app to refund a charge or cancel an authorization; without `amount`, all of it.

    Repeating it may refund twice, so call `get_transaction` before. The response may be older than the payment app's
    answer.
    """
    return api.mutate(
        "TransactionRequestAction", _Requested, id=transaction_id, action=action, amount=amount, caller=caller
    ).transaction


def report(
    transaction_id: str,
    *,
    type: str,  # noqa: A002
    reference: str,
    amount: Decimal,
    message: str = "",
    actions: tuple[str, ...] | None = None,
    caller: Credentials,
) -> None:
    """Report a payment's new state as its payment app: `type` is Saleor's event type, `amount` is in major units.

    The same `reference` and `type` count once. `actions` are the actions that are possible next; None leaves them.
    """
    api.mutate(
        "TransactionEventReport",
        _Reported,
        id=transaction_id,
        type=type,
        pspReference=reference,
        amount=amount,
        message=message,
        availableActions=actions,
        caller=caller,
    )
