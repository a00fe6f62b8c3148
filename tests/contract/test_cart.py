"""Lines of a checkout: absolute quantities, which can be set repeatedly."""

from decimal import Decimal

import pytest

from storefront.saleor import checkouts
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import BadRequest, MutationError
from storefront.saleor.prices import balance
from storefront.saleor.types import Checkout, Variant
from tests.contract.helpers import mutation_errors, one_line, quantities, total_gross, unknown_id
from tests.contract.merchant.base import Merchant, ThrowawayProduct


def test_a_new_cart_holds_its_lines(storefront_channel: str, variant: Variant, visitor: Credentials) -> None:
    cart = checkouts.create(storefront_channel, lines=one_line(variant.id, 1), caller=visitor)

    assert quantities(cart) == {variant.id: 1}
    assert cart.quantity == 1
    assert cart.channel.slug == storefront_channel
    assert cart.email is None
    assert (cart.shipping_address, cart.delivery, cart.voucher_code) == (None, None, None)
    assert (cart.charge_status, cart.authorize_status) == ("NONE", "NONE")


def test_a_cart_adds_up(cart: Checkout, goods: ThrowawayProduct) -> None:
    (line,) = cart.lines

    assert line.unit_price.gross.amount == line.undiscounted_unit_price.amount == goods.price
    assert line.total_price.gross.amount == cart.subtotal_price.gross.amount == 2 * goods.price
    assert cart.total_price.gross.amount == 2 * goods.price
    assert cart.total_balance.amount == -2 * goods.price


def test_a_cart_reads_as_the_mutation_returned_it(cart: Checkout) -> None:
    assert checkouts.get(cart.id) == cart


def test_an_empty_cart_can_be_created(storefront_channel: str) -> None:
    cart = checkouts.create(storefront_channel, lines=[])

    assert cart.lines == ()
    assert cart.total_price.gross.amount == 0


def test_setting_a_quantity_twice_sets_it_once(cart: Checkout, goods: ThrowawayProduct) -> None:
    once = checkouts.set_lines(cart.id, lines=one_line(goods.variant_id, 3))
    twice = checkouts.set_lines(cart.id, lines=one_line(goods.variant_id, 3))

    assert quantities(once) == quantities(twice) == {goods.variant_id: 3}
    assert [line.id for line in twice.lines] == [line.id for line in cart.lines]


def test_setting_an_absent_variant_adds_it(cart: Checkout, merchant: Merchant, goods: ThrowawayProduct) -> None:
    other = merchant.create_product()

    both = checkouts.set_lines(cart.id, lines=one_line(other.variant_id, 1))

    assert quantities(both) == {goods.variant_id: 2, other.variant_id: 1}
    assert both.quantity == 3


def test_several_lines_are_set_together(storefront_channel: str, merchant: Merchant, goods: ThrowawayProduct) -> None:
    other = merchant.create_product()
    cart = checkouts.create(storefront_channel, lines=[])

    wanted = [*one_line(goods.variant_id, 2), *one_line(other.variant_id, 4)]
    cart = checkouts.set_lines(cart.id, lines=wanted)

    assert quantities(cart) == {goods.variant_id: 2, other.variant_id: 4}


def test_zero_removes_a_line_and_ignores_an_absent_one(cart: Checkout, goods: ThrowawayProduct) -> None:
    emptied = checkouts.set_lines(cart.id, lines=one_line(goods.variant_id, 0))
    again = checkouts.set_lines(cart.id, lines=one_line(goods.variant_id, 0))

    assert emptied.lines == again.lines == ()
    assert again.quantity == 0
    assert not again.is_shipping_required


def test_one_line_takes_the_place_of_another_in_one_change(
    cart: Checkout, merchant: Merchant, goods: ThrowawayProduct
) -> None:
    # given
    other = merchant.create_product()
    swap = [*one_line(other.variant_id, 2), *one_line(goods.variant_id, 0)]
    # when
    once = checkouts.set_lines(cart.id, lines=swap)
    twice = checkouts.set_lines(cart.id, lines=swap)
    # then
    assert quantities(once) == quantities(twice) == {other.variant_id: 2}


def test_a_swap_for_more_than_the_stock_is_refused_and_changes_nothing(
    cart: Checkout, merchant: Merchant, goods: ThrowawayProduct
) -> None:
    other = merchant.create_product()
    swap = [*one_line(other.variant_id, other.stock + 1), *one_line(goods.variant_id, 0)]

    assert mutation_errors(lambda: checkouts.set_lines(cart.id, lines=swap)) == [("quantity", "INSUFFICIENT_STOCK")]
    assert quantities(checkouts.get(cart.id) or cart) == {goods.variant_id: 2}


def test_a_deleted_line_is_gone(cart: Checkout) -> None:
    assert checkouts.delete_lines(cart.id, line_ids=[cart.lines[0].id]).lines == ()


