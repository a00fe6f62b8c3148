"""The withdrawals of a customer, for the download of their data."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from storefront.core.crypto import DecryptionError
from storefront.orders.declaration import Declaration
from storefront.orders.models import Withdrawal
from storefront.orders.withdrawal import read_declaration, withdrawals_of_customer


class DeclaredWithdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """A withdrawal from a contract. `declared` is None if its encryption key was lost."""

    received_at: datetime
    declared: Declaration | None


def customer_data(*, email: str, order_ids: Collection[str]) -> Mapping[str, object]:
    """Return the withdrawals from the customer's orders, and those that name their email address."""
    found = withdrawals_of_customer(email=email, order_ids=order_ids)
    return {"withdrawals": [DeclaredWithdrawal(received_at=row.received_at, declared=_declared(row)) for row in found]}


def _declared(withdrawal: Withdrawal) -> Declaration | None:
    try:
        return msgspec.structs.replace(read_declaration(withdrawal), order_id="", is_to_order_address=False)
    except DecryptionError:
        return None
