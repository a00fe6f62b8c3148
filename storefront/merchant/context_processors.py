"""Template context about the shop itself, the same for every visitor."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from storefront.core.markets import active_market
from storefront.merchant.branding.brand import brand_of
from storefront.merchant.identity import merchant_of
from storefront.merchant.policies.selectors import policy_links
from storefront.merchant.return_right import return_right


def merchant(request: HttpRequest) -> dict[str, object]:
    """Return `brand` (Brand: the shop's name and look), `merchant` (Merchant: who sells in the active market), and
    `policies` (links to its policies, by kind with underscores) and `returns` (ReturnRight: the right of return).
    """
    market = active_market()
    return {
        "brand": SimpleLazyObject(lambda: brand_of(market)),
        "merchant": SimpleLazyObject(lambda: merchant_of(market)),
        "returns": SimpleLazyObject(lambda: return_right(market)),
        "policies": SimpleLazyObject(lambda: {link.kind.replace("-", "_"): link for link in policy_links(market)}),
    }
