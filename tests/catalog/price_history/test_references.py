"""What a reduction may be compared with: one story a line, told as prices by day.

The first stories follow the ideas of Sylius' features on the lowest price before a discount.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import Settings

from storefront.catalog.models import Offer, PricePeriod, Variant
from storefront.catalog.price_history.recording import record_prices
from storefront.catalog.price_history.retention import KEPT, prune
from storefront.catalog.price_history.rules import ShownPrice
from storefront.core.markets import parse_markets
from tests.catalog.factories import make_product

pytestmark = pytest.mark.django_db
GERMANY = "de-de=de/EUR/DE/Deutschland"
IRELAND = "en-ie=de/EUR/IE/Ireland"
START = datetime(2026, 1, 1, 11, tzinfo=UTC)
MINUTE = 1 / 24 / 60


@dataclass(frozen=True)
class At:
    """A price from a day on: `full` if it is reduced; None as `price` if it is not for sale."""

    day: float
    price: str | None
    full: str | None = None
    currency: str = "EUR"
    is_net: bool = False


def gone(day: float) -> At:
    return At(day, None)


STORIES: dict[str, tuple[list[At], str | None]] = {
    "never reduced": ([At(0, "21")], None),
    "one reduction": ([At(0, "37"), At(40, "21", "37")], "37"),
    "a reduction that shrinks is compared with its own deepest price, so nothing is announced": (
        [At(0, "37"), At(40, "21", "37"), At(41, "30", "37")],
        None,
    ),
    "the same after more than a month": ([At(0, "42"), At(40, "21", "42"), At(72, "33", "42")], None),
    "an earlier reduction ended more than 30 days ago": (
        [At(0, "42"), At(1, "21", "42"), At(31, "39"), At(76, "33", "42")],
        "39",
    ),
    "an earlier reduction was taken back more than 30 days ago": (
        [At(0, "42"), At(1, "21", "42"), At(31, "42"), At(76, "33", "42")],
        "42",
    ),
    "a price that began before the 30 days and still held in them counts": (
        [At(0, "10"), At(4, "9"), At(35, "11"), At(45, "13"), At(55, "8", "20")],
        "9",
    ),
    "a raised price called reduced is not announced": (
        [At(0, "10"), At(4, "9"), At(35, "11"), At(55, "15", "20")],
        None,
    ),
    "the reduction was removed": ([At(0, "37"), At(40, "21", "37"), At(50, "37")], None),
    "reduced, full, lower without announcement, back, then reduced again": (
        [At(0, "37"), At(1, "21", "37"), At(2, "37"), At(3, "10"), At(4, "21"), At(5, "9", "21")],
        "10",
    ),
    # The window lies before the reduction, however long it has lasted.
    "the window lies before the reduction, not before today": (
        [At(0, "10"), At(30, "12"), At(70, "8", "12"), At(75, "8", "12"), At(95, "8", "13")],
        "12",
    ),
    "the merchant raises the price shortly before the reduction": (
        [At(0, "10"), At(50, "15"), At(51, "9", "15")],
        "10",
    ),
    "the price was raised more than 30 days before": ([At(0, "10"), At(50, "15"), At(90, "9", "15")], "15"),
    "only the full price changes": ([At(0, "10"), At(40, "8", "10"), At(42, "8", "20")], "10"),
    "a lower price is called reduced although it stood before": ([At(0, "10"), At(40, "10", "12")], None),
    # Growing reductions (article 6a(5), § 11(2) PAngV).
    "a growing reduction keeps its first reference": (
        [At(0, "100"), At(40, "90", "100"), At(50, "70", "100"), At(75, "50", "100")],
        "100",
    ),
    "a growing reduction that was interrupted does not": (
        [At(0, "100"), At(40, "90", "100"), At(50, "100"), At(52, "70", "100")],
        "90",
    ),
    "a reduction that shrank and grows again is compared with the price before it grew": (
        [At(0, "100"), At(40, "80", "100"), At(50, "90", "100"), At(55, "70", "100")],
        "80",
    ),
    # Short and missing histories.
    "a history of two days": ([At(0, "10"), At(2, "8", "10")], "10"),
    "first seen reduced: nothing is known": ([At(0, "8", "10")], None),
    "first seen reduced and later deeper: the first price is known": ([At(0, "8", "10"), At(5, "7", "10")], "8"),
    "first seen reduced, then full, then reduced": ([At(0, "8", "10"), At(5, "10"), At(60, "8", "10")], "10"),
    # Gaps.
    "not for sale for a day in the middle of a reduction": (
        [At(0, "10"), At(40, "8", "10"), gone(45), At(46, "8", "10")],
        "10",
    ),
    "not for sale for exactly 30 days in a reduction": (
        [At(0, "10"), At(40, "8", "10"), gone(45), At(75, "8", "10")],
        "10",
    ),
    "not for sale for longer than 30 days: no price of the window is known": (
        [At(0, "10"), At(40, "8", "10"), gone(45), At(77, "8", "10")],
        None,
    ),
    "reduced when it returns after three days": ([At(0, "10"), gone(40), At(43, "8", "10")], "10"),
    "reduced when it returns after two months": ([At(0, "10"), gone(40), At(100, "8", "10")], None),
    "not for sale now": ([At(0, "10"), At(40, "8", "10"), gone(45)], None),
    # Currencies.
    "another currency has a history of its own": (
        [At(0, "10"), At(40, "8", "10", currency="GBP")],
        None,
    ),
    "the first currency returns within 30 days": (
        [At(0, "10"), At(40, "9", currency="GBP"), At(41, "8", "10")],
        "10",
    ),
    "prices without tax are not compared with prices with tax": (
        [At(0, "10"), At(40, "8", "10"), At(45, "6.72", "8.40", is_net=True)],
        None,
    ),
    # Moments.
    "two changes in one moment: the second counts": ([At(0, "10"), At(40, "5"), At(40, "8", "10")], "10"),
    "a price of one second counts": (
        [At(0, "10"), At(40, "5"), At(40 + MINUTE / 60, "10"), At(50, "4", "10")],
        "5",
    ),
    "a clock that goes back a little": ([At(0, "10"), At(40, "9"), At(39.9, "8", "10")], "9"),
    "the full price for five minutes, while Saleor works out promotions": (
        [At(0, "10"), At(40, "8", "10"), At(45, "10"), At(45 + 5 * MINUTE, "8", "10")],
        "10",
    ),
    "the full price for an hour is an interruption": (
        [At(0, "10"), At(40, "8", "10"), At(45, "10"), At(45 + 60 * MINUTE, "7", "10")],
        "8",
    ),
    "a lower price for five minutes is no pause": (
        [At(0, "10"), At(40, "8", "10"), At(45, "5"), At(45 + 5 * MINUTE, "8", "10")],
        None,
    ),
    # Calendar days in the market's time zone: day 40 is 10 February, 12:00 in Berlin; its window begins 11 January.
    "a price that ended at the window's first midnight": (
        [At(0, "5"), At(9.5, "10"), At(40, "8", "10")],
        "10",
    ),
    "a price that ended a second later": ([At(0, "5"), At(9.5 + MINUTE / 60, "10"), At(40, "4", "10")], "5"),
}


@pytest.fixture
def variant(settings: Settings) -> Variant:
    settings.MARKETS = parse_markets(GERMANY)
    return make_product("small-plug", channel="de").variants.get()


def _tell(variant: Variant, story: list[At]) -> Decimal | None:
    """Record the prices in order; return what the last one may be compared with on a page."""
    for each in story:
        shown = each.price and ShownPrice(
            currency=each.currency,
            price=Decimal(each.price),
            undiscounted=Decimal(each.full or each.price),
            is_net=each.is_net,
        )
        at = START + timedelta(days=each.day)
        references = record_prices({variant.pk: shown or None}, channel="de", at=at)
        Offer.objects.filter(variant=variant).update(price=each.price, reference=references.get(variant.pk))
    shown_before = Offer.objects.get(variant=variant, channel="de").money_before
    return shown_before.amount if shown_before else None


@pytest.mark.parametrize(("story", "expected"), STORIES.values(), ids=STORIES)
def test_a_reduction_is_compared_with(variant: Variant, story: list[At], expected: str | None) -> None:
    assert _tell(variant, story) == (Decimal(expected) if expected else None)


def test_without_a_national_rule_for_growing_reductions_the_lower_price_counts(
    variant: Variant, settings: Settings
) -> None:
    settings.MARKETS = parse_markets(f"{GERMANY}, {IRELAND}")

    assert _tell(variant, [At(0, "100"), At(40, "90", "100"), At(50, "70", "100")]) == 90


def test_the_window_begins_at_the_earliest_midnight_of_the_channels_countries(
    variant: Variant, settings: Settings
) -> None:
    # 23:30 UTC on day 9 is midnight in no country; 23:00 is midnight in Berlin and 23:00 in Dublin.
    settings.MARKETS = parse_markets(f"{IRELAND}, {GERMANY}")

    assert _tell(variant, [At(0, "5"), At(9.5 + 30 * MINUTE, "10"), At(40, "4", "10")]) == 5
    assert _tell(variant, [At(80, "10")]) is None


def test_each_variant_and_each_channel_has_its_own_history(variant: Variant) -> None:
    other = make_product("other", channel="de").variants.get()
    at = START + timedelta(days=40)

    _tell(variant, [At(0, "10"), At(40, "8", "10")])

    reduced = ShownPrice(currency="EUR", price=Decimal(8), undiscounted=Decimal(10))
    assert record_prices({other.pk: reduced}, channel="de", at=at) == {}
    assert record_prices({variant.pk: reduced}, channel="elsewhere", at=at) == {}


def test_the_same_price_again_writes_nothing(variant: Variant) -> None:
    _tell(variant, [At(0, "10"), At(1, "10"), At(2, "8", "10"), At(3, "8", "10")])

    assert PricePeriod.objects.filter(variant=variant).count() == 2


def test_prices_are_kept_for_three_years_as_proof(variant: Variant) -> None:
    _tell(variant, [At(0, "10"), At(40, "8", "10")])
    PricePeriod.objects.filter(ended_at=None).update(started_at=START - 2 * KEPT)

    assert prune() == 0
    PricePeriod.objects.exclude(ended_at=None).update(ended_at=START - KEPT)
    assert prune() == 1
    assert PricePeriod.objects.get(variant=variant).ended_at is None
