"""Checks a channel's settings in Saleor: what the shop needs of each, and what to change.

Saleor shows them to apps and staff only. When a checkout ends is a setting of Saleor's process and cannot be read.
"""

from collections.abc import Iterator

import msgspec

from storefront.core.markets import Market
from storefront.saleor.app.installation import OPERATIONS_DIR, read_answer
from storefront.saleor.checks.results import CheckResult, Level
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.schema.operations import operations
from storefront.saleor.types.base import Page, Ref


class _Order(msgspec.Struct, frozen=True, rename="camel"):
    mark_as_paid_strategy: str
    allow_unpaid_orders: bool
    automatically_confirm_all_new_orders: bool
    expire_orders_after: int | None = None


class _Checkout(msgspec.Struct, frozen=True, rename="camel"):
    automatically_complete_fully_paid_checkouts: bool
    allow_legacy_gift_card_use: bool


class _Payment(msgspec.Struct, frozen=True, rename="camel"):
    default_transaction_flow_strategy: str
    release_funds_for_expired_checkouts: bool | None = None
    checkout_ttl_before_releasing_funds: int | None = None


class _Country(msgspec.Struct, frozen=True):
    code: str


class _CountryTax(msgspec.Struct, frozen=True, rename="camel"):
    country: _Country
    charge_taxes: bool
    display_gross_prices: bool
    tax_calculation_strategy: str | None = None


class _Tax(msgspec.Struct, frozen=True, rename="camel"):
    charge_taxes: bool
    display_gross_prices: bool
    tax_calculation_strategy: str | None = None
    countries: tuple[_CountryTax, ...] = ()


class _Rate(msgspec.Struct, frozen=True, rename="camel"):
    rate: float
    tax_class: Ref | None = None


class TaxRates(msgspec.Struct, frozen=True, rename="camel"):
    """The flat rates of a country; the one without a class is for products that have none."""

    tax_class_country_rates: tuple[_Rate, ...] = ()


class _Slug(msgspec.Struct, frozen=True):
    slug: str


class _Zone(msgspec.Struct, frozen=True):
    countries: tuple[_Country, ...]
    channels: tuple[_Slug, ...]


class _Warehouse(msgspec.Struct, frozen=True, rename="camel"):
    name: str
    shipping_zones: Page[_Zone]


class _Method(msgspec.Struct, frozen=True):
    id: str


class _Methods(msgspec.Struct, frozen=True, rename="camel"):
    """The delivery methods for one country."""

    country_code: str
    shipping_methods: tuple[_Method, ...] | None = None


class ChannelSettings(msgspec.Struct, frozen=True, rename="camel"):
    """A channel as staff and apps see it."""

    is_active: bool
    currency_code: str
    warehouses: tuple[_Warehouse, ...]
    order_settings: _Order
    checkout_settings: _Checkout
    payment_settings: _Payment
    tax_configuration: _Tax
    methods: tuple[_Methods, ...] | None = None


def read_channel(market: Market, *, caller: Credentials) -> ChannelSettings | None:
    """Return the settings of a market's channel, also of an inactive one; None if there is none. Raises SaleorError."""
    operation = operations(OPERATIONS_DIR)["ChannelSettings"]
    variables = {"slug": market.channel, "country": market.country}
    return read_answer(api.execute(operation, msgspec.Raw, variables, caller=caller), ChannelSettings)


def read_rates(market: Market, *, caller: Credentials) -> TaxRates:
    """Return the flat tax rates of a market's country; none where Saleor has none. Raises SaleorError."""
    operation = operations(OPERATIONS_DIR)["TaxRates"]
    raw = api.execute(operation, msgspec.Raw, {"country": market.country}, caller=caller)
    return read_answer(raw, TaxRates) or TaxRates()


def check_rates(market: Market, channel: ChannelSettings, rates: TaxRates) -> Iterator[CheckResult]:
    """Yield a warning where taxes are to be charged by flat rates and the market's country has none."""
    tax = _tax_of(market, channel.tax_configuration)
    strategy = tax.tax_calculation_strategy or channel.tax_configuration.tax_calculation_strategy
    if not tax.charge_taxes or strategy != "FLAT_RATES":
        return
    may_be_zero = market.country in _SHOWS_PRICES_BEFORE_TAX
    if not any(one.rate > 0 or may_be_zero for one in rates.tax_class_country_rates):
        yield CheckResult(
            Level.WARNING,
            f"no tax rate is set for {market.country}, so pages speak of tax and none is charged. Enter the rates of "
            "the country (Configuration, Taxes, Countries), or turn taxes off if you owe none there.",
        )
    elif not any(one.tax_class is None for one in rates.tax_class_country_rates):
        yield CheckResult(
            Level.WARNING,
            f"{market.country} has no tax rate for products without a tax class, so none is charged for them. Enter "
            "its default rate (Configuration, Taxes, Countries).",
        )


def check_settings(market: Market, channel: ChannelSettings) -> Iterator[CheckResult]:
    """Yield what the shop cannot work with, or what a merchant should know, each with what to change."""
    if not channel.is_active:
        yield CheckResult(Level.ERROR, "is not active, so nobody can buy. Activate it (Configuration, Channels).")
    yield from _of_delivery(market, channel)
    yield from _of_payment(channel.payment_settings)
    yield from _of_orders(channel.order_settings)
    yield from _of_checkout(channel.checkout_settings)
    yield from _of_tax(market, channel.tax_configuration)


