"""Types that all subjects share: pages of a connection, references, translations."""

from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The base class of every value from Saleor."""


class Money(Answer, frozen=True):
    """An amount in major units of `currency` (ISO 4217)."""

    amount: Decimal
    currency: str


class GrossMoney(Answer, frozen=True):
    """A taxed amount of which only the gross was asked for."""

    gross: Money


class NetAndGross(Answer, frozen=True):
    """An amount without and with tax."""

    net: Money
    gross: Money


class TaxedMoney(Answer, frozen=True):
    """An amount with its tax: net + tax = gross."""

    net: Money
    gross: Money
    tax: Money


class Node(Answer, Generic[T], frozen=True):
    """An edge of a connection."""

    node: T


class PageInfo(Answer, frozen=True):
    """The end of a page of a connection."""

    has_next_page: bool
    end_cursor: str | None = None


class Page(Answer, Generic[T], frozen=True):
    """A page of a connection."""

    edges: tuple[Node[T], ...]
    page_info: PageInfo

    @property
    def nodes(self) -> tuple[T, ...]:
        """Return the nodes in order."""
        return tuple(edge.node for edge in self.edges)


class CountedPage(Page[T], Generic[T], frozen=True):
    """A page, with the number of entries of all pages."""

    total_count: int | None = None


class Edges(Answer, Generic[T], frozen=True):
    """A connection that is read in one page (bounded by `first`)."""

    edges: tuple[Node[T], ...]

    @property
    def nodes(self) -> tuple[T, ...]:
        """Return the nodes in order."""
        return tuple(edge.node for edge in self.edges)


class Named(Answer, frozen=True):
    """A slug and a name."""

    slug: str
    name: str


class Ref(Answer, frozen=True):
    """An object of which only the ID is known."""

    id: str


class Preorder(Answer, frozen=True):
    """A variant that is ordered before it is in stock; `end_date` is when it will be, None if that is not stated."""

    end_date: datetime | None = None


class Name(Answer, frozen=True):
    """A translated name; None or empty when it is not translated. As untrusted as the original."""

    name: str | None = None


class Described(Name, frozen=True):
    """A translated name and description (EditorJS JSON)."""

    description: str | None = None
