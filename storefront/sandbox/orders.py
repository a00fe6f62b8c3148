"""Reading orders."""

from storefront.sandbox.answers.orders import OrderAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.ids import asked_uuid, split_id
from storefront.sandbox.models import Order
from storefront.sandbox.refusals import TopLevelError


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
