"""The merchant of the contract tests: what only staff can do."""

import re
import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from urllib.parse import unquote

from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client.api import Credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrowawayProduct:
    """A throwaway product with one variant, published and priced in one channel."""

    product_id: str
    variant_id: str
    price: Decimal
    stock: int


class Merchant(Protocol):
    """A merchant of one channel."""

    @property
    def country(self) -> str:
        """The channel's default country (ISO 3166)."""

    def tax_rate(self, country: str) -> Decimal:
        """The country's default tax rate, in percent; 0 where none is set."""

    def create_product(
        self, *, stock: int = 8, price: Decimal = Decimal("10.00"), ships: bool = True
    ) -> ThrowawayProduct:
        """Create and publish a product with one variant."""

    def create_preorder(self, *, most: int) -> ThrowawayProduct:
        """Create a product that is not in stock and can be preordered, `most` times."""

    def unpublish(self, goods: ThrowawayProduct) -> None:
        """Unpublish a product."""

    def delete_product(self, goods: ThrowawayProduct) -> None:
        """Delete a product."""

    def set_stock(self, goods: ThrowawayProduct, *, quantity: int) -> None:
        """Set a product's stock."""

    def stock_elsewhere(self, goods: ThrowawayProduct) -> None:
        """Stock a product in the warehouses that serve other countries too."""

    def set_price(self, goods: ThrowawayProduct, *, price: Decimal) -> None:
        """Set a product's price."""

    def translate_product(
        self, goods: ThrowawayProduct, *, language: str, name: str, description: str, variant: str
    ) -> None:
        """Translate a product's name and description (EditorJS JSON), and its variant's name."""

    def create_voucher(self, *, percent: int, minimum: Decimal | None = None) -> str:
        """Create a voucher on the whole order, valid from `minimum` spent, and return its code."""

    def create_gift_card(self, *, balance: Decimal) -> str:
        """Create a gift card in the channel's currency and return its code."""

    def confirm_customer(self, email: str) -> None:
        """Confirm an account on the customer's behalf."""

    def require_password_to_claim_orders(self) -> None:
        """Let confirming an account claim guest orders only with the password (REQUIRE_PASSWORD)."""

    def create_collection_point(self, *, address: AddressInput) -> str:
        """Create a collection point for this channel, supplied from any stock, and return its id."""

    def order_reader(self) -> Credentials:
        """Return a caller that may read any order and add notes: the shop's app, or staff."""

    def emailed_token(self, email: str, *, after: str | None = None) -> str | None:
        """Return the newest token sent to this email, unless it is `after`; None where emails cannot be read."""


def token_in(text: str) -> str | None:
    """Return the token of the first link in an email."""
    found = re.search(r"[?&](?:amp;)?token=([^\s&\"'<>()]+)", text)
    return unquote(found[1]) if found else None


def fresh(word: str) -> str:
    """Return a unique name."""
    return f"{word}-{secrets.token_hex(5)}"


def fresh_address() -> str:
    """Return an unused documentation network address (RFC 3849): Saleor throttles logins by address."""
    return "2001:db8::" + ":".join(secrets.token_hex(2) for _ in range(4))
