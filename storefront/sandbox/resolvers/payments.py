"""The Transactions API: payments, reports by payment apps, refunds and cancellations."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal

from storefront.sandbox import gateways, webhooks
from storefront.sandbox.gateways import GatewayAnswer
from storefront.sandbox.graphql.errors import Problem, TopLevelError, refuse
from storefront.sandbox.graphql.global_ids import WrongId, find, find_for_query, split_id
from storefront.sandbox.graphql.registry import Payload, computed, mutation, query
from storefront.sandbox.models import Checkout, Order, Transaction, TransactionEvent
from storefront.sandbox.money import ZERO, to_cents
from storefront.sandbox.prices import renew_prices, totals_of
from storefront.sandbox.resolvers.authentication import Caller

Payable = Checkout | Order


@mutation("paymentGatewayInitialize")
def initialize_gateways(
    _: Caller, *, node_id: str, payment_gateways: Sequence[Mapping[str, object]] | None = None
) -> Payload:
    """Return which gateways may take this payment; without a list, all of them."""
    _lock_payable(node_id)
    everyone = [{"id": identifier} for identifier in gateways.installed()]
    return {"gateway_configs": [_config(str(each["id"])) for each in payment_gateways or everyone]}


@mutation("transactionInitialize")
def initialize(
    _: Caller,
    *,
    node_id: str,
    payment_gateway: Mapping[str, object],
    amount: Decimal | None = None,
    idempotency_key: str | None = None,
) -> Payload:
    """Begin a payment. The same key, payable and amount return the same transaction, so nothing is paid twice."""
    payable = _lock_payable(node_id)
    to_pay = to_cents(amount) if amount is not None else _left_to_pay(payable)
    gateway = str(payment_gateway["id"])
    if gateway not in gateways.installed():
        raise refuse("paymentGateway", "NOT_FOUND")
    key = idempotency_key or str(uuid.uuid4())
    before = Transaction.objects.filter(gateway=gateway, idempotency_key=key).first()
    if before is not None:
        return _repeated(before, payable, to_pay)
    row = Transaction(
        checkout=payable if isinstance(payable, Checkout) else None,
        order=payable if isinstance(payable, Order) else None,
        gateway=gateway,
        idempotency_key=key,
        currency=payable.currency,
    )
    answer = gateways.initialize(row, payment_gateway.get("data"), amount=to_pay)
    row.save()
    if answer.ending == "REQUEST":
        return _record(row, answer, to_pay, key=key)
    row.events.create(type="CHARGE_REQUEST", amount=to_pay, idempotency_key=key)
    return _record(row, answer, to_pay)


@mutation("transactionProcess")
def process(_: Caller, *, node_id: str | None = None, data: object = None) -> Payload:
    """Continue a payment that waits for the shopper; one that has ended or is pending is returned as it is."""
    row = _lock_transaction(node_id)
    last = _last_charge_event(row)
    if last is None or last.type != "CHARGE_ACTION_REQUIRED":
        return _shown(row, last)
    return _record(row, gateways.process(row, data, amount=last.amount), last.amount)


@mutation("transactionEventReport")
def report(
    caller: Caller,
    *,
    psp_reference: str,
    kind: str,
    node_id: str | None = None,
    amount: Decimal | None = None,
    message: str | None = None,
    available_actions: Sequence[str] | None = None,
) -> Payload:
    """Record a payment app's report on its payment; the same report twice counts once."""
    row = _lock_transaction(node_id, gateway=caller.require_app())
    if row.events.filter(type=kind, psp_reference=psp_reference).exists():
        return {"already_processed": True}
    last = _last_charge_event(row)
    reported = to_cents(amount) if amount is not None else last.amount if last else ZERO
    if kind in ("CHARGE_SUCCESS", "CHARGE_FAILURE"):
        row.charge_pending_amount = ZERO
    if kind == "CHARGE_SUCCESS":
        row.charged_amount += reported
    elif kind == "REFUND_SUCCESS":
        row.charged_amount, row.refunded_amount = row.charged_amount - reported, row.refunded_amount + reported
    elif kind == "CANCEL_SUCCESS":
        row.authorized_amount, row.canceled_amount = row.authorized_amount - reported, row.canceled_amount + reported
    row.save()
    row.events.create(type=kind, amount=reported, message=message or "", psp_reference=psp_reference)
    if row.checkout is not None and totals_of(row.checkout).authorize_status == "FULL":
        webhooks.send_fully_paid(row.checkout)
    return {"already_processed": False}


