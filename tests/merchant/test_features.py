"""What the shop's code does to meet a duty: each feature has a test that shows it."""

from pathlib import Path

import pytest

from storefront.merchant.duties.evaluation import BUILT_FEATURES
from storefront.merchant.duties.rules import Feature

TESTS = Path(__file__).parents[1]
SHOWN_BY = {
    Feature.LOWEST_PRICE: (
        "catalog/test_offers.py",
        "test_a_reduction_is_told_against_the_lowest_price_of_30_days_or_not_at_all",
    ),
    Feature.UNIT_PRICE: (
        "catalog/test_offers.py",
        "test_unit_prices_are_by_volume_weight_or_piece_where_the_market_asks",
    ),
    Feature.TAX_AND_DELIVERY: (
        "catalog/test_offers.py",
        "test_a_digital_product_has_no_parcel_and_no_delivery_cost",
    ),
    Feature.PAY_BUTTON: (
        "checkout/test_payment_page.py",
        "test_the_button_says_in_the_markets_words_what_it_does_and_is_no_heading",
    ),
    Feature.ORDER_SUMMARY: (
        "checkout/test_payment_page.py",
        "test_nothing_stands_between_the_total_and_the_button",
    ),
    Feature.RESTRICTIONS: (
        "merchant/test_selling.py",
        "test_alabama_is_named_before_ordering_and_refused_at_the_address",
    ),
    Feature.CONFIRMATION: (
        "emails/test_contract_confirmation.py",
        "test_article_246a_egbgb_each_line_has_its_characteristics_and_its_return_rule",
    ),
    Feature.WITHDRAWAL: (
        "orders/test_withdrawal.py",
        "test_the_control_is_on_every_page_and_needs_no_account",
    ),
    Feature.RETURN_RULE: (
        "emails/test_contract_confirmation.py",
        "test_article_246a_egbgb_each_line_has_its_characteristics_and_its_return_rule",
    ),
    Feature.MAKER: (
        "catalog/test_offers.py",
        "test_maker_numbers_and_warnings_stand_openly_and_the_responsible_person_by_market",
    ),
    Feature.ACCESSIBLE: (
        "browser/test_accessibility.py",
        "test_axe_finds_nothing_and_nothing_is_cut_off_or_moves",
    ),
    Feature.COOKIES: (
        "project/test_shared_pages.py",
        "test_a_shared_page_asks_no_saleor_sets_no_cookie_and_is_the_same_for_a_returning_visitor",
    ),
    Feature.CUSTOMS: (
        "merchant/test_selling.py",
        "test_customs_is_told_in_the_cart_where_the_merchant_sends_from_outside",
    ),
}


def test_what_the_code_does_not_do_keeps_its_duty_unmet() -> None:
    assert set(Feature) - BUILT_FEATURES == {Feature.GUARANTEE_LABEL}


@pytest.mark.parametrize("feature", sorted(BUILT_FEATURES), ids=str)
def test_a_feature_that_counts_as_built_names_a_test_that_exists(feature: Feature) -> None:
    file, name = SHOWN_BY[feature]

    assert f"def {name}" in (TESTS / file).read_text(encoding="utf-8")
