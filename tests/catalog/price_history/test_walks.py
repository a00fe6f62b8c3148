"""Random price histories, against a model that knows only what was shown in each hour.

PRICE_WALKS=1000 tries more than the suite's hundred (`make price-walks`).
"""

import os
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from storefront.catalog.models import Offer, Variant
from storefront.catalog.price_history.recording import record_prices
from storefront.catalog.price_history.rules import ShownPrice
from storefront.core.markets import parse_markets
from tests.catalog.factories import NOON, make_product

WALKS = int(os.environ.get("PRICE_WALKS", "100"))
START = datetime(2026, 2, 20, 0, tzinfo=UTC)  # summer time begins in it
HOURS = 24 * 110
STEPS = 40
BERLIN, DUBLIN = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Dublin")


class Model:
    """What one variant's shoppers saw, hour by hour, and what follows from it by the words of the rule."""

    def __init__(self, shown: list[ShownPrice | None], *, zones: list[ZoneInfo], keeps_first: bool) -> None:
        self.shown = shown
        self.zones = zones
        self.keeps_first = keeps_first
        self.start_of: dict[int, int] = {}
        self.reference_of: dict[int, Decimal | None] = {}
        for hour, price in enumerate(shown):
            if price is None or not price.is_reduced:
                continue
            is_same = hour > 0 and shown[hour - 1] == price
            self.start_of[hour] = start = self.start_of[hour - 1] if is_same else self._start(hour, price)
            if start not in self.reference_of:
                self.reference_of[start] = self._lowest_before(start)

    def reference(self, hour: int) -> Decimal | None:
        return self.reference_of[self.start_of[hour]] if hour in self.start_of else None

    def _start(self, hour: int, price: ShownPrice) -> int:
        for before in range(hour - 1, -1, -1):
            earlier = self.shown[before]
            if earlier is None or earlier.currency != price.currency:
                continue
            is_away_too_long = hour - before - 1 > 30 * 24
            if before not in self.start_of or is_away_too_long:
                return hour
            start = self.start_of[before]
            grows = price.price < earlier.price and self.keeps_first and self.reference_of[start] is not None
            return start if grows or price.price == earlier.price else hour
        return hour

    def _lowest_before(self, start: int) -> Decimal | None:
        currency = self._price(start).currency
        counted = [
            price.price
            for hour, price in enumerate(self.shown[:start])
            if price is not None
            and price.currency == currency
            and any(_day(hour, zone) >= _day(start, zone) - 30 for zone in self.zones)
        ]
        return min(counted, default=None)

    def _price(self, hour: int) -> ShownPrice:
        price = self.shown[hour]
        assert price is not None
        return price


@cache
def _day(hour: int, zone: ZoneInfo) -> int:
    return (START + timedelta(hours=hour)).astimezone(zone).date().toordinal()


def _random_price(luck: random.Random) -> ShownPrice | None:
    if luck.random() < 0.12:
        return None
    price = Decimal(luck.randrange(5, 12))
    full = price + luck.randrange(1, 4) if luck.random() < 0.5 else price
    return ShownPrice(currency="EUR" if luck.random() < 0.93 else "GBP", price=price, undiscounted=full)


@pytest.mark.django_db
@pytest.mark.parametrize("keeps_first", [True, False], ids=["Germany", "Germany and Ireland"])
def test_recorded_references_are_those_of_the_model(settings: Settings, keeps_first: bool) -> None:
    germany, ireland = "de-de=eu/EUR/DE/Deutschland", "en-ie=eu/EUR/IE/Ireland"
    settings.MARKETS = parse_markets(germany if keeps_first else f"{germany}, {ireland}")
    walks = WALKS // 2
    luck = random.Random(f"prices {keeps_first}")
    product = make_product("walker", prices=())
    variants = Variant.objects.bulk_create(
        Variant(product=product, saleor_id=f"walk-{walk}", name="", saleor_updated_at=NOON) for walk in range(walks)
    )
    histories: list[list[ShownPrice | None]] = [[] for _ in variants]
    recorded: list[tuple[int, dict[int, Decimal]]] = []
    current: list[ShownPrice | None] = [None] * walks
    for hour in sorted(luck.sample(range(HOURS), STEPS)):
        for shown, price in zip(histories, current, strict=True):
            shown.extend([price] * (hour - len(shown)))
        current = [price if luck.random() < 0.5 else _random_price(luck) for price in current]
        prices = {variant.pk: price for variant, price in zip(variants, current, strict=True)}
        recorded.append((hour, record_prices(prices, channel="eu", at=START + timedelta(hours=hour))))
    for shown, price in zip(histories, current, strict=True):
        shown.append(price)

    zones = [BERLIN] if keeps_first else [BERLIN, DUBLIN]
    announced = 0
    for variant, shown in zip(variants, histories, strict=True):
        model = Model(shown, zones=zones, keeps_first=keeps_first)
        for hour, references in recorded:
            assert references.get(variant.pk) == model.reference(hour), (variant.saleor_id, hour)
            announced += references.get(variant.pk) is not None
    assert announced > walks  # the walks are about something
    assert not Offer.objects.filter(variant__in=variants).exists()
