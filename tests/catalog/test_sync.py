"""The catalogue sync: completeness, interruptions, withdrawals, order of answers and slugs."""

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storefront.catalog import tasks
from storefront.catalog.models import AttributeValue, Category, FormerSlug, Listing, Offer, Product, SyncState, Variant
from storefront.catalog.sync import sections, upsert
from storefront.catalog.sync.full_sync import UnknownChannel, sync_catalog
from storefront.catalog.sync.upsert import Taxonomy
from storefront.core.markets import default_market
from storefront.saleor import products, types
from storefront.saleor.client.errors import Unavailable
from tests.catalog.factories import NOON, PLUG, FakeSaleor, make_answer, saleor
from tests.education.search.finding import found_products

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_catalogue")]
NOWHERE = Taxonomy(categories={}, collections={})


def _category(slug: str, parent: str | None = None) -> types.Category:
    return types.Category(id=slug, slug=slug, name=slug, level=0, parent=types.Ref(id=parent) if parent else None)


@pytest.mark.database
def test_a_sync_brings_every_product_with_its_price_stock_facts_and_search_entry() -> None:
    answers = [make_answer(f"plug-{n}", attributes=PLUG, category="toys") for n in range(5)]

    with saleor(FakeSaleor(products={"uk": answers}, categories=[_category("toys")])):
        report = sync_catalog(["uk"])

    assert (report.channels[0].read, report.channels[0].changed) == (5, 5)
    product = Product.objects.get(slug="plug-3")
    assert product.facts.max_diameter_mm == 24
    assert product.may_be_suggested
    assert product.gate_breaks == []
    listing = Listing.objects.get(product=product, channel="uk")
    assert (listing.price, listing.left, listing.in_stock) == (Decimal(13), 20, True)
    assert listing.only_variant == "variant-product-plug-3-0"
    assert len(found_products("plug", default_market())) == 5


@pytest.mark.database
def test_a_second_sync_changes_and_duplicates_nothing() -> None:
    answers = [make_answer(f"plug-{n}", attributes=PLUG) for n in range(3)]

    with saleor(FakeSaleor(products={"uk": answers})):
        sync_catalog(["uk"])
        rows = (AttributeValue.objects.count(), Variant.objects.count(), Offer.objects.count())
        report = sync_catalog(["uk"])

    assert report.channels[0].changed == 0
    assert rows == (AttributeValue.objects.count(), Variant.objects.count(), Offer.objects.count())


@pytest.mark.parametrize("first_time", [True, False])
def test_a_whole_page_takes_no_more_statements_than_a_page_of_two(first_time: bool) -> None:
    def statements(count: int) -> int:
        answers = [make_answer(f"of-{count}-{n}", attributes=PLUG) for n in range(count)]
        if not first_time:
            upsert.upsert_products(answers, channel="uk", taxonomy=NOWHERE, read_at=timezone.now())
            answers = [msgspec.structs.replace(answer, name="Renamed") for answer in answers]
        with CaptureQueriesContext(connection) as captured:
            upsert.upsert_products(answers, channel="uk", taxonomy=NOWHERE, read_at=timezone.now())
        return len(captured)

    statements(1)  # content types are looked up once
    few, many = statements(2), statements(products.PAGE_SIZE)

    assert many <= few
    assert many <= 30  # six of them update the products that guide stages match


def test_a_product_that_a_finished_run_did_not_meet_is_withdrawn_there_and_kept() -> None:
    both = [make_answer("stays"), make_answer("goes")]
    with saleor(FakeSaleor(products={"uk": both, "us": both})):
        sync_catalog(["uk", "us"])

    with saleor(FakeSaleor(products={"uk": both[:1], "us": both})):
        report = sync_catalog(["uk", "us"])

    assert [each.withdrawn for each in report.channels] == [1, 0]
    assert not Listing.objects.get(product__slug="goes", channel="uk").published
    assert Listing.objects.get(product__slug="goes", channel="us").published
    assert Product.objects.count() == 2


