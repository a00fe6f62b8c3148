"""An amount of a currency with no, two or three decimals is the same wherever it is shown, stated or charged."""

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from babel.numbers import get_currency_precision
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from storefront.catalog.feed.items import amount as in_feed
from storefront.catalog.models import Listing, Offer, TaxDisplay, as_money
from storefront.catalog.pages.offer_data import _price_specification
from storefront.catalog.pages.offers import OfferInfo
from storefront.core.markets import all_markets
from storefront.core.templatetags.shop import money
from storefront.payments.providers.mollie import payments_api as mollie
from storefront.payments.providers.stripe import checkout_api as stripe
from storefront.saleor.types import Money
from tests.catalog.factories import make_product

CURRENCIES = ("JPY", "KRW", "ISK", "UGX", "GBP", "EUR", "USD", "HUF", "KWD", "BHD", "JOD", "TND")
AMOUNTS = st.tuples(st.sampled_from(CURRENCIES), st.integers(1, 999_999_999))


def digits(text: str) -> int:
    """The number that all digits of a text make."""
    return int(re.sub(r"\D", "", text))


@given(AMOUNTS)
def test_an_amount_has_the_same_digits_on_pages_in_emails_in_feeds_and_structured_data(case: tuple[str, int]) -> None:
    currency, minor = case
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    stored = as_money(amount.quantize(Decimal("0.001")), currency)

    assert stored == Money(amount=amount, currency=currency)
    assert digits(str(stored.amount)) == minor
    for market in all_markets():
        with translation.override(market.language):
            assert digits(money(stored)) == minor
    assert in_feed(stored) == f"{amount} {currency}"
    offer = cast("OfferInfo", SimpleNamespace(unit_price=None, tax=TaxDisplay.INCLUDED))
    assert _price_specification(stored, offer)["price"] == str(amount)


@given(AMOUNTS)
def test_what_a_provider_is_asked_to_charge_is_the_amount_or_refused(case: tuple[str, int]) -> None:
    currency, minor = case
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))

    for written, read, refused in (
        (stripe.to_minor, stripe.to_major, stripe.AmountNotPayable),
        (mollie.to_text, lambda text, _: Decimal(text), mollie.AmountNotPayable),
    ):
        try:
            sent: Any = cast("Any", written)(amount, currency)
        except refused:
            assert get_currency_precision(currency) == 3
            assert minor % 10
        else:
            assert cast("Any", read)(sent, currency) == amount


@pytest.mark.django_db
@pytest.mark.parametrize(("currency", "price", "shown"), [("JPY", "1500", "JP¥1,500"), ("KWD", "17.725", "KWD17.725")])
def test_a_product_page_states_the_price_with_the_decimals_of_its_currency(
    client: Client, currency: str, price: str, shown: str
) -> None:
    make_product("plug", prices=(price,))
    Offer.objects.filter(variant__product__slug="plug").update(currency=currency)
    Listing.objects.filter(product__slug="plug").update(currency=currency)

    page = client.get("/product/plug/").content.decode()

    assert shown in page.replace("\xa0", "")
    assert f'"price":"{price}"' in page.replace(" ", "")
    assert f"{price}" in re.search(r'name="seen" value="([^"]*)"', page).group(1)  # type: ignore[union-attr]
