"""Orders: paid, of what is there, and only once."""

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from storefront.saleor import checkouts, errors, orders, payments
from storefront.saleor.checkouts import AddressInput, LineQuantity
from storefront.saleor.types import Checkout, Order
from storefront.sandbox import merchant
from tests.sandbox.conftest import GEL, LAST_FEW, made_payable


def paid(checkout: Checkout, till: str) -> Checkout:
    payments.initialize(
        checkout.id,
        gateway_id=till,
        amount=checkout.total_price.gross.amount,
        idempotency_key=checkout.id,
        data={"outcome": "success"},
    )
    return checkout


def test_stock_goes_down_when_an_order_is_placed(payable: Checkout, till: str) -> None:
    paid(payable, till)
    before = merchant.stock(GEL)

    checkouts.complete(payable.id)
    checkouts.complete(payable.id)

    assert merchant.stock(GEL) == before - 2


def test_what_is_refused_takes_nothing(payable: Checkout, till: str) -> None:
    paid(payable, till)
    merchant.set_stock(GEL, 1)

    with pytest.raises(errors.Refused) as refused:
        checkouts.complete(payable.id)

    (problem,) = refused.value.problems
    assert (problem.code, problem.variants) == ("INSUFFICIENT_STOCK", (payable.lines[0].variant.id,))
    assert merchant.stock(GEL) == 1
    assert checkouts.get(payable.id)


def test_an_order_keeps_what_was_agreed(payable: Checkout, till: str) -> None:
    checkouts.add_promo_code(payable.id, code="GRADUAL10")
    now = checkouts.get(payable.id)
    assert now
    paid(now, till)
    order = checkouts.complete(now.id)

    merchant.set_price(GEL, "uk", Decimal("99.00"))
    merchant.rename("everyday-water-based-gel-100-ml", "Renamed")

    assert orders.get(order.id) == order
    assert order.total == now.total_price
    assert [discount.total.amount for discount in order.discounts] == [Decimal("1.5")]
    assert order.lines[0].product_name == "Everyday Water-Based Gel 100 ml"


def test_orders_are_numbered_one_after_another(
    payable: Checkout, till: str, home: AddressInput, variant_id: Callable[..., str]
) -> None:
    other = checkouts.create("uk", lines=[LineQuantity(variant_id=variant_id(GEL), quantity=1)])
    first = checkouts.complete(paid(payable, till).id)

    second = checkouts.complete(paid(made_payable(other.id, home), till).id)

    assert int(second.number) == int(first.number) + 1


def test_a_sent_order_shows_its_parcel(payable: Checkout, till: str) -> None:
    order = checkouts.complete(paid(payable, till).id)

    merchant.send_order(order.number, tracking_number="TRACK-1")

    sent = orders.get(order.id)
    assert sent
    assert (sent.status, sent.status_display) == ("FULFILLED", "Fulfilled")
    assert [parcel.tracking_number for parcel in sent.fulfillments] == ["TRACK-1"]
    assert sent.lines[0].quantity_fulfilled == 2


@pytest.fixture
def seeded_again(transactional_db: None) -> Iterator[None]:
    """For tests with several connections: the tables are emptied after them, so the demo shop is put back."""
    call_command("seed_sandbox", verbosity=0)
    yield
    merchant.set_stock(LAST_FEW, 3)


def at_once(acts: list[Callable[[], Order]]) -> list[Order | errors.SaleorError]:
    """What each of `acts` came to, each begun in a thread of its own at the same moment."""
    start = threading.Barrier(len(acts))
    ends: list[Order | errors.SaleorError] = []

    def run(act: Callable[[], Order]) -> None:
        try:
            start.wait(timeout=20)
            ends.append(act())
        except errors.SaleorError as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


@pytest.mark.database
@pytest.mark.usefixtures("seeded_again")
def test_the_last_one_is_sold_to_one_of_two_buyers(
    home: AddressInput, till: str, variant_id: Callable[..., str]
) -> None:
    lines = [LineQuantity(variant_id=variant_id(LAST_FEW), quantity=2)]
    buyers = [checkouts.create("uk", lines=lines).id for _ in range(2)]
    for buyer in buyers:
        paid(made_payable(buyer, home), till)

    ends = at_once([lambda buyer=buyer: checkouts.complete(buyer) for buyer in buyers])

    sold = [end for end in ends if isinstance(end, Order)]
    refused = [end for end in ends if isinstance(end, errors.Refused)]
    assert (len(sold), [end.codes for end in refused]) == (1, [{"INSUFFICIENT_STOCK"}])
    assert merchant.stock(LAST_FEW) == 1


@pytest.mark.database
@pytest.mark.usefixtures("seeded_again")
def test_one_checkout_completed_by_two_at_once_is_one_order(
    home: AddressInput, till: str, variant_id: Callable[..., str]
) -> None:
    cart = checkouts.create("uk", lines=[LineQuantity(variant_id=variant_id(LAST_FEW), quantity=1)])
    paid(made_payable(cart.id, home), till)

    ends = at_once([lambda: checkouts.complete(cart.id)] * 2)

    assert {end.id for end in ends if isinstance(end, Order)} != set()
    assert len(ends) == 2
    assert ends[0] == ends[1]
    assert merchant.stock(LAST_FEW) == 2
