"""Keep what delivery costs in each market, as Saleor's shipping methods say."""

import msgspec
from django.utils import timezone

from storefront.catalog.models import DeliveryTerms
from storefront.core.markets import all_markets
from storefront.page_cache import invalidate
from storefront.saleor import products
from storefront.saleor.types import Channel

OFFERS_TAG = "offers"
"""The cache tag of every page that says what delivery costs."""


def sync_delivery_terms(channel: Channel) -> None:
    """Read the shipping methods of a channel to the country of each of its markets. Raises SaleorError."""
    countries = [each.code for each in channel.countries or ()]
    for country in dict.fromkeys(market.country for market in all_markets() if market.channel == channel.slug):
        read_at = timezone.now()
        methods = msgspec.to_builtins(products.listed_deliveries(channel.slug, country=country))
        before = DeliveryTerms.objects.filter(channel=channel.slug, country=country).first()
        DeliveryTerms.objects.update_or_create(
            channel=channel.slug,
            country=country,
            defaults={"methods": methods, "countries": countries, "read_at": read_at},
        )
        if before is None or (before.methods, before.countries) != (methods, countries):
            invalidate(OFFERS_TAG)
