"""Prices are recorded with everything the sync stores, and their references reach the rows that pages read."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from storefront.catalog.models import Listing, Offer, PricePeriod
from storefront.catalog.sync import upsert
from storefront.catalog.sync.upsert import Taxonomy
from storefront.page_cache.models import Invalidation
from storefront.saleor import types
from tests.catalog.factories import LAWFUL, PLUG, make_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue")]
NOW = timezone.now()


def _read(answer: types.Product, *, days: float, channel: str = "uk") -> None:
    """Store an answer that Saleor gave so many days ago."""
    nowhere = Taxonomy(categories={}, collections={})
    upsert.upsert_products([answer], channel=channel, taxonomy=nowhere, read_at=NOW - timedelta(days=days))


def _amounts(row: Offer | Listing) -> tuple[object, object]:
    before = row.money_before
    return row.price, before.amount if before else None


@pytest.mark.database
def test_a_reduction_is_announced_with_the_lowest_earlier_price_on_every_row_and_page(client: Client) -> None:
    for days, price in ((60, "9.00"), (50, "13.00"), (15, "11.00"), (14, "13.00")):
        _read(make_answer("plug", attributes=LAWFUL | PLUG, prices=(price,)), days=days)
    Invalidation.objects.all().delete()

    _read(make_answer("plug", attributes=LAWFUL | PLUG, prices=("8.00",), full_price="13.00"), days=1)

    assert _amounts(Offer.objects.get()) == _amounts(Listing.objects.get()) == (8, 11)
    assert Invalidation.objects.filter(tag__startswith="product:").exists()
    assert Offer.objects.get().money_before == types.Money(amount=Decimal("11.00"), currency="GBP")
    page = client.get("/product/plug/").content.decode()
    assert "£11.00" in page
    assert "lowest price of the 30 days before" in page
    (data,) = [json.loads(each) for each in re.findall(r'ld\+json">(.*?)</script>', page) if '"Offer"' in each]
    current, struck = data["offers"]["priceSpecification"]
    assert (data["offers"]["price"], current["price"], struck["price"]) == ("8.00", "8.00", "11.00")
    assert struck["priceType"] == "https://schema.org/StrikethroughPrice"
    assert "£13.00" not in page


def test_a_reduction_without_a_history_is_shown_as_a_plain_price(client: Client) -> None:
    _read(make_answer("plug", prices=("8.00",), full_price="13.00"), days=1)

    assert _amounts(Offer.objects.get()) == _amounts(Listing.objects.get()) == (8, None)
    assert "£13.00" not in client.get("/product/plug/").content.decode()


def test_the_card_shows_what_belongs_to_its_cheapest_variant() -> None:
    _read(make_answer("plug", prices=("9.00", "20.00")), days=40)
    _read(make_answer("plug", prices=("8.00", "15.00"), full_price="20.00"), days=1)

    assert _amounts(Listing.objects.get()) == (8, 9)
    assert {_amounts(offer) for offer in Offer.objects.all()} == {(8, 9), (15, 20)}


def test_an_answer_that_arrives_late_changes_no_history() -> None:
    _read(make_answer("plug", prices=("13.00",)), days=40)
    _read(make_answer("plug", prices=("8.00",), full_price="13.00"), days=10)
    _read(make_answer("plug", prices=("2.00",)), days=11)

    assert [row.price for row in PricePeriod.objects.all()] == [13, 8]


def test_days_on_which_it_was_not_shown_are_no_prices() -> None:
    _read(make_answer("plug"), days=60)
    upsert.withdraw(["product-plug"], channel="uk", read_at=NOW - timedelta(days=50))
    _read(make_answer("plug", prices=("20.00",), is_purchasable=False), days=48)
    _read(make_answer("plug", prices=("8.00",), full_price="20.00"), days=2)

    assert _amounts(Offer.objects.get()) == (8, None)
    ended = PricePeriod.objects.get(price=13)
    assert ended.ended_at == NOW - timedelta(days=50)


def test_a_variant_that_left_the_channel_has_no_current_price() -> None:
    _read(make_answer("plug", prices=("9.00", "12.00")), days=5)
    _read(make_answer("plug", prices=("9.00",)), days=4)

    assert [row.price for row in PricePeriod.objects.filter(ended_at=None)] == [9]


def test_the_end_of_a_reduction_ends_the_announcement() -> None:
    _read(make_answer("plug", prices=("13.00",)), days=40)
    _read(make_answer("plug", prices=("8.00",), full_price="13.00"), days=10)
    _read(make_answer("plug", prices=("13.00",)), days=1)

    assert _amounts(Offer.objects.get()) == _amounts(Listing.objects.get()) == (13, None)
