"""Fixtures of the tests against a real Saleor, which are skipped if SALEOR_API_URL is not set."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.app.setup.install import uninstall
from tests.confirmed_duties import confirm_every_duty
from tests.contract.merchant.base import fresh_address
from tests.contract.merchant.real import StaffMerchant
from tests.live.product_edits import CHANNEL, ProductEdits, enable_saleor_emails
from tests.live.shop_process import MARKETS, Shop, running_shop, wait_for
from tests.live_support import AS_STAFF, staff, staff_now, test_payments_app

__all__ = ["staff", "test_payments_app"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if settings.SALEOR_API_URL:
        return
    for item in items:
        if item.get_closest_marker("live"):
            item.add_marker(pytest.mark.skip(reason="needs a real Saleor: set SALEOR_API_URL"))


@pytest.fixture(autouse=True)
def _confirmed(request: pytest.FixtureRequest) -> None:
    """Confirm every duty: a real Saleor's sample goods state nothing that a law asks."""
    if settings.SALEOR_API_URL and {"db", "transactional_db"} & set(request.fixturenames):
        confirm_every_duty()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A running shop with four markets, installed in the real Saleor by its own command."""
    if not settings.SALEOR_API_URL:
        pytest.skip("needs a real Saleor: set SALEOR_API_URL")
    with running_shop(tmp_path_factory.mktemp("shop"), markets=MARKETS) as shop:
        said = shop.manage("install_app", *AS_STAFF, "--shop-only", "--public-url", shop.url)
        yield shop
        uninstall(SHOP_ID, staff=staff_now())
        for channel in re.findall(r"shoppers of (\S+) are off", said):
            enable_saleor_emails(channel)


@pytest.fixture(scope="module")
def edits(shop: Shop) -> Iterator[ProductEdits]:
    """Edits of one new product that the shop has received."""
    merchant = StaffMerchant(channel=CHANNEL, address=fresh_address())
    edits = ProductEdits(shop, merchant, merchant.create_product(stock=30))
    wait_for("a new product", lambda: edits.stock_in_shop() == 30)
    yield edits
    edits.clean_up()
    merchant.clean_up()
