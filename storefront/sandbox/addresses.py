"""Reading an address as typed: checked and brought into shape by its country's rules, as Saleor does."""

from collections.abc import Mapping

from storefront.sandbox.address_rules import Rules, rules_for
from storefront.sandbox.errors import Problem, Refusal
from storefront.sandbox.models import Address
from storefront.sandbox.phones import international

REQUIRED = "This field is required."
NOT_VALID = "This value is not valid for the address."

# The API's names of the fields and the model's.
FIELDS = {
    "firstName": "first_name",
    "lastName": "last_name",
    "companyName": "company_name",
    "streetAddress1": "street_address_1",
    "streetAddress2": "street_address_2",
    "city": "city",
    "cityArea": "city_area",
    "postalCode": "postal_code",
    "countryArea": "country_area",
}
_LENGTHS = {field.name: field.max_length for field in Address._meta.concrete_fields if field.max_length}
_ALWAYS_KEPT = frozenset({"firstName", "lastName"})


class _Reading:
    """One address being read; problems gather in the order in which Saleor reports them."""

    def __init__(self, typed: Mapping[str, str | None], address_type: str | None) -> None:
        self.values = {name: (typed.get(name) or "").strip() for name in FIELDS}
        self.address_type = address_type
        self.problems: list[Problem] = []

    def complain(self, field: str, code: str, message: str) -> None:
        self.problems.append(Problem(field=field, code=code, message=message, address_type=self.address_type))


def read_address(typed: Mapping[str, str | None], *, address_type: str | None) -> Address:
    """An unsaved address; raises Refusal with all its problems. `address_type` is SHIPPING, BILLING or None."""
    reading = _Reading(typed, address_type)
    country = typed.get("country")
    if not country:
        reading.complain("country", "REQUIRED", REQUIRED)
        raise Refusal(reading.problems)
    phone = _phone(reading, (typed.get("phone") or "").strip(), country)
    if country == "EU":
        message = "Select a valid choice. EU is not one of the available choices."
        reading.complain("country", "INVALID", message)
        raise Refusal(reading.problems)
    _check_lengths(reading)
    rules = rules_for(country)
    _settle_area(reading, rules)
    _settle_city(reading, rules)
    _settle_postal_code(reading, rules)
    if not (reading.values["streetAddress1"] or reading.values["streetAddress2"]):
        reading.complain("streetAddress1", "REQUIRED", REQUIRED)
    if reading.problems:
        raise Refusal(reading.problems)
    kept = {
        column: value if name in rules.allowed or name in _ALWAYS_KEPT else ""
        for (name, column), value in zip(FIELDS.items(), reading.values.values(), strict=True)
    }
    return Address(**kept, country=country, phone=phone)


def _phone(reading: _Reading, text: str, country: str) -> str:
    """A wrong number is refused before anything else is looked at."""
    number = international(text, country) if text else ""
    if number is None:
        reading.complain("phone", "INVALID", f"'{text}' is not a valid phone number.")
        raise Refusal(reading.problems)
    return number


def _check_lengths(reading: _Reading) -> None:
    for name, column in FIELDS.items():
        most = _LENGTHS[column]
        length = len(reading.values[name])
        if length > most:
            message = f"Ensure this value has at most {most} characters (it has {length})."
            reading.complain(name, "INVALID", message)
            reading.values[name] = ""


def _settle_area(reading: _Reading, rules: Rules) -> None:
    typed = reading.values["countryArea"]
    if "countryArea" not in rules.allowed:
        return
    if not typed:
        if "countryArea" in rules.required:
            # Twice, as Saleor says it: once for the field, once for the country's rules.
            reading.complain("countryArea", "REQUIRED", REQUIRED)
            reading.complain("countryArea", "REQUIRED", REQUIRED)
        return
    area = rules.area(typed)
    if rules.areas and area is None:
        reading.complain("countryArea", "INVALID", NOT_VALID)
    elif area is not None:
        reading.values["countryArea"] = area.code


def _settle_city(reading: _Reading, rules: Rules) -> None:
    if not reading.values["city"] and "city" in rules.required:
        reading.complain("city", "REQUIRED", REQUIRED)
    for name in ("city", "cityArea", "postalCode"):
        if name in rules.upper:
            reading.values[name] = reading.values[name].upper()


def _settle_postal_code(reading: _Reading, rules: Rules) -> None:
    text = reading.values["postalCode"]
    if not text:
        if "postalCode" in rules.required:
            reading.complain("postalCode", "REQUIRED", REQUIRED)
    elif not rules.takes_postal_code(text, rules.area(reading.values["countryArea"])):
        reading.complain("postalCode", "INVALID", NOT_VALID)
