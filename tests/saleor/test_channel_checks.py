"""What a channel's settings keep the shop from, each with a sentence that says what to change."""

import copy
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from pytest_django import Settings

from storefront.core.markets import Market, parse_markets
from storefront.saleor.checks import saleor_checks
from storefront.saleor.checks.channels import ChannelSettings, TaxRates, check_rates, check_settings
from storefront.saleor.checks.results import Level
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from tests.cart.transports import StubTransport

UK = parse_markets("en-gb=uk/GBP/GB/United Kingdom")[0]
US = parse_markets("en-us=uk/GBP/US/United States")[0]
Channel = dict[str, Any]

# As a real Saleor 3.23 answered for a channel of the demo shop.
SOUND: Channel = {
    "isActive": True,
    "currencyCode": "GBP",
    "warehouses": [
        {
            "name": "Main store",
            "shippingZones": {
                "pageInfo": {"hasNextPage": False, "endCursor": "WyIxIl0="},
                "edges": [{"node": {"countries": [{"code": "GB"}, {"code": "US"}], "channels": [{"slug": "uk"}]}}],
            },
        }
    ],
    "methods": [{"countryCode": "GB", "shippingMethods": [{"id": "U2hpcHBpbmdNZXRob2Q6MQ=="}]}],
    "orderSettings": {
        "markAsPaidStrategy": "TRANSACTION_FLOW",
        "allowUnpaidOrders": False,
        "automaticallyConfirmAllNewOrders": True,
        "expireOrdersAfter": None,
    },
    "checkoutSettings": {"automaticallyCompleteFullyPaidCheckouts": False, "allowLegacyGiftCardUse": True},
    "paymentSettings": {
        "defaultTransactionFlowStrategy": "CHARGE",
        "releaseFundsForExpiredCheckouts": False,
        "checkoutTtlBeforeReleasingFunds": 6,
    },
    "taxConfiguration": {
        "chargeTaxes": True,
        "displayGrossPrices": True,
        "taxCalculationStrategy": "FLAT_RATES",
        "countries": [],
    },
}


def changed(path: str, value: object) -> Channel:
    """The sound channel with one value changed."""
    channel = copy.deepcopy(SOUND)
    *parents, last = path.split(".")
    part: Any = channel
    for name in parents:
        part = part[int(name)] if name.isdecimal() else part[name]
    part[last] = value
    return channel


def found(channel: Channel, market: Market = UK) -> list[tuple[Level, str]]:
    settings = msgspec.convert(channel, ChannelSettings)
    return [(one.level, one.text) for one in check_settings(market, settings) if one.level is not Level.OK]


def test_a_channel_as_the_shop_needs_it_has_no_finding() -> None:
    assert found(SOUND) == []


ZONES = "warehouses.0.shippingZones"
NODE = f"{ZONES}.edges.0.node"
GERMANY = [
    {"country": {"code": "DE"}, "chargeTaxes": False, "displayGrossPrices": False, "taxCalculationStrategy": None}
]


@pytest.mark.parametrize(
    ("path", "value", "level", "words"),
    [
        ("isActive", False, Level.ERROR, "Activate it"),
        ("warehouses", [], Level.ERROR, "Assign one to it"),
        (f"{NODE}.countries", [{"code": "FR"}], Level.ERROR, "Assign a warehouse of the channel to a shipping zone"),
        (f"{NODE}.channels", [{"slug": "eu"}], Level.ERROR, "Assign a warehouse of the channel to a shipping zone"),
        (f"{ZONES}.edges", [], Level.ERROR, "no warehouse of this channel ships to GB"),
        ("methods", [{"countryCode": "GB", "shippingMethods": []}], Level.ERROR, "Add one with a price in GBP"),
        ("methods", None, Level.ERROR, "has no delivery method to GB"),
        ("paymentSettings.defaultTransactionFlowStrategy", "AUTHORIZATION", Level.WARNING, "Set it to CHARGE"),
        ("paymentSettings.releaseFundsForExpiredCheckouts", True, Level.INFO, "within 6 hours"),
        ("orderSettings.markAsPaidStrategy", "PAYMENT_FLOW", Level.WARNING, "Set it to TRANSACTION_FLOW"),
        ("orderSettings.allowUnpaidOrders", True, Level.WARNING, "turn it off"),
        ("orderSettings.automaticallyConfirmAllNewOrders", False, Level.WARNING, "Turn it on"),
        ("orderSettings.expireOrdersAfter", 60, Level.WARNING, "after 60 minutes"),
        ("checkoutSettings.automaticallyCompleteFullyPaidCheckouts", True, Level.WARNING, "turn it off"),
        ("checkoutSettings.allowLegacyGiftCardUse", False, Level.WARNING, "Turn it on if you sell gift cards"),
        ("taxConfiguration.chargeTaxes", False, Level.WARNING, "“Charge taxes for this channel” on"),
        ("taxConfiguration.taxCalculationStrategy", None, Level.WARNING, "Choose flat rates or a tax app"),
        ("taxConfiguration.displayGrossPrices", False, Level.WARNING, "“Show gross prices in storefront” on"),
    ],
)
def test_each_setting_that_the_shop_cannot_use_is_named_with_what_to_change(
    path: str, value: object, level: Level, words: str
) -> None:
    ((what, text),) = found(changed(path, value))

    assert what is level
    assert words in text


