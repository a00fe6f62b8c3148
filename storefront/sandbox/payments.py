"""Paying by the Transactions API."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal

from storefront.sandbox import events, gateways
from storefront.sandbox.answers.base import to_cents
from storefront.sandbox.answers.payments import EventAnswer, TransactionAnswer
from storefront.sandbox.balance import authorize_status, paid
from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload
from storefront.sandbox.errors import Problem, TopLevelError, refuse
from storefront.sandbox.gateways import GatewayAnswer
from storefront.sandbox.global_ids import asked_uuid, split_id
from storefront.sandbox.models import Checkout, Order, Transaction, TransactionEvent
from storefront.sandbox.pricing import ZERO, price, renew_stale_prices

Source = Checkout | Order
NO_APP = "Active app with `HANDLE_PAYMENT` permissions or app webhook not found."


def initialize_gateways(
    _: Caller, *, node_id: str, payment_gateways: Sequence[Mapping[str, object]] | None = None
) -> Payload:
    """Which gateways may take this payment; without a list, every one there is."""
    _source(node_id)
    every = [{"id": identifier} for identifier in gateways.installed()]
    wanted = every if payment_gateways is None else payment_gateways
    return {"gateway_configs": [_config(str(one["id"])) for one in wanted]}


def initialize(
    _: Caller,
    *,
    node_id: str,
    payment_gateway: Mapping[str, object],
    amount: Decimal | None = None,
    idempotency_key: str | None = None,
) -> Payload:
    """Begin a payment. The same key, source and amount answer the same transaction: nothing is paid twice."""
    source = _source(node_id)
    if idempotency_key == "":
        raise refuse("idempotencyKey", "INVALID", "Cannot be provided as an empty string.")
    to_pay = to_cents(amount) if amount is not None else _left_to_pay(source)
    gateway = str(payment_gateway["id"])
    if gateway not in gateways.installed():
        raise refuse("paymentGateway", "NOT_FOUND", "App with provided identifier not found.")
    key = idempotency_key or str(uuid.uuid4())
    before = Transaction.objects.filter(gateway=gateway, idempotency_key=key).first()
    if before is not None:
        return _same_again(before, source, to_pay)
    row = Transaction(
        checkout=source if isinstance(source, Checkout) else None,
        order=source if isinstance(source, Order) else None,
        gateway=gateway,
        idempotency_key=key,
        currency=source.channel.currency,
    )
    answer = gateways.begin(row, payment_gateway.get("data"), amount=to_pay)
    row.save()
    if answer.ending == "REQUEST":
        return _told(row, answer, to_pay, key=key)
    row.events.create(type="CHARGE_REQUEST", amount=to_pay, idempotency_key=key)
    return _told(row, answer, to_pay)


def process(_: Caller, *, node_id: str | None = None, data: object = None) -> Payload:
    """Go on with a payment that waits for the shopper; one that has ended, or is pending, is answered as it is."""
    token = asked_uuid(node_id, "TransactionItem")
    row = Transaction.objects.select_for_update().filter(token=token).first()
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {node_id}")
    last = _decision(row)
    if last is None or last.type != "CHARGE_ACTION_REQUIRED":
        return _shown(row, last)
    return _told(row, gateways.go_on(row, data, amount=last.amount), last.amount)


def report(
    caller: Caller,
    *,
    psp_reference: str,
    type: str,  # noqa: A002
    node_id: str | None = None,
    amount: Decimal | None = None,
    message: str | None = None,
    available_actions: Sequence[str] | None = None,
) -> Payload:
    """A payment app tells what has become of its payment; the same thing told twice counts once."""
    app = caller.app_with("HANDLE_PAYMENTS")
    token = asked_uuid(node_id, "TransactionItem")
    row = Transaction.objects.select_for_update().filter(token=token, gateway=app).first()
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {node_id}")
    if row.events.filter(type=type, psp_reference=psp_reference).exists():
        return {"already_processed": True}
    last = _decision(row)
    of = to_cents(amount) if amount is not None else last.amount if last else ZERO
    _count(row, type, of)
    row.save()
    row.events.create(type=type, amount=of, message=message or "", psp_reference=psp_reference)
    _tell_if_paid(row)
    return {"already_processed": False}


def _count(row: Transaction, kind: str, amount: Decimal) -> None:
    if kind in ("CHARGE_SUCCESS", "CHARGE_FAILURE"):
        row.charge_pending = ZERO
    if kind == "CHARGE_SUCCESS":
        row.charged += amount
    elif kind == "REFUND_SUCCESS":
        row.charged, row.refunded = row.charged - amount, row.refunded + amount
    elif kind == "CANCEL_SUCCESS":
        row.authorized, row.canceled = row.authorized - amount, row.canceled + amount


def _tell_if_paid(row: Transaction) -> None:
    checkout = row.checkout
    if checkout is not None and authorize_status(paid(checkout), price(checkout)) == "FULL":
        events.fully_paid(checkout)


def _told(row: Transaction, answer: GatewayAnswer, amount: Decimal, *, key: str = "") -> Payload:
    """Write down what the gateway said; `key` where that is itself the request that stands."""
    row.psp_reference = answer.reference or row.psp_reference
    if answer.ending == "SUCCESS":
        row.charged = amount
    row.charge_pending = amount if answer.ending == "REQUEST" else ZERO
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


def _same_again(row: Transaction, source: Source, amount: Decimal) -> Payload:
    event = _decision(row)
    mine = source in (row.checkout, row.order)
    if not mine or event is None or event.amount != amount:
        message = "Different transaction with provided idempotency key already exists."
        raise refuse("idempotencyKey", "UNIQUE", message)
    return _shown(row, event)


def _decision(row: Transaction) -> TransactionEvent | None:
    """The last that the gateway said of taking the money."""
    return row.events.filter(type__startswith="CHARGE_").last()


def _shown(row: Transaction, event: TransactionEvent | None) -> Payload:
    return {
        "transaction": TransactionAnswer(row),
        "transaction_event": EventAnswer(event) if event else None,
        "data": event.data if event else None,
    }


def _config(gateway: str) -> Mapping[str, object]:
    missing = Problem(field="id", code="NOT_FOUND", message=NO_APP)
    return {"id": gateway, "errors": [] if gateway in gateways.installed() else [missing]}


def _source(text: str) -> Source:
    """The checkout or order to be paid, its row locked."""
    try:
        kind, key = split_id(text)
    except ValueError as error:
        raise TopLevelError(f"Invalid ID: {text}.") from error
    if kind not in ("Checkout", "Order"):
        message = f"Invalid ID: {text}. Expected one of: Checkout, Order, received: {kind}."
        raise refuse("id", "INVALID", message)
    try:
        token = uuid.UUID(key)
    except ValueError as error:
        raise TopLevelError(f"Invalid ID: {text}.") from error
    model: type[Checkout] | type[Order] = Checkout if kind == "Checkout" else Order
    rows = model._default_manager.select_related("channel").select_for_update(of=("self",))
    found: Source | None = rows.filter(token=token).first()
    if found is None:
        raise refuse("id", "NOT_FOUND", "`Order` or `Checkout` not found.")
    if isinstance(found, Checkout):
        renew_stale_prices(found)
    return found


def _left_to_pay(source: Source) -> Decimal:
    total = price(source).total if isinstance(source, Checkout) else source.total
    taken = sum((row.charged + row.charge_pending for row in source.transactions.all()), ZERO)
    return max(total - taken, ZERO)