def _of_delivery(market: Market, channel: ChannelSettings) -> Iterator[CheckResult]:
    country = market.country
    if not channel.warehouses:
        yield CheckResult(
            Level.ERROR,
            "has no warehouse, so nothing is in stock. Assign one to it (Configuration, Channels).",
        )
    elif not any(_ships(warehouse, market) for warehouse in channel.warehouses):
        yield CheckResult(
            Level.ERROR,
            f"no warehouse of this channel ships to {country}, so nothing is in stock there. Assign a warehouse of the "
            f"channel to a shipping zone that has {country} and this channel (Configuration, Shipping).",
        )
    if not any(one.shipping_methods for one in channel.methods or ()):
        yield CheckResult(
            Level.ERROR,
            f"has no delivery method to {country}. Add one with a price in {channel.currency_code} to a shipping zone "
            f"that has {country} and this channel (Configuration, Shipping).",
        )


def _ships(warehouse: _Warehouse, market: Market) -> bool:
    """Tell whether a warehouse ships to the market; one with more zones than were read is given the benefit of it."""
    zones = warehouse.shipping_zones
    return zones.page_info.has_next_page or any(
        market.country in {country.code for country in zone.countries}
        and market.channel in {channel.slug for channel in zone.channels}
        for zone in zones.nodes
    )


def _of_payment(settings: _Payment) -> Iterator[CheckResult]:
    if settings.default_transaction_flow_strategy == "AUTHORIZATION":
        yield CheckResult(
            Level.WARNING,
            "payments are only authorized (defaultTransactionFlowStrategy). Orders are reserved and not paid until you "
            "capture each of them in Saleor, which refuses to fulfil them before. Set it to CHARGE.",
        )
    else:
        yield CheckResult(Level.OK, "payments are charged with the order.")
    if settings.release_funds_for_expired_checkouts:
        hours = settings.checkout_ttl_before_releasing_funds
        yield CheckResult(
            Level.INFO, f"Saleor refunds what was paid for a checkout that became no order within {hours} hours."
        )


def _of_orders(settings: _Order) -> Iterator[CheckResult]:
    if settings.mark_as_paid_strategy != "TRANSACTION_FLOW":
        yield CheckResult(
            Level.WARNING,
            "an order that you mark as paid gets a payment that the shop cannot refund (markAsPaidStrategy). Set it to "
            "TRANSACTION_FLOW (Configuration, Channels, “Mark as paid creates”).",
        )
    if settings.allow_unpaid_orders:
        yield CheckResult(
            Level.WARNING,
            "anybody who calls Saleor's API may order without paying (allowUnpaidOrders). The shop does not need it: "
            "turn it off.",
        )
    if not settings.automatically_confirm_all_new_orders:
        yield CheckResult(
            Level.WARNING,
            "orders wait for you to confirm them (automaticallyConfirmAllNewOrders), although the shop's email "
            "confirms them. Turn it on.",
        )
    if settings.expire_orders_after is not None:
        yield CheckResult(
            Level.WARNING,
            f"unpaid orders expire after {settings.expire_orders_after} minutes (expireOrdersAfter). An order whose "
            "payment is still pending may go. Leave it empty, or set it to days.",
        )


def _of_checkout(settings: _Checkout) -> Iterator[CheckResult]:
    if settings.automatically_complete_fully_paid_checkouts:
        yield CheckResult(
            Level.WARNING,
            "Saleor makes the order of a paid checkout by itself (automaticallyCompleteFullyPaidCheckouts), so the "
            "shop cannot compare lines and total before. The shop finishes paid checkouts itself: turn it off.",
        )
    if not settings.allow_legacy_gift_card_use:
        yield CheckResult(
            Level.WARNING,
            "gift cards cannot be entered as codes (allowLegacyGiftCardUse), which is how the shop takes them. Turn it "
            "on if you sell gift cards.",
        )


def _of_tax(market: Market, settings: _Tax) -> Iterator[CheckResult]:
    tax = _tax_of(market, settings)
    if not tax.charge_taxes:
        yield CheckResult(
            Level.WARNING,
            f"no taxes are charged in {market.country}. That is right only for a merchant who owes none there; else "
            "turn “Charge taxes for this channel” on (Configuration, Taxes).",
        )
    elif not (tax.tax_calculation_strategy or settings.tax_calculation_strategy):
        yield CheckResult(
            Level.WARNING,
            f"no way to calculate taxes is chosen for {market.country}, so none are charged. Choose flat rates or a "
            "tax app (Configuration, Taxes).",
        )
    if tax.charge_taxes and not tax.display_gross_prices and market.country not in _SHOWS_PRICES_BEFORE_TAX:
        yield CheckResult(
            Level.WARNING,
            f"prices are shown without tax in {market.country}, where consumers must see what they pay. Turn “Show "
            "gross prices in storefront” on (Configuration, Taxes).",
        )


def _tax_of(market: Market, settings: _Tax) -> _Tax | _CountryTax:
    """Return what holds in the market's country: its own settings, else those of the channel."""
    return next((one for one in settings.countries if one.country.code == market.country), settings)


_SHOWS_PRICES_BEFORE_TAX = frozenset({"CA", "US"})  # sales tax is added at checkout by custom
