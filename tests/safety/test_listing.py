"""The ten listing gates, on the products of the fact sheet and around each limit."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from storefront.safety.choices import ReturnRule
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import (
    GuidanceResult,
    compare_osmolality,
    compare_ph,
    find_gate_breaks,
    may_be_sold,
    may_be_suggested,
    refusal_reason,
)
from storefront.safety.value_types import Size
from tests.safety.source import PRODUCTS, REJECTED, product, rejected


def gates(facts: ProductFacts) -> list[str]:
    return [broken.gate for broken in find_gate_breaks(facts)]


def changed(reference: str, **facts: Any) -> ProductFacts:
    return replace(product(reference), **facts)


@pytest.mark.parametrize("reference", PRODUCTS)
def test_none_of_the_36_breaks_a_gate(reference: str) -> None:
    assert find_gate_breaks(product(reference)) == ()
    assert may_be_suggested(product(reference))
    assert may_be_sold(product(reference))


@pytest.mark.parametrize("reference", REJECTED)
def test_a_rejected_product_fails_exactly_its_gates(reference: str) -> None:
    assert gates(rejected(reference)) == REJECTED[reference]["fails"]


@pytest.mark.parametrize(
    "facts",
    [
        changed("T01", flared_base=False),
        changed("T01", flared_base=None),
        changed("T01", base_diameter_mm=None),
        changed("T01", base_diameter_mm=Decimal("39.9")),
        changed("T03", base_diameter_mm=Decimal(44)),
        changed("T01", max_diameter_mm=None, stages=frozenset()),
        changed("T01", flared_base=None, anal_use=None),
        changed("T04", sizes=(Size(diameter_mm=Decimal(30), length_mm=Decimal(80), base_mm=Decimal(44)),) * 2),
    ],
)
def test_g1_an_anal_toy_needs_a_stated_flared_base_wide_enough(facts: ProductFacts) -> None:
    assert gates(facts) == ["G1"]
    assert not may_be_suggested(facts)


def test_g1_accepts_a_base_of_exactly_40_mm_and_exactly_one_and_a_half_times() -> None:
    assert gates(changed("T01", base_diameter_mm=Decimal(40))) == []
    assert gates(changed("T03", base_diameter_mm=Decimal(45))) == []


def test_g1_follows_a_plug_into_any_category() -> None:
    assert gates(changed("T01", category="care-and-cleaning", flared_base=None)) == ["G1"]
    assert gates(changed("T01", category="gifts", kind="wellness-thing", flared_base=None)) == ["G1"]


def test_g1_says_when_a_fact_is_not_stated() -> None:
    (broken,) = find_gate_breaks(changed("T01", flared_base=None))
    assert "not stated" in broken.sentence


@pytest.mark.parametrize("porous", [True, None])
def test_g2_a_toy_that_goes_inside_is_stated_not_porous(porous: bool | None) -> None:
    assert gates(changed("T01", porous=porous)) == ["G2"]
    assert gates(changed("T12", porous=porous)) == []


@pytest.mark.parametrize("reference", ["W01", "T01", "K01", "B03"])
def test_g3_a_numbing_agent_or_nonoxynol_9_is_never_sold(reference: str) -> None:
    for facts in (changed(reference, local_anaesthetic=True), changed(reference, nonoxynol_9=True)):
        assert gates(facts) == ["G3"]
        assert not may_be_sold(facts)
        assert refusal_reason(facts)


def test_g3_reads_ingredients_and_kinds_too() -> None:
    assert not may_be_sold(changed("W01", allergens=frozenset({"lidocaine"})))
    assert not may_be_sold(ProductFacts(category="lubricants", kind="numbing-gel"))
    assert not may_be_sold(ProductFacts(category="lubricants", kind="spermicidal-gel"))
    assert "pain" in (refusal_reason(changed("W01", local_anaesthetic=True)) or "")
    assert refusal_reason(product("W01")) is None


@pytest.mark.parametrize(("osmolality", "broken"), [("1200", []), ("1200.1", ["G4"]), ("4100", ["G4"])])
def test_g4_osmolality_is_at_most_1200(osmolality: str, broken: list[str]) -> None:
    assert gates(changed("H01", osmolality=Decimal(osmolality))) == broken


def test_g4_an_osmolality_that_is_not_stated_is_allowed() -> None:
    facts = rejected("X06")
    assert find_gate_breaks(facts) == ()
    assert compare_osmolality(facts) is GuidanceResult.NOT_STATED


@pytest.mark.parametrize(("ph", "broken"), [("5.4", ["G5"]), ("5.5", []), ("7.0", []), ("7.1", ["G5"]), (None, ["G5"])])
def test_g5_a_gel_for_anal_use_states_a_ph_between_5_5_and_7(ph: str | None, broken: list[str]) -> None:
    assert gates(changed("W01", ph=ph and Decimal(ph))) == broken
    assert gates(changed("W05", ph=ph and Decimal(ph))) == []


def test_g5_use_that_is_not_stated_counts_as_possible() -> None:
    assert gates(changed("W05", anal_use=None)) == ["G5"]


@pytest.mark.parametrize("internal", [True, None])
def test_g6_oil_is_stated_to_stay_outside(internal: bool | None) -> None:
    assert gates(changed("O01", internal_use=internal)) == ["G6"]


def test_g7_a_stage_5_toy_is_at_most_34_mm_wide() -> None:
    assert gates(changed("T03", max_diameter_mm=Decimal(34))) == []
    assert gates(changed("T03", max_diameter_mm=Decimal("34.1"))) == ["G7"]
    assert "G7" in gates(changed("T03", max_diameter_mm=None))
    assert gates(changed("T03", max_diameter_mm=Decimal(36), stages=frozenset({"penis-or-strap-on"}))) == []


def test_g7_a_set_grows_by_steps_of_at_most_6_mm() -> None:
    small, middle, large = product("T04").sizes
    assert gates(changed("T04", sizes=(small, large))) == ["G7"]
    assert gates(changed("T04", sizes=(small, middle))) == []
    assert gates(changed("T04", sizes=())) == ["G7"]


def test_g8_a_motor_is_stated_not_to_be_boiled() -> None:
    assert gates(changed("T10", sterilisable=True)) == ["G8"]
    assert gates(changed("T10", sterilisable=None)) == ["G8"]
    assert gates(changed("T10", cleaning=frozenset({"boil-3-to-5-min"}))) == ["G8"]
    assert gates(changed("T10", power=None, sterilisable=None)) == ["G8"]
    assert gates(changed("T01", sterilisable=None)) == []


def test_g9_only_sealed_goods_that_touch_the_body_inside_or_are_used_up_are_excluded_from_return() -> None:
    assert gates(changed("T01", hygiene_sealed=False)) == ["G9"]
    assert gates(changed("T01", hygiene_sealed=None)) == ["G9"]
    assert gates(changed("K03", hygiene_sealed=True, return_rule=ReturnRule.SEALED_16E)) == ["G9"]
    assert gates(changed("K01", return_rule=ReturnRule.SEALED_16E)) == []


def test_g10_what_is_for_outside_says_never_to_insert_it() -> None:
    assert gates(changed("T09", warnings=())) == ["G10"]
    assert gates(changed("O01", warnings=("Weakens latex.",))) == ["G10"]
    assert "G10" in gates(changed("T09", internal_use=None))


def test_a_shirt_breaks_no_gate_and_is_never_suggested() -> None:
    shirt = ProductFacts(category="apparel")
    assert find_gate_breaks(shirt) == ()
    assert may_be_sold(shirt)
    assert not may_be_suggested(shirt)


def test_a_toy_that_states_only_its_material_is_not_suggested() -> None:
    assert gates(ProductFacts(category="trainers-and-toys", material="silicone")) == ["G1", "G2"]


def test_figures_do_not_apply_to_products_without_water() -> None:
    for reference in ("SI01", "O01", "T01"):
        assert compare_osmolality(product(reference)) is GuidanceResult.DOES_NOT_APPLY
        assert compare_ph(product(reference)) is GuidanceResult.DOES_NOT_APPLY
    assert compare_osmolality(ProductFacts(category="lubricants")) is GuidanceResult.NOT_STATED


@pytest.mark.parametrize(
    ("osmolality", "result"),
    [("380", GuidanceResult.CLOSE), ("381", GuidanceResult.WITHIN), ("1201", GuidanceResult.OUTSIDE)],
)
def test_an_osmolality_is_close_to_body_fluids_up_to_380(osmolality: str, result: GuidanceResult) -> None:
    facts = changed("W01", osmolality=Decimal(osmolality))
    assert compare_osmolality(facts) is result
