"""What starts or ends at a date arrives by itself when the date comes, and what is kept out of lists stays out."""

from datetime import timedelta

import msgspec
import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from storefront.catalog import tasks
from storefront.catalog.models import CollectionListing, Listing, PendingRefresh, ScheduledChange, Variant
from storefront.catalog.sync import full_sync, reconcile, refresh
from storefront.catalog.sync.publication import MAX_RE_READ
from storefront.catalog.sync.scheduled_changes import CLOCKS_DIFFER_BY
from storefront.saleor import types
from storefront.saleor.models import AppInstallation
from tests.catalog.factories import LAWFUL, NOON, FakeSaleor, make_answer, saleor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue", "installed_app")]
Kind = PendingRefresh.Kind


def is_listed(slug: str) -> bool:
    return Listing.objects.filter(product__slug=slug, channel="uk", published=True).exists()


def test_the_clock_is_looked_at_every_two_seconds() -> None:
    schedule = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert schedule[tasks.mark_scheduled_changes.name] == 2.0


@pytest.mark.parametrize("way", ["full sync", "reconcile", "webhook"])
def test_a_product_is_published_at_its_date(way: str) -> None:
    start = timezone.now() + timedelta(days=3)
    fake = FakeSaleor(later={"uk": {"product-later": start}})
    with saleor(fake):
        match way:
            case "full sync":
                full_sync.sync_catalog()
            case "reconcile":
                reconcile.reconcile(["uk"])
            case _:
                PendingRefresh.objects.mark(Kind.PRODUCT, ["product-later"])
                refresh.refresh()
        assert ScheduledChange.objects.get().due_at == start

        fake.products["uk"], fake.later = [make_answer("later")], {}
        with time_machine.travel(start - timedelta(seconds=1)):
            assert tasks.mark_scheduled_changes() == 0
        with time_machine.travel(start + timedelta(seconds=1)):
            assert tasks.mark_scheduled_changes() == 1
            tasks.refresh_marked()

    assert is_listed("later")
    assert not ScheduledChange.objects.exists()


def test_an_unpublished_product_without_a_date_is_not_looked_for_again() -> None:
    with saleor(FakeSaleor()):
        full_sync.resync(["product-draft"], channel="uk")

    assert not ScheduledChange.objects.exists()


def test_a_date_that_has_come_here_and_not_yet_at_saleor_is_looked_at_again() -> None:
    now = timezone.now()
    fake = FakeSaleor(later={"uk": {"product-later": now - timedelta(seconds=5)}})
    with saleor(fake):
        full_sync.resync(["product-later"], channel="uk")
        again = ScheduledChange.objects.get().due_at
        assert now < again < now + timedelta(seconds=30)

        ScheduledChange.objects.all().delete()
        with time_machine.travel(now + CLOCKS_DIFFER_BY):
            full_sync.resync(["product-later"], channel="uk")

    assert not ScheduledChange.objects.exists()


def test_a_preorder_ends_at_its_date() -> None:
    end = timezone.now() + timedelta(hours=1)
    answer = make_answer("early")
    (variant,) = answer.product_variants.nodes if answer.product_variants else ()
    preorder = msgspec.structs.replace(variant, preorder=types.Preorder(end_date=end))
    page = types.Page(edges=(types.Node(node=preorder),), page_info=types.PageInfo(has_next_page=False))
    fake = FakeSaleor(products={"uk": [msgspec.structs.replace(answer, product_variants=page)]})
    with saleor(fake):
        full_sync.sync_catalog()
        assert Variant.objects.get().is_preorder

        fake.products["uk"] = [answer]
        with time_machine.travel(end + timedelta(seconds=1)):
            assert tasks.mark_scheduled_changes() == 1
            tasks.refresh_marked()

    assert not Variant.objects.get().is_preorder


def test_a_collection_is_published_at_its_date_with_its_products() -> None:
    start = timezone.now() + timedelta(days=1)
    fake = FakeSaleor(products={"uk": [make_answer("plug")]}, later_collections={"collection": start})
    with saleor(fake):
        full_sync.sync_catalog()

        fake.later_collections = {}
        fake.collections["uk"] = [types.Collection(id="collection", slug="first", name="First")]
        fake.products["uk"] = [make_answer("plug", collections=("collection",))]
        with time_machine.travel(start + timedelta(seconds=1)):
            assert tasks.mark_scheduled_changes() == 1
            tasks.refresh_marked()

    assert CollectionListing.objects.get(channel="uk").published
    assert Listing.objects.get(channel="uk").product.collections.count() == 1


