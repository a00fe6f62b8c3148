"""What the contract tests ask of a merchant: the few things that only somebody behind the counter can do."""

import re
import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from urllib.parse import unquote

from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import AddressInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A throwaway product with one variant, published and priced in one channel."""

    product_id: str
    variant_id: str
    price: Decimal
    stock: int


class Merchant(Protocol):
    """A merchant of one channel."""

    @property
    def country(self) -> str:
        """The channel's own country (ISO 3166): where stock is counted for while nobody has said where it goes."""

    def tax_rate(self, country: str) -> Decimal:
        """The country's default tax rate, in percent; 0 where none is set."""

    def goods(self, *, stock: int = 8, price: Decimal = Decimal("10.00"), ships: bool = True) -> Goods:
        """A new product on the shelf."""

    def unpublish(self, goods: Goods) -> None:
        """Take it off the shelf, not out of the books."""

    def discard(self, goods: Goods) -> None:
        """Delete it altogether."""

    def restock(self, goods: Goods, *, quantity: int) -> None:
        """From now on so many are in stock, no more and no fewer."""

    def spread(self, goods: Goods) -> None:
        """So many also lie where other countries are served from. (Before it knows an address, Saleor adds all up.)"""

    def reprice(self, goods: Goods, *, price: Decimal) -> None:
        """From now on it costs this."""

    def translate(self, goods: Goods, *, language: str, name: str, description: str, variant: str) -> None:
        """Write name and description (EditorJS JSON) of a product, and its variant's name, in another language."""

    def voucher(self, *, percent: int, minimum: Decimal | None = None) -> str:
        """The code of a new voucher: so many per cent off the whole order, from `minimum` spent on."""

    def gift_card(self, *, balance: Decimal) -> str:
        """The code of a new gift card in the channel's currency."""

    def confirm_customer(self, email: str) -> None:
        """Confirm an account in the customer's stead."""

    def ask_for_passwords(self) -> None:
        """Have guest orders be claimed by who confirms an account with its password (REQUIRE_PASSWORD)."""

    def collection_point(self, *, address: AddressInput) -> str:
        """The id of a new place where orders of this channel can be collected, filled from wherever there is stock."""

    def at_the_counter(self) -> Credentials:
        """Who may look at any order and write a note onto it: the shop's app, or a member of staff."""

    def mailed_token(self, email: str, *, after: str | None = None) -> str | None:
        """The newest token mailed to this address, later than `after`; None where mail cannot be read."""


def token_in(text: str) -> str | None:
    """The token of the first link in a letter that has one."""
    found = re.search(r"[?&](?:amp;)?token=([^\s&\"'<>()]+)", text)
    return unquote(found[1]) if found else None


def fresh(word: str) -> str:
    """A name that nothing else in the shop has."""
    return f"{word}-{secrets.token_hex(5)}"


def fresh_address() -> str:
    """A network address of nobody (RFC 3849) that was not used before: Saleor throttles by it."""
    return "2001:db8::" + ":".join(secrets.token_hex(2) for _ in range(4))
