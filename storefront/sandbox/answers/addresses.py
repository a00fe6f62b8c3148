"""Addresses as shown."""

from dataclasses import dataclass

from storefront.sandbox.answers.base import CountryAnswer
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Address, Customer


@dataclass(frozen=True, slots=True)
class AddressAnswer:
    """`Address`. Only in its owner's book (`of`) does it know whether it is a default."""

    row: Address
    of: Customer | None = None

    @property
    def is_default_shipping_address(self) -> bool | None:
        return self.of.default_shipping_address_id == self.row.pk if self.of else None

    @property
    def is_default_billing_address(self) -> bool | None:
        return self.of.default_billing_address_id == self.row.pk if self.of else None

    @property
    def id(self) -> str:
        return global_id("Address", self.row.pk)

    @property
    def street_address1(self) -> str:
        return self.row.street_address_1

    @property
    def street_address2(self) -> str:
        return self.row.street_address_2

    @property
    def country(self) -> CountryAnswer:
        return CountryAnswer(self.row.country)

    @property
    def first_name(self) -> str:
        return self.row.first_name

    @property
    def last_name(self) -> str:
        return self.row.last_name

    @property
    def company_name(self) -> str:
        return self.row.company_name

    @property
    def city(self) -> str:
        return self.row.city

    @property
    def city_area(self) -> str:
        return self.row.city_area

    @property
    def postal_code(self) -> str:
        return self.row.postal_code

    @property
    def country_area(self) -> str:
        return self.row.country_area

    @property
    def phone(self) -> str:
        return self.row.phone


def shown_address(row: Address | None) -> AddressAnswer | None:
    """The answer for an address that may not be there."""
    return AddressAnswer(row) if row else None
