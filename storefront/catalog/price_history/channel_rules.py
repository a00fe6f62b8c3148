"""The rule of a channel, from the countries of its markets."""

from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global
from django.conf import settings

from storefront.catalog.price_history.rules import ChannelRule
from storefront.core.markets import all_markets

KEEPS_FIRST_REFERENCE = frozenset({"DE"})
"""Countries whose law lets a reduction that grows without interruption keep its first reference (article 6a(5)).

Germany: § 11(2) PAngV. A country that is not listed gets the lower price: article 6a(5) leaves it to each country.
"""


def rule_of(channel: str) -> ChannelRule:
    """Return the rule that is lawful in every country of this channel's markets."""
    countries = sorted({market.country for market in all_markets() if market.channel == channel})
    zones = dict.fromkeys(zone for country in countries for zone in _zones_of(country))
    return ChannelRule(
        zones=tuple(zones) or (ZoneInfo(settings.TIME_ZONE),),
        keeps_first_reference=bool(countries) and KEEPS_FIRST_REFERENCE.issuperset(countries),
    )


@cache
def _zones_of(country: str) -> tuple[ZoneInfo, ...]:
    return tuple(ZoneInfo(name) for name, territory in get_global("zone_territories").items() if territory == country)
