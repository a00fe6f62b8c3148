"""Keep what delivery costs in each market, as Saleor's shipping methods say."""

from collections.abc import Sequence

import msgspec
from django.utils import timezone

from storefront.catalog.models import DeliveryTerms
from storefront.core.markets import all_markets
from storefront.page_cache import invalidate
from storefront.saleor import products
from storefront.saleor.types import ListedDelivery

OFFERS_TAG = "offers"
"""The cache tag of every page that says what delivery costs."""


def sync_delivery_terms(channel: str) -> None:
    """Read the shipping methods of a channel to the country of each of its markets. Raises SaleorError."""
    countries = dict.fromkeys(market.country for market in all_markets() if market.channel == channel)
    for country in countries:
        read_at = timezone.now()
        methods = _as_json(products.listed_deliveries(channel, country=country))
        before = DeliveryTerms.objects.filter(channel=channel, country=country).first()
        DeliveryTerms.objects.update_or_create(
            channel=channel, country=country, defaults={"methods": methods, "read_at": read_at}
        )
        if before is None or before.methods != methods:
            invalidate(OFFERS_TAG)


def _as_json(deliveries: Sequence[ListedDelivery]) -> object:
    return msgspec.to_builtins(deliveries)
