"""Reading orders, and noting something on one."""

from collections.abc import Mapping
from typing import TypedDict

from storefront.sandbox.answers.base import PageAnswer, page
from storefront.sandbox.answers.orders import OrderAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.errors import TopLevelError, refuse
from storefront.sandbox.global_ids import WrongId, asked_uuid, split_id, uuid_of
from storefront.sandbox.models import Order


class NumberInput(TypedDict, total=False):
    """`IntFilterInput`."""

    eq: int


class WhereInput(TypedDict, total=False):
    """`OrderWhereInput`."""

    number: NumberInput


class NoteInput(TypedDict):
    """`OrderNoteInput`."""

    message: str


def order(_: Caller, *, node_id: str | None = None) -> OrderAnswer | None:
    """The order with this id, whoever asks; another thing's id is nobody's order."""
    try:
        kind, _key = split_id(node_id or "")
    except ValueError as error:
        raise TopLevelError(f"Invalid ID: {node_id}. Expected: Order.") from error
    if kind != "Order":
        return None
    row = Order.objects.select_related("channel").filter(token=asked_uuid(node_id, "Order")).first()
    return OrderAnswer(row) if row else None


def orders(caller: Caller, *, where: WhereInput, first: int | None = None) -> PageAnswer[OrderAnswer]:
    """The shop's app finds orders by number."""
    caller.app_with("MANAGE_ORDERS")
    rows = Order.objects.select_related("channel").filter(number=where["number"]["eq"])
    return page(list(rows), lambda chosen: map(OrderAnswer, chosen), first=first, after=None)


def add_note(caller: Caller, *, order: str, given: NoteInput) -> Mapping[str, object]:
    """The shop's app writes a note onto an order."""
    caller.app_with("MANAGE_ORDERS")
    try:
        token = uuid_of(order, "Order")
    except WrongId as error:
        raise refuse("id", "GRAPHQL_ERROR", str(error)) from error
    row = Order.objects.select_for_update().filter(token=token).first()
    if row is None:
        raise refuse("id", "GRAPHQL_ERROR", f"Couldn't resolve to a node: {order}")
    if not given["message"].strip():
        raise refuse("message", "REQUIRED", "Message can't be empty.")
    row.notes = [*row.notes, given["message"].strip()]
    row.save(update_fields=["notes"])
    return {}