RATE, DEFAULT = {"rate": 19, "taxClass": {"id": "VGF4Q2xhc3M6MQ=="}}, {"rate": 19, "taxClass": None}


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ([DEFAULT], ""),
        ([RATE, DEFAULT], ""),
        ([], "no tax rate is set for GB"),
        ([{"rate": 0, "taxClass": None}], "no tax rate is set for GB"),
        ([RATE], "GB has no tax rate for products without a tax class"),
    ],
)
def test_a_country_without_a_tax_rate_is_named(rates: list[object], words: str) -> None:
    settings = msgspec.convert(SOUND, ChannelSettings)

    warned = list(check_rates(UK, settings, msgspec.convert({"taxClassCountryRates": rates}, TaxRates)))

    assert len(warned) == bool(words)
    assert all(words in one.text for one in warned)


def test_a_rate_of_zero_is_a_decision_in_the_united_states_and_a_missing_one_is_not() -> None:
    zero = msgspec.convert({"taxClassCountryRates": [{"rate": 0, "taxClass": None}]}, TaxRates)
    settings = msgspec.convert(SOUND, ChannelSettings)

    assert not list(check_rates(US, settings, zero))
    assert list(check_rates(US, settings, TaxRates()))


@pytest.mark.parametrize(
    ("path", "value"), [("taxConfiguration.chargeTaxes", False), ("taxConfiguration.taxCalculationStrategy", "TAX_APP")]
)
def test_rates_do_not_matter_where_no_taxes_are_charged_or_an_app_counts_them(path: str, value: object) -> None:
    assert not list(check_rates(UK, msgspec.convert(changed(path, value), ChannelSettings), TaxRates()))


def test_a_warehouse_with_more_zones_than_were_read_is_not_accused() -> None:
    channel = changed(f"{ZONES}.edges", [])
    channel["warehouses"][0]["shippingZones"]["pageInfo"]["hasNextPage"] = True

    assert found(channel) == []


def test_prices_before_tax_are_usual_in_the_united_states() -> None:
    assert found(changed("taxConfiguration.displayGrossPrices", False), US) == []


def test_a_rule_for_another_country_says_nothing_about_this_one() -> None:
    assert found(changed("taxConfiguration.countries", GERMANY)) == []
    german = parse_markets("de-de=uk/GBP/GB/Deutschland")[0]
    assert found(changed("taxConfiguration.countries", [{**GERMANY[0], "country": {"code": "GB"}}]), german)


@pytest.fixture
def as_app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], list[str]]:
    """What the installed app finds where Saleor answers this for the channel."""
    settings.SALEOR_API_URL = "https://saleor.example/graphql/"
    monkeypatch.setattr(saleor_checks, "installed", lambda: object())
    monkeypatch.setattr(saleor_checks, "app_credentials", lambda: Credentials(token="app"))

    def find(answer: object) -> list[str]:
        with api.override_transport(
            StubTransport(
                {"ChannelSettings": lambda _: answer, "TaxRates": lambda _: {"taxClassCountryRates": [DEFAULT]}}
            )
        ):
            return [one.text for one in saleor_checks._of_settings(UK)]

    return find


def test_the_installed_app_reads_the_settings(as_app: Callable[[object], list[str]]) -> None:
    assert as_app(SOUND) == ["payments are charged with the order."]


def test_a_channel_unknown_to_saleor_is_named(as_app: Callable[[object], list[str]]) -> None:
    (text,) = as_app(None)

    assert "there is no such channel" in text


def test_settings_that_do_not_read_are_reported_and_stop_nothing(as_app: Callable[[object], list[str]]) -> None:
    (text,) = as_app({"isActive": "perhaps"})

    assert "its settings cannot be read (Unavailable)" in text
