"""Transactions and their events as shown."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.sandbox.answers.base import MoneyAnswer
from storefront.sandbox.answers.orders import OrderAnswer
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Checkout, Transaction, TransactionEvent
from storefront.sandbox.pricing import ZERO


@dataclass(frozen=True, slots=True)
class PaidCheckoutAnswer:
    """`Checkout`, as far as it is shown beside a payment for it."""

    row: Checkout

    @property
    def id(self) -> str:
        return global_id("Checkout", self.row.token)

    @property
    def email(self) -> str | None:
        return self.row.email or None


@dataclass(frozen=True, slots=True)
class TransactionAnswer:
    """`TransactionItem`."""

    row: Transaction

    @property
    def id(self) -> str:
        return global_id("TransactionItem", self.row.token)

    @property
    def psp_reference(self) -> str:
        return self.row.psp_reference

    @property
    def charged_amount(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.charged, self.row.currency)

    @property
    def authorized_amount(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.authorized, self.row.currency)

    @property
    def charge_pending_amount(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.charge_pending, self.row.currency)

    @property
    def authorize_pending_amount(self) -> MoneyAnswer:
        return MoneyAnswer(ZERO, self.row.currency)

    @property
    def refund_pending_amount(self) -> MoneyAnswer:
        return MoneyAnswer(ZERO, self.row.currency)

    @property
    def cancel_pending_amount(self) -> MoneyAnswer:
        return MoneyAnswer(ZERO, self.row.currency)

    @property
    def events(self) -> list[EventAnswer]:
        """The newest first, as Saleor lists them."""
        return [EventAnswer(event) for event in self.row.events.order_by("-pk")]

    @property
    def order(self) -> OrderAnswer | None:
        return OrderAnswer(self.row.order) if self.row.order else None

    @property
    def checkout(self) -> PaidCheckoutAnswer | None:
        return PaidCheckoutAnswer(self.row.checkout) if self.row.checkout else None


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """`TransactionEvent`."""

    row: TransactionEvent

    external_url = ""

    @property
    def idempotency_key(self) -> str | None:
        return self.row.idempotency_key or None

    @property
    def type(self) -> str:
        return self.row.type

    @property
    def message(self) -> str:
        return self.row.message

    @property
    def psp_reference(self) -> str:
        return self.row.psp_reference or self.row.transaction.psp_reference

    @property
    def amount(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.amount, self.row.transaction.currency)
