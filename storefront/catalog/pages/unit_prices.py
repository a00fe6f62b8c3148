"""Unit prices: what one litre, one kilogram or one piece costs, where a market's law asks for it.

Sources: Price Indication Directive 98/6/EC (in Germany PAngV, §§ 4 and 5), UK Price Marking Order 2004, which also asks
for the price of one piece of what is sold by number.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from storefront.core.markets import Market, is_in_european_union
from storefront.core.templatetags.shop import money
from storefront.safety.facts import ProductFacts
from storefront.saleor.types import Money

_PER_PIECE_COUNTRIES = frozenset({"GB", "IE"})
_UNIT = Decimal(1000)  # of both millilitres and grams


class UnitMeasure(StrEnum):
    """The unit of a unit price. Values are those of UN/CEFACT, as schema.org wants them."""

    LITRE = "LTR"
    KILOGRAM = "KGM"
    PIECE = "C62"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """The price of one unit, and how many of that unit are in the product."""

    price: Money
    measure: UnitMeasure
    quantity: Decimal

    @property
    def text(self) -> str:
        """In words: "£75.00 per litre"."""
        price = {"price": money(self.price)}
        match self.measure:
            case UnitMeasure.LITRE:
                return _("%(price)s per litre") % price
            case UnitMeasure.KILOGRAM:
                return _("%(price)s per kilogram") % price
            case UnitMeasure.PIECE:
                return _("%(price)s per piece") % price


def unit_price(price: Money | None, facts: ProductFacts, market: Market) -> UnitPrice | None:
    """Return the unit price of what is sold by volume, weight or number; None where nobody asks for it.

    None for products with a material, such as an applicator: they only hold their volume. None also where the unit
    price is the price.
    """
    if price is None or not (market.country == "GB" or is_in_european_union(market.country)):
        return None
    measured = _measured(facts, market)
    if measured is None or measured[1] == 1:
        return None
    measure, quantity = measured
    smallest = Decimal(1).scaleb(-get_currency_precision(price.currency))
    amount = (price.amount / quantity).quantize(smallest)
    return UnitPrice(price=Money(amount=amount, currency=price.currency), measure=measure, quantity=quantity)


def _measured(facts: ProductFacts, market: Market) -> tuple[UnitMeasure, Decimal] | None:
    if facts.volume_ml and not facts.material:
        return UnitMeasure.LITRE, facts.volume_ml / _UNIT
    if facts.net_weight_g:
        return UnitMeasure.KILOGRAM, facts.net_weight_g / _UNIT
    if facts.unit_count and market.country in _PER_PIECE_COUNTRIES:
        return UnitMeasure.PIECE, Decimal(facts.unit_count)
    return None