def test_a_card_says_from_when_a_product_can_be_bought(client: Client) -> None:
    start = timezone.now() + timedelta(days=2)
    soon = msgspec.structs.replace(
        make_answer("soon"), is_available_for_purchase=False, available_for_purchase_at=start
    )
    with saleor(FakeSaleor(products={"uk": [soon]})):
        full_sync.sync_catalog()
    cache.clear()

    page = client.get("/shop/").content.decode()

    assert f"From {timezone.localtime(start).day} " in page
    assert "Out of stock" not in page


@pytest.mark.parametrize("way", ["full sync", "reconcile"])
def test_a_product_kept_out_of_lists_that_no_webhook_named_is_found_and_kept_right(way: str, client: Client) -> None:
    def compare() -> None:
        full_sync.sync_catalog() if way == "full sync" else reconcile.reconcile(["uk"])

    fake = FakeSaleor(unlisted={"uk": [make_answer("secret")]})
    with saleor(fake):
        compare()
        assert not Listing.objects.get(product__slug="secret").is_in_lists
        assert client.get("/product/secret/").status_code == 200

        fake.unlisted["uk"] = [make_answer("secret", prices=("9.00",))]
        compare()
        assert Listing.objects.get().price == 9

        fake.products["uk"], fake.unlisted["uk"] = fake.unlisted["uk"], []
        compare()
        assert Listing.objects.get().is_in_lists

        fake.products["uk"], fake.unlisted["uk"] = [], [make_answer("secret")]
        compare()
        assert not Listing.objects.get().is_in_lists

        fake.unlisted["uk"] = []
        compare()
        assert not is_listed("secret")


def test_of_many_products_kept_out_of_lists_reconciling_reads_those_that_changed_and_a_few_more() -> None:
    many = [make_answer(f"secret-{number}") for number in range(MAX_RE_READ + 5)]
    fake = FakeSaleor(unlisted={"uk": many})
    with saleor(fake):
        full_sync.sync_catalog()
        newest = Listing.objects.order_by("read_at", "pk").last()
        assert newest is not None
        fake.unlisted["uk"] = [
            msgspec.structs.replace(each, updated_at=NOON + timedelta(days=1))
            if each.id == newest.product.saleor_id
            else each
            for each in many
        ]
        fake.asked.clear()
        reconcile.reconcile(["uk"])

    assert fake.asked.count("UnlistedProduct") == MAX_RE_READ + 1
    newest.product.refresh_from_db()
    assert newest.product.saleor_updated_at == NOON + timedelta(days=1)


def test_without_the_app_nothing_is_looked_for() -> None:
    AppInstallation.objects.all().delete()
    fake = FakeSaleor(products={"uk": [make_answer("plug")]})
    with saleor(fake):
        full_sync.sync_catalog()

    assert not {"LatestProducts", "ProductsWhere", "LatestCollections"} & set(fake.asked)
    assert is_listed("plug")


def test_a_channel_that_is_switched_off_closes_the_shop_and_opens_it_again(client: Client) -> None:
    def texts(path: str) -> str:
        cache.clear()
        return client.get(path).content.decode()

    fake = FakeSaleor(products={"uk": [make_answer("plug", attributes=LAWFUL)]})
    with saleor(fake):
        full_sync.sync_catalog()
        assert "Add to cart" in texts("/product/plug/")

        fake.channels, everything = (), fake.products
        fake.products = {}
        PendingRefresh.objects.mark(Kind.CHANNEL, ["uk"])
        PendingRefresh.objects.mark(Kind.PRODUCT, ["product-plug"])
        tasks.refresh_marked()
        tasks.refresh_channels()
        for path in ("/product/plug/", "/shop/"):
            assert "The shop is closed for now" in texts(path)
            assert "Add to cart" not in texts(path)
        assert "plug" in texts("/shop/")
        assert client.get("/guides/").status_code == 200

        fake.channels, fake.products = ("uk", "us", "eu"), everything
        PendingRefresh.objects.mark(Kind.CHANNEL, ["uk"])
        tasks.refresh_channels()

    assert "closed for now" not in texts("/product/plug/")
    assert "Add to cart" in texts("/product/plug/")
