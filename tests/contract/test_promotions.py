"""Vouchers and gift cards: codes that a shopper types."""

from decimal import Decimal

import pytest

from storefront.saleor import checkouts
from storefront.saleor.types import Checkout
from tests.contract.asking import gross, refused
from tests.contract.merchant.base import Merchant


def test_a_voucher_takes_its_share_off_and_says_so(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.voucher(percent=10)

    reduced = checkouts.add_promo_code(cart.id, code=code)

    assert reduced.voucher_code == code
    assert reduced.discount is not None
    assert reduced.discount.amount == Decimal(2)
    assert gross(reduced) == gross(cart) - 2
    (line,) = reduced.lines
    assert (line.unit_price.gross.amount, line.undiscounted_unit_price.amount) == (Decimal(9), Decimal(10))


def test_a_voucher_added_twice_counts_once(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.voucher(percent=10)

    checkouts.add_promo_code(cart.id, code=code)

    assert gross(checkouts.add_promo_code(cart.id, code=code)) == Decimal(18)


def test_a_voucher_taken_off_is_off(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.voucher(percent=10)
    checkouts.add_promo_code(cart.id, code=code)

    full = checkouts.remove_promo_code(cart.id, code=code)

    assert full.voucher_code is None
    assert gross(full) == gross(cart)


def test_another_voucher_takes_the_place_of_the_first(merchant: Merchant, cart: Checkout) -> None:
    first, second = merchant.voucher(percent=10), merchant.voucher(percent=50)
    checkouts.add_promo_code(cart.id, code=first)

    halved = checkouts.add_promo_code(cart.id, code=second)

    assert halved.voucher_code == second
    assert gross(halved) == Decimal(10)


@pytest.mark.parametrize("code", ["NO-SUCH-CODE-HERE", "", "no such code"])
def test_a_code_that_is_none_is_invalid_and_changes_nothing(cart: Checkout, code: str) -> None:
    assert refused(lambda: checkouts.add_promo_code(cart.id, code=code)) == [("promoCode", "INVALID")]
    assert checkouts.get(cart.id) == cart


def test_codes_are_case_sensitive(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.voucher(percent=10)

    assert refused(lambda: checkouts.add_promo_code(cart.id, code=code.lower())) == [("promoCode", "INVALID")]


def test_a_voucher_below_its_minimum_does_not_apply(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.voucher(percent=10, minimum=Decimal(1000))

    assert refused(lambda: checkouts.add_promo_code(cart.id, code=code)) == [("promoCode", "VOUCHER_NOT_APPLICABLE")]


def test_a_code_that_is_not_on_cannot_be_taken_off(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.voucher(percent=10)

    assert refused(lambda: checkouts.remove_promo_code(cart.id, code=code)) == [("promoCode", "INVALID")]


def test_a_gift_card_pays_its_part_and_shows_only_its_end(merchant: Merchant, cart: Checkout) -> None:
    code = merchant.gift_card(balance=Decimal(5))

    reduced = checkouts.add_promo_code(cart.id, code=code)

    (card,) = reduced.gift_cards
    assert card.last4_code_chars == code[-4:]
    assert card.current_balance.amount == Decimal(5)
    assert gross(reduced) == gross(cart) - 5
    assert reduced.voucher_code is None


def test_a_gift_card_taken_off_pays_nothing(merchant: Merchant, cart: Checkout) -> None:
    with_card = checkouts.add_promo_code(cart.id, code=merchant.gift_card(balance=Decimal(5)))

    without = checkouts.remove_gift_card(cart.id, gift_card_id=with_card.gift_cards[0].id)

    assert without.gift_cards == ()
    assert gross(without) == gross(cart)


def test_a_gift_card_taken_off_twice_does_no_harm(merchant: Merchant, cart: Checkout) -> None:
    with_card = checkouts.add_promo_code(cart.id, code=merchant.gift_card(balance=Decimal(5)))
    card_id = with_card.gift_cards[0].id
    checkouts.remove_gift_card(cart.id, gift_card_id=card_id)

    assert checkouts.remove_gift_card(cart.id, gift_card_id=card_id).gift_cards == ()


def test_voucher_and_gift_card_go_together(merchant: Merchant, cart: Checkout) -> None:
    checkouts.add_promo_code(cart.id, code=merchant.voucher(percent=10))
    both = checkouts.add_promo_code(cart.id, code=merchant.gift_card(balance=Decimal(5)))

    assert gross(both) == Decimal(13)


def test_a_rich_gift_card_covers_everything(merchant: Merchant, cart: Checkout) -> None:
    covered = checkouts.add_promo_code(cart.id, code=merchant.gift_card(balance=Decimal(500)))

    assert gross(covered) == 0
    assert covered.charge_status == "FULL"
