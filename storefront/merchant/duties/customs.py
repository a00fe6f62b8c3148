"""The customs charge on parcels that reach the European Union from outside, shown before the order.

Since 1 July 2026 a parcel of goods worth up to 150 euros pays 3 euros for each customs heading (six digits of the
Harmonized System) in it; above that value the ordinary tariff applies.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from storefront.core.markets import is_in_european_union
from storefront.merchant.duties.evaluation import Seller, duties_in_force, ships_from_outside

DUTY = "eu-customs-charge"
PER_HEADING = Decimal(3)  # euros
FLAT_UP_TO = Decimal(150)  # euros, value of the goods
_HEADING_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsCharge:
    """How many customs headings a parcel holds. `unknown` of them are products without a stated heading."""

    headings: int
    unknown: int

    @property
    def amount(self) -> Decimal:
        """The charge in euros, for goods worth up to 150 euros."""
        return PER_HEADING * self.headings


def customs_charge(codes: Iterable[str | None], seller: Seller, *, on: date) -> CustomsCharge | None:
    """Return the charge on a parcel to the seller's country; None if it crosses no customs border of the EU.

    `codes` has the stated code of each product, once. A code that is not stated, or is too short to hold a heading,
    counts as a heading of its own.
    """
    in_force = any(duty.id == DUTY for duty in duties_in_force(seller.country, on))
    if not in_force or not is_in_european_union(seller.country) or not ships_from_outside(seller):
        return None
    headings = [_heading(code) for code in codes]
    unknown = headings.count(None)
    known = len({heading for heading in headings if heading is not None})
    return CustomsCharge(headings=known + unknown, unknown=unknown) if headings else None


def _heading(code: str | None) -> str | None:
    digits = re.sub(r"[\s.]", "", code or "")
    return (
        digits[:_HEADING_DIGITS] if digits.isascii() and digits.isdigit() and len(digits) >= _HEADING_DIGITS else None
    )
