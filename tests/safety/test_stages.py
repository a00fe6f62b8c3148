"""Which products suit which stage, on the products of the fact sheet and around each limit."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from storefront.safety.facts import ProductFacts
from storefront.safety.stages import STAGES, check_stage, check_stage_limits
from tests.safety.source import PRODUCTS, SOURCE, product

SLUGS = [stage["slug"] for stage in SOURCE["stages"]]
EVERY_STAGE = frozenset(SLUGS)


def everywhere(reference: str, **facts: Any) -> ProductFacts:
    return replace(product(reference), stages=EVERY_STAGE, **facts)


@pytest.mark.parametrize("reference", PRODUCTS)
def test_each_of_the_36_suits_exactly_the_stages_that_it_names(reference: str) -> None:
    found = [slug for slug in SLUGS if check_stage(product(reference), slug).is_suitable]
    assert found == PRODUCTS[reference].get("stages", [])


@pytest.mark.parametrize("slug", SLUGS)
def test_the_acidic_gel_keeps_to_the_limits_of_no_stage(slug: str) -> None:
    assert not check_stage_limits(everywhere("W05"), slug).is_suitable


@pytest.mark.parametrize("reference", ["O01", "O02"])
def test_oil_suits_only_the_first_stage_even_if_its_facts_claim_more(reference: str) -> None:
    assert [slug for slug in SLUGS if check_stage(everywhere(reference), slug).is_suitable] == ["exterior-touch"]
    assert "outside skin" in check_stage(everywhere(reference), "fingers-or-toys").reason


@pytest.mark.parametrize("reference", ["SI01", "SI02"])
def test_silicone_lubricant_is_kept_off_the_toy_stage(reference: str) -> None:
    assert not check_stage(everywhere(reference), "fingers-or-toys").is_suitable
    assert check_stage(everywhere(reference), "penis-or-strap-on").is_suitable


@pytest.mark.parametrize(("width", "ok"), [("34", True), ("34.5", False)])
def test_a_toy_for_the_fifth_stage_is_at_most_34_mm(width: str, ok: bool) -> None:
    assert check_stage(replace(product("T03"), max_diameter_mm=Decimal(width)), "fingers-or-toys").is_suitable is ok


@pytest.mark.parametrize(("width", "ok"), [("40", True), ("41", False)])
def test_a_toy_for_the_sixth_stage_is_at_most_40_mm(width: str, ok: bool) -> None:
    verdict = check_stage(replace(product("T11"), max_diameter_mm=Decimal(width)), "penis-or-strap-on")
    assert verdict.is_suitable is ok
    assert ok or verdict.reason == "It is wider than the 40 mm limit of this stage."


def test_a_toy_longer_than_95_mm_does_not_suit_the_fifth_stage() -> None:
    assert not check_stage(replace(product("T06"), insertable_length_mm=Decimal(96)), "fingers-or-toys").is_suitable
    assert not check_stage(replace(product("T06"), insertable_length_mm=None), "fingers-or-toys").is_suitable


@pytest.mark.parametrize("slug", ["exterior-touch", "direct-exterior-contact", "oral-contact"])
def test_an_insertable_product_suits_no_stage_without_insertion(slug: str) -> None:
    verdict = check_stage(everywhere("T01"), slug)
    assert not verdict.is_suitable
    assert verdict.reason == "Nothing is inserted at this stage, and it is made to go inside."


def test_a_broken_gate_rules_a_product_out_and_says_so() -> None:
    verdict = check_stage(replace(product("T01"), flared_base=None), "fingers-or-toys")
    assert not verdict.is_suitable
    assert "flared base" in verdict.reason


def test_a_claim_that_a_stage_asks_for_and_the_label_does_not_make_rules_it_out() -> None:
    plain = replace(product("W01"), free_from=frozenset({"fragrance"}))
    assert check_stage(plain, "direct-exterior-contact").is_suitable
    assert check_stage(plain, "adding-lubricant").reason == "That it is free from flavour is not stated."


def test_an_oil_with_fragrance_is_not_for_the_first_stage() -> None:
    oil = everywhere("O01")
    assert check_stage(oil, "exterior-touch").is_suitable
    scented = replace(oil, free_from=frozenset())
    assert check_stage(scented, "exterior-touch").reason == "That it is free from fragrance is not stated."


def test_a_stage_that_the_facts_do_not_name_is_within_limits_yet_not_suited() -> None:
    assert check_stage_limits(product("W02"), "direct-exterior-contact").is_suitable
    assert check_stage(product("W02"), "direct-exterior-contact").reason == "Its facts do not name this stage."


def test_the_reason_for_a_yes_is_the_products_own() -> None:
    assert check_stage(product("T04"), "fingers-or-toys").reason == PRODUCTS["T04"]["stage_rationale"]
    assert check_stage(replace(product("T04"), stage_reason=None), "fingers-or-toys").reason


def test_a_shirt_suits_no_stage() -> None:
    for stage in STAGES:
        assert not check_stage(ProductFacts(category="apparel"), stage.slug).is_suitable
        assert not check_stage(ProductFacts(category="apparel", stages=EVERY_STAGE), stage.slug).is_suitable


def test_a_stage_that_does_not_exist_suits_nothing() -> None:
    assert not check_stage(product("W01"), "stage-seven").is_suitable
