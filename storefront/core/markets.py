"""Markets: one table from a Django language with a region to a Saleor channel, country, currency and content language.

The language in the address decides the market (`/` is the first one, `/en-us/…` another); nothing else does.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Where somebody shops: Django's `language`, Saleor's `channel`, `currency` (ISO 4217), `country` (ISO 3166)."""

    language: str
    label: str
    channel: str
    currency: str
    country: str


class MarketsMisconfigured(ValueError):
    """The MARKETS setting does not read as `language=channel/CURRENCY/COUNTRY/Label`, or names a language twice."""


def parse_markets(text: str) -> tuple[Market, ...]:
    """Read `en-gb=uk/GBP/GB/United Kingdom, en-us=us/USD/US/United States`; the first is the default."""
    markets = []
    for entry in filter(None, (part.strip() for part in text.split(","))):
        try:
            language, rest = entry.split("=")
            channel, currency, country, label = (piece.strip() for piece in rest.split("/"))
        except ValueError as error:
            raise MarketsMisconfigured(
                f"MARKETS has {entry!r}; it wants language=channel/CURRENCY/COUNTRY/Label"
            ) from error
        markets.append(
            Market(
                language=language.strip().lower(),
                label=label,
                channel=channel,
                currency=currency,
                country=country,
            )
        )
    if not markets or len({market.language for market in markets}) != len(markets):
        raise MarketsMisconfigured("MARKETS must name each language once, and at least one")
    return tuple(markets)


@cache
def _by_language() -> dict[str, Market]:
    return {market.language: market for market in settings.MARKETS}


def all_markets() -> tuple[Market, ...]:
    """Every configured market, the default first."""
    return tuple(settings.MARKETS)


def default_market() -> Market:
    """The market served without a language prefix."""
    market: Market = settings.MARKETS[0]
    return market


def prefix_of(market: Market) -> str:
    """What a market's addresses begin with: nothing for the default one, else `/en-us`."""
    return "" if market == default_market() else f"/{market.language}"


def market_of_path(path: str) -> Market | None:
    """The market that a path names by its prefix; None when it has none, as in the default market."""
    return next((market for market in all_markets()[1:] if path.startswith(f"/{market.language}/")), None)


def primary_language(language: str) -> str:
    """What a language is called without its region: `de-de` → de."""
    return language.partition("-")[0].lower()


def translated_languages() -> tuple[str, ...]:
    """The languages that markets read and the merchant does not write (CATALOGUE_LANGUAGE), without region: de."""
    written = primary_language(settings.CATALOGUE_LANGUAGE)
    return tuple(
        dict.fromkeys(read for market in all_markets() if (read := primary_language(market.language)) != written)
    )


def active_market() -> Market:
    """The market of the address being served; the default outside a request."""
    return _by_language().get(get_language() or "", default_market())
