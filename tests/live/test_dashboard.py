"""The merchant's pages with the tokens that a real Saleor makes for them; removal, and installing again."""

from pathlib import Path

import msgspec
import pytest

from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.app.setup.install import find, uninstall
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.schema.operations import operations
from tests.live.product_edits import ProductEdits
from tests.live.shop_process import DASHBOARD, Shop, wait_for
from tests.live_support import AS_STAFF, staff_now

pytestmark = pytest.mark.live


class Extension(msgspec.Struct, frozen=True, rename="camel"):
    """One of the shop's pages in the Dashboard."""

    url: str
    mount_name: str
    target_name: str
    settings: dict[str, object]
    access_token: str


class App(msgspec.Struct, frozen=True, rename="camel"):
    """The shop's app, as the Dashboard asks for it."""

    id: str
    access_token: str
    app_url: str
    extensions: tuple[Extension, ...]


def app_as_the_dashboard_has_it(staff: Credentials) -> App:
    found = find(SHOP_ID, staff=staff)
    assert found is not None
    return api.execute(operations(Path(__file__).parent)["AppOf"], App, {"id": found.id}, caller=staff)


def test_the_widget_is_where_the_dashboard_looks_for_it_and_takes_its_token(
    shop: Shop, edits: ProductEdits, staff: Credentials
) -> None:
    (widget,) = app_as_the_dashboard_has_it(staff).extensions
    assert (widget.url, widget.mount_name, widget.target_name) == (
        f"{shop.url}/saleor/product/",
        "PRODUCT_DETAILS_WIDGETS",
        "WIDGET",
    )
    assert widget.settings == {"widgetTarget": {"method": "POST"}}

    page = shop.post_form("/saleor/product/", accessToken=widget.access_token, productId=edits.product.product_id)

    assert page.status_code == 200
    assert "United States: for sale." in page.text
    assert DASHBOARD in page.headers["Content-Security-Policy"]
    assert not page.cookies


def test_the_health_page_takes_the_apps_own_token_and_says_that_all_is_well(
    shop: Shop, edits: ProductEdits, staff: Credentials
) -> None:
    app = app_as_the_dashboard_has_it(staff)
    assert app.app_url == f"{shop.url}/saleor/health/"

    page = shop.post_form("/saleor/health/", accessToken=app.access_token)

    assert page.status_code == 200
    for promised in ("its token works", "Products: last event", "default-channel: compared with Saleor"):
        assert promised in page.text


def test_no_other_token_of_saleors_opens_them(shop: Shop, staff: Credentials) -> None:
    for token in (staff.token or "", f"{app_as_the_dashboard_has_it(staff).access_token[:-2]}AA", "nonsense"):
        assert shop.post_form("/saleor/product/", accessToken=token).status_code == 403
        assert shop.post_form("/saleor/health/", accessToken=token).status_code == 403


def test_a_removed_app_is_noticed_and_can_be_installed_again(shop: Shop, edits: ProductEdits) -> None:
    before = app_as_the_dashboard_has_it(staff_now())
    uninstall(SHOP_ID, staff=staff_now())

    # The old token is good until it ends, and says what is wrong.
    assert "Saleor does not take the app" in shop.post_form("/saleor/health/", accessToken=before.access_token).text
    assert shop.page("/shop/")
    named = edits.rename()
    shop.manage("reconcile_catalog")
    wait_for("a name without an app", named)

    shop.manage("install_app", *AS_STAFF, "--shop-only", "--public-url", shop.url)
    after = app_as_the_dashboard_has_it(staff_now())
    assert after.id != before.id
    assert shop.post_form("/saleor/health/", accessToken=before.access_token).status_code == 403
    assert "its token works" in shop.post_form("/saleor/health/", accessToken=after.access_token).text
    wait_for("a name with the app again", edits.rename())
