"""Line the facts of several products up, and mark where they differ."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.catalog.pages.fact_rows import fact_rows
from storefront.catalog.pages.size_diagram import SizeDiagram, compare_sizes
from storefront.catalog.pages.view_models import FactRow, ProductCard
from storefront.catalog.selectors import cards_for
from storefront.core.markets import Market
from storefront.core.text.localized_text import LocalizedText
from storefront.safety.rules import RULES
from storefront.safety.verdicts import Verdict, list_pairings

T = TypeVar("T")
MOST = 4
"""Products that are compared at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A compared product. `mark` is its letter; `rest` is the query that compares the others."""

    mark: str
    card: ProductCard
    rest: str


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """What one product says in a line; None where its own page has no such line."""

    column: Column
    value: T | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Generic[T]):
    """One line with a cell for each product. `differs`: those that have an entry do not all say the same."""

    label: str | LocalizedText
    cells: tuple[Cell[T], ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The whole comparison. `drawing` is None if the sizes of fewer than two are stated."""

    columns: tuple[Column, ...]
    facts: tuple[Line[FactRow], ...]
    pairings: tuple[Line[Verdict], ...]
    drawing: SizeDiagram | None


def compare(products: Sequence[Product], market: Market, *, rests: Sequence[str]) -> Comparison:
    """Compare products that the market lists, in their order; `rests` are the queries of the columns. One query.

    Lines that all products have come first.
    """
    shown = cards_for([product.pk for product in products], market)
    columns = tuple(
        Column(mark=mark, card=shown[product.pk], rest=rest)
        for mark, product, rest in zip(ascii_uppercase, products, rests, strict=False)
    )
    facts = [{row.slug or str(row.label): row for row in fact_rows(each, each.facts)} for each in products]
    verdicts = [{pairing.target: pairing.verdict for pairing in list_pairings(each.facts)} for each in products]
    labels = {name: row.label for rows in facts for name, row in rows.items()}
    return Comparison(
        columns=columns,
        facts=_lines(columns, facts, label=labels.__getitem__, said=_words),
        pairings=_lines(columns, verdicts, label=lambda target: _(RULES.labels[target]), said=lambda each: each.rating),
        drawing=compare_sizes({column.mark: each.facts for column, each in zip(columns, products, strict=True)}),
    )


def _lines(
    columns: Sequence[Column],
    told: Sequence[Mapping[str, T]],
    *,
    label: Callable[[str], str | LocalizedText],
    said: Callable[[T], Hashable],
) -> tuple[Line[T], ...]:
    lines = []
    for name in _in_order(told):
        values = [each.get(name) for each in told]
        lines.append(
            Line(
                label=label(name),
                cells=tuple(Cell(column, value) for column, value in zip(columns, values, strict=True)),
                differs=len({said(value) for value in values if value is not None}) > 1,
            )
        )
    return tuple(sorted(lines, key=lambda line: sum(cell.value is None for cell in line.cells)))


def _in_order(told: Iterable[Mapping[str, object]]) -> list[str]:
    """The names of all lines; those that only a later product has stand where it has them."""
    order: list[str] = []
    for each in told:
        after = 0
        for name in each:
            if name not in order:
                order.insert(after, name)
            after = order.index(name) + 1
    return order


def _words(row: FactRow) -> Hashable:
    return str(row.value), str(row.html), tuple(str(part.text) for part in row.parts)
