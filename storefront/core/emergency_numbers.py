"""Whom to ring where a market delivers: the numbers of docs/decisions/0020, by ISO 3166 country.

A country that is not in the list gets no number: a wrong one is worse than none.
"""

from dataclasses import dataclass

from storefront.core.markets import Market

_EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_EMERGENCY = {"GB": "999", "US": "911", **dict.fromkeys(_EUROPEAN_UNION.split(), "112")}
_URGENT = {"GB": "111", "DE": "116 117"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumber:
    """A number as it is written and as a telephone dials it, and the market's label."""

    where: str
    number: str
    dialled: str


def emergency_number_for(level: str, market: Market) -> EmergencyNumber | None:
    """The number of a care card's level ("emergency", "urgent") where this market delivers, if we know one."""
    known = {"emergency": _EMERGENCY, "urgent": _URGENT}.get(level, {})
    number = known.get(market.country)
    return EmergencyNumber(where=market.label, number=number, dialled=number.replace(" ", "")) if number else None
