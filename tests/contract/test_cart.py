"""Filling a cart: absolute quantities, asked as often as one likes."""

import pytest

from storefront.saleor import checkouts
from storefront.saleor.api import Credentials
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.errors import BadRequest, MutationError
from storefront.saleor.types import Checkout, Variant
from tests.contract.asking import of, quantities, refused, unknown
from tests.contract.merchant.base import Goods, Merchant


def test_a_new_cart_holds_what_was_put_in(storefront_channel: str, variant: Variant, visitor: Credentials) -> None:
    cart = checkouts.create(storefront_channel, lines=of(variant.id, 1), caller=visitor)

    assert quantities(cart) == {variant.id: 1}
    assert cart.quantity == 1
    assert cart.channel.slug == storefront_channel
    assert cart.email is None
    assert (cart.shipping_address, cart.delivery, cart.voucher_code) == (None, None, None)
    assert (cart.charge_status, cart.authorize_status) == ("NONE", "NONE")


def test_a_cart_adds_up(cart: Checkout, goods: Goods) -> None:
    (line,) = cart.lines

    assert line.unit_price.gross.amount == line.undiscounted_unit_price.amount == goods.price
    assert line.total_price.gross.amount == cart.subtotal_price.gross.amount == 2 * goods.price
    assert cart.total_price.gross.amount == 2 * goods.price
    assert cart.total_balance.amount == -2 * goods.price


def test_a_cart_reads_as_it_was_answered(cart: Checkout) -> None:
    assert checkouts.get(cart.id) == cart


def test_an_empty_cart_can_be_made(storefront_channel: str) -> None:
    cart = checkouts.create(storefront_channel, lines=[])

    assert cart.lines == ()
    assert cart.total_price.gross.amount == 0


def test_setting_a_quantity_twice_sets_it_once(cart: Checkout, goods: Goods) -> None:
    once = checkouts.set_lines(cart.id, lines=of(goods.variant_id, 3))
    twice = checkouts.set_lines(cart.id, lines=of(goods.variant_id, 3))

    assert quantities(once) == quantities(twice) == {goods.variant_id: 3}
    assert [line.id for line in twice.lines] == [line.id for line in cart.lines]


def test_setting_a_variant_that_is_not_there_yet_adds_it(cart: Checkout, merchant: Merchant, goods: Goods) -> None:
    other = merchant.goods()

    both = checkouts.set_lines(cart.id, lines=of(other.variant_id, 1))

    assert quantities(both) == {goods.variant_id: 2, other.variant_id: 1}
    assert both.quantity == 3


def test_several_lines_are_set_at_once(storefront_channel: str, merchant: Merchant, goods: Goods) -> None:
    other = merchant.goods()
    cart = checkouts.create(storefront_channel, lines=[])

    wanted = [*of(goods.variant_id, 2), *of(other.variant_id, 4)]
    cart = checkouts.set_lines(cart.id, lines=wanted)

    assert quantities(cart) == {goods.variant_id: 2, other.variant_id: 4}


def test_zero_takes_a_line_out_and_does_nothing_to_an_absent_one(cart: Checkout, goods: Goods) -> None:
    emptied = checkouts.set_lines(cart.id, lines=of(goods.variant_id, 0))
    again = checkouts.set_lines(cart.id, lines=of(goods.variant_id, 0))

    assert emptied.lines == again.lines == ()
    assert again.quantity == 0
    assert not again.is_shipping_required


def test_a_deleted_line_is_gone(cart: Checkout) -> None:
    assert checkouts.delete_lines(cart.id, line_ids=[cart.lines[0].id]).lines == ()


def test_a_line_cannot_be_deleted_twice(cart: Checkout) -> None:
    line_id = cart.lines[0].id
    checkouts.delete_lines(cart.id, line_ids=[line_id])

    assert refused(lambda: checkouts.delete_lines(cart.id, line_ids=[line_id])) == [("lineId", "INVALID")]


