"""A change in a real Saleor is on the shop's pages within seconds, and nothing is missed when messages are lost."""

import itertools
import statistics
from collections.abc import Iterator

import pytest
from django.conf import settings

from storefront.saleor.app.install import uninstall
from storefront.saleor.app.manifest import SHOP_ID
from tests.contract.merchant.base import fresh_address
from tests.contract.merchant.real import StaffMerchant
from tests.live.desk import CHANNEL, Desk, Seen, switch_saleors_own_mails_on
from tests.live.running import Shop, eventually, running
from tests.live_support import STAFF_EMAIL, STAFF_PASSWORD, staff_now

pytestmark = pytest.mark.live
PATIENCE = 30.0  # seconds; twice what beat takes to look by itself
SALEORS_OWN_JOBS = 120.0  # seconds: one finds what a promotion covers, the next works out its price, each every 30
OUTAGE = "2020-01-01 00:00:00"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A running shop, installed in the real Saleor by its own command."""
    if not settings.SALEOR_API_URL:
        pytest.skip("needs a real Saleor: set SALEOR_API_URL")
    with running(tmp_path_factory.mktemp("shop")) as shop:
        staff = ("--email", STAFF_EMAIL, "--password", STAFF_PASSWORD)
        said = shop.manage("install_app", *staff, "--public-url", shop.url)
        yield shop
        uninstall(SHOP_ID, staff=staff_now())
        if "are off" in said:
            switch_saleors_own_mails_on(CHANNEL)


@pytest.fixture(scope="module")
def desk(shop: Shop) -> Iterator[Desk]:
    """A merchant with one new product, which the shop has heard of."""
    merchant = StaffMerchant(channel=CHANNEL, address=fresh_address())
    desk = Desk(shop, merchant, merchant.goods(stock=30))
    arrives("a new product", lambda: desk.left() == 30)
    yield desk
    desk.leave()
    merchant.leave()


def arrives(what: str, seen: Seen, *, within: float = PATIENCE) -> float:
    """After how many seconds a change has arrived."""
    took = eventually(seen, within=within)
    assert took is not None, f"{what} did not arrive"
    return took


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
