"""Template context about the shop itself, the same for every visitor."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from storefront.core.markets import active_market
from storefront.merchant.brand import brand_of
from storefront.merchant.identity import merchant_of


def merchant(request: HttpRequest) -> dict[str, object]:
    """Return `brand` (Brand: the shop's name and look) and `merchant` (Merchant: who sells in the active market)."""
    market = active_market()
    return {
        "brand": SimpleLazyObject(lambda: brand_of(market)),
        "merchant": SimpleLazyObject(lambda: merchant_of(market)),
    }
