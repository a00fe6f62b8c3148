"""Who sells in a market."""

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from storefront.core.markets import all_markets, default_market
from storefront.merchant.identity import merchant_of, service_email
from storefront.merchant.models import MerchantProfile

pytestmark = pytest.mark.django_db


def record() -> MerchantProfile:
    return MerchantProfile.objects.get(market=default_market().language)


def test_a_merchants_lines_and_countries_are_read_from_the_admins_record() -> None:
    profile = record()
    profile.legal_name, profile.address, profile.delivery_countries = "Example", "1 High Street\n\n London ", "gb, IE"
    profile.save()

    merchant = merchant_of(default_market())

    assert merchant.legal_name == "Example"
    assert merchant.address == ("1 High Street", "London")
    assert merchant.delivery_countries == ("GB", "IE")


def test_a_market_without_a_record_has_a_merchant_who_states_nothing_and_can_still_be_written_to() -> None:
    record().delete()

    assert merchant_of(default_market()).address == ()
    assert "@" in service_email(default_market())


def test_every_market_has_a_record_to_fill_in() -> None:
    MerchantProfile.objects.all().delete()

    MerchantProfile.objects.create_missing()

    assert set(MerchantProfile.objects.values_list("market", flat=True)) == {each.language for each in all_markets()}


def test_a_record_is_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    merchant_of(default_market())

    with django_assert_num_queries(0):
        merchant_of(default_market())


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("country", " gb ", "GB"),
        ("delivery_countries", "gb, ie;DE", "GB IE DE"),
        ("phone", "020 7946 0018", "+44 20 7946 0018"),
        ("phone", "+49 (0)30 23125000", "+49 30 23125000"),
        ("vat_number", "gb 123 4567 89", "GB123456789"),
        ("vat_number", "de123456789", "DE123456789"),
        ("eori_number", "GB 123456789000", "GB123456789000"),
        ("domain", "https://Shop.Example.com/path", "shop.example.com"),
        ("email", " Service@Example.com ", "Service@example.com"),
        ("statement_name", " PLAIN LTD ", "PLAIN LTD"),
        ("legal_name", "  Example   Trading ", "Example Trading"),
    ],
)
def test_what_is_typed_is_normalised(field: str, typed: str, kept: str) -> None:
    profile = MerchantProfile(market="en-gb", country="GB")
    setattr(profile, field, typed)

    profile.clean()

    assert getattr(profile, field) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("country", "UK1"),
        ("country", "ZZ"),
        ("delivery_countries", "GB, Atlantis"),
        ("phone", "12"),
        ("vat_number", "123456789"),
        ("vat_number", "DE12"),
        ("eori_number", "1234"),
        ("domain", "not a domain"),
        ("email", "nobody"),
        ("statement_name", "AB"),
        ("statement_name", "Ünïcode"),
    ],
)
def test_what_is_no_such_value_is_refused_at_its_field(field: str, typed: str) -> None:
    profile = MerchantProfile(market="en-gb", country="GB")
    setattr(profile, field, typed)

    with pytest.raises(ValidationError) as refused:
        profile.clean()

    assert field in refused.value.message_dict
