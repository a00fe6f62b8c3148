"""A change in a real Saleor is on the shop's pages within seconds, and nothing is missed when messages are lost."""

import itertools
import statistics

import pytest
from django.conf import settings

from tests.live.product_edits import ProductEdits
from tests.live.shop_process import Shop, wait_for

pytestmark = pytest.mark.live
SALEORS_OWN_JOBS = 120.0  # seconds: one finds what a promotion covers, the next works out its price, each every 30


def test_fifty_mixed_changes_are_in_the_shop_within_seconds(
    edits: ProductEdits, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = (
        edits.change_price,
        edits.change_stock,
        edits.rename,
        edits.change_category,
        edits.unpublish,
        edits.publish,
    )

    measured = [
        (wait_for(change.__name__, change()), change.__name__)
        for change in itertools.islice(itertools.cycle(kinds), 50)
    ]
    wait_for("being on the shelf", edits.publish())

    median, (worst, of) = statistics.median(took for took, _ in measured), max(measured)
    with capsys.disabled():
        print(f"\nfreshness, 50 changes: median {median:.2f} s, worst {worst:.2f} s ({of})")  # noqa: T201
    assert median < 5


def test_every_kind_of_change_arrives(edits: ProductEdits, capsys: pytest.CaptureFixture[str]) -> None:
    took = {}
    for change in (
        edits.add_to_collection, edits.rename_collection, edits.rename_category, edits.add_picture, edits.translate,
    ):  # fmt: skip
        took[change.__name__] = wait_for(change.__name__, change())
    for what, seen in zip(("attribute", "value's name", "attribute's name"), edits.edit_attribute(), strict=True):
        took[what] = wait_for(what, seen)
    order, sold = edits.sell(quantity=3)
    took["order"] = wait_for("what an order takes", sold)
    took["order cancelled"] = wait_for("what a cancelled order gives back", edits.cancel_order(order, quantity=3))
    at_saleor, in_the_shop = edits.start_promotion()
    wait_for("a promotion at Saleor itself", at_saleor, within=SALEORS_OWN_JOBS)
    took["promotion"] = wait_for("a promotion", in_the_shop)

    with capsys.disabled():
        print("\n" + ", ".join(f"{what} {seconds:.1f} s" for what, seconds in took.items()))  # noqa: T201


def test_what_was_edited_while_the_shop_was_down_is_there_soon_after_its_start(
    shop: Shop, edits: ProductEdits, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.stop()
    name, stock, price = edits.rename(), edits.change_stock(), edits.change_price()
    shop.start()

    took = wait_for("what happened meanwhile", lambda: name() and stock() and price(), within=60)

    with capsys.disabled():
        print(f"\nafter an outage: {took:.1f} s from the first page served")  # noqa: T201


def test_a_burst_of_forgeries_is_refused_and_leaves_nothing(shop: Shop) -> None:
    headers = {
        "Saleor-Api-Url": settings.SALEOR_OWN_API_URL,
        "Saleor-Signature": "eyJhbGciOiJSUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il0sImtpZCI6InVua25vd24ifQ..c2ln",
    }

    answers = {
        shop.post("/saleor/events/catalogue/", b'{"__typename": "CategoryUpdated"}', headers) for _ in range(1000)
    }

    assert answers == {401}
    assert shop.query_value("select count(*) from catalog_pendingrefresh where kind = 'sections'") == 0
