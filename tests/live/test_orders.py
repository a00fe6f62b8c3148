"""After the order, through a real Saleor: a guest finds it by its number and mailbox, and withdraws from it."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest

from storefront.payments.providers.dummy import DummyPayments
from storefront.saleor import api, orders
from storefront.saleor.app.install import uninstall
from storefront.saleor.operations import operations
from tests.contract.merchant.base import fresh
from tests.live.buyer import Buyer
from tests.live.desk import Desk
from tests.live.running import Shop, arrives
from tests.live_support import AS_STAFF, staff_now

pytestmark = pytest.mark.live

PATIENCE = 150.0  # seconds: what a task missed is done by beat within two minutes


@pytest.fixture(scope="module", autouse=True)
def _paid_with_the_test_payments(shop: Shop) -> Iterator[None]:
    shop.manage("install_app", "--payments", "test-payments", "--public-url", shop.url, *AS_STAFF)
    yield
    uninstall(DummyPayments.identifier, staff=staff_now())


@pytest.fixture
def buyer(shop: Shop, desk: Desk) -> Buyer:
    """Somebody who has just bought two of the goods, under a mailbox of their own."""
    somebody = Buyer(shop.url, email=f"{fresh('sam')}@example.com")
    somebody.fills_cart(desk.goods.variant_id, quantity=2)
    return bought(somebody)


def bought(somebody: Buyer) -> Buyer:
    somebody.presses_pay()
    somebody.chooses("approved")
    assert "Your order is placed" in somebody.words, somebody.words
    return somebody


def number_on(page: str) -> str:
    """The order's number."""
    found = re.search(r"Order (\d+)", page)
    assert found, page
    return found[1]


def letter(shop: Shop, to: str, subject: str) -> EmailMessage:
    """The one letter to somebody with these words in its subject, once it has come."""

    def found() -> list[EmailMessage]:
        return [each for each in shop.letters(to) if subject in str(each["Subject"])]

    arrives(f"a letter: {subject}", found, within=PATIENCE)
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
    order = orders.numbered(int(number), app=staff)
    assert order is not None
    asked = operations(Path(__file__).parent)["NotesOf"]
    events = api.execute(asked, _Events, {"id": order.id}, caller=staff).events
    return [event.message for event in events if event.message]


def opened(shop: Shop, number: str, email: str) -> Buyer:
    """A browser that knows nothing, in which the order was opened from its mailbox."""
    guest = Buyer(shop.url, email=email)
    guest.goes("/orders/")
    guest.sends(number=number, email=email)
    link = re.search(r"(/orders/open/[\w-]+/)", text(letter(shop, email, f"Look at your order {number}")))
    assert link
    guest.goes(link[1])
    guest.sends()
    guest.goes(f"/orders/{number}/")
    return guest


def test_a_guest_opens_the_order_from_its_mailbox_and_withdraws_from_it(shop: Shop, desk: Desk, buyer: Buyer) -> None:
    number = number_on(buyer.words)
    guest = opened(shop, number, buyer.email)
    status = guest.words

    guest.goes(f"/orders/{number}/withdraw/")
    declared = {"line-0": "1", "name": guest.field("name"), "email": guest.field("email")}
    guest.sends(**declared)
    guest.sends(**declared, key=guest.field("key"), confirm="yes")
    guest.goes("/returns/withdraw/received/")
    receipt = letter(shop, buyer.email, "We have received your withdrawal")
    arrives("the note on the order", lambda: notes_of(number), within=PATIENCE)
    (note,) = notes_of(number)

    name = str(shop.row("select name from catalog_product where saleor_id = ?", desk.goods.product_id))
    assert f"Order {number}" in status
    assert name in status
    for said in (guest.words, text(receipt), note):
        assert f"1 × {name}" in said
        assert "a part of my contract" in said
    assert declared["email"] == buyer.email
    guest.goes(f"/orders/{number}/")
    assert "You withdrew on" in guest.words


def test_an_order_of_another_mailbox_stays_closed(shop: Shop, buyer: Buyer) -> None:
    number, stranger = number_on(buyer.words), f"{fresh('robin')}@example.com"
    guest = Buyer(shop.url, email=stranger)
    guest.goes("/orders/")
    guest.sends(number=number, email=stranger)
    arrives("an answer", lambda: shop.row("select count(*) from orders_lookup where token_hash = ''") == 0)
    guest.goes(f"/orders/{number}/")

    assert shop.letters(stranger) == []
    assert not [each for each in shop.letters(buyer.email) if "Look at your order" in str(each["Subject"])]
    assert guest.at.endswith("/orders/")


def test_an_order_to_collect_says_where(shop: Shop, desk: Desk) -> None:
    buyer = Buyer(shop.url, email=f"{fresh('sam')}@example.com")
    buyer.fills_cart(desk.goods.variant_id, collect_at=desk.opens_a_counter())
    seen = buyer.words
    bought(buyer)

    guest = opened(shop, number_on(buyer.words), buyer.email)

    assert "You collect it at" in seen
    assert "To collect:" in guest.words
