"""Germany and Ireland share a channel of a real Saleor and a cart, but no language: one order, all of it in German."""

import re
from collections.abc import Iterator

import pytest

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor.app.setup.install import uninstall
from tests.contract.merchant.base import ThrowawayProduct, fresh, fresh_address
from tests.contract.merchant.real import StaffMerchant
from tests.live.shop_process import Shop, wait_for
from tests.live.shopper import IN_GERMANY, Shopper
from tests.live.test_emails import body
from tests.live.test_orders import letter, notes_of, text
from tests.live_support import AS_STAFF, staff_now

pytestmark = pytest.mark.live


@pytest.fixture(scope="module", autouse=True)
def _paid_with_the_test_payments(shop: Shop) -> Iterator[None]:
    shop.manage("install_app", "--payments", "test-payments", "--public-url", shop.url, *AS_STAFF)
    yield
    uninstall(DummyPayments.identifier, staff=staff_now())


@pytest.fixture(scope="module")
def goods(shop: Shop) -> Iterator[ThrowawayProduct]:
    """Something that the shop sells in Ireland and in Germany."""
    merchant = StaffMerchant(channel="eu", address=fresh_address())
    goods = merchant.create_product()
    wait_for(
        "a new product", lambda: shop.query_value("select 1 from catalog_product where saleor_id = ?", goods.product_id)
    )
    yield goods
    merchant.clean_up()


def number_on(page: str) -> str:
    found = re.search(r"Bestellung (\d+)", page)
    assert found, page
    return found[1]


def test_a_cart_begun_in_ireland_becomes_a_german_order_with_german_emails(shop: Shop, goods: ThrowawayProduct) -> None:
    shopper = Shopper(shop.url, email=f"{fresh('mia')}@example.com", market="/en-ie", home=IN_GERMANY)
    shopper.add_to_cart(goods.variant_id, quantity=2)
    shopper.market = "/de-de"
    shopper.open("/de-de/cart/")
    cart = shopper.text
    shopper.go_to_payment()
    step = shopper.text
    shopper.press_pay()
    shopper.choose_outcome("approved")
    number = number_on(shopper.text)
    placed = letter(shop, shopper.email, f"Deine Bestellung {number} ist eingegangen")

    name = str(shop.query_value("select name from catalog_product where saleor_id = ?", goods.product_id))
    assert name in cart
    assert "20,00" in cart
    assert "Zahlungspflichtig bestellen" in step
    assert "10115 BERLIN Deutschland" in step
    assert "Deine Bestellung ist eingegangen" in shopper.text
    assert name in text(placed)
    assert 'lang="de-de"' in body(placed, "html")

    guest = Shopper(shop.url, email=shopper.email, market="/de-de")
    guest.open("/de-de/orders/")
    guest.submit(number=number, email=guest.email)
    link = re.search(r"(/de-de/orders/open/[\w-]+/)", text(letter(shop, guest.email, "Sieh dir deine Bestellung")))
    assert link
    guest.open(link[1])
    guest.submit()
    guest.open(f"/de-de/orders/{number}/withdraw/")
    declared = {"line-0": "1", "name": guest.field("name"), "email": guest.field("email")}
    guest.submit(**declared)
    guest.submit(**declared, key=guest.field("key"), confirm="yes")
    receipt = letter(shop, guest.email, "Dein Widerruf ist bei uns angekommen")
    wait_for("the note on the order", lambda: notes_of(number))

    assert "Ich widerrufe einen Teil meines Vertrags" in text(receipt)
    assert f"1 × {name}" in text(receipt)
    assert len(notes_of(number)) == 1
    assert len(shop.emails(guest.email)) == 3


def test_an_irish_order_in_the_same_channel_is_english(shop: Shop, goods: ThrowawayProduct) -> None:
    home = {**IN_GERMANY, "country": "IE", "city": "Dublin", "postal_code": "D02 AF30", "street_address1": "1 Main St"}
    shopper = Shopper(shop.url, email=f"{fresh('sean')}@example.com", market="/en-ie", home=home)
    shopper.fill_cart_and_go_to_payment(goods.variant_id)
    shopper.press_pay()
    shopper.choose_outcome("approved")

    placed = letter(shop, shopper.email, "is placed")

    assert 'lang="en-ie"' in body(placed, "html")
