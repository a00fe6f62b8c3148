"""The unmet duties of a market and of its products, from what the merchant states and confirms today."""

from datetime import date

from django.utils import timezone

from storefront.core.markets import Market
from storefront.merchant.duties.evaluation import Seller, UnmetDuty, unmet_by_product, unmet_by_shop
from storefront.merchant.identity import Merchant, merchant_of
from storefront.merchant.models.confirmations import confirmed_in
from storefront.merchant.policies.selectors import policy_kinds
from storefront.safety.facts import ProductFacts


def seller_of(market: Market, merchant: Merchant | None = None) -> Seller:
    """Return what decides about the duties of a market. `merchant` is its record where it was read already.

    At most two queries.
    """
    return Seller(
        country=market.country,
        merchant=merchant or merchant_of(market),
        policies=policy_kinds(market),
        confirmed=confirmed_in(market),
    )


def unmet_duties(market: Market, *, on: date | None = None) -> tuple[UnmetDuty, ...]:
    """Return the unmet duties about the whole shop in a market, on a day or today. At most two queries."""
    return unmet_by_shop(seller_of(market), on=on or timezone.localdate())


def product_duties(
    facts: ProductFacts, market: Market, *, product_id: str = "", on: date | None = None
) -> tuple[UnmetDuty, ...]:
    """Return the unmet duties about one product in a market. At most two queries; read `seller_of` once for many."""
    return unmet_by_product(facts, seller_of(market), product_id=product_id, on=on or timezone.localdate())
