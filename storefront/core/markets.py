"""Markets: each Django language with a region has a Saleor channel, a country and a currency.

Only the language in the URL decides the market: `/` is the first one, `/en-us/…` another.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One market: Django's `language`, Saleor's `channel`, `currency` (ISO 4217) and `country` (ISO 3166)."""

    language: str
    label: str
    channel: str
    currency: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumber:
    """A phone number as written and as dialled, with the label of its market."""

    where: str
    number: str
    dialled: str


# Sources: docs/decisions/0020. A country that is not listed gets no number: a wrong one is worse than none.
_EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_EMERGENCY_NUMBERS = {
    "emergency": {"GB": "999", "US": "911", **dict.fromkeys(_EUROPEAN_UNION.split(), "112")},
    "urgent": {"GB": "111", "DE": "116 117"},
}


class MarketsMisconfigured(ValueError):
    """The MARKETS setting is not `language=channel/CURRENCY/COUNTRY/Label`, or names a language twice."""


def parse_markets(text: str) -> tuple[Market, ...]:
    """Parse `en-gb=uk/GBP/GB/United Kingdom, en-us=us/USD/US/United States`; the first is the default.

    Raises MarketsMisconfigured.
    """
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
    """Return every configured market, the default first."""
    return tuple(settings.MARKETS)


def default_market() -> Market:
    """Return the market served without a language prefix."""
    market: Market = settings.MARKETS[0]
    return market


def prefix_of(market: Market) -> str:
    """Return the URL prefix of a market: empty for the default one, else such as `/en-us`."""
    return "" if market == default_market() else f"/{market.language}"


def market_of_path(path: str) -> Market | None:
    """Return the market whose prefix a path has, or None when it has none, as in the default market."""
    return next((market for market in all_markets()[1:] if path.startswith(f"/{market.language}/")), None)


def primary_language(language: str) -> str:
    """Return a language without its region: `de` for `de-de`."""
    return language.partition("-")[0].lower()


def translated_languages() -> tuple[str, ...]:
    """Return the markets' languages, without region, that the catalogue is translated into (all but its own)."""
    written = primary_language(settings.CATALOGUE_LANGUAGE)
    return tuple(
        dict.fromkeys(read for market in all_markets() if (read := primary_language(market.language)) != written)
    )


def countries() -> tuple[str, ...]:
    """Return the countries of all markets, each once."""
    return tuple(dict.fromkeys(market.country for market in all_markets()))


def countries_of(channel: str) -> tuple[str, ...]:
    """Return the countries of the markets that share a channel, each once, in the order of MARKETS."""
    return tuple(dict.fromkeys(market.country for market in all_markets() if market.channel == channel))


def active_market() -> Market:
    """Return the market of the current request; the default one outside a request."""
    return _by_language().get(get_language() or "", default_market())


def is_in_european_union(country: str) -> bool:
    """Return whether a country (ISO 3166) is in the European Union."""
    return country in _EUROPEAN_UNION.split()


def emergency_number_for(level: str, market: Market) -> EmergencyNumber | None:
    """Return the number to call at a care card's level ("emergency" or "urgent"), or None when none is known."""
    number = _EMERGENCY_NUMBERS.get(level, {}).get(market.country)
    return EmergencyNumber(where=market.label, number=number, dialled=number.replace(" ", "")) if number else None
