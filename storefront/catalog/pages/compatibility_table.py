"""The page of what goes with what: the rules, asked for one example of each kind of product."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, role_of
from storefront.safety.rules import RULES
from storefront.safety.verdicts import BASE_ORDER, Verdict, judge_pair, on_outside_skin


@dataclass(frozen=True, slots=True)
class CompatibilityRow:
    """One barrier or toy material, with its verdict for each lubricant base in the order of the columns."""

    label: str
    cells: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class CompatibilityTable:
    """One table of the page."""

    label: str
    rows: tuple[CompatibilityRow, ...]


def columns() -> tuple[str, ...]:
    """The names of the lubricant bases, in order."""
    return tuple(_(RULES.labels[base]) for base in BASE_ORDER)


def tables() -> tuple[CompatibilityTable, ...]:
    """The table of barriers and the table of toys."""
    barriers = {
        name: ProductFacts(category="", kind=kind, material=material)
        for kind, names in RULES.barrier_names.items()
        for material, name in names.items()
        # Internal condoms of polyurethane share a name with external ones, and the row is about those.
        if not (kind == "internal-condoms" and name == "polyurethane-condom") and kind != "finger-cots"
    }
    toys = {
        name: ProductFacts(category="", kind="plug", material=material, internal_use=False)
        for material, name in RULES.toy_names.items()
    }
    return (
        CompatibilityTable(_("Condoms, dams and gloves"), _rows(barriers.items())),
        CompatibilityTable(_("Toys"), _rows(toys.items())),
    )


def _rows(examples: Iterable[tuple[str, ProductFacts]]) -> tuple[CompatibilityRow, ...]:
    lubricants = [ProductFacts(category="lubricants", kind="water-based-gel", base=base) for base in BASE_ORDER]
    return tuple(
        CompatibilityRow(_(RULES.labels[name]), tuple(_judge(lubricant, example) for lubricant in lubricants))
        for name, example in examples
    )


def _judge(lubricant: ProductFacts, example: ProductFacts) -> Verdict:
    """The verdict on what the two are made of; a line on toys says too that oil is for outside skin only."""
    verdict = judge_pair(lubricant, example)
    return on_outside_skin(verdict) if lubricant.base is Base.OIL and role_of(example) is Role.TOY else verdict
