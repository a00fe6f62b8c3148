"""The unmet duties of every market and of the products that it lists, for staff."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from storefront.catalog.models import Listing
from storefront.core.markets import Market
from storefront.merchant.duties.evaluation import UnmetDuty, unmet_by_product, unmet_by_shop
from storefront.merchant.duties.unmet import seller_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDuties:
    """A listed product that a market may not sell, and why. `product_id` is Saleor's."""

    name: str
    product_id: str
    unmet: tuple[UnmetDuty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketDuties:
    """What is unmet in one market today: about the whole shop, and about each product that it lists."""

    market: Market
    shop: tuple[UnmetDuty, ...]
    products: tuple[ProductDuties, ...]

    @property
    def is_met(self) -> bool:
        """Whether nothing is left to do."""
        return not self.shop and not self.products


def duties_of(market: Market) -> MarketDuties:
    """Return what is unmet in a market. One query, besides those for the merchant's record and confirmations."""
    seller, today = seller_of(market), timezone.localdate()
    return MarketDuties(market=market, shop=unmet_by_shop(seller, on=today), products=tuple(_products_of(market)))


def _products_of(market: Market) -> Iterator[ProductDuties]:
    seller, today = seller_of(market), timezone.localdate()
    listings = Listing.objects.filter(channel=market.channel, published=True, product__may_be_sold=True)
    for listing in listings.select_related("product__category").order_by("product__name", "pk"):
        product = listing.product
        unmet = unmet_by_product(product.facts, seller, product_id=product.saleor_id, on=today)
        if unmet:
            yield ProductDuties(name=product.name, product_id=product.saleor_id, unmet=unmet)
