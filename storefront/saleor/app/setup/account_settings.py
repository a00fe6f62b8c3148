"""Let guest orders become a customer's when the account is confirmed with its password.

This is a Saleor setting that is off in a new Saleor. Without the password, registering a person's address would be
enough to see their orders.
"""

import msgspec

from storefront.saleor.app.installation import OPERATIONS_DIR
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.schema.operations import operations

_BY_PASSWORD = "REQUIRE_PASSWORD"  # noqa: S105 - a mode of Saleor's


class _Shop(msgspec.Struct, frozen=True, rename="camel"):
    account_confirm_merge_mode: str


class _Nothing(msgspec.Struct, frozen=True):
    """A payload of which only the errors matter."""


def claim_guest_orders_on_confirmation(*, staff: Credentials) -> bool:
    """Switch the setting on and return whether it was off. `staff` needs MANAGE_SETTINGS. Raises SaleorError."""
    found = operations(OPERATIONS_DIR)
    shop = api.execute(found["ConfirmMode"], _Shop, {}, caller=staff)
    if shop.account_confirm_merge_mode == _BY_PASSWORD:
        return False
    api.execute(found["SetConfirmMode"], _Nothing, {"mode": _BY_PASSWORD}, caller=staff)
    return True
