"""What every subject shares: money, pages of a connection, references."""

from decimal import Decimal
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The base of every value that Saleor sends."""


class Money(Answer, frozen=True):
    """An amount in major units of `currency` (ISO 4217)."""

    amount: Decimal
    currency: str


class GrossMoney(Answer, frozen=True):
    """A taxed amount of which only the gross was asked for."""

    gross: Money


class TaxedMoney(Answer, frozen=True):
    """An amount with its tax: net + tax = gross."""

    net: Money
    gross: Money
    tax: Money


class Node(Answer, Generic[T], frozen=True):
    """One edge of a connection."""

    node: T


class PageInfo(Answer, frozen=True):
    """Where a page of a connection ends."""

    has_next_page: bool
    end_cursor: str | None = None


class Page(Answer, Generic[T], frozen=True):
    """One page of a connection."""

    edges: tuple[Node[T], ...]
    page_info: PageInfo

    @property
    def nodes(self) -> tuple[T, ...]:
        """What the edges hold, in order."""
        return tuple(edge.node for edge in self.edges)


class CountedPage(Page[T], Generic[T], frozen=True):
    """One page, and how many entries all pages hold together."""

    total_count: int | None = None


class Edges(Answer, Generic[T], frozen=True):
    """A connection whose paging does not matter (bounded by `first`)."""

    edges: tuple[Node[T], ...]

    @property
    def nodes(self) -> tuple[T, ...]:
        """What the edges hold, in order."""
        return tuple(edge.node for edge in self.edges)


class Named(Answer, frozen=True):
    """A slug and a name."""

    slug: str
    name: str


class Ref(Answer, frozen=True):
    """Something of which only the id was asked for."""

    id: str


class Name(Answer, frozen=True):
    """A name in another language; what is not translated is None or empty. As hostile as the original."""

    name: str | None = None


class Described(Name, frozen=True):
    """A name and a description (EditorJS JSON) in another language."""

    description: str | None = None
