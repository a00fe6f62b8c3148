"""After the order, through a real Saleor: a guest finds it by its number and mailbox, and withdraws from it."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor import orders
from storefront.saleor.app.setup.install import uninstall
from storefront.saleor.client import api
from storefront.saleor.schema.operations import operations
from tests.contract.merchant.base import fresh
from tests.live.product_edits import ProductEdits
from tests.live.shop_process import Shop, wait_for
from tests.live.shopper import Shopper
from tests.live_support import AS_STAFF, staff_now

pytestmark = pytest.mark.live

PATIENCE = 150.0  # seconds: what a task missed is done by beat within two minutes


@pytest.fixture(scope="module", autouse=True)
def _paid_with_the_test_payments(shop: Shop) -> Iterator[None]:
    shop.manage("install_app", "--payments", "test-payments", "--public-url", shop.url, *AS_STAFF)
    yield
    uninstall(DummyPayments.identifier, staff=staff_now())


@pytest.fixture
def shopper(shop: Shop, edits: ProductEdits) -> Shopper:
    """A shopper who has just bought two items, with an email of their own."""
    somebody = Shopper(shop.url, email=f"{fresh('sam')}@example.com")
    somebody.fill_cart_and_go_to_payment(edits.product.variant_id, quantity=2)
    return bought(somebody)


def bought(somebody: Shopper) -> Shopper:
    somebody.press_pay()
    somebody.choose_outcome("approved")
    assert "Your order is placed" in somebody.text, somebody.text
    return somebody


def number_on(page: str) -> str:
    """The order's number."""
    found = re.search(r"Order (\d+)", page)
    assert found, page
    return found[1]


def letter(shop: Shop, to: str, subject: str) -> EmailMessage:
    """Wait for the one email to an address with these words in its subject, and return it."""

    def found() -> list[EmailMessage]:
        return [each for each in shop.emails(to) if subject in str(each["Subject"])]

    wait_for(f"a letter: {subject}", found, within=PATIENCE)
    (only,) = found()
    return only


def text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


class _Event(msgspec.Struct, frozen=True):
    message: str | None = None


class _Events(msgspec.Struct, frozen=True):
    events: tuple[_Event, ...]


def notes_of(number: str) -> list[str]:
    """What is written on an order at Saleor."""
    staff = staff_now()
    order = orders.by_number(int(number), app=staff)
    assert order is not None
    asked = operations(Path(__file__).parent)["NotesOf"]
    events = api.execute(asked, _Events, {"id": order.id}, caller=staff).events
    return [event.message for event in events if event.message]


def opened(shop: Shop, number: str, email: str) -> Shopper:
    """A browser that knows nothing, in which the order was opened from its mailbox."""
    guest = Shopper(shop.url, email=email)
    guest.open("/orders/")
    guest.submit(number=number, email=email)
    link = re.search(r"(/orders/open/[\w-]+/)", text(letter(shop, email, f"Look at your order {number}")))
    assert link
    guest.open(link[1])
    guest.submit()
    guest.open(f"/orders/{number}/")
    return guest


def test_a_guest_opens_the_order_by_email_and_withdraws(shop: Shop, edits: ProductEdits, shopper: Shopper) -> None:
    number = number_on(shopper.text)
    guest = opened(shop, number, shopper.email)
    status = guest.text

    guest.open(f"/orders/{number}/withdraw/")
    declared = {"line-0": "1", "name": guest.field("name"), "email": guest.field("email")}
    guest.submit(**declared)
    guest.submit(**declared, key=guest.field("key"), confirm="yes")
    guest.open("/returns/withdraw/received/")
    receipt = letter(shop, shopper.email, "We have received your return")
    wait_for("the note on the order", lambda: notes_of(number), within=PATIENCE)
    (note,) = notes_of(number)

    name = str(shop.query_value("select name from catalog_product where saleor_id = ?", edits.product.product_id))
    assert f"Order {number}" in status
    assert name in status
    for said in (guest.text, text(receipt), note):
        assert f"1 × {name}" in said
        assert "a part of my order" in said
    assert declared["email"] == shopper.email
    guest.open(f"/orders/{number}/")
    assert "You told us on" in guest.text


def test_an_order_of_another_mailbox_stays_closed(shop: Shop, shopper: Shopper) -> None:
    number, stranger = number_on(shopper.text), f"{fresh('robin')}@example.com"
    guest = Shopper(shop.url, email=stranger)
    guest.open("/orders/")
    guest.submit(number=number, email=stranger)
    wait_for(
        "an answer", lambda: shop.query_value("select count(*) from orders_guestlookup where token_hash = ''") == 0
    )
    guest.open(f"/orders/{number}/")

    assert shop.emails(stranger) == []
    assert not [each for each in shop.emails(shopper.email) if "Look at your order" in str(each["Subject"])]
    assert guest.location.endswith("/orders/")


def test_an_order_to_collect_says_where(shop: Shop, edits: ProductEdits) -> None:
    shopper = Shopper(shop.url, email=f"{fresh('sam')}@example.com")
    shopper.fill_cart_and_go_to_payment(edits.product.variant_id, collect_at=edits.create_collection_point())
    seen = shopper.text
    bought(shopper)

    guest = opened(shop, number_on(shopper.text), shopper.email)

    assert "You collect it at" in seen
    assert "To collect:" in guest.text
