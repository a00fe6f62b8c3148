"""The countries that a channel delivers to, and what each country requires of an address. Cached for a day."""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec
from django.core.cache import cache

from storefront.addresses.formatting import country_name
from storefront.core.markets import Market
from storefront.core.text.localized_text import sort_key
from storefront.saleor import checkouts
from storefront.saleor.client import errors
from storefront.saleor.types import AddressRules, Country

_CACHE_SECONDS = 24 * 60 * 60
_DEFAULT_RULES = AddressRules(
    country_code="",
    country_name="",
    allowed_fields=("name", "streetAddress1", "streetAddress2", "city", "countryArea", "postalCode"),
    required_fields=("streetAddress1", "city"),
    upper_fields=(),
    country_area_type="",
    country_area_choices=(),
    city_type="city",
    postal_code_type="postal",
    postal_code_matchers=(),
    postal_code_examples=(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCountries:
    """The countries that an address may be in, and the address rules of one of them. None of them: nothing is sent."""

    countries: tuple[Country, ...]
    rules: AddressRules


def delivery_countries(country: str, *, market: Market, only: Collection[str] = ()) -> DeliveryCountries:
    """Return the market's countries, its own first, and the rules of `country` (ISO 3166).

    `only` are the countries to which the merchant delivers; none stands for all to which Saleor ships.
    If the market does not deliver to `country`, the rules are those of the market's own country. There is no country if
    Saleor ships to none to which the merchant delivers. If Saleor is unavailable and nothing is cached, the countries
    are those of the merchant, or else `country` alone, with rules that fit most countries.
    """
    known = _countries(market) or tuple(
        Country(code=code, country=code) for code in only or (country or market.country,)
    )
    countries = tuple(
        sorted(
            (each for each in known if not only or each.code in only),
            key=lambda each: (each.code != market.country, sort_key(country_name(each))),
        )
    )
    codes = [each.code for each in countries]
    chosen = next((code for code in (country, market.country, *codes) if code in codes), market.country)
    return DeliveryCountries(countries=countries, rules=_rules(chosen))


def _countries(market: Market) -> tuple[Country, ...]:
    key = f"addresses:countries:{market.channel}"
    cached = cache.get(key)
    if cached is not None:
        return msgspec.json.decode(cached, type=tuple[Country, ...])
    try:
        channel = checkouts.channel(market.channel)
    except errors.SaleorError:
        return ()
    countries = channel.countries if channel and channel.countries else ()
    if countries:
        cache.set(key, msgspec.json.encode(countries), _CACHE_SECONDS)
    return countries


def _rules(country: str) -> AddressRules:
    key = f"addresses:rules:{country}"
    cached = cache.get(key)
    if cached is not None:
        return msgspec.json.decode(cached, type=AddressRules)
    try:
        rules = checkouts.address_rules(country)
    except errors.SaleorError:
        return msgspec.structs.replace(_DEFAULT_RULES, country_code=country)
    cache.set(key, msgspec.json.encode(rules), _CACHE_SECONDS)
    return rules
