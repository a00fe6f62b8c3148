"""An address is written as its country writes it, and nothing that was entered is lost."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from storefront.addresses.formatting import format_address
from storefront.saleor.types import Address, Country

FIELDS = ("company_name", "street_address1", "street_address2", "city", "city_area", "postal_code", "country_area")


def address(country: str, **fields: str) -> Address:
    values = dict.fromkeys((*FIELDS, "first_name", "last_name", "phone"), "")
    encoded = dict(zip(Address.__struct_fields__, Address.__struct_encode_fields__, strict=True))
    wanted = {"id": "1", "country": Country(code=country, country=country), **values, **fields}
    return msgspec.convert({encoded[name]: value for name, value in wanted.items()}, Address)


def test_an_american_address_has_town_state_and_zip_on_one_line() -> None:
    rows = format_address(
        address(
            "US",
            first_name="A",
            last_name="B",
            street_address1="1 Road",
            city="NEW YORK",
            country_area="NY",
            postal_code="10001",
        )
    )

    assert rows[:3] == ("A B", "1 Road", "NEW YORK, NY 10001")
    assert format_address(address("US", city="NEW YORK", postal_code="10001"))[0] == "NEW YORK 10001"


def test_a_british_address_has_the_postcode_on_a_line_of_its_own() -> None:
    assert format_address(address("GB", city="LONDON", postal_code="EC1Y 8SY"))[:2] == ("LONDON", "EC1Y 8SY")


def test_a_german_address_has_the_postcode_before_the_town() -> None:
    assert format_address(address("DE", city="BERLIN", postal_code="10115"))[0] == "10115 BERLIN"


@given(
    country=st.sampled_from(["US", "GB", "DE", "FR", "JP", "BR", "HK", "IE", "CH", "XK", "AE", "CN", "XX"]),
    fields=st.dictionaries(st.sampled_from(FIELDS), st.text("abcxyz", min_size=3, max_size=8)),
)
def test_every_field_is_shown(country: str, fields: dict[str, str]) -> None:
    shown = "\n".join(format_address(address(country, **fields)))

    assert all(value in shown for value in fields.values())
