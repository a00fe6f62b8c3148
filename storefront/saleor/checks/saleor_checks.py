"""Checks whether the configured Saleor can serve this shop: contract, anonymous access, channels, payments, app."""

from collections.abc import Iterator

from django.conf import settings

from storefront.core.management.database_state import NOT_MIGRATED, is_migrated
from storefront.core.markets import Market, all_markets
from storefront.saleor import checkouts, payments, products
from storefront.saleor.app.installation import app_credentials, installed, is_current, token_works
from storefront.saleor.checks import channels
from storefront.saleor.checks.results import CheckResult, Level
from storefront.saleor.client import errors
from storefront.saleor.schema.contract import check, read_schema
from storefront.saleor.schema.introspection import introspect
from storefront.saleor.schema.operations import operations


def run_checks() -> Iterator[CheckResult]:
    """Yield every result as it is found. Creates one empty checkout per market, which Saleor deletes later."""
    has_tables = is_migrated()
    if not has_tables:
        yield CheckResult(Level.ERROR, NOT_MIGRATED)
        if not settings.SALEOR_API_URL:
            return  # the sandbox lives in these tables
    try:
        whole = read_schema(introspect())
    except errors.NotAllowed as error:
        yield CheckResult(Level.ERROR, f"Saleor does not let anonymous shoppers in: {error}.")
        return
    except errors.SaleorError as error:
        yield CheckResult(Level.ERROR, f"Saleor's schema cannot be read: {error}.")
        return
    report = check(whole)
    if report.kept:
        yield CheckResult(Level.OK, f"The contract is kept: all {len(operations())} operations are understood.")
    yield from (CheckResult(Level.ERROR, f"The contract is broken: {text}") for text in report.missing)
    yield from (CheckResult(Level.WARNING, f"No longer quite the same: {text}") for text in report.changed)
    yield from (CheckResult(Level.WARNING, f"Deprecated, and used by us: {text}") for text in report.deprecated)
    if has_tables:
        yield from of_app()
    for market in all_markets():
        yield from of_market(market, as_app=has_tables)


def of_app() -> Iterator[CheckResult]:
    """Check that the shop is installed as an app and that Saleor accepts its token.

    Catalogue and checkout work without it; webhooks, emails and refunds do not.
    """
    if not settings.SALEOR_API_URL:
        return
    if installed() is None:
        yield CheckResult(Level.WARNING, "The shop is not installed as an app, and gets no webhooks: run install_app.")
        return
    try:
        works = token_works()
        current = works and is_current()
    except errors.SaleorError as error:
        yield CheckResult(Level.ERROR, f"Saleor cannot be asked whether the app is still there: {error}.")
        return
    if works:
        yield CheckResult(Level.OK, "The shop is installed as an app, and its token works.")
        if not current:
            yield CheckResult(
                Level.WARNING, "It was installed by another version and does not get all webhooks: run install_app."
            )
    else:
        why = "it was removed or switched off there, or our SECRET_KEY has changed"
        yield CheckResult(Level.ERROR, f"Saleor does not take the app's token: {why}. Run install_app.")


def of_market(market: Market, *, as_app: bool = True) -> Iterator[CheckResult]:
    """Check the channel's settings, if they are to be read as the installed app, and what an anonymous shopper sees."""
    name = f"Market {market.language}, channel {market.channel}"
    found = tuple(_of_settings(market)) if as_app else ()
    yield from (CheckResult(one.level, f"{name}: {one.text}") for one in found)
    if any(one.level is Level.ERROR for one in found):
        return  # what shoppers see follows from it
    yield from (CheckResult(one.level, f"{name}: {one.text}") for one in _as_shopper(market))


def _of_settings(market: Market) -> Iterator[CheckResult]:
    """Check what only the installed app can read."""
    caller = app_credentials() if settings.SALEOR_API_URL and installed() else None
    if caller is None:
        return
    try:
        channel = channels.read_channel(market, caller=caller)
        rates = channels.read_rates(market, caller=caller)
    except errors.SaleorError as error:
        text = f"its settings cannot be read ({type(error).__name__}); a newer app may be needed: run install_app."
        yield CheckResult(Level.WARNING, text)
        return
    if channel is None:
        known = "Name one of your channels in MARKETS, or create this one (Configuration, Channels)."
        yield CheckResult(Level.ERROR, f"there is no such channel. {known}")
    else:
        yield from channels.check_settings(market, channel)
        yield from channels.check_rates(market, channel, rates)


def _as_shopper(market: Market) -> Iterator[CheckResult]:
    try:
        channel = checkouts.channel(market.channel)
        if channel is None:
            text = "there is no such channel, or it is not active. Create or activate it (Configuration, Channels)."
            yield CheckResult(Level.ERROR, text)
            return
        if market.country not in {country.code for country in channel.countries or ()}:
            text = f"does not ship to {market.country}. Add {market.country} to a shipping zone of this channel."
            yield CheckResult(Level.ERROR, text)
        shown = products.product_count(market.channel)
        cart = checkouts.create(market.channel, lines=[])
        gateways = settings.PAYMENT_GATEWAYS.of(market.language)
        ready = payments.usable_gateways(cart.id, gateways=gateways) if gateways else ()
    except errors.NotAllowed as error:
        yield CheckResult(Level.ERROR, f"is shut to anonymous shoppers: {error}.")
        return
    except errors.SaleorError as error:
        yield CheckResult(Level.ERROR, f"{type(error).__name__}: {error}.")
        return
    currency = cart.total_price.gross.currency
    if currency == market.currency:
        yield CheckResult(Level.OK, f"anonymous shoppers are let in, prices are in {currency}.")
    else:
        text = f"prices are in {currency}, the market says {market.currency}. Correct the currency in MARKETS."
        yield CheckResult(Level.ERROR, text)
    if shown:
        yield CheckResult(Level.OK, f"{shown} products are for sale.")
    else:
        yield CheckResult(
            Level.WARNING, "no product is for sale. Publish products in this channel and give them prices."
        )
    yield from _of_payments(gateways, ready)


def _of_payments(gateways: tuple[str, ...], ready: tuple[str, ...]) -> Iterator[CheckResult]:
    if ready:
        yield CheckResult(Level.OK, f"ready to take money: {', '.join(ready)}.")
    else:
        named = ", ".join(gateways) or "none"
        text = f"no payment gateway is ready, so nobody can pay. PAYMENT_GATEWAYS names {named}: run install_app."
        yield CheckResult(Level.ERROR, text)
    yield from (
        CheckResult(Level.WARNING, f"payment gateway {gateway_id} is configured and not ready. Run install_app.")
        for gateway_id in gateways
        if ready and gateway_id not in ready
    )
