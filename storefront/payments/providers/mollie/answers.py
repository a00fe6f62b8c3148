"""What Mollie answers: the part of its payments, refunds, captures and chargebacks that the shop reads."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

from storefront.payments.providers.messages import SessionAction

# The keys of our metadata at Mollie: the ID of Saleor's transaction, and CHARGE or AUTHORIZATION.
TRANSACTION_KEY, ACTION_KEY = "saleor_transaction", "saleor_action"


class Status(StrEnum):
    """What has become of a payment: https://docs.mollie.com/docs/status-change."""

    OPEN = "open"
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PAID = "paid"
    CANCELED = "canceled"
    EXPIRED = "expired"
    FAILED = "failed"


class Amount(msgspec.Struct, frozen=True):
    """Major units; Mollie writes them as text with the currency's decimals."""

    currency: str
    value: Decimal


class _Link(msgspec.Struct, frozen=True):
    href: str


class _Links(msgspec.Struct, frozen=True):
    checkout: _Link | None = None


class Refund(msgspec.Struct, frozen=True):
    """Money on its way back to the shopper, or there."""

    id: str
    status: str
    amount: Amount


class Capture(msgspec.Struct, frozen=True):
    """Money taken from an authorization."""

    id: str
    amount: Amount
    status: str


class Chargeback(msgspec.Struct, frozen=True, rename="camel"):
    """Money that the shopper's bank took back; `reversed_at` is set when the merchant got it again."""

    id: str
    amount: Amount
    reversed_at: str | None = None


class _Embedded(msgspec.Struct, frozen=True):
    refunds: tuple[Refund, ...] = ()
    captures: tuple[Capture, ...] = ()
    chargebacks: tuple[Chargeback, ...] = ()


class Payment(msgspec.Struct, frozen=True, rename="camel"):
    """A payment. `embedded` is there when it was asked for."""

    id: str
    status: Status
    amount: Amount
    is_cancelable: bool = False
    authorized_at: str | None = None
    amount_captured: Amount | None = None
    capture_mode: str | None = None
    metadata: object = None
    links: _Links = msgspec.field(default_factory=_Links, name="_links")
    embedded: _Embedded = msgspec.field(default_factory=_Embedded, name="_embedded")

    @property
    def page(self) -> str:
        """The address of Mollie's page; empty once it cannot be paid any more."""
        return self.links.checkout.href if self.links.checkout else ""

    @property
    def transaction_id(self) -> str:
        """The ID of Saleor's transaction; empty for a payment that is not this shop's."""
        value = self.metadata.get(TRANSACTION_KEY) if isinstance(self.metadata, Mapping) else None
        return value if isinstance(value, str) else ""

    @property
    def action(self) -> SessionAction:
        """What Saleor asked for."""
        is_charge = isinstance(self.metadata, Mapping) and self.metadata.get(ACTION_KEY) == "CHARGE"
        return "CHARGE" if is_charge else "AUTHORIZATION"

    @property
    def is_captured_by_request(self) -> bool:
        """Whether its money is taken only by explicit captures; otherwise Mollie captures it automatically."""
        return self.capture_mode == "manual"

    @property
    def held(self) -> Decimal:
        """What is authorized and not captured, as long as the authorization lasts."""
        return self.amount.value - (self.amount_captured.value if self.amount_captured else Decimal(0))
