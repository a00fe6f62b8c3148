"""The shop's own app looks at the money, and asks for it to go back."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from storefront.sandbox import gateways
from storefront.sandbox.answers.base import to_cents
from storefront.sandbox.answers.payments import TransactionAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload
from storefront.sandbox.errors import refuse
from storefront.sandbox.global_ids import asked_uuid
from storefront.sandbox.models import Transaction
from storefront.sandbox.pricing import ZERO


def transaction(caller: Caller, *, node_id: str | None = None) -> TransactionAnswer | None:
    """`Query.transaction`."""
    caller.app_with("HANDLE_PAYMENTS")
    row = Transaction.objects.filter(token=asked_uuid(node_id, "TransactionItem")).first()
    return TransactionAnswer(row) if row else None


def request_action(
    caller: Caller, *, node_id: str | None = None, action_type: str, amount: Decimal | None = None
) -> Payload:
    """Charge nothing more; send back what was charged, or let go what was authorised. Never more than there is.

    The payment app is asked at once; by Saleor a moment later, so that its answer may not show it yet.
    """
    caller.app_with("HANDLE_PAYMENTS")
    row = Transaction.objects.select_for_update().filter(token=asked_uuid(node_id, "TransactionItem")).first()
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {node_id}")
    _GIVES_BACK[action_type](row, to_cents(amount) if amount else None)
    row.save()
    return {"transaction": TransactionAnswer(row)}


def _refund(row: Transaction, amount: Decimal | None) -> None:
    part = min(amount or row.charged, row.charged)
    if _asked(row, "REFUND", part):
        row.charged -= part
        row.refunded += part


def _cancel(row: Transaction, amount: Decimal | None) -> None:
    part = min(amount or row.authorized, row.authorized)
    if _asked(row, "CANCEL", part):
        row.authorized -= part
        row.canceled += part


def _asked(row: Transaction, action: str, amount: Decimal) -> bool:
    """Whether the payment app says that it is done; what it says later it reports."""
    request = row.events.create(type=f"{action}_REQUEST", amount=amount)
    if amount <= ZERO:
        return False
    answer = gateways.carry_out(row, request)
    if answer.ending:
        row.events.create(
            type=f"{action}_{answer.ending}",
            amount=amount,
            message=answer.message,
            psp_reference=answer.reference,
        )
    return answer.ending == "SUCCESS"


_GIVES_BACK: Mapping[str, Callable[[Transaction, Decimal | None], None]] = {"REFUND": _refund, "CANCEL": _cancel}