def test_a_line_cannot_be_deleted_twice(cart: Checkout) -> None:
    line_id = cart.lines[0].id
    checkouts.delete_lines(cart.id, line_ids=[line_id])

    assert mutation_errors(lambda: checkouts.delete_lines(cart.id, line_ids=[line_id])) == [("lineId", "INVALID")]


def test_a_garbage_line_id_is_a_bad_request(cart: Checkout) -> None:
    with pytest.raises(BadRequest):
        checkouts.delete_lines(cart.id, line_ids=["garbage"])


def test_more_than_the_stock_is_refused_and_changes_nothing(cart: Checkout, goods: ThrowawayProduct) -> None:
    too_many = one_line(goods.variant_id, goods.stock + 1)

    assert mutation_errors(lambda: checkouts.set_lines(cart.id, lines=too_many)) == [("quantity", "INSUFFICIENT_STOCK")]
    assert checkouts.get(cart.id) == cart


def test_the_whole_stock_can_be_bought(cart: Checkout, goods: ThrowawayProduct) -> None:
    everything = checkouts.set_lines(cart.id, lines=one_line(goods.variant_id, goods.stock))

    assert quantities(everything) == {goods.variant_id: goods.stock}


def test_a_new_cart_cannot_exceed_the_stock(storefront_channel: str, goods: ThrowawayProduct) -> None:
    too_many = one_line(goods.variant_id, goods.stock + 1)

    assert mutation_errors(lambda: checkouts.create(storefront_channel, lines=too_many)) == [
        ("quantity", "INSUFFICIENT_STOCK")
    ]


def test_a_line_cannot_exceed_the_quantity_limit(cart: Checkout, merchant: Merchant) -> None:
    plenty = merchant.create_product(stock=500)

    assert mutation_errors(lambda: checkouts.set_lines(cart.id, lines=one_line(plenty.variant_id, 51))) == [
        ("quantity", "QUANTITY_GREATER_THAN_LIMIT")
    ]
    assert quantities(checkouts.set_lines(cart.id, lines=one_line(plenty.variant_id, 50)))[plenty.variant_id] == 50


def test_a_negative_quantity_is_refused(cart: Checkout, goods: ThrowawayProduct) -> None:
    assert mutation_errors(lambda: checkouts.set_lines(cart.id, lines=one_line(goods.variant_id, -1))) == [
        ("quantity", "ZERO_QUANTITY")
    ]


def test_a_new_cart_cannot_hold_a_zero_quantity(storefront_channel: str, goods: ThrowawayProduct) -> None:
    assert mutation_errors(lambda: checkouts.create(storefront_channel, lines=one_line(goods.variant_id, 0))) == [
        ("quantity", "ZERO_QUANTITY")
    ]


@pytest.mark.parametrize("variant_id", [unknown_id("ProductVariant"), "garbage", unknown_id("Product")])
def test_an_unknown_variant_is_refused(cart: Checkout, storefront_channel: str, variant_id: str) -> None:
    reason = [("variantId", "GRAPHQL_ERROR")]

    assert mutation_errors(lambda: checkouts.set_lines(cart.id, lines=one_line(variant_id, 1))) == reason
    assert mutation_errors(lambda: checkouts.create(storefront_channel, lines=one_line(variant_id, 1))) == reason
    assert checkouts.get(cart.id) == cart


def test_an_unpublished_product_cannot_be_added(merchant: Merchant, cart: Checkout, storefront_channel: str) -> None:
    hidden = merchant.create_product()
    merchant.unpublish(hidden)

    with pytest.raises(MutationError) as caught:
        checkouts.set_lines(cart.id, lines=one_line(hidden.variant_id, 1))

    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("lines", "PRODUCT_NOT_PUBLISHED")
    assert problem.variants == (hidden.variant_id,)


def test_one_invalid_line_refuses_the_whole_request(
    merchant: Merchant, cart: Checkout, goods: ThrowawayProduct
) -> None:
    hidden = merchant.create_product()
    merchant.unpublish(hidden)
    wanted = [*one_line(goods.variant_id, 1), *one_line(hidden.variant_id, 1)]

    assert mutation_errors(lambda: checkouts.set_lines(cart.id, lines=wanted)) == [("lines", "PRODUCT_NOT_PUBLISHED")]
    assert checkouts.get(cart.id) == cart


def test_an_unpublished_product_is_a_line_problem_and_can_be_removed(
    merchant: Merchant, cart: Checkout, goods: ThrowawayProduct
) -> None:
    merchant.unpublish(goods)

    now = checkouts.get(cart.id)
    assert now is not None
    (line,) = now.lines
    assert [problem.is_unavailable for problem in line.problems or ()] == [True]
    assert checkouts.delete_lines(cart.id, line_ids=[line.id]).lines == ()


def test_zero_removes_an_unpublished_product(merchant: Merchant, cart: Checkout, goods: ThrowawayProduct) -> None:
    merchant.unpublish(goods)

    assert checkouts.set_lines(cart.id, lines=one_line(goods.variant_id, 0)).lines == ()


