"""Transactions and their events as shown."""

from dataclasses import dataclass

from storefront.sandbox.answers.base import MoneyAnswer
from storefront.sandbox.ids import global_id
from storefront.sandbox.models import Transaction, TransactionEvent


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


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """`TransactionEvent`."""

    row: TransactionEvent

    external_url = ""

    @property
    def type(self) -> str:
        return self.row.type

    @property
    def message(self) -> str:
        return self.row.message

    @property
    def psp_reference(self) -> str:
        return self.row.transaction.psp_reference

    @property
    def amount(self) -> MoneyAnswer:
        return MoneyAnswer(self.row.amount, self.row.transaction.currency)
