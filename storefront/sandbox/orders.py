"""Reading orders, and notes on them."""

from collections.abc import Mapping

from storefront.sandbox.authentication import Caller
from storefront.sandbox.connections import Connection, connection
from storefront.sandbox.errors import refuse
from storefront.sandbox.global_ids import find_for_mutation, find_for_query
from storefront.sandbox.models import Order
from storefront.sandbox.resolvers import Payload, mutation, query


@query("order")
def order(_: Caller, *, node_id: str | None = None) -> Order | None:
    """Return the order with this id, to any caller. An id of another type returns None."""
    return find_for_query(Order.objects.select_related("channel"), node_id, "Order", is_strict=False)


@query("orders")
def orders(caller: Caller, *, where: Mapping[str, Mapping[str, int]], first: int | None = None) -> Connection[Order]:
    """Return the order with a number, to the shop's app."""
    caller.require_app()
    return connection(list(Order.objects.select_related("channel").filter(number=where["number"]["eq"])), first=first)


@mutation("orderNoteAdd")
def add_note(caller: Caller, *, order: str, input_data: Mapping[str, str]) -> Payload:
    """Add a note to an order, for the shop's app."""
    caller.require_app()
    row = find_for_mutation(Order.objects.select_for_update(), order, "Order")
    note = input_data["message"].strip()
    if not note:
        raise refuse("message", "REQUIRED")
    row.notes = [*row.notes, note]
    row.save(update_fields=["notes"])
    return {}