def test_a_low_stock_is_a_line_problem(merchant: Merchant, cart: Checkout, goods: ThrowawayProduct) -> None:
    merchant.set_stock(goods, quantity=1)

    now = checkouts.get(cart.id)
    assert now is not None
    (problem,) = now.lines[0].problems or ()
    assert problem.is_short
    assert problem.available_quantity == 1
    assert mutation_errors(lambda: checkouts.set_lines(cart.id, lines=one_line(goods.variant_id, 2))) == [
        ("quantity", "INSUFFICIENT_STOCK")
    ]


def test_a_deleted_product_leaves_the_cart(merchant: Merchant, cart: Checkout, goods: ThrowawayProduct) -> None:
    merchant.delete_product(goods)

    now = checkouts.get(cart.id)
    assert now is not None
    assert now.lines == ()


def test_a_deleted_product_leaves_the_totals_as_they_were(
    merchant: Merchant, payable: Checkout, storefront_channel: str
) -> None:
    other = merchant.create_product(price=Decimal("12.50"))
    before = checkouts.set_lines(payable.id, lines=one_line(other.variant_id, 1))

    merchant.delete_product(other)

    now = checkouts.get(payable.id)
    assert now is not None
    assert [line.variant.id for line in now.lines] == [line.variant.id for line in payable.lines]
    assert now.total_price == before.total_price
    assert not balance.adds_up(now)


def test_counting_again_makes_the_prices_add_up_and_changes_nothing_else(
    merchant: Merchant, payable: Checkout, goods: ThrowawayProduct
) -> None:
    other = merchant.create_product(price=Decimal("12.50"))
    checkouts.set_lines(payable.id, lines=one_line(other.variant_id, 1))
    merchant.delete_product(other)
    merchant.set_stock(goods, quantity=1)

    counted = checkouts.recount(payable.id)

    assert balance.adds_up(counted)
    assert counted.total_price == payable.total_price
    assert quantities(counted) == quantities(payable)
    assert counted.delivery == payable.delivery


def test_a_cart_of_deleted_products_is_worth_nothing(
    merchant: Merchant, cart: Checkout, goods: ThrowawayProduct
) -> None:
    merchant.delete_product(goods)

    assert total_gross(checkouts.recount(cart.id)) == 0


def test_an_open_cart_keeps_its_price_for_a_while(merchant: Merchant, cart: Checkout, goods: ThrowawayProduct) -> None:
    merchant.set_price(goods, price=goods.price + 1)

    now = checkouts.get(cart.id)
    assert now is not None
    assert now.lines[0].unit_price.gross.amount == goods.price


def test_an_unknown_cart_reads_as_none_and_is_not_found_by_mutations(goods: ThrowawayProduct) -> None:
    lost = unknown_id("Checkout")

    assert checkouts.get(lost) is None
    assert mutation_errors(lambda: checkouts.set_lines(lost, lines=one_line(goods.variant_id, 1))) == [
        ("id", "NOT_FOUND")
    ]
    assert mutation_errors(lambda: checkouts.set_email(lost, email="robin@example.com")) == [("id", "NOT_FOUND")]
    assert mutation_errors(lambda: checkouts.complete(lost)) == [("id", "NOT_FOUND")]


@pytest.mark.parametrize("checkout_id", ["garbage", unknown_id("Product")])
def test_a_malformed_cart_id_is_a_bad_request(checkout_id: str, goods: ThrowawayProduct) -> None:
    with pytest.raises(BadRequest):
        checkouts.get(checkout_id)
    assert mutation_errors(lambda: checkouts.set_lines(checkout_id, lines=one_line(goods.variant_id, 1))) == [
        ("id", "GRAPHQL_ERROR")
    ]


def test_a_cart_needs_a_known_channel() -> None:
    assert mutation_errors(lambda: checkouts.create("no-such-channel", lines=[])) == [("channel", "NOT_FOUND")]


def test_the_same_variant_twice_in_one_request_is_summed(cart: Checkout, goods: ThrowawayProduct) -> None:
    wanted = [
        LineQuantity(variant_id=goods.variant_id, quantity=1),
        LineQuantity(variant_id=goods.variant_id, quantity=3),
    ]

    assert quantities(checkouts.set_lines(cart.id, lines=wanted)) == {goods.variant_id: 4}


def test_only_the_customer_lists_their_checkouts(
    storefront_channel: str, goods: ThrowawayProduct, customer: Credentials, visitor: Credentials
) -> None:
    lines = [LineQuantity(variant_id=goods.variant_id, quantity=1)]

    own = checkouts.create(storefront_channel, lines=lines, caller=customer)
    guest = checkouts.create(storefront_channel, lines=lines, caller=visitor)

    assert checkouts.of_customer(storefront_channel, caller=customer) == (own.id,)
    checkouts.attach_customer(guest.id, caller=customer)
    assert set(checkouts.of_customer(storefront_channel, caller=customer)) == {own.id, guest.id}
    assert checkouts.of_customer(storefront_channel, caller=visitor) == ()
