"""Markets: the language of the address decides, and nothing else."""

import pytest
from django.utils.translation import override

from storefront.markets import MarketsMisconfigured, active_market, default_market, parse_markets


def test_the_first_market_is_the_default() -> None:
    # given
    text = "en-gb=uk/GBP/GB/United Kingdom, de-de=eu/EUR/DE/Deutschland"
    # when
    markets = parse_markets(text)
    # then
    assert [market.language for market in markets] == ["en-gb", "de-de"]
    assert (markets[1].channel, markets[1].currency, markets[1].country, markets[1].label) == (
        "eu",
        "EUR",
        "DE",
        "Deutschland",
    )


@pytest.mark.parametrize("text", ["", "en-gb", "en-gb=uk/GBP", "en-gb=uk/GBP/GB/UK, en-gb=us/USD/US/US"])
def test_a_market_table_that_does_not_read_is_refused_in_words(text: str) -> None:
    with pytest.raises(MarketsMisconfigured, match="MARKETS"):
        parse_markets(text)


def test_the_active_language_names_the_market_and_an_unknown_one_the_default() -> None:
    with override("en-us"):
        assert active_market().currency == "USD"
    with override("fr"):
        assert active_market() == default_market()
