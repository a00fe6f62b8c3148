"""Keep what delivery costs in each market, as Saleor's shipping methods say."""

import msgspec
from django.utils import timezone

from storefront.catalog.models import DeliveryTerms
from storefront.catalog.models.delivery_terms import TAG
from storefront.core.markets import all_markets
from storefront.merchant.models import merchant_tag
from storefront.page_cache import invalidate
from storefront.saleor import products
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.client import errors
from storefront.saleor.types import Channel, TaxConfiguration


def sync_delivery_terms(channel: Channel) -> None:
    """Read the shipping methods of a channel to the country of each of its markets. Raises SaleorError."""
    taxes = _tax_configuration(channel.slug)
    countries = [each.code for each in channel.countries or ()]
    markets = [market for market in all_markets() if market.channel == channel.slug]
    for country in dict.fromkeys(market.country for market in markets):
        read_at = timezone.now()
        methods = msgspec.to_builtins(products.listed_deliveries(channel.slug, country=country))
        stated = {
            "methods": methods,
            "countries": countries,
            "has_shown_prices": taxes is not None and taxes.is_shown_as_entered(country),
            "is_open": True,
        }
        before = DeliveryTerms.objects.filter(channel=channel.slug, country=country).first()
        DeliveryTerms.objects.update_or_create(
            channel=channel.slug, country=country, defaults={**stated, "read_at": read_at}
        )
        if before is None or any(getattr(before, name) != value for name, value in stated.items()):
            invalidate(TAG, *(merchant_tag(market.language) for market in markets))


def close(channel: str) -> None:
    """Keep that Saleor has no active channel with this slug, so that nothing is offered there until it has."""
    if DeliveryTerms.objects.filter(channel=channel, is_open=True).update(is_open=False):
        invalidate(TAG, *(merchant_tag(market.language) for market in all_markets() if market.channel == channel))


def open_channels() -> tuple[str, ...]:
    """The channels of MARKETS that were active when they were last compared."""
    closed = set(DeliveryTerms.objects.filter(is_open=False).values_list("channel", flat=True))
    return tuple(dict.fromkeys(market.channel for market in all_markets() if market.channel not in closed))


def _tax_configuration(channel: str) -> TaxConfiguration | None:
    """Return how a channel enters prices; None while the shop's app is not installed or its token is refused."""
    caller = app_credentials()
    if caller is None:
        return None
    try:
        return products.tax_configuration(channel, caller=caller)
    except (errors.NotAllowed, errors.TokenExpired):
        return None
