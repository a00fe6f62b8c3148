"""What Saleor and the shop store about a customer: its download in one JSON file, and its erasure."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.cart.data_export import carts_of
from storefront.checkout.payer import known_payer_secret
from storefront.core import registry
from storefront.emails.data_export import erase_held_emails, pending_emails_of
from storefront.payments.data_export import payments_of
from storefront.payments.retention import erase_attempts
from storefront.saleor import accounts, customer_session, orders
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import NotAllowed
from storefront.saleor.types import Order

# Saleor's ids of carts and orders are bearer secrets that open them, so they are left out of the file.
_SECRET_FIELDS = frozenset({"id", "checkoutIds"})
_encode = msgspec.json.Encoder(decimal_format="number").encode


def data_of_customer(request: HttpRequest, *, caller: Credentials) -> bytes:
    """Return the file, as JSON with an indent of two.

    Raises NotAllowed without a signed-in customer. Raises errors.SaleorError rather than return an incomplete file.
    """
    profile = accounts.profile(caller=caller)
    if profile is None:
        raise NotAllowed("nobody is signed in")
    own_orders = tuple(_orders(caller))
    order_ids = [order.id for order in own_orders]
    content: dict[str, object] = {
        "about": _("All that this shop and its order system keep of you. What you read here is not kept at all."),
        "made_at": timezone.now(),
        "profile": profile,
        "orders": own_orders,
        "carts": carts_of(request.session, checkout_ids=profile.checkout_ids or (), email=profile.email),
        "payments": payments_of(
            order_numbers=[order.number for order in own_orders], payer_secret=known_payer_secret(request)
        ),
        "emails": pending_emails_of(email=profile.email, order_ids=order_ids),
    }
    for read in registry.customer_data:
        content |= read(email=profile.email, order_ids=order_ids)
    return msgspec.json.format(_encode(_without_secrets(msgspec.json.decode(_encode(content)))), indent=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopData:
    """What the shop's own rows about a customer are found by."""

    email: str
    order_ids: tuple[str, ...]
    order_numbers: tuple[str, ...]
    payer_secret: str | None


def shop_data_of(request: HttpRequest, *, caller: Credentials) -> ShopData:
    """Read it while the account still exists. Raises errors.SaleorError."""
    own_orders = tuple(_orders(caller))
    return ShopData(
        email=customer_session.customer_email(request) or "",
        order_ids=tuple(order.id for order in own_orders),
        order_numbers=tuple(order.number for order in own_orders),
        payer_secret=known_payer_secret(request),
    )


def erase(data: ShopData) -> None:
    """Delete the shop's own rows about a customer whose account is deleted.

    Kept are orders and their payments in Saleor, as tax law asks, withdrawals for three years, and payments that hold
    money until they are settled (docs/privacy.md).
    """
    erase_attempts(order_numbers=data.order_numbers, payer_secret=data.payer_secret)
    erase_held_emails(email=data.email, order_ids=data.order_ids)


def _orders(caller: Credentials) -> Iterator[Order]:
    after: str | None = None
    while True:
        page = orders.of_customer(caller=caller, after=after)
        if page is None:
            raise NotAllowed("nobody is signed in")
        yield from page.nodes
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def _without_secrets(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_secrets(inner) for name, inner in value.items() if name not in _SECRET_FIELDS}
    return [_without_secrets(entry) for entry in value] if isinstance(value, list) else value
