"""What the merchant states and the shop does not count on: values that cannot be read, or that are not plausible."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from storefront.safety.attributes import Attribute
from storefront.safety.facts import ATTRIBUTES
from storefront.safety.value_types import (
    Bounds,
    Count,
    Number,
    StatedValue,
    Unit,
    slugified,
    unknown_choices,
    words_of,
    written_number,
)

# What a number may have been given in by mistake, with the factor to our unit; the likeliest first.
_OTHER_UNITS: Mapping[Unit | None, tuple[tuple[str, Decimal], ...]] = {
    Unit.MM: (("cm", Decimal(10)), ("inch", Decimal("25.4")), ("m", Decimal(1000)), ("µm", Decimal("0.001"))),
    Unit.G: (("kg", Decimal(1000)), ("mg", Decimal("0.001"))),
    Unit.ML: (("l", Decimal(1000)), ("cl", Decimal(10))),
    Unit.MOSM_PER_KG: (("Osm/kg", Decimal(1000)),),
    Unit.MONTHS: (("years", Decimal(12)), ("days", Decimal(1) / 30)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One stated value, or a part of it, that counts as not stated.

    plausible: the bounds that a number is outside of; None for what cannot be read at all.
    likely_unit: the unit that it was probably given in; empty if none would make it plausible.
    """

    attribute: Attribute
    stated: str
    plausible: Bounds | None = None
    likely_unit: str = ""


def find_doubts(attributes: Mapping[str, StatedValue]) -> tuple[Doubt, ...]:
    """Return the doubtful values of a product's attributes (by slug), in the registry's order."""
    stated = {slugified(slug): value for slug, value in attributes.items()}
    known = ((each, stated[slug]) for slug, each in ATTRIBUTES.items() if slug in stated)
    return tuple(_doubt(each, value) for each, value in known if not each.value.is_clear(value))


def _doubt(attribute: Attribute, value: StatedValue) -> Doubt:
    stated = ", ".join(unknown_choices(attribute.value, value) or words_of(value))
    number = written_number(value)
    bounds = attribute.value.plausible if isinstance(attribute.value, Number | Count) else None
    if number is None or bounds is None:
        return Doubt(attribute=attribute, stated=stated)
    units = _OTHER_UNITS.get(attribute.unit, ())
    likely = next((unit for unit, factor in units if bounds.hold(number * factor)), "")
    return Doubt(attribute=attribute, stated=stated, plausible=bounds, likely_unit=likely)
