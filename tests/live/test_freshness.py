"""A change in a real Saleor is on the shop's pages within seconds, and nothing is missed when messages are lost."""

import itertools
import statistics

import pytest
from django.conf import settings

from tests.live.desk import Desk
from tests.live.running import Shop, arrives

pytestmark = pytest.mark.live
SALEORS_OWN_JOBS = 120.0  # seconds: one finds what a promotion covers, the next works out its price, each every 30
OUTAGE = "2020-01-01 00:00:00"


def test_fifty_mixed_changes_are_in_the_shop_within_seconds(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = (desk.price, desk.stock, desk.name, desk.category, desk.hide, desk.show)

    measured = [
        (arrives(change.__name__, change()), change.__name__) for change in itertools.islice(itertools.cycle(kinds), 50)
    ]
    arrives("being on the shelf", desk.show())

    median, (worst, of) = statistics.median(took for took, _ in measured), max(measured)
    with capsys.disabled():
        print(f"\nfreshness, 50 changes: median {median:.2f} s, worst {worst:.2f} s ({of})")  # noqa: T201
    assert median < 5


def test_every_kind_of_change_arrives(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    took = {}
    for change in (
        desk.collection, desk.collection_name, desk.category_name, desk.picture, desk.translation,
    ):  # fmt: skip
        took[change.__name__] = arrives(change.__name__, change())
    for what, seen in zip(("attribute", "value's name", "attribute's name"), desk.attribute(), strict=True):
        took[what] = arrives(what, seen)
    order, sold = desk.order(quantity=3)
    took["order"] = arrives("what an order takes", sold)
    took["order cancelled"] = arrives("what a cancelled order gives back", desk.cancel(order, quantity=3))
    at_saleor, in_the_shop = desk.promotion()
    arrives("a promotion at Saleor itself", at_saleor, within=SALEORS_OWN_JOBS)
    took["promotion"] = arrives("a promotion", in_the_shop)

    with capsys.disabled():
        print("\n" + ", ".join(f"{what} {seconds:.1f} s" for what, seconds in took.items()))  # noqa: T201


def test_what_was_edited_while_the_shop_was_down_is_there_soon_after_its_start(
    shop: Shop, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.stop()
    name, stock, price = desk.name(), desk.stock(), desk.price()
    shop.change("update catalog_syncmark set compared_at = ?", OUTAGE)
    shop.start()

    took = arrives("what happened meanwhile", lambda: name() and stock() and price(), within=60)

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
    assert shop.row("select count(*) from catalog_stale where kind = 'sections'") == 0
