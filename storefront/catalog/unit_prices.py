"""What a litre costs: shops in Europe say it beside the price of what is sold by volume (in Germany by PAngV § 4)."""

from decimal import Decimal

from storefront.core.markets import active_market
from storefront.safety.facts import ProductFacts
from storefront.saleor.types import Money

_IN_LITRES = frozenset({"DE", "AT", "FR", "IE", "NL", "ES", "GB"})
_ML = 1000


def per_litre(price: Money | None, facts: ProductFacts) -> Money | None:
    """The price of a litre of what is poured, where the volume is stated and the market's shops say it, else None.

    What has a material only holds that volume: an applicator, a bulb.
    """
    if price is None or not facts.volume_ml or facts.material or active_market().country not in _IN_LITRES:
        return None
    amount = (price.amount * _ML / facts.volume_ml).quantize(Decimal("0.01"))
    return Money(amount=amount, currency=price.currency)
