"""The ten listing gates, on the products of the fact sheet and around each limit."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from storefront.safety.attributes import Gate
from storefront.safety.choices import ReturnRule
from storefront.safety.facts import ProductFacts, read_facts, read_mentions
from storefront.safety.listing import (
    GuidanceResult,
    Standing,
    compare_osmolality,
    compare_ph,
    find_gate_breaks,
    may_be_sold,
    may_be_suggested,
    sale_refusal,
    sale_warnings,
)
from storefront.safety.value_types import Size, StatedValue
from tests.safety.source import PRODUCTS, REJECTED, attributes_of, product, rejected


def gates(facts: ProductFacts) -> list[str]:
    return [broken.gate for broken in find_gate_breaks(facts)]


def failed(facts: ProductFacts) -> list[str]:
    return [broken.gate for broken in find_gate_breaks(facts) if broken.standing is Standing.FAILED]


def changed(reference: str, **facts: Any) -> ProductFacts:
    return replace(product(reference), **facts)


@pytest.mark.parametrize("reference", PRODUCTS)
def test_none_of_the_36_breaks_a_gate(reference: str) -> None:
    assert find_gate_breaks(product(reference)) == ()
    assert may_be_suggested(product(reference))
    assert may_be_sold(product(reference))


@pytest.mark.parametrize("reference", REJECTED)
def test_a_rejected_product_fails_exactly_its_gates(reference: str) -> None:
    assert failed(rejected(reference)) == REJECTED[reference]["fails"]
    assert not may_be_suggested(rejected(reference))


@pytest.mark.parametrize(
    "facts",
    [
        changed("T01", flared_base=False),
        changed("T01", flared_base=None),
        changed("T01", base_diameter_mm=None),
        changed("T01", base_diameter_mm=Decimal("39.9")),
        changed("T03", base_diameter_mm=Decimal(44)),
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
    assert "G1" in gates(changed("T01", category="gifts", kind="wellness-thing", flared_base=None))


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
        assert sale_refusal(facts) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Numbing Anal Gel with Lidocaine 50 ml", "Contains lidocaine 5 percent to numb the area"),
        ("Comfort Gel", "With 5 % benzocaine."),
        ("Entspannungsgel", "Enthält Lidocain."),
        ("Analgel betäubend", ""),
        ("Gel anesthésiant", ""),
        ("Relax", "Ohne Parabene, mit Prilocain"),
        ("Gel", "Not only free from parabens, but with lidocaine"),
        ("Żel znieczulający", ""),
        ("Delay gel for men", ""),
        ("Gel", "Aqua, Glycerin, Laureth-9"),
        ("Spermizides Gleitgel", ""),
        ("Gel", "INCI: Aqua, Nonoxynol-9"),
    ],
)
def test_g3_reads_names_and_descriptions_in_any_language(name: str, text: str) -> None:
    mentions = read_mentions({}, names=[name], texts=[text])
    gel = replace(product("W01"), mentions=mentions)

    assert failed(gel) == ["G3"]
    assert not may_be_sold(gel)


@pytest.mark.parametrize(
    "text",
    [
        "Free from parabens, glycerin, propylene glycol, fragrance, lidocaine and benzocaine.",
        "This does not contain lidocaine.",
        "Enthält kein Lidocain und kein Nonoxinol-9.",
        "Ohne betäubende Stoffe.",
        "Lidocaine-free.",
        "Huile d’argan marocaine, fabrication américaine. Number 1.",
    ],
)
def test_g3_a_text_that_denies_it_refuses_nothing(text: str) -> None:
    gel = replace(product("W01"), mentions=read_mentions({}, names=["Everyday gel"], texts=[text]))

    assert gates(gel) == []


def test_g3_an_attribute_that_lists_what_is_absent_refuses_nothing() -> None:
    stated: dict[str, StatedValue] = {"frei-von": ["lidocain"], "without": "Benzocaine", "free-from": ["nonoxynol-9"]}
    assert read_mentions(stated).contained == frozenset()
    assert read_mentions({"wirkstoff": "Lidocain"}).contained == {"local-anaesthetic"}


def test_g3_a_hoodie_is_not_asked_for_drugs() -> None:
    assert gates(ProductFacts(category="apparel", kind="hoodie", material="cotton")) == []


def test_g3_a_text_about_numbing_keeps_a_product_from_being_suggested() -> None:
    mentions = read_mentions({}, names=["Everyday gel"], texts=["We add nothing to it, because numbing hides pain."])
    gel = replace(product("W01"), mentions=mentions)

    assert gates(gel) == ["G3"]
    assert may_be_sold(gel)
    assert not may_be_suggested(gel)


def test_g3_reads_ingredients_and_kinds_too() -> None:
    for attributes in ({"allergens": ["lidocaine"]}, {"inci": "Aqua, Tetracaine"}, {"kind": ["spermicidal-gel"]}):
        stated: dict[str, StatedValue] = {**attributes_of(PRODUCTS["W01"]), **attributes}
        assert not may_be_sold(read_facts(stated, category="lubricants", mentions=read_mentions(stated)))
    assert sale_refusal(product("W01")) is None


def test_g3_a_fact_that_is_not_stated_keeps_a_product_from_being_suggested() -> None:
    for slug in ("local_anaesthetic", "nonoxynol_9"):
        for reference in ("W01", "T01", "B03", "K01"):
            assert gates(changed(reference, **{slug: None})) == ["G3"]
            assert may_be_sold(changed(reference, **{slug: None}))


def test_an_oil_for_inside_and_a_porous_toy_for_inside_are_not_sold() -> None:
    for refused, gate in (
        (changed("O01", internal_use=True), Gate.OIL_STAYS_OUTSIDE),
        (changed("T01", material="abs"), Gate.NOT_POROUS),
        (changed("T01", material="tpe"), Gate.NOT_POROUS),
    ):
        refusal = sale_refusal(refused)
        assert refusal is not None
        assert refusal.gate is gate
    assert may_be_sold(changed("O01", internal_use=None))
    assert may_be_sold(product("T09"))


@pytest.mark.parametrize(("reference", "gate"), [("X01", Gate.FLARED_BASE), ("X04", Gate.OSMOLALITY)])
def test_a_failure_of_base_porosity_or_osmolality_refuses_sale_unless_the_merchant_gives_a_reason(
    reference: str, gate: Gate
) -> None:
    refused = sale_refusal(rejected(reference))
    assert refused is not None
    assert refused.gate is gate

    allowed = replace(rejected(reference), sold_although=("G1: sold to a clinic", "g2: the same", "G4: the same"))
    assert may_be_sold(allowed)
    assert sale_warnings(allowed) == tuple(
        each.sentence for each in find_gate_breaks(allowed) if each.standing is Standing.FAILED
    )
    assert not may_be_suggested(allowed)


def test_a_reason_to_sell_names_its_gate_and_lifts_no_banned_ingredient() -> None:
    for lines in (("for clinics",), ("G4:",), ("G1: another gate",)):
        assert not may_be_sold(replace(rejected("X04"), sold_although=lines))
    assert not may_be_sold(changed("W01", local_anaesthetic=True, sold_although=("G3: for clinics",)))


@pytest.mark.parametrize("material", ["tpe", "jelly", "pvc", "abs"])
def test_g2_a_porous_material_is_porous_whatever_is_stated(material: str) -> None:
    assert failed(changed("T01", material=material, porous=False)) == ["G2"]


@pytest.mark.parametrize(("osmolality", "broken"), [("1200", []), ("1200.1", ["G4"]), ("4100", ["G4"])])
def test_g4_osmolality_is_at_most_1200(osmolality: str, broken: list[str]) -> None:
    assert gates(changed("H01", osmolality=Decimal(osmolality))) == broken


def test_g4_an_osmolality_that_is_not_stated_may_be_sold_and_not_suggested() -> None:
    facts = rejected("X06")
    assert "G4" in gates(facts)
    assert failed(facts) == []
    assert may_be_sold(facts)
    assert not may_be_suggested(facts)
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
    toy = ProductFacts(category="trainers-and-toys", material="silicone")
    assert {"G1", "G2", "G3"} <= set(gates(toy))
    assert failed(toy) == []


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