def test_a_garbage_line_is_our_mistake(cart: Checkout) -> None:
    with pytest.raises(BadRequest):
        checkouts.delete_lines(cart.id, line_ids=["garbage"])


def test_more_than_there_are_is_refused_and_changes_nothing(cart: Checkout, goods: Goods) -> None:
    too_many = of(goods.variant_id, goods.stock + 1)

    assert refused(lambda: checkouts.set_lines(cart.id, lines=too_many)) == [("quantity", "INSUFFICIENT_STOCK")]
    assert checkouts.get(cart.id) == cart


def test_all_there_are_can_be_had(cart: Checkout, goods: Goods) -> None:
    everything = checkouts.set_lines(cart.id, lines=of(goods.variant_id, goods.stock))

    assert quantities(everything) == {goods.variant_id: goods.stock}


def test_a_new_cart_cannot_hold_more_than_there_are(storefront_channel: str, goods: Goods) -> None:
    too_many = of(goods.variant_id, goods.stock + 1)

    assert refused(lambda: checkouts.create(storefront_channel, lines=too_many)) == [("quantity", "INSUFFICIENT_STOCK")]


def test_the_shops_limit_for_one_line_holds_even_where_more_are_in_stock(cart: Checkout, merchant: Merchant) -> None:
    plenty = merchant.goods(stock=500)

    assert refused(lambda: checkouts.set_lines(cart.id, lines=of(plenty.variant_id, 51))) == [
        ("quantity", "QUANTITY_GREATER_THAN_LIMIT")
    ]
    assert quantities(checkouts.set_lines(cart.id, lines=of(plenty.variant_id, 50)))[plenty.variant_id] == 50


def test_fewer_than_none_is_refused(cart: Checkout, goods: Goods) -> None:
    assert refused(lambda: checkouts.set_lines(cart.id, lines=of(goods.variant_id, -1))) == [
        ("quantity", "ZERO_QUANTITY")
    ]


def test_a_new_cart_cannot_hold_none_of_something(storefront_channel: str, goods: Goods) -> None:
    assert refused(lambda: checkouts.create(storefront_channel, lines=of(goods.variant_id, 0))) == [
        ("quantity", "ZERO_QUANTITY")
    ]


@pytest.mark.parametrize("variant_id", [unknown("ProductVariant"), "garbage", unknown("Product")])
def test_a_variant_that_is_none_is_refused(cart: Checkout, storefront_channel: str, variant_id: str) -> None:
    reason = [("variantId", "GRAPHQL_ERROR")]

    assert refused(lambda: checkouts.set_lines(cart.id, lines=of(variant_id, 1))) == reason
    assert refused(lambda: checkouts.create(storefront_channel, lines=of(variant_id, 1))) == reason
    assert checkouts.get(cart.id) == cart


def test_an_unpublished_product_cannot_be_added(merchant: Merchant, cart: Checkout, storefront_channel: str) -> None:
    hidden = merchant.goods()
    merchant.unpublish(hidden)

    with pytest.raises(MutationError) as caught:
        checkouts.set_lines(cart.id, lines=of(hidden.variant_id, 1))

    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("lines", "PRODUCT_NOT_PUBLISHED")
    assert problem.variants == (hidden.variant_id,)


def test_one_bad_line_spoils_the_whole_request(merchant: Merchant, cart: Checkout, goods: Goods) -> None:
    hidden = merchant.goods()
    merchant.unpublish(hidden)
    wanted = [*of(goods.variant_id, 1), *of(hidden.variant_id, 1)]

    assert refused(lambda: checkouts.set_lines(cart.id, lines=wanted)) == [("lines", "PRODUCT_NOT_PUBLISHED")]
    assert checkouts.get(cart.id) == cart


