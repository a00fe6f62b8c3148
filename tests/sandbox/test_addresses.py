"""Addresses: what each country wants, and how they are kept."""

import pytest

from storefront.saleor import checkouts, errors
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Checkout
from storefront.sandbox.phones import international


def typed(country: str, **fields: str) -> AddressInput:
    return AddressInput(country=country, **{"street_address1": "1 High Street", "city": "Town", **fields})


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (typed("GB", postal_code="sw1a 1aa", country_area="Kent"), ("SW1A 1AA", "")),
        (typed("US", postal_code="89501", country_area="Nevada"), ("89501", "NV")),
        (typed("IE", country_area="dublin"), ("", "Co. Dublin")),
        (typed("DE", postal_code=" 10115 "), ("10115", "")),
    ],
    ids=["GB", "US", "IE", "DE"],
)
def test_an_address_is_brought_into_shape(cart: Checkout, address: AddressInput, kept: tuple[str, str]) -> None:
    shipped = checkouts.set_shipping_address(cart.id, address=address).shipping_address

    assert shipped
    assert (shipped.postal_code, shipped.country_area, shipped.city) == (*kept, "TOWN")


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (typed("US", postal_code="10001", country_area="NV"), "postalCode"),
        (typed("US", postal_code="10001", country_area="Nowhere"), "countryArea"),
        (typed("NL", postal_code="1234"), "postalCode"),
        (typed("AT", postal_code="12345"), "postalCode"),
        (typed("FR", postal_code="7500"), "postalCode"),
        (typed("GB", postal_code="NW1 2DB", phone="call me"), "phone"),
        (typed("GB", postal_code="N" * 21), "postalCode"),
    ],
)
def test_what_cannot_be_is_invalid(cart: Checkout, address: AddressInput, field: str) -> None:
    with pytest.raises(errors.MutationError) as refused:
        checkouts.set_billing_address(cart.id, address=address)

    first, *_ = refused.value.problems
    assert (first.field, first.code, first.address_type) == (field, "INVALID", "BILLING")


def test_a_missing_state_is_said_twice_as_saleor_does(cart: Checkout) -> None:
    with pytest.raises(errors.MutationError) as refused:
        checkouts.set_shipping_address(cart.id, address=AddressInput(country="US"))

    assert [problem.field for problem in refused.value.problems] == [
        "countryArea",
        "countryArea",
        "city",
        "postalCode",
        "streetAddress1",
    ]


def test_a_country_without_rules_of_its_own_wants_a_street_and_a_city() -> None:
    assert checkouts.address_rules("NZ").required_fields == ("streetAddress1", "city")


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("020 7946 0018", "GB", "+442079460018"),
        ("+1 (212) 555-0123", "GB", "+12125550123"),
        ("212 555 0123", "US", "+12125550123"),
        ("123", "GB", None),
        ("+4412345", "GB", None),
        ("0", "ZW", None),
    ],
)
def test_telephone_numbers_are_kept_internationally(text: str, country: str, number: str | None) -> None:
    assert international(text, country) == number
