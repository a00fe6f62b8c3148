"""Connections: lists that are read page by page."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from storefront.sandbox.graphql.errors import TopLevelError

T = TypeVar("T")
S = TypeVar("S")
MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection(Generic[T]):
    """One page of a list."""

    nodes: tuple[T, ...]
    page_info: Mapping[str, object]
    total_count: int

    @property
    def edges(self) -> list[dict[str, T]]:
        return [{"node": node} for node in self.nodes]


def connection(
    rows: Sequence[S],
    load: Callable[[Sequence[S]], Iterable[T]] | None = None,
    *,
    first: int | None,
    after: str | None = None,
) -> Connection[T]:
    """Return the `first` rows after a cursor, of which `load` makes the nodes.

    The cursor is a position: good enough for lists that hardly change while they are read.
    """
    if first is None or not 0 < first <= MAX_PAGE_SIZE:
        raise TopLevelError(f"A page needs `first`, from 1 to {MAX_PAGE_SIZE}.")
    start = _position(after) if after else 0
    chosen = rows[start : start + first]
    end = start + len(chosen)
    cursor = b64encode(json.dumps([str(end)]).encode()).decode() if chosen else None
    return Connection(
        nodes=tuple(load(chosen) if load else chosen),  # type: ignore[arg-type]  # without `load`, S is T
        page_info={"has_next_page": end < len(rows), "end_cursor": cursor},
        total_count=len(rows),
    )


def _position(cursor: str) -> int:
    try:
        return int(json.loads(b64decode(cursor, validate=True))[0])
    except (ValueError, TypeError, IndexError, KeyError) as error:
        raise TopLevelError("Received cursor is invalid.") from error
