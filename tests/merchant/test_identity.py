"""Who sells in a market."""

import pytest

from storefront.core.markets import default_market
from storefront.merchant.identity import merchant_of
from storefront.merchant.models import MerchantProfile

pytestmark = pytest.mark.django_db


def test_a_merchants_lines_and_countries_are_read_from_the_admins_record() -> None:
    market = default_market()
    MerchantProfile.objects.update_or_create(
        market=market.language,
        defaults={"legal_name": "Example Ltd", "address": "1 High Street\n\n London ", "delivery_countries": "gb, IE"},
    )

    merchant = merchant_of(market)

    assert merchant.legal_name == "Example Ltd"
    assert merchant.address == ("1 High Street", "London")
    assert merchant.delivery_countries == ("GB", "IE")
    assert merchant.phone == ""


def test_a_market_without_a_record_has_a_merchant_who_states_nothing() -> None:
    MerchantProfile.objects.all().delete()

    assert merchant_of(default_market()).address == ()