def test_an_interrupted_run_withdraws_nothing_and_the_next_one_finishes() -> None:
    answers = [make_answer(f"plug-{n}") for n in range(6)]
    with saleor(FakeSaleor(products={"uk": answers})):
        sync_catalog(["uk"])

    with saleor(FakeSaleor(products={"uk": answers[:5]}, breaks_after=1)), pytest.raises(Unavailable):
        sync_catalog(["uk"])

    assert Listing.objects.filter(channel="uk", published=True).count() == 6
    assert SyncState.objects.get(channel="uk").finished_at is None
    with saleor(FakeSaleor(products={"uk": answers[:5]})):
        sync_catalog(["uk"])
    assert Listing.objects.filter(channel="uk", published=True).count() == 5
    assert SyncState.objects.get(channel="uk").finished_at is not None


def test_a_product_that_slipped_between_two_pages_is_asked_for_again_before_it_is_withdrawn() -> None:
    answers = [make_answer("seen"), make_answer("slipped")]
    with saleor(FakeSaleor(products={"uk": answers})):
        sync_catalog(["uk"])

    class Slipping(FakeSaleor):
        def _products(self, asked: dict[str, str]) -> object:
            return FakeSaleor(products={"uk": answers[:1]})._products(asked)

    with saleor(Slipping(products={"uk": answers})):
        report = sync_catalog(["uk"])

    assert report.channels[0].withdrawn == 0


def test_an_unknown_channel_withdraws_nothing() -> None:
    with saleor(FakeSaleor(products={"uk": [make_answer("plug")]})):
        sync_catalog(["uk"])

    with saleor(FakeSaleor(channels=())), pytest.raises(UnknownChannel):
        sync_catalog(["uk"])

    assert Listing.objects.get(channel="uk").published


@pytest.mark.database
def test_an_older_answer_changes_no_name_but_the_latest_read_sets_the_price() -> None:
    newer = make_answer("plug", name="New name", updated_at=NOON + timedelta(hours=1))
    older = make_answer("plug", name="Old name", updated_at=NOON, prices=("9.00",))
    now = timezone.now()

    upsert.upsert_products([newer], channel="uk", taxonomy=NOWHERE, read_at=now)
    upsert.upsert_products([older], channel="uk", taxonomy=NOWHERE, read_at=now + timedelta(seconds=1))

    assert Product.objects.get().name == "New name"
    assert Listing.objects.get().price == Decimal(9)
    assert Offer.objects.get().price == Decimal(9)


@pytest.mark.database
def test_a_page_read_earlier_does_not_overwrite_a_price_read_later() -> None:
    now = timezone.now()
    upsert.upsert_products([make_answer("plug", prices=("9.00",))], channel="uk", taxonomy=NOWHERE, read_at=now)

    upsert.upsert_products(
        [make_answer("plug", prices=("13.00",))],
        channel="uk",
        taxonomy=NOWHERE,
        read_at=now - timedelta(seconds=5),
    )

    assert Listing.objects.get().price == Decimal(9)
    assert Offer.objects.get().price == Decimal(9)


def test_a_variant_that_left_the_channel_is_no_longer_for_sale_there() -> None:
    now = timezone.now()
    two, one = make_answer("plug", prices=("9.00", "12.00")), make_answer("plug", prices=("9.00",))
    upsert.upsert_products([two], channel="uk", taxonomy=NOWHERE, read_at=now)
    upsert.upsert_products([two], channel="us", taxonomy=NOWHERE, read_at=now)

    upsert.upsert_products([one], channel="uk", taxonomy=NOWHERE, read_at=now + timedelta(seconds=1))

    gone = Variant.objects.get(saleor_id="variant-product-plug-1")
    assert gone.offers.get(channel="uk").price is None
    assert gone.offers.get(channel="us").price == Decimal(12)
    assert Listing.objects.get(channel="uk").only_variant == "variant-product-plug-0"


