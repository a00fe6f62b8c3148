"""Which price a reduction may be compared with, as pure functions over a history.

Article 6a of Directive 98/6/EC (in Germany § 11 PAngV) asks for the lowest price of at least 30 days before the
reduction was applied; the announced reduction must be measured from it (CJEU C-330/23). So the days before the
reduction began count, not the days before today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

DAYS = 30
MAX_ABSENCE = timedelta(days=30)
"""A reduction goes on if the item was not for sale for at most this time. After a longer one it begins again."""
MAX_PAUSE = timedelta(minutes=10)
"""A reduction goes on after a higher price of at most this time.

After an edit, Saleor shows the full price until it has worked out the promotions in the background.
"""
LOOK_BACK = timedelta(days=DAYS + 3)
"""How old a period may be that a reduction which begins now depends on; time zones and MAX_PAUSE included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPrice:
    """A price as the shop shows it, in major units; `undiscounted` is what Saleor says it is reduced from.

    `is_net` is true in a channel that shows prices without tax.
    """

    currency: str
    price: Decimal
    undiscounted: Decimal | None
    is_net: bool = False

    @property
    def is_reduced(self) -> bool:
        """Whether Saleor calls the price reduced."""
        return self.undiscounted is not None and self.undiscounted > self.price

    def is_comparable(self, other: "ShownPrice") -> bool:
        """Whether both are in one currency, and both with tax or both without."""
        return (self.currency, self.is_net) == (other.currency, other.is_net)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """A reduction: when it began, and the lowest price of the 30 days before; None if no price of them is known."""

    began_at: datetime
    reference: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time in which a variant was for sale at one price. `ended_at` is None while it lasts."""

    shown: ShownPrice
    started_at: datetime
    ended_at: datetime | None = None
    reduction: Reduction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """What depends on the countries of a channel: their time zones, and how a growing reduction is treated."""

    zones: tuple[ZoneInfo, ...]
    keeps_first_reference: bool


def reduction_of(shown: ShownPrice, *, at: datetime, history: Sequence[Period], rule: ChannelRule) -> Reduction | None:
    """Return the reduction of a price that is shown from `at` on, or None if it is not reduced.

    `history` are the variant's earlier periods in the same channel, in order, at least those of LOOK_BACK. Prices in
    another currency do not count, nor prices without tax for one with tax.
    """
    if not shown.is_reduced:
        return None
    comparable = [period for period in history if period.shown.is_comparable(shown)]
    current = _current_reduction(comparable, at=at)
    if current is not None and current.reduction is not None:
        reference = current.reduction.reference
        grows = shown.price < current.shown.price and rule.keeps_first_reference and reference is not None
        if grows or shown.price == current.shown.price:
            return current.reduction
    start = window_start(at, rule.zones)
    prices = [period.shown.price for period in comparable if period.ended_at is None or period.ended_at > start]
    return Reduction(began_at=at, reference=min(prices, default=None))


def window_start(began_at: datetime, zones: Sequence[ZoneInfo]) -> datetime:
    """Return the midnight 30 calendar days before the day on which a reduction began.

    Of several time zones the earliest midnight counts, because a longer time can only make the reference lower.
    """
    return min(_midnight_before(began_at, zone) for zone in zones)


def _midnight_before(began_at: datetime, zone: ZoneInfo) -> datetime:
    day = began_at.astimezone(zone).date() - timedelta(days=DAYS)
    return datetime.combine(day, time.min, tzinfo=zone)


def _current_reduction(history: Sequence[Period], *, at: datetime) -> Period | None:
    """Return the last reduced period if its reduction was not interrupted until `at`."""
    until, paused = at, timedelta(0)
    between: list[Decimal] = []
    for period in reversed(history):
        ended_at = until if period.ended_at is None else period.ended_at
        if period.reduction is not None:
            was_away = at - ended_at - paused
            went_below = any(price < period.shown.price for price in between)
            return None if was_away > MAX_ABSENCE or went_below else period
        between.append(period.shown.price)
        paused += ended_at - period.started_at
        if paused > MAX_PAUSE:
            return None
        until = period.started_at
    return None
