"""Addresses as they are written on an envelope, and countries by their name in the reader's language."""

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language, to_locale

from storefront.saleor.types import Address, Country

# Countries that write the postcode before the town, by the Universal Postal Union's addressing systems.
_COUNTRIES = "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR IS IT LI LT LU MC NL NO PL PT RO RS SE SI SK"
POSTCODE_FIRST = frozenset(_COUNTRIES.split())


def format_address(address: Address) -> tuple[str, ...]:
    """Return the address line by line, in its country's order."""
    town = f"{address.city_area} {address.city}".strip()
    code = address.postal_code
    if address.country.code in POSTCODE_FIRST:
        places: tuple[str, ...] = (f"{code} {town}", address.country_area)
    else:
        places = (town, f"{address.country_area} {code}")
    rows = (
        f"{address.first_name} {address.last_name}",
        address.company_name,
        address.street_address1,
        address.street_address2,
        *places,
        country_name(address.country),
    )
    return tuple(row.strip() for row in rows if row.strip())


def address_text(address: Address | None) -> str:
    """Return the address on several lines; empty without an address."""
    return "\n".join(format_address(address)) if address else ""


def country_name(country: Country) -> str:
    """Return a country's name in the reader's language, or Saleor's name for it."""
    names = Locale.parse(to_locale(get_language() or settings.LANGUAGE_CODE)).territories
    return str(names.get(country.code, country.country))
