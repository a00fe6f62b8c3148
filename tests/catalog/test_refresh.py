"""What webhooks name is re-read once and soon, is never lost, and an older answer never replaces a newer one."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import httpx2
import msgspec
import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from storefront.catalog import tasks, webhooks
from storefront.catalog.models import Collection, Listing, Offer, PendingRefresh, Product
from storefront.catalog.sync import full_sync, refresh, upsert
from storefront.catalog.sync.upsert import Taxonomy
from storefront.saleor import types
from storefront.saleor.client import api
from tests.catalog.factories import NOON, FakeSaleor, make_answer, saleor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue")]
NOWHERE = Taxonomy(categories={}, collections={})
NONE = timedelta(0)


def event(name: str, **named: object) -> bytes:
    return msgspec.json.encode({"__typename": name, **named})


def pending() -> set[tuple[str, str]]:
    return set(PendingRefresh.objects.values_list("kind", "saleor_id"))


@pytest.fixture
def fake(empty_catalogue: None) -> Iterator[FakeSaleor]:
    """A Saleor with six products in the uk channel, already synced."""
    with saleor(FakeSaleor(products={"uk": [make_answer(f"plug-{n}") for n in range(6)]}, page_size=10)) as fake:
        full_sync.sync_catalog()
        fake.asked.clear()
        yield fake


PRODUCT = {"id": "product-plug-1"}
VARIANT = {"id": "variant-product-plug-1-0"}


@pytest.mark.parametrize(
    ("name", "named", "kind", "saleor_id"),
    [
        ("ProductUpdated", {"product": PRODUCT}, "product", PRODUCT["id"]),
        ("ProductDeleted", {"product": PRODUCT}, "product", PRODUCT["id"]),
        ("ProductMediaUpdated", {"productMedia": {"productId": PRODUCT["id"]}}, "product", PRODUCT["id"]),
        ("ProductVariantStockUpdated", {"productVariant": {**VARIANT, "product": PRODUCT}}, "product", PRODUCT["id"]),
        ("ProductVariantDeleted", {"productVariant": {**VARIANT, "product": None}}, "product", PRODUCT["id"]),
        (
            "ProductVariantDiscountedPriceUpdated",
            {"repriced": {"id": "x", "product": PRODUCT}},
            "product",
            PRODUCT["id"],
        ),
        ("CategoryUpdated", {"category": {"id": "c"}}, "sections", ""),
        ("CollectionDeleted", {"collection": {"id": "c"}}, "sections", ""),
        ("ChannelUpdated", {"channel": {"slug": "uk"}}, "channel", "uk"),
        ("AttributeUpdated", {"attribute": {"slug": "max_diameter"}}, "attribute", "max-diameter"),
        (
            "TranslationUpdated",
            {"translation": {"translatableContent": {"productVariantId": VARIANT["id"]}}},
            "product",
            PRODUCT["id"],
        ),
        (
            "TranslationCreated",
            {"translation": {"translatableContent": {"productId": PRODUCT["id"]}}},
            "product",
            PRODUCT["id"],
        ),
        ("TranslationUpdated", {"translation": {"translatableContent": {"categoryId": "c"}}}, "sections", ""),
        (
            "TranslationUpdated",
            {"translation": {"translatableContent": {"attribute": {"attribute": {"slug": "stage_reason"}}}}},
            "attribute",
            "stage-reason",
        ),
        ("TranslationUpdated", {"translation": {"translatableContent": {"collectionId": "c"}}}, "sections", ""),
    ],
)
@pytest.mark.usefixtures("fake")
def test_each_event_marks_the_entities_it_names(name: str, named: dict[str, object], kind: str, saleor_id: str) -> None:
    webhooks.handle_catalogue_event("", event(name, **named))

    assert pending() == {(kind, saleor_id)}


def test_other_channels_and_unknown_variants_mark_nothing() -> None:
    webhooks.handle_catalogue_event("", event("ChannelUpdated", channel={"slug": "elsewhere"}))
    webhooks.handle_catalogue_event(
        "", event("ProductVariantDeleted", productVariant={"id": "nobody", "product": None})
    )
    webhooks.handle_catalogue_event("", event("TranslationUpdated", translation=None))
    webhooks.handle_catalogue_event("", event("TranslationUpdated", translation={"translatableContent": None}))

    assert pending() == set()


def test_an_order_marks_every_product_it_contains() -> None:
    lines = [{"variant": {"id": "v", "product": {"id": "p1"}}}, {"variant": None}]

    webhooks.handle_order_event("order_created", event("OrderCreated", order={"lines": lines}))
    webhooks.handle_order_event("order_created", event("OrderCreated", order=None))

    assert pending() == {("product", "p1")}


@pytest.mark.database
def test_a_thousand_events_are_one_row_each_and_few_reads(fake: FakeSaleor) -> None:
    for number in range(1000):
        webhooks.handle_catalogue_event("", event("ProductUpdated", product={"id": f"product-plug-{number % 6}"}))

    assert PendingRefresh.objects.count() == 6
    assert refresh.refresh(quiet=NONE) == 6
    assert fake.asked.count("ProductsNamed") == 3  # once in each market
    assert not PendingRefresh.objects.exists()


@pytest.mark.database
def test_a_product_marked_while_it_is_read_is_read_again(fake: FakeSaleor) -> None:
    class Changing(httpx2.BaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            webhooks.handle_catalogue_event("", event("ProductUpdated", product=PRODUCT))
            return fake.handle_request(request)

    webhooks.handle_catalogue_event("", event("ProductUpdated", product=PRODUCT))
    with api.override_transport(Changing()):
        refresh.refresh(quiet=NONE, renew=_postpone)

    assert pending() == {("product", PRODUCT["id"])}


def _postpone() -> None:
    """Mark every row an hour from now, so that the run ends after its first batch."""
    PendingRefresh.objects.update(
        marked_at=timezone.now() + timedelta(hours=1), first_marked_at=timezone.now() + timedelta(hours=1)
    )


@pytest.mark.usefixtures("fake")
def test_a_burst_delays_the_read_for_a_limited_time() -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, [PRODUCT["id"]])
        PendingRefresh.objects.update(was_read=True)
        for _ in range(11):
            webhooks.handle_catalogue_event("", event("ProductUpdated", product=PRODUCT))
            assert refresh.refresh() == 0
            clock.shift(0.48)

        assert refresh.refresh() == 1


def test_while_saleor_is_unavailable_rows_stay_and_attempts_become_rarer(fake: FakeSaleor) -> None:
    webhooks.handle_catalogue_event("", event("ProductUpdated", product=PRODUCT))
    asked = []

    def unavailable(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(503)

    with api.override_transport(httpx2.MockTransport(unavailable)):
        for _ in range(20):
            tasks.refresh_marked()

    assert len(asked) == 2  # one query, sent twice
    assert pending() == {("product", PRODUCT["id"])}
    cache.clear()  # Redis emptied
    tasks.refresh_marked()
    assert pending() == set()


def test_with_no_broker_the_row_stays_for_beat(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.refresh_marked, "apply_async", unavailable)
    with django_capture_on_commit_callbacks(execute=True):
        webhooks.handle_catalogue_event("", event("ProductUpdated", product=PRODUCT))

    assert pending() == {("product", PRODUCT["id"])}


@pytest.mark.usefixtures("fake")
def test_a_lock_that_another_process_holds_is_respected() -> None:
    webhooks.handle_catalogue_event("", event("ProductUpdated", product=PRODUCT))
    cache.add(tasks.REFRESH_LOCK, "another process")

    tasks.refresh_marked()

    assert PendingRefresh.objects.exists()
    assert cache.get(tasks.REFRESH_LOCK) == "another process"


def test_a_gone_product_is_withdrawn_and_a_malformed_id_blocks_no_other(fake: FakeSaleor) -> None:
    fake.products["uk"].pop(0)
    fake.products["uk"][0] = make_answer("plug-1", prices=("9.00",))

    def strict(request: httpx2.Request) -> httpx2.Response:
        if b"garbled" in request.read():
            return httpx2.Response(400, json={"errors": [{"message": "Invalid ID specified."}]})
        return fake.handle_request(request)

    PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, ["product-plug-0", "product-plug-1", "garbled"])
    with api.override_transport(httpx2.MockTransport(strict)):
        refresh.refresh(quiet=NONE)

    assert not Listing.objects.get(product__slug="plug-0", channel="uk").published
    assert Listing.objects.get(product__slug="plug-1", channel="uk").price == Decimal(9)
    assert not PendingRefresh.objects.exists()


def test_a_new_category_and_collection_are_read_before_the_product_in_them(fake: FakeSaleor) -> None:
    fake.categories = [types.Category(id="toys", slug="toys", name="Toys", level=0)]
    fake.collections = {"uk": [types.Collection(id="new", slug="new", name="New")]}
    fake.products["uk"][1] = make_answer("plug-1", category="toys", collections=("new",))
    PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, [PRODUCT["id"]])

    refresh.refresh(quiet=NONE)

    product = Product.objects.get(slug="plug-1")
    assert product.category is not None
    assert product.category.slug == "toys"
    assert [each.slug for each in product.collections.all()] == ["new"]


@pytest.mark.database
def test_of_two_answers_with_equal_updated_at_the_later_request_wins() -> None:
    collection = Collection.objects.create(saleor_id="soft", slug="soft", name="Soft")
    taxonomy = Taxonomy(categories={}, collections={"soft": collection.pk})
    now = timezone.now()
    later = make_answer("plug", attributes={"kind": ["plug"]}, prices=("9.00",))
    earlier = make_answer("plug", attributes={"kind": ["ring"]}, prices=("7.00",), collections=("soft",))

    upsert.upsert_products([later], channel="uk", taxonomy=taxonomy, read_at=now)
    upsert.upsert_products([earlier], channel="uk", taxonomy=taxonomy, read_at=now - timedelta(seconds=1))

    product = Product.objects.get()
    assert product.attributes["kind"] == ["plug"]
    assert Offer.objects.get().price == Decimal(9)
    assert not product.collections.exists()


@pytest.mark.database
def test_an_older_answer_does_not_list_a_withdrawn_product_again() -> None:
    now = timezone.now()
    upsert.upsert_products([make_answer("plug")], channel="uk", taxonomy=NOWHERE, read_at=now)
    upsert.withdraw(["product-plug"], channel="uk", read_at=now + timedelta(seconds=2))

    upsert.upsert_products([make_answer("plug")], channel="uk", taxonomy=NOWHERE, read_at=now + timedelta(seconds=1))

    assert not Listing.objects.get().published


def test_a_saleor_restored_from_a_backup_is_accepted_after_ten_minutes() -> None:
    now = timezone.now()
    newer = make_answer("plug", name="New", updated_at=NOON + timedelta(hours=1))
    upsert.upsert_products([newer], channel="uk", taxonomy=NOWHERE, read_at=now)

    for minutes, name in ((1, "New"), (11, "Old")):
        read_at = now + timedelta(minutes=minutes)
        upsert.upsert_products([make_answer("plug", name="Old")], channel="uk", taxonomy=NOWHERE, read_at=read_at)
        assert Product.objects.get().name == name
