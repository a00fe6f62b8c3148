"""Vouchers and gift cards."""

from decimal import Decimal

import pytest

from storefront.saleor import checkouts
from storefront.saleor.types import Checkout
from tests.contract.helpers import mutation_errors, total_gross
from tests.contract.merchant.base import Merchant


def test_a_voucher_lowers_lines_and_total(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.create_voucher(percent=10)

    reduced = checkouts.add_promo_code(cart.id, code=code)

    assert reduced.voucher_code == code
    assert reduced.discount is not None
    assert reduced.discount.amount == Decimal(2)
    assert total_gross(reduced) == total_gross(cart) - 2
    (line,) = reduced.lines
    assert (line.unit_price.gross.amount, line.undiscounted_unit_price.amount) == (Decimal(9), Decimal(10))


def test_a_voucher_added_twice_counts_once(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.create_voucher(percent=10)

    checkouts.add_promo_code(cart.id, code=code)

    assert total_gross(checkouts.add_promo_code(cart.id, code=code)) == Decimal(18)


def test_a_removed_voucher_has_no_effect(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.create_voucher(percent=10)
    checkouts.add_promo_code(cart.id, code=code)

    full = checkouts.remove_promo_code(cart.id, code=code)

    assert full.voucher_code is None
    assert total_gross(full) == total_gross(cart)


def test_a_second_voucher_replaces_the_first(merchant: Merchant, cart: Checkout) -> None:
    first, second = merchant.create_voucher(percent=10), merchant.create_voucher(percent=50)
    checkouts.add_promo_code(cart.id, code=first)

    halved = checkouts.add_promo_code(cart.id, code=second)

    assert halved.voucher_code == second
    assert total_gross(halved) == Decimal(10)


@pytest.mark.parametrize("code", ["NO-SUCH-CODE-HERE", "", "no such code"])
def test_an_unknown_code_is_invalid_and_changes_nothing(cart: Checkout, code: str) -> None:
    assert mutation_errors(lambda: checkouts.add_promo_code(cart.id, code=code)) == [("promoCode", "INVALID")]
    assert checkouts.get(cart.id) == cart


def test_codes_are_case_sensitive(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.create_voucher(percent=10)

    assert mutation_errors(lambda: checkouts.add_promo_code(cart.id, code=code.lower())) == [("promoCode", "INVALID")]


def test_a_voucher_below_its_minimum_is_not_applicable(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.create_voucher(percent=10, minimum=Decimal(1000))

    assert mutation_errors(lambda: checkouts.add_promo_code(cart.id, code=code)) == [
        ("promoCode", "VOUCHER_NOT_APPLICABLE")
    ]


def test_a_voucher_that_is_not_applied_cannot_be_removed(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.create_voucher(percent=10)

    assert mutation_errors(lambda: checkouts.remove_promo_code(cart.id, code=code)) == [("promoCode", "INVALID")]


def test_a_gift_card_lowers_the_total_and_shows_four_characters(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.create_gift_card(balance=Decimal(5))

    reduced = checkouts.add_promo_code(cart.id, code=code)

    (card,) = reduced.gift_cards
    assert card.last4_code_chars == code[-4:]
    assert card.current_balance.amount == Decimal(5)
    assert total_gross(reduced) == total_gross(cart) - 5
    assert reduced.voucher_code is None


def test_a_removed_gift_card_pays_nothing(merchant: Merchant, cart: Checkout) -> None:
    with_card = checkouts.add_promo_code(cart.id, code=merchant.create_gift_card(balance=Decimal(5)))

    without = checkouts.remove_gift_card(cart.id, gift_card_id=with_card.gift_cards[0].id)

    assert without.gift_cards == ()
    assert total_gross(without) == total_gross(cart)


def test_removing_a_gift_card_twice_is_no_error(merchant: Merchant, cart: Checkout) -> None:
    with_card = checkouts.add_promo_code(cart.id, code=merchant.create_gift_card(balance=Decimal(5)))
    card_id = with_card.gift_cards[0].id
    checkouts.remove_gift_card(cart.id, gift_card_id=card_id)

    assert checkouts.remove_gift_card(cart.id, gift_card_id=card_id).gift_cards == ()


def test_a_voucher_and_a_gift_card_combine(merchant: Merchant, cart: Checkout) -> None:
    checkouts.add_promo_code(cart.id, code=merchant.create_voucher(percent=10))
    both = checkouts.add_promo_code(cart.id, code=merchant.create_gift_card(balance=Decimal(5)))

    assert total_gross(both) == Decimal(13)


def test_a_large_gift_card_covers_the_total(merchant: Merchant, cart: Checkout) -> None:
    covered = checkouts.add_promo_code(cart.id, code=merchant.create_gift_card(balance=Decimal(500)))

    assert total_gross(covered) == 0
    assert covered.charge_status == "FULL"
