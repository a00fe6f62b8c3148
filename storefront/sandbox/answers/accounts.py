"""Customers as they read themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storefront.sandbox.answers.addresses import AddressAnswer
from storefront.sandbox.answers.base import PageAnswer, page
from storefront.sandbox.answers.orders import OrderAnswer
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Customer


@dataclass(frozen=True, slots=True)
class UserAnswer:
    """`User`."""

    row: Customer

    @property
    def id(self) -> str:
        return global_id("User", self.row.pk)

    @property
    def email(self) -> str:
        return self.row.email

    @property
    def first_name(self) -> str:
        return self.row.first_name

    @property
    def last_name(self) -> str:
        return self.row.last_name

    @property
    def is_confirmed(self) -> bool:
        return self.row.is_confirmed

    @property
    def addresses(self) -> list[AddressAnswer]:
        return [AddressAnswer(row, self.row) for row in self.row.addresses.all()]

    @property
    def date_joined(self) -> datetime:
        return self.row.joined_at

    @property
    def updated_at(self) -> datetime:
        return self.row.updated_at

    @property
    def last_login(self) -> datetime | None:
        return self.row.last_sign_in

    @property
    def metadata(self) -> list[object]:
        """The sandbox has no apps that keep notes."""
        return []

    def gift_cards(self, first: int | None = None) -> PageAnswer[object]:
        """The sandbox's gift cards are nobody's."""
        return page([], list, first=first, after=None)

    def checkout_ids(self, channel: str | None = None) -> list[str]:
        """Open ones, in this channel if one is named."""
        rows = self.row.checkouts.filter(**({"channel__slug": channel} if channel else {})).order_by("-pk")
        return [global_id("Checkout", row.token) for row in rows]

    def orders(
        self,
        first: int | None = None,
        after: str | None = None,
        where: Mapping[str, Mapping[str, int]] | None = None,
    ) -> PageAnswer[OrderAnswer]:
        """Newest first; `where` may name a number."""
        numbered = {"number": where["number"]["eq"]} if where else {}
        rows = list(self.row.orders.select_related("channel").filter(**numbered))
        return page(rows, lambda chosen: map(OrderAnswer, chosen), first=first, after=after)
