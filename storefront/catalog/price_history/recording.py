"""Record which prices the shop shows, and what their reductions may be compared with.

The sync calls this for every answer that it stores, in the same transaction; it has locked the products, so that one
process at a time records a variant. A fixed number of statements, however many variants.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Q

from storefront.catalog.price_history.channel_rules import rule_of
from storefront.catalog.price_history.models import PricePeriod, PriorPrice
from storefront.catalog.price_history.rules import LOOK_BACK, Reduction, ShownPrice, reduction_of


def record_prices(prices: Mapping[int, ShownPrice | None], *, channel: str, at: datetime) -> dict[int, Decimal]:
    """Record the prices that `channel` shows from `at` on; None for a variant that is not for sale.

    `prices` are by primary key of the variant. Returns the references of the reduced ones: the lowest prices of the 30
    days before their reductions, or the merchant's prior price in Saleor if that is lower. A reduction without known
    earlier prices has none.
    """
    rule = rule_of(channel)
    history = _recent_periods(prices, channel=channel, at=at)
    ended: list[PricePeriod] = []
    replaced: list[PricePeriod] = []
    begun: list[PricePeriod] = []
    references: dict[int, Decimal] = {}
    for variant, shown in prices.items():
        rows = history[variant]
        current = rows[-1] if rows and rows[-1].ended_at is None else None
        if current is not None and current.shown == shown:
            period = current
        else:
            changed_at = _time_of_change(rows, at=at)
            if current is not None:
                current.ended_at = changed_at
                (replaced if current.started_at == changed_at else ended).append(current)
            if shown is None:
                continue
            kept = [row.as_period() for row in rows if row not in replaced]
            reduction = reduction_of(shown, at=changed_at, history=kept, rule=rule)
            period = PricePeriod(
                variant_id=variant,
                channel=channel,
                currency=shown.currency,
                is_net=shown.is_net,
                price=shown.price,
                undiscounted=shown.undiscounted,
                reduced_since=reduction.began_at if reduction else None,
                reference=reduction.reference if reduction else None,
                stated=_still_stated(rows, reduction),
                started_at=changed_at,
            )
            begun.append(period)
        if period.announced_from is not None:
            references[variant] = period.announced_from
    PricePeriod.objects.filter(pk__in=[row.pk for row in replaced]).delete()
    PricePeriod.objects.bulk_update(ended, ["ended_at"])
    PricePeriod.objects.bulk_create(begun)
    reduced = {row.variant_id for row in (*ended, *replaced, *begun) if row.reduced_since}
    if reduced and settings.SHARE_PRIOR_PRICES and settings.SALEOR_API_URL:
        PriorPrice.objects.mark(sorted(reduced), channel=channel)
    return references


def end_prices(products: Collection[int], *, channel: str, at: datetime) -> None:
    """Record that `channel` does not show these products (primary keys) any more."""
    shown = PricePeriod.objects.filter(variant__product_id__in=products, channel=channel, ended_at=None)
    record_prices(dict.fromkeys(shown.values_list("variant_id", flat=True)), channel=channel, at=at)


def _still_stated(rows: Sequence[PricePeriod], reduction: Reduction | None) -> Decimal | None:
    """Return the merchant's prior price if it was stated for this reduction."""
    last = next((row for row in reversed(rows) if row.reduced_since), None)
    return last.stated if last and reduction and last.reduced_since == reduction.began_at else None


def _time_of_change(rows: Sequence[PricePeriod], *, at: datetime) -> datetime:
    """Return `at`, or just after the last change if that is later: the clocks of two servers may differ."""
    last = max((row.ended_at or row.started_at for row in rows), default=at)
    return at if at >= last else last + timedelta.resolution


def _recent_periods(variants: Collection[int], *, channel: str, at: datetime) -> defaultdict[int, list[PricePeriod]]:
    recent = Q(ended_at=None) | Q(ended_at__gt=at - LOOK_BACK)
    history: defaultdict[int, list[PricePeriod]] = defaultdict(list)
    for row in PricePeriod.objects.filter(recent, variant__in=variants, channel=channel).order_by("started_at", "pk"):
        history[row.variant_id].append(row)
    return history
