"""Where goods may not be sent, by kind of product, country and region."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from storefront.merchant.duties.evaluation import is_confirmed
from storefront.merchant.duties.goods import may_belong
from storefront.merchant.duties.rules import DUTIES, Duty, Place
from storefront.safety.facts import ProductFacts

PLACE_NAMES = {
    Place(country="US", region="AL"): gettext_noop("Alabama"),
    Place(country="US", region="TX"): gettext_noop("Texas"),
}
"""The name of each place of a restriction; a test holds it against duties.toml."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """A product may not be sent to a place."""

    duty: Duty
    place: Place

    @property
    def place_name(self) -> str:
        """The place, in the active language."""
        return _(PLACE_NAMES[self.place])


def restrictions_of(
    facts: ProductFacts,
    country: str,
    *,
    on: date,
    product_id: str = "",
    confirmed: Collection[tuple[str, str]] = (),
) -> tuple[Restriction, ...]:
    """Return the places in `country` to which a product may not be sent on a day, to tell before an order.

    A product whose kind is not stated may be of the restricted kind. `confirmed` are the merchant's confirmations,
    as in `evaluation.Seller`.
    """
    return tuple(
        Restriction(duty, place)
        for duty in DUTIES
        if duty.restricts
        and duty.holds(country, on)
        and any(may_belong(goods, facts) for goods in duty.goods)
        and not is_confirmed(duty.id, product_id, confirmed)
        for place in duty.places
        if place.covers(country)
    )


def restriction_for(restrictions: Collection[Restriction], *, region: str) -> Restriction | None:
    """Return the restriction that keeps a product from this region of the country; None if it may be sent there.

    A region is a code or a name, as in an address. An address without one may lie in the restricted region.
    """
    written = region.strip().casefold()
    return next((each for each in restrictions if _may_lie_in(written, each.place)), None)


def _may_lie_in(region: str, place: Place) -> bool:
    spellings = (place.region.casefold(), PLACE_NAMES[place].casefold())
    return not region or not place.region or region in spellings
