"""Prices are formatted for each market."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from storefront.core.templatetags.shop import money
from storefront.saleor.types import Money


@pytest.mark.parametrize(
    ("language", "currency", "text"),
    [("en-gb", "GBP", "£7.50"), ("en-us", "USD", "$7.50"), ("en-ie", "EUR", "€7.50"), ("en-gb", "JPY", "JP¥8")],
)
def test_money_reads_as_the_market_writes_it(language: str, currency: str, text: str) -> None:
    with override(language):
        assert money(Money(amount=Decimal("7.50"), currency=currency)) == text


def test_no_money_is_an_empty_text() -> None:
    assert money(None) == ""
