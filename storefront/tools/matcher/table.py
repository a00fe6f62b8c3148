"""The whole table of what goes with what: the rules, asked for one example of each kind of product."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.safety.verdicts import Verdict
from storefront.tools.matcher.kinds import BARRIERS, BASES, TOYS, Kind, judge_kinds


@dataclass(frozen=True, slots=True)
class Cell:
    """A lubricant base by name, and its verdict with the kind of the row."""

    base: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """One barrier or toy material, with a cell for each lubricant base in the order of the columns."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page."""

    label: str
    rows: tuple[Row, ...]


def columns() -> tuple[str, ...]:
    """The names of the lubricant bases, in order."""
    return tuple(_(base.label) for base in BASES)


def tables() -> tuple[Table, ...]:
    """The table of barriers and the table of toys."""
    return (
        Table(_("Condoms, dams and gloves"), tuple(map(_row, BARRIERS))),
        Table(_("Toys"), tuple(map(_row, TOYS))),
    )


def _row(kind: Kind) -> Row:
    return Row(_(kind.label), tuple(Cell(_(base.label), judge_kinds(base, kind)) for base in BASES))
