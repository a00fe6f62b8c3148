"""What starts and ends at a date does so in the shop within seconds, on a real Saleor."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.live.product_edits import ProductEdits
from tests.live.shop_process import Shop, wait_for

pytestmark = pytest.mark.live
SALEORS_OWN_JOBS = 180.0
"""Seconds: Saleor looks for promotions that start or end every minute, and works out their prices every half minute."""


@pytest.fixture(autouse=True)
def _as_before(edits: ProductEdits) -> Iterator[None]:
    yield
    edits.change_listing(isPublished=True, publishedAt=None, visibleInListings=True, isAvailableForPurchase=True)
    wait_for("being in lists", lambda: edits.is_shown() and edits.is_in_lists())


def late(has_arrived: object, due: datetime, capsys: pytest.CaptureFixture[str], what: str) -> float:
    """Wait for a change, and return how many seconds after its date it arrived."""
    assert callable(has_arrived)
    wait_for(what, has_arrived, within=60)
    seconds = (datetime.now(UTC) - due).total_seconds()
    with capsys.disabled():
        print(f"\n{what}: {seconds:.1f} s after its date")  # noqa: T201
    return seconds


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=12)


def test_a_product_is_published_at_its_date(edits: ProductEdits, capsys: pytest.CaptureFixture[str]) -> None:
    due = soon()
    is_shown = edits.publish_at(due)
    wait_for("leaving the shop", lambda: not edits.is_shown(), within=10)

    assert 0 <= late(is_shown, due, capsys, "publication") < 10


def test_a_product_is_sold_from_its_date_which_is_told_before(
    edits: ProductEdits, capsys: pytest.CaptureFixture[str]
) -> None:
    due = soon()
    is_sold = edits.sell_from(due)
    wait_for("the date being told", lambda: "From " in edits.page() and "Add to cart" not in edits.page(), within=10)

    assert 0 <= late(is_sold, due, capsys, "start of sale") < 10


def test_a_promotion_starts_and_ends_in_the_shop_when_it_does_at_saleor(
    edits: ProductEdits, capsys: pytest.CaptureFixture[str]
) -> None:
    start = soon()
    end = start + timedelta(seconds=SALEORS_OWN_JOBS)
    at_saleor, in_the_shop = edits.start_promotion(start=start, end=end)
    assert not at_saleor()

    wait_for("the start at Saleor", at_saleor, within=SALEORS_OWN_JOBS)
    started = wait_for("the start in the shop", in_the_shop)
    wait_for("the end at Saleor", lambda: not at_saleor(), within=2 * SALEORS_OWN_JOBS)
    ended = wait_for("the end in the shop", lambda: not in_the_shop())

    with capsys.disabled():
        print(f"\na promotion: {started:.1f} s and {ended:.1f} s after Saleor")  # noqa: T201
    assert max(started, ended) < 5


def test_a_product_kept_out_of_lists_keeps_its_page_only(shop: Shop, edits: ProductEdits) -> None:
    listed = edits.page()
    assert listed

    edits.change_listing(visibleInListings=False)

    wait_for("leaving the lists", lambda: not edits.is_in_lists())
    assert edits.is_shown()
    assert edits.page()
    path = edits.path()
    assert path not in shop.page("/shop/?sort=newest")
    assert path not in shop.page(f"/search/?q={edits.slug()}")
    assert path not in shop.page("/sitemap-products-en-us.xml")
    shop.manage("sync_catalog", "-v", "0")
    shop.manage("reconcile_catalog", "-v", "0")
    assert edits.is_shown()
    assert not edits.is_in_lists()
