"""Reconciling finds and repairs what no webhook reported, and reads nothing when nothing changed."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import msgspec
import pytest
from celery import signals
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from kombu.exceptions import OperationalError

from storefront.catalog import tasks
from storefront.catalog.models import Category, Listing, Offer, PendingRefresh, Product, SyncState
from storefront.catalog.sync import full_sync, reconcile
from storefront.celery import app
from storefront.saleor import types
from tests.catalog.factories import PLUG, FakeSaleor, make_answer, saleor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue")]


@pytest.fixture
def fake(empty_catalogue: None) -> Iterator[FakeSaleor]:
    """A Saleor with five products in the uk channel, all in a collection, already synced."""
    answers = [make_answer(f"plug-{n}", attributes=PLUG, category="toys", collections=("soft",)) for n in range(5)]
    there = FakeSaleor(
        products={"uk": answers},
        categories=[types.Category(id="toys", slug="toys", name="Toys", level=0)],
        collections={"uk": [types.Collection(id="soft", slug="soft", name="Soft")]},
        page_size=100,
    )
    with saleor(there) as fake:
        full_sync.sync_catalog()
        fake.asked.clear()
        yield fake


def count_repaired() -> int:
    report = reconcile.reconcile()
    return report.categories + sum(result.repaired for result in report.channels)


@pytest.mark.database
def test_when_nothing_changed_no_product_is_read(fake: FakeSaleor) -> None:
    assert count_repaired() == 0
    assert "ProductsNamed" not in fake.asked
    assert fake.asked.count("ProductSummaries") == 3  # one page in each market


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [
        {"prices": ("9.00",)},
        {"left": 0},
        {"left": None},
        {"category": None},
        {"collections": ()},
        {"prices": ("13.00", "15.00")},
        {"prices": ()},
        {"updated_at": timezone.now(), "name": "Renamed"},
        {"german": "Steckling"},
        {"german_variant": "Klein"},
    ],
)
def test_a_difference_is_found_and_repaired(fake: FakeSaleor, change: dict[str, object]) -> None:
    as_it_was: dict[str, object] = {"attributes": PLUG, "category": "toys", "collections": ("soft",)}
    fake.products["uk"][2] = make_answer("plug-2", **{**as_it_was, **change})  # type: ignore[arg-type]

    assert count_repaired() == 1
    assert count_repaired() == 0


@pytest.mark.database
def test_missing_and_gone_products_categories_and_collections_are_repaired(fake: FakeSaleor) -> None:
    fake.products["uk"].pop(0)
    fake.products["uk"].append(make_answer("new"))
    fake.categories = [msgspec.structs.replace(fake.categories[0], name="Playthings")]
    fake.collections = {}

    report = reconcile.reconcile()
    result = report.channels[0]

    assert (report.categories, result.missing, result.gone, result.collections) == (1, 1, 1, 1)
    assert not Listing.objects.get(product__slug="plug-0").published
    assert Listing.objects.get(product__slug="new").published
    assert Category.objects.get().name == "Playthings"


def test_a_channel_is_reconciled_only_after_ten_minutes(fake: FakeSaleor) -> None:
    tasks.reconcile_catalog()
    assert fake.asked == []
    fake.products["uk"][0] = make_answer("plug-0", prices=("9.00",))
    SyncState.objects.update(compared_at=timezone.now() - timedelta(minutes=11))

    tasks.reconcile_catalog()

    assert Offer.objects.get(variant__product__slug="plug-0", channel="uk").price == Decimal(9)
    assert SyncState.objects.get(channel="uk").repaired == 1
    assert reconcile.due_channels() == ()


def test_a_lock_that_another_process_holds_is_respected(fake: FakeSaleor) -> None:
    SyncState.objects.update(compared_at=None)
    cache.add(tasks.SYNC_LOCK, "another process")

    tasks.reconcile_catalog()

    assert fake.asked == []
    assert cache.get(tasks.SYNC_LOCK) == "another process"


def test_one_channel_that_saleor_lacks_keeps_no_other_from_being_compared(fake: FakeSaleor) -> None:
    fake.channels = ("us", "eu")
    SyncState.objects.update(compared_at=None)

    tasks.reconcile_catalog()

    assert reconcile.due_channels() == ("uk",)
    assert Listing.objects.filter(channel="uk", published=True).count() == 5


def test_a_channel_or_everything_named_by_a_webhook_is_read_completely(fake: FakeSaleor) -> None:
    fake.products["uk"][0] = make_answer("plug-0", prices=("9.00",))
    PendingRefresh.objects.mark(PendingRefresh.Kind.CHANNEL, ["uk"])
    tasks.refresh_channels()
    assert Listing.objects.get(product__slug="plug-0").price == Decimal(9)

    fake.products["uk"][1] = make_answer("plug-1", attributes={**PLUG, "kind": ["ring"]})
    PendingRefresh.objects.mark(PendingRefresh.Kind.EVERYTHING)
    tasks.refresh_channels()

    assert Product.objects.get(slug="plug-1").attributes["kind"] == ["ring"]
    assert not PendingRefresh.objects.exists()


def test_the_command_prints_what_it_repaired(fake: FakeSaleor, capsys: pytest.CaptureFixture[str]) -> None:
    fake.products["uk"][0] = make_answer("plug-0", prices=("9.00",))

    call_command("reconcile_catalog")
    assert "uk: 5 products seen; repaired 1 different, 0 missing, 0 gone, 0 collections" in capsys.readouterr().out

    call_command("reconcile_catalog", full=True)
    assert "uk: 5 products, 0 changed, 0 withdrawn" in capsys.readouterr().out


def test_when_the_shop_starts_it_is_compared_at_once_whatever_was_compared_before(fake: FakeSaleor) -> None:
    fake.products["uk"][2] = make_answer("plug-2", attributes=PLUG, prices=("9.00",))
    SyncState.objects.update(compared_at=timezone.now() - timedelta(minutes=2))
    assert reconcile.due_channels() == ()

    with patch.object(app, "send_task", side_effect=lambda name, **_: app.tasks[name]()):
        signals.beat_init.send(sender=None)

    assert Offer.objects.filter(variant__product__slug="plug-2", price=9).exists()
    fake.asked.clear()
    tasks.compare_at_start()
    assert fake.asked == []


def test_a_start_without_a_broker_only_waits_for_the_next_beat(caplog: pytest.LogCaptureFixture) -> None:
    with patch.object(app, "send_task", side_effect=OperationalError):
        signals.beat_init.send(sender=None)

    assert "the catalogue is compared with the next beat: OperationalError" in caplog.text