@query("transaction")
def transaction(caller: Caller, *, node_id: str | None = None) -> Transaction | None:
    """Return a transaction, to the shop's app."""
    caller.require_app()
    return find_for_query(Transaction.objects.all(), node_id, "TransactionItem")


@mutation("transactionRequestAction")
def request_action(
    caller: Caller, *, node_id: str | None = None, action_type: str, amount: Decimal | None = None
) -> Payload:
    """Refund what was charged or cancel what was authorised, never more than there is.

    The payment app is asked within the call. Saleor asks it a moment later, so its response may lack the result.
    """
    caller.require_app()
    row = _lock_transaction(node_id)
    held = row.charged_amount if action_type == "REFUND" else row.authorized_amount
    part = min(to_cents(amount) if amount else held, held)
    if _perform(row, action_type, part):
        if action_type == "REFUND":
            row.charged_amount, row.refunded_amount = held - part, row.refunded_amount + part
        else:
            row.authorized_amount, row.canceled_amount = held - part, row.canceled_amount + part
        row.save()
    return {"transaction": row}


@computed("TransactionEvent.pspReference")
def event_reference(event: TransactionEvent, _: Caller) -> str:
    """Return the payment app's reference of the event, else of the transaction."""
    return event.psp_reference or event.transaction.psp_reference


def _lock_transaction(node_id: str | None, **of: str) -> Transaction:
    """Return the transaction to change, its row locked; refuse when there is none."""
    row = find_for_query(Transaction.objects.select_for_update().filter(**of), node_id, "TransactionItem")
    if row is None:
        raise refuse("id", "NOT_FOUND")
    return row


def _record(row: Transaction, answer: GatewayAnswer, amount: Decimal, *, key: str = "") -> Payload:
    """Record a gateway's answer; `key` where the request itself is the last event."""
    row.psp_reference = answer.reference or row.psp_reference
    if answer.ending == "SUCCESS":
        row.charged_amount = amount
    row.charge_pending_amount = amount if answer.ending == "REQUEST" else ZERO
    row.save()
    event = row.events.create(
        type=f"CHARGE_{answer.ending}",
        amount=amount,
        message=answer.message,
        psp_reference=answer.reference,
        data=answer.data,
        idempotency_key=key,
    )
    return _shown(row, event)


def _repeated(row: Transaction, payable: Payable, amount: Decimal) -> Payload:
    event = _last_charge_event(row)
    if payable not in (row.checkout, row.order) or event is None or event.amount != amount:
        raise refuse("idempotencyKey", "UNIQUE")
    return _shown(row, event)


def _last_charge_event(row: Transaction) -> TransactionEvent | None:
    return row.events.filter(type__startswith="CHARGE_").first()


def _shown(row: Transaction, event: TransactionEvent | None) -> Payload:
    return {"transaction": row, "transaction_event": event, "data": event.data if event else None}


def _config(gateway: str) -> Mapping[str, object]:
    is_installed = gateway in gateways.installed()
    return {"id": gateway, "errors": [] if is_installed else [Problem(field="id", code="NOT_FOUND")]}


def _lock_payable(node_id: str) -> Payable:
    """Return the checkout or order to be paid, its row locked."""
    try:
        kind, _ = split_id(node_id)
        if kind not in ("Checkout", "Order"):
            raise refuse("id", "INVALID")
        found: Payable | None = (
            find(Checkout.objects.select_related("channel").select_for_update(of=("self",)), node_id, kind)
            if kind == "Checkout"
            else find(Order.objects.select_related("channel").select_for_update(of=("self",)), node_id, kind)
        )
    except WrongId as error:
        raise TopLevelError("Invalid ID.") from error
    if found is None:
        raise refuse("id", "NOT_FOUND")
    if isinstance(found, Checkout):
        renew_prices(found)
    return found


def _left_to_pay(payable: Payable) -> Decimal:
    total = totals_of(payable).total_price.gross if isinstance(payable, Checkout) else payable.total
    taken = sum((each.charged_amount + each.charge_pending_amount for each in payable.transactions.all()), ZERO)
    return max(total - taken, ZERO)


def _perform(row: Transaction, action: str, amount: Decimal) -> bool:
    """Ask the payment app, and return whether the action is done; what it decides later it reports."""
    request = row.events.create(type=f"{action}_REQUEST", amount=amount)
    if amount <= ZERO:
        return False
    answer = gateways.perform_action(row, request)
    if answer.ending:
        row.events.create(
            type=f"{action}_{answer.ending}",
            amount=amount,
            message=answer.message,
            psp_reference=answer.reference,
        )
    return answer.ending == "SUCCESS"
