"""Write references to Saleor as its `priorPrice`, and read there what the merchant set.

Rows of `PriorPrice` say what is due. What Saleor holds and we did not write is the merchant's: it stays, and the lower
of both prices is announced. While a reduction lasts, each is looked at once a day.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.conf import settings
from django.utils import timezone

from storefront.catalog.models import PendingRefresh, PricePeriod, PriorPrice
from storefront.core.coordination.outbox import Backoff
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.app.prior_prices import (
    MAX_VARIANTS,
    ChannelListing,
    PricedVariant,
    priced_variants,
    set_prior_price,
)
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import SaleorError

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
BACKOFF = Backoff(first=timedelta(minutes=1), longest=timedelta(hours=6))
AGAIN_AFTER = timedelta(days=1)
MAX_ROWS = 200


def share_due() -> int:
    """Look at the rows that are due. Returns how many. Without an installed app they stay due."""
    if not (settings.SHARE_PRIOR_PRICES and settings.SALEOR_API_URL):
        return 0
    app = app_credentials()
    if app is None:
        return 0
    batches: defaultdict[str, list[PriorPrice]] = defaultdict(list)
    for pk in PriorPrice.objects.due(limit=MAX_ROWS):
        row = PriorPrice.objects.claim(pk, lease=LEASE)
        if row is not None:
            batches[row.channel].append(row)
    for channel, rows in batches.items():
        for start in range(0, len(rows), MAX_VARIANTS):
            _share(rows[start : start + MAX_VARIANTS], channel=channel, app=app)
    return sum(map(len, batches.values()))


def entered_amount(shown: Decimal, *, is_net: bool, variant: PricedVariant, listing: ChannelListing) -> Decimal | None:
    """Return a shown amount as the merchant would enter it; None if it cannot be told whether that is with tax.

    The full price is known both ways, so it says which one was entered, and how much the tax is.
    """
    full = variant.pricing.price_undiscounted if variant.pricing else None
    if full is None or listing.price is None or not full.gross.amount or not full.net.amount:
        return None
    if listing.price.amount == full.gross.amount:
        factor = full.gross.amount / full.net.amount if is_net else Decimal(1)
    elif listing.price.amount == full.net.amount:
        factor = Decimal(1) if is_net else full.net.amount / full.gross.amount
    else:
        return None
    return (shown * factor).quantize(Decimal(1).scaleb(-get_currency_precision(listing.price.currency)))


def shown_amount(entered: Decimal, *, is_net: bool, variant: PricedVariant, listing: ChannelListing) -> Decimal | None:
    """Return an entered amount as pages show it; the inverse of `entered_amount`."""
    unit = entered_amount(Decimal(1000), is_net=is_net, variant=variant, listing=listing)
    if not unit or listing.price is None:
        return None
    return (entered * 1000 / unit).quantize(Decimal(1).scaleb(-get_currency_precision(listing.price.currency)))


def _share(rows: Sequence[PriorPrice], *, channel: str, app: Credentials) -> None:
    keys = [row.variant_id for row in rows]
    periods = {
        row.variant_id: row for row in PricePeriod.objects.filter(variant__in=keys, channel=channel, ended_at=None)
    }
    ids = dict(PriorPrice.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "variant__saleor_id"))
    try:
        found = {each.id: each for each in priced_variants(list(ids.values()), channel=channel, app=app)}
        for row in rows:
            _share_one(row, periods.get(row.variant_id), found.get(ids[row.pk]), app=app)
    except SaleorError as error:
        logger.warning("prior prices could not be shared: %s", type(error).__name__)
        for row in rows:
            row.retry_later(BACKOFF)


def _share_one(row: PriorPrice, period: PricePeriod | None, variant: PricedVariant | None, *, app: Credentials) -> None:
    listing = variant.listing_in(row.channel) if variant else None
    if variant is None or listing is None:
        row.finish_if_claimed(written=None)
        return
    current = listing.prior_price.amount if listing.prior_price else None
    wanted = _wanted(period, variant=variant, listing=listing)
    # What we want and find there is ours too: the response to an earlier write was lost.
    is_merchants = current is not None and current not in (row.written, wanted)
    if period is not None and period.reduced_since:
        _take_stated(period, current if is_merchants else None, variant=variant, listing=listing)
    if is_merchants:
        _look_again(row, period, written=None)
        return
    if wanted != current and not set_prior_price(variant, listing, wanted, app=app):
        row.retry_later(BACKOFF)
        return
    _look_again(row, period, written=wanted)


def _wanted(period: PricePeriod | None, *, variant: PricedVariant, listing: ChannelListing) -> Decimal | None:
    """What Saleor is to hold: our reference of a reduction that may be announced, else nothing."""
    reference = period.reference if period and period.reduced_since else None
    if period is None or reference is None or reference <= period.price:
        return None
    return entered_amount(reference, is_net=period.is_net, variant=variant, listing=listing)


def _take_stated(
    period: PricePeriod, entered: Decimal | None, *, variant: PricedVariant, listing: ChannelListing
) -> None:
    """Store the merchant's prior price of a reduction, and have the product read again if it changed."""
    stated = None
    if entered is not None:
        stated = shown_amount(entered, is_net=period.is_net, variant=variant, listing=listing)
    if stated != period.stated:
        period.stated = stated
        period.save(update_fields=["stated"])
        PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, [variant.product.id])


def _look_again(row: PriorPrice, period: PricePeriod | None, *, written: Decimal | None) -> None:
    """End the attempt; look again tomorrow while there is a reduction, or something of ours in Saleor.

    A row that was marked again in the meantime stays due.
    """
    lasts = written is not None or (period is not None and period.reduced_since is not None)
    again = timezone.now() + AGAIN_AFTER if lasts else None
    PriorPrice.objects.filter(pk=row.pk, next_attempt_at=row.next_attempt_at).update(next_attempt_at=again)
    row.update_if_claimed(written=written, leased_until=None, attempts=0)
