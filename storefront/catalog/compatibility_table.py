"""The page of what goes with what: the rules themselves, asked for one example of each kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.safety.facts import ProductFacts
from storefront.safety.rules import RULES
from storefront.safety.verdicts import BASES, Verdict, goes_together


@dataclass(frozen=True, slots=True)
class PairingRow:
    """One barrier or toy material with its verdict for each lubricant base, in column order."""

    label: str
    cells: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class PairingTable:
    """One table of the page."""

    label: str
    rows: tuple[PairingRow, ...]


def columns() -> tuple[str, ...]:
    """The lubricant bases, in order."""
    return tuple(_(RULES.labels[base]) for base in BASES)


def tables() -> tuple[PairingTable, ...]:
    """Barriers, then toys."""
    barriers = {
        name: ProductFacts(category="", kind=kind, material=material)
        for kind, names in RULES.barrier_names.items()
        for material, name in names.items()
        # An internal condom of polyurethane bears an external one's name; the row speaks of that one.
        if not (kind == "internal-condoms" and name == "polyurethane-condom") and kind != "finger-cots"
    }
    toys = {
        name: ProductFacts(category="", kind="plug", material=material) for material, name in RULES.toy_names.items()
    }
    return (
        PairingTable(_("Condoms, dams and gloves"), _rows(barriers.items())),
        PairingTable(_("Toys"), _rows(toys.items())),
    )


def _rows(things: Iterable[tuple[str, ProductFacts]]) -> tuple[PairingRow, ...]:
    lubricants = [ProductFacts(category="lubricants", kind="water-based-gel", base=base) for base in BASES]
    return tuple(
        PairingRow(_(RULES.labels[name]), tuple(goes_together(lubricant, thing) for lubricant in lubricants))
        for name, thing in things
    )