def test_a_line_whose_product_was_unpublished_says_so_and_can_be_taken_out(
    merchant: Merchant, cart: Checkout, goods: Goods
) -> None:
    merchant.unpublish(goods)

    now = checkouts.get(cart.id)
    assert now is not None
    (line,) = now.lines
    assert [problem.is_unavailable for problem in line.problems or ()] == [True]
    assert checkouts.delete_lines(cart.id, line_ids=[line.id]).lines == ()


def test_zero_takes_out_a_line_whose_product_was_unpublished(merchant: Merchant, cart: Checkout, goods: Goods) -> None:
    merchant.unpublish(goods)

    assert checkouts.set_lines(cart.id, lines=of(goods.variant_id, 0)).lines == ()


def test_a_line_says_when_fewer_are_left(merchant: Merchant, cart: Checkout, goods: Goods) -> None:
    merchant.restock(goods, quantity=1)

    now = checkouts.get(cart.id)
    assert now is not None
    (problem,) = now.lines[0].problems or ()
    assert problem.is_short
    assert problem.available_quantity == 1
    assert refused(lambda: checkouts.set_lines(cart.id, lines=of(goods.variant_id, 2))) == [
        ("quantity", "INSUFFICIENT_STOCK")
    ]


def test_a_deleted_product_leaves_the_cart(merchant: Merchant, cart: Checkout, goods: Goods) -> None:
    merchant.discard(goods)

    now = checkouts.get(cart.id)
    assert now is not None
    assert now.lines == ()


def test_an_open_cart_keeps_its_price_for_a_while(merchant: Merchant, cart: Checkout, goods: Goods) -> None:
    merchant.reprice(goods, price=goods.price + 1)

    now = checkouts.get(cart.id)
    assert now is not None
    assert now.lines[0].unit_price.gross.amount == goods.price


def test_an_unknown_cart_is_none_to_read_and_not_found_to_change(goods: Goods) -> None:
    lost = unknown("Checkout")

    assert checkouts.get(lost) is None
    assert refused(lambda: checkouts.set_lines(lost, lines=of(goods.variant_id, 1))) == [("id", "NOT_FOUND")]
    assert refused(lambda: checkouts.set_email(lost, email="robin@example.com")) == [("id", "NOT_FOUND")]
    assert refused(lambda: checkouts.complete(lost)) == [("id", "NOT_FOUND")]


@pytest.mark.parametrize("checkout_id", ["garbage", unknown("Product")])
def test_a_cart_id_that_is_none_is_our_mistake(checkout_id: str, goods: Goods) -> None:
    with pytest.raises(BadRequest):
        checkouts.get(checkout_id)
    assert refused(lambda: checkouts.set_lines(checkout_id, lines=of(goods.variant_id, 1))) == [("id", "GRAPHQL_ERROR")]


def test_an_unknown_channel_makes_no_cart() -> None:
    assert refused(lambda: checkouts.create("no-such-channel", lines=[])) == [("channel", "NOT_FOUND")]


def test_the_same_variant_twice_in_one_request_is_summed(cart: Checkout, goods: Goods) -> None:
    wanted = [
        LineQuantity(variant_id=goods.variant_id, quantity=1),
        LineQuantity(variant_id=goods.variant_id, quantity=3),
    ]

    assert quantities(checkouts.set_lines(cart.id, lines=wanted)) == {goods.variant_id: 4}


def test_a_customers_own_checkouts_are_told_to_the_customer_alone(
    storefront_channel: str, goods: Goods, customer: Credentials, visitor: Credentials
) -> None:
    lines = [LineQuantity(variant_id=goods.variant_id, quantity=1)]

    own = checkouts.create(storefront_channel, lines=lines, caller=customer)
    guest = checkouts.create(storefront_channel, lines=lines, caller=visitor)

    assert checkouts.of_customer(storefront_channel, caller=customer) == (own.id,)
    checkouts.attach_customer(guest.id, caller=customer)
    assert set(checkouts.of_customer(storefront_channel, caller=customer)) == {own.id, guest.id}
    assert checkouts.of_customer(storefront_channel, caller=visitor) == ()