@pytest.mark.database
@pytest.mark.parametrize("page_size", [1, 2])
def test_two_products_may_swap_their_slugs(page_size: int) -> None:
    first, second = make_answer("red", saleor_id="A"), make_answer("blue", saleor_id="B")
    with saleor(FakeSaleor(products={"uk": [first, second]})):
        sync_catalog(["uk"])

    swapped = [msgspec.structs.replace(first, slug="blue"), msgspec.structs.replace(second, slug="red")]
    with saleor(FakeSaleor(products={"uk": swapped}, page_size=page_size)):
        sync_catalog(["uk"])

    assert dict(Product.objects.values_list("saleor_id", "slug")) == {"A": "blue", "B": "red"}


def test_a_former_slug_is_remembered() -> None:
    with saleor(FakeSaleor(products={"uk": [make_answer("old", saleor_id="A")]})):
        sync_catalog(["uk"])
    with saleor(FakeSaleor(products={"uk": [make_answer("new", saleor_id="A")]})):
        sync_catalog(["uk"])

    assert FormerSlug.objects.get(slug="old").product.slug == "new"


@pytest.mark.database
def test_categories_arrive_in_any_order_move_and_go() -> None:
    with saleor(FakeSaleor(categories=[_category("wands", "toys"), _category("toys"), _category("care")])):
        sections.sync_categories()
    assert Category.objects.get(slug="wands").path == "toys/wands"

    with saleor(FakeSaleor(categories=[_category("wands", "care"), _category("care")])):
        sections.sync_categories()

    assert Category.objects.get(slug="wands").path == "care/wands"
    assert Category.objects.get(slug="toys").withdrawn


def test_categories_in_a_loop_end_the_climb() -> None:
    with saleor(FakeSaleor(categories=[_category("a", "b"), _category("b", "a")])):
        sections.sync_categories()

    assert Category.objects.count() == 2


def test_a_collection_of_one_channel_does_not_touch_another_channels() -> None:
    def collection(slug: str) -> types.Collection:
        return types.Collection(id=slug, slug=slug, name=slug)

    fake = FakeSaleor(
        products={
            "uk": [make_answer("plug", collections=("british",))],
            "us": [make_answer("plug", collections=("american",))],
        },
        collections={"uk": [collection("british")], "us": [collection("american")]},
    )
    with saleor(fake):
        sync_catalog(["uk", "us"])
        sync_catalog(["uk"])

    assert {each.slug for each in Product.objects.get().collections.all()} == {"british", "american"}


def test_hostile_text_from_saleor_reaches_no_page() -> None:
    blocks = [
        {"type": "paragraph", "data": {"text": '<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'}}
    ]
    text = msgspec.json.encode({"blocks": blocks}).decode()
    with saleor(FakeSaleor(products={"uk": [make_answer("plug", description=text)]})):
        sync_catalog(["uk"])

    html = Product.objects.get().description_html
    assert "onerror" not in html
    assert "javascript" not in html


def test_the_command_ends_with_one_line_of_counts(capsys: pytest.CaptureFixture[str]) -> None:
    with saleor(FakeSaleor(products={"uk": [make_answer("plug")]})):
        call_command("sync_catalog", "uk")

    assert capsys.readouterr().out.strip() == "0 categories; uk: 1 products, 1 changed, 0 withdrawn."


def test_the_command_reports_an_unavailable_saleor_in_one_sentence() -> None:
    fake = FakeSaleor(products={"uk": [make_answer("plug")]}, breaks_after=0)
    with saleor(fake), pytest.raises(CommandError, match="Saleor gave no answer") as caught:
        call_command("sync_catalog", "uk", verbosity=0)

    assert caught.value.returncode == 1


def test_a_second_sync_task_does_nothing_while_the_first_runs() -> None:
    fake = FakeSaleor()
    cache.add(tasks.SYNC_LOCK, 1)

    with saleor(fake):
        tasks.sync_catalog()

    assert fake.asked == []


def test_a_failing_task_releases_the_lock() -> None:
    with saleor(FakeSaleor(channels=())), pytest.raises(UnknownChannel):
        tasks.sync_catalog()

    assert cache.get(tasks.SYNC_LOCK) is None
