"""What an address in a country needs (`address_rules.json`: as Saleor answers for the countries the demo ships to)."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from storefront.sandbox.answers.base import country_name
from storefront.sandbox.caller import Caller
from storefront.sandbox.errors import TopLevelError


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state or county; its matcher is one more that a postcode must satisfy."""

    code: str
    name: str
    postal_code_matcher: str | None = None
    postal_code_examples: tuple[str, ...] = ()


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One country's rules; field names are the API's camelCase, and `name` stands for both names of a person."""

    name: str
    allowed: tuple[str, ...]
    required: tuple[str, ...]
    upper: tuple[str, ...]
    area_type: str
    city_type: str
    postal_code_type: str
    postal_code_matcher: str | None
    postal_code_examples: tuple[str, ...]
    areas: tuple[Area, ...]

    def area(self, text: str | None) -> Area | None:
        """The area somebody means by its code or name, in any case; a county also without its `Co.`."""
        wanted = (text or "").strip().casefold()
        if not wanted:
            return None
        for area in self.areas:
            names = {area.code.casefold(), area.name.casefold(), area.name.casefold().removeprefix("co. ")}
            if wanted in names:
                return area
        return None

    def matchers(self, area: Area | None) -> tuple[str, ...]:
        """Regular expressions, each of which a postcode must match from its start."""
        both = (self.postal_code_matcher, area.postal_code_matcher if area else None)
        return tuple(matcher for matcher in both if matcher)

    def takes_postal_code(self, text: str, area: Area | None) -> bool:
        """Whether a postcode is possible there."""
        return all(re.match(matcher, text) for matcher in self.matchers(area))


@cache
def _known() -> dict[str, Rules]:
    text = files(__package__).joinpath("address_rules.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, Rules])


def rules_for(country: str) -> Rules:
    """The rules of a country; one without rules of its own asks for a street and a city."""
    return _known().get(country) or Rules(
        name=country_name(country).upper(),
        allowed=("companyName", "name", "streetAddress1", "streetAddress2", "city", "postalCode"),
        required=("streetAddress1", "city"),
        upper=("city",),
        area_type="province",
        city_type="city",
        postal_code_type="postal",
        postal_code_matcher=None,
        postal_code_examples=(),
        areas=(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesAnswer:
    """`AddressValidationData`."""

    country_code: str
    country_name: str
    allowed_fields: tuple[str, ...]
    required_fields: tuple[str, ...]
    upper_fields: tuple[str, ...]
    country_area_type: str
    country_area_choices: list[dict[str, str]]
    city_type: str
    postal_code_type: str
    postal_code_matchers: tuple[str, ...]
    postal_code_examples: tuple[str, ...]


def validation_rules(_: Caller, *, country_code: str, country_area: str | None = None) -> RulesAnswer:
    """What the shopper's form needs to know."""
    if country_code == "EU":
        raise TopLevelError("Cannot validate address for EU country code.")
    rules = rules_for(country_code)
    area = rules.area(country_area)
    return RulesAnswer(
        country_code=country_code,
        country_name=rules.name,
        allowed_fields=rules.allowed,
        required_fields=rules.required,
        upper_fields=rules.upper,
        country_area_type=rules.area_type,
        country_area_choices=[{"raw": one.code, "verbose": one.name} for one in rules.areas],
        city_type=rules.city_type,
        postal_code_type=rules.postal_code_type,
        postal_code_matchers=rules.matchers(area),
        postal_code_examples=(area.postal_code_examples if area else ()) or rules.postal_code_examples,
    )
