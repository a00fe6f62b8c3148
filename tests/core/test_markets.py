"""Only the language in the URL decides the market."""

import pytest
from django.test import Client
from django.utils.translation import override

from storefront.core.markets import (
    MarketsMisconfigured,
    active_market,
    default_market,
    emergency_number_for,
    parse_markets,
)


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


@pytest.mark.parametrize(
    ("country", "emergency", "urgent"),
    [("SE", "112", None), ("HR", "112", None), ("CH", None, None), ("NO", None, None)],
)
def test_a_country_has_the_numbers_that_we_know_and_no_others(
    country: str, emergency: str | None, urgent: str | None
) -> None:
    (market,) = parse_markets(f"en-xx=x/EUR/{country}/Somewhere")
    for level, number in (("emergency", emergency), ("urgent", urgent), ("non-urgent", None)):
        known = emergency_number_for(level, market)
        assert (known and known.number) == number


@pytest.mark.django_db
def test_where_no_number_is_known_the_foot_of_a_page_names_those_of_other_places(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storefront.core.web.context_processors.emergency_number_for", lambda level, market: None)
    assert "call 999 (UK), 112 (EU) or 911 (US)" in client.get("/").content.decode()
