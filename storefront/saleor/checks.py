"""Checks whether the configured Saleor can serve this shop: contract, anonymous access, channels, payments, app."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from storefront.core.markets import Market, all_markets
from storefront.saleor import checkouts, payments, products
from storefront.saleor.app.installation import installed, is_current, payment_flow, token_works
from storefront.saleor.client import errors
from storefront.saleor.contract import check, read_schema
from storefront.saleor.introspection import introspect
from storefront.saleor.operations import operations


class Level(StrEnum):
    """How much a result matters. The values are CSS classes of the Dashboard pages.

    FINE is good, FACT is neutral, LOOK may become a fault or is unusual, WRONG keeps something from working.
    """

    FINE = "fine"
    FACT = "fact"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One sentence about the configured Saleor."""

    level: Level
    text: str


def run_checks() -> Iterator[CheckResult]:
    """Yield every result as it is found. Creates one empty checkout per market, which Saleor deletes later."""
    try:
        whole = read_schema(introspect())
    except errors.NotAllowed as error:
        yield CheckResult(Level.WRONG, f"Saleor does not let anonymous shoppers in: {error}.")
        return
    except errors.SaleorError as error:
        yield CheckResult(Level.WRONG, f"Saleor's schema cannot be read: {error}.")
        return
    report = check(whole)
    if report.kept:
        yield CheckResult(Level.FINE, f"The contract is kept: all {len(operations())} operations are understood.")
    yield from (CheckResult(Level.WRONG, f"The contract is broken: {text}") for text in report.missing)
    yield from (CheckResult(Level.LOOK, f"No longer quite the same: {text}") for text in report.changed)
    yield from (CheckResult(Level.LOOK, f"Deprecated, and used by us: {text}") for text in report.deprecated)
    yield from of_app()
    for market in all_markets():
        yield from of_market(market)


def of_app() -> Iterator[CheckResult]:
    """Check that the shop is installed as an app and that Saleor accepts its token.

    Catalogue and checkout work without it; webhooks, emails and refunds do not.
    """
    if not settings.SALEOR_API_URL:
        return
    if installed() is None:
        yield CheckResult(Level.LOOK, "The shop is not installed as an app, and hears of no change: see install_app.")
        return
    try:
        works = token_works()
        current = works and is_current()
    except errors.SaleorError as error:
        yield CheckResult(Level.WRONG, f"Saleor cannot be asked whether the app is still there: {error}.")
        return
    if works:
        yield CheckResult(Level.FINE, "The shop is installed as an app, and its token works.")
        if not current:
            yield CheckResult(
                Level.LOOK, "It was installed by another version and is not told of all: see install_app."
            )
    else:
        why = "it was removed or switched off there, or our SECRET_KEY has changed"
        yield CheckResult(Level.WRONG, f"Saleor does not take the app's token: {why}. See install_app.")


def of_market(market: Market) -> Iterator[CheckResult]:
    """Check the channel as an anonymous shopper sees it."""
    name = f"Market {market.language}, channel {market.channel}"
    try:
        channel = checkouts.channel(market.channel)
        if channel is None:
            yield CheckResult(Level.WRONG, f"{name}: there is no such channel, or it is not active.")
            return
        if market.country not in {country.code for country in channel.countries or ()}:
            yield CheckResult(Level.WRONG, f"{name}: does not ship to {market.country}.")
        shown = next(products.product_pages(market.channel)).total_count
        cart = checkouts.create(market.channel, lines=[])
        gateways = settings.PAYMENT_GATEWAYS.of(market.language)
        ready = payments.usable_gateways(cart.id, gateways=gateways) if gateways else ()
    except errors.NotAllowed as error:
        yield CheckResult(Level.WRONG, f"{name}: is shut to anonymous shoppers: {error}.")
        return
    except errors.SaleorError as error:
        yield CheckResult(Level.WRONG, f"{name}: {type(error).__name__}: {error}.")
        return
    currency = cart.total_price.gross.currency
    if currency == market.currency:
        yield CheckResult(Level.FINE, f"{name}: anonymous shoppers are let in, prices are in {currency}.")
    else:
        yield CheckResult(Level.WRONG, f"{name}: prices are in {currency}, the market says {market.currency}.")
    yield CheckResult(Level.FINE if shown else Level.LOOK, f"{name}: {shown or 'no'} products are on the shelf.")
    yield from _of_payments(name, gateways, ready)
    yield from _of_payment_flow(name, market.channel)


def _of_payments(name: str, gateways: tuple[str, ...], ready: tuple[str, ...]) -> Iterator[CheckResult]:
    if ready:
        yield CheckResult(Level.FINE, f"{name}: ready to take money: {', '.join(ready)}.")
    else:
        yield CheckResult(Level.WRONG, f"{name}: no payment gateway is ready, so nobody can pay.")
    yield from (
        CheckResult(Level.LOOK, f"{name}: payment gateway {gateway_id} is configured and not ready.")
        for gateway_id in gateways
        if ready and gateway_id not in ready
    )


def _of_payment_flow(name: str, channel: str) -> Iterator[CheckResult]:
    """Warn of a channel that reserves money instead of charging it. Only the installed app can read that."""
    if not settings.SALEOR_API_URL or installed() is None:
        return
    try:
        flow = payment_flow(channel)
    except errors.SaleorError as error:
        yield CheckResult(Level.LOOK, f"{name}: its payment settings cannot be read: {type(error).__name__}.")
        return
    if flow == "AUTHORIZATION":
        yield CheckResult(
            Level.LOOK,
            f"{name}: payments are only authorized (defaultTransactionFlowStrategy). Orders are reserved and not paid "
            "until you capture each of them in Saleor, which refuses to fulfil them before. Set it to CHARGE.",
        )
    elif flow:
        yield CheckResult(Level.FINE, f"{name}: payments are charged with the order.")
