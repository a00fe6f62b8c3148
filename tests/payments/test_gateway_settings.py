"""The PAYMENT_GATEWAYS setting: for all markets or by market."""

import pytest
from pytest_django import Settings

from storefront.payments.providers.gateway_settings import GatewaysMisconfigured, parse_gateways
from storefront.payments.providers.registry import check_configured_gateways, configured_providers

LANGUAGES = ("en-gb", "en-us", "en-ie")


@pytest.mark.parametrize(
    ("text", "uk", "us"),
    [
        ("gradual.stripe", ("gradual.stripe",), ("gradual.stripe",)),
        ("a.one, b.two", ("a.one", "b.two"), ("a.one", "b.two")),
        ("a.one|b.two", ("a.one", "b.two"), ("a.one", "b.two")),
        ("a.one, en-us=b.two|c.three", ("a.one",), ("b.two", "c.three")),
        ("EN-US = b.two ,a.one", ("a.one",), ("b.two",)),
        ("a.one, en-us=", ("a.one",), ()),
        ("en-us=b.two", (), ("b.two",)),
        ("", (), ()),
    ],
)
def test_each_market_has_its_gateways(text: str, uk: tuple[str, ...], us: tuple[str, ...]) -> None:
    gateways = parse_gateways(text, languages=LANGUAGES)

    assert (gateways.of("en-gb"), gateways.of("en-us")) == (uk, us)
    assert set(gateways.all) == {*uk, *us}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("de-de=a.one", "'de-de'; there are: en-gb, en-us, en-ie"),
        ("en-us=a.one, en-us=b.two", "'en-us' twice"),
        ("a.one, a.one", "a gateway twice"),
        ("en-us=a.one|a.one", "a gateway twice"),
        ("en-us=a.one|", "no Saleor app identifier"),
        ("a one", "no Saleor app identifier"),
        ("en-us=x=a.one", "'en-us=x'"),
    ],
)
def test_an_invalid_setting_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(GatewaysMisconfigured, match="PAYMENT_GATEWAYS") as refused:
        parse_gateways(text, languages=LANGUAGES)

    assert said in str(refused.value)


def test_a_gateway_without_a_provider_is_a_system_check_error(settings: Settings) -> None:
    settings.PAYMENT_GATEWAYS = parse_gateways("gradual.stripe, en-us=no.such.app", languages=LANGUAGES)

    (problem,) = check_configured_gateways()

    assert "'no.such.app'" in problem.msg


def test_a_market_offers_its_own_in_their_order(settings: Settings) -> None:
    settings.PAYMENT_GATEWAYS = parse_gateways("en-gb=gradual.stripe|gradual.test-payments", languages=LANGUAGES)

    assert [provider.identifier for provider in configured_providers()] == ["gradual.stripe", "gradual.test-payments"]
