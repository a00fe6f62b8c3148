"""Addresses, and what each country requires of them."""

import msgspec

from storefront.saleor.types.base import Answer


class Country(Answer, frozen=True):
    """A country by its ISO 3166 code."""

    code: str
    country: str


class Address(Answer, frozen=True):
    """A postal address as Saleor stores it."""

    id: str
    first_name: str
    last_name: str
    company_name: str
    street_address1: str = msgspec.field(name="streetAddress1")
    street_address2: str = msgspec.field(name="streetAddress2")
    city: str
    city_area: str
    postal_code: str
    country: Country
    country_area: str
    phone: str | None = None
    is_default_shipping_address: bool | None = None
    is_default_billing_address: bool | None = None


class AreaChoice(Answer, frozen=True):
    """A choice for an address field: `raw` is sent, `verbose` is shown."""

    raw: str | None = None
    verbose: str | None = None


class AddressRules(Answer, frozen=True):
    """What an address in a country needs. Fields are Saleor's camelCase names; matchers are regular expressions."""

    country_code: str
    country_name: str
    allowed_fields: tuple[str, ...]
    required_fields: tuple[str, ...]
    upper_fields: tuple[str, ...]
    country_area_type: str
    country_area_choices: tuple[AreaChoice, ...]
    city_type: str
    postal_code_type: str
    postal_code_matchers: tuple[str, ...]
    postal_code_examples: tuple[str, ...]


class ChannelSlug(Answer, frozen=True):
    """A channel of which only the slug is known."""

    slug: str


class Channel(Answer, frozen=True):
    """What a shopper may know about a channel: its slug and where it ships to."""

    slug: str
    countries: tuple[Country, ...] | None = None
