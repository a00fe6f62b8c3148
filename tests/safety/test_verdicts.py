"""Which products go together, by the tables, by labels, and in either order."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts, read_facts
from storefront.safety.rules import PACKAGED, RULES, Rating
from storefront.safety.value_types import StatedValue
from storefront.safety.verdicts import judge_pair, list_pairings, unheeded_claims
from tests.safety.source import PRODUCTS, product

BARRIERS = {
    "latex-condom": ("condoms", "latex"),
    "polyisoprene-condom": ("condoms", "polyisoprene"),
    "polyurethane-condom": ("condoms", "polyurethane"),
    "nitrile-internal-condom": ("internal-condoms", "nitrile"),
    "latex-dam": ("dams", "latex"),
    "polyurethane-dam": ("dams", "polyurethane"),
    "nitrile-glove": ("gloves", "nitrile"),
}
TOYS = {
    "silicone-toy": "silicone",
    "tpe-toy": "tpe",
    "abs-toy": "abs",
    "glass-toy": "borosilicate-glass",
    "steel-toy": "stainless-steel-316",
}
DEFAULTS = [
    (base, target, rating) for base, row in PACKAGED.lubricant_default_by_base.items() for target, rating in row.items()
]
MATERIALS = [
    (material, base, rating)
    for material, row in PACKAGED.toy_default_by_material.items()
    for base, rating in row.items()
]
STRICTER = {Rating.NO: 0, Rating.CHECK: 1, Rating.YES: 2}


def lubricant(base: Base | None, **facts: Any) -> ProductFacts:
    return ProductFacts(category="lubricants", kind="water-based-gel", base=base, **facts)


def barrier(name: str, **facts: Any) -> ProductFacts:
    kind, material = BARRIERS[name]
    return ProductFacts(category="hygiene-and-protection", kind=kind, material=material, **facts)


def toy(material: str | None, **facts: Any) -> ProductFacts:
    return ProductFacts(category="trainers-and-toys", kind="plug", material=material, internal_use=True, **facts)


@pytest.mark.parametrize(("base", "target", "rating"), DEFAULTS)
def test_without_labels_a_base_meets_a_barrier_or_toy_no_better_than_the_table_says(
    base: Base, target: str, rating: Rating
) -> None:
    other = toy(TOYS[target]) if target in TOYS else barrier(target)
    verdict = judge_pair(lubricant(base), other)
    assert STRICTER[verdict.rating] <= STRICTER[rating]
    if (target in TOYS and base is not Base.OIL) or target in (
        "latex-condom",
        "latex-dam",
        "polyisoprene-condom",
        "nitrile-glove",
    ):
        assert verdict.rating is rating
    assert verdict.reason.endswith(".")


@pytest.mark.parametrize(("material", "base", "rating"), MATERIALS)
def test_without_labels_a_material_meets_a_base_as_the_table_says(material: str, base: Base, rating: Rating) -> None:
    if material == "nitrile-glove":
        item = barrier("nitrile-glove")
    else:
        item = ProductFacts(category="hygiene-and-protection", kind="applicators", material=material)
    assert judge_pair(lubricant(base), item).rating is rating


def test_a_products_own_label_comes_before_the_table() -> None:
    tested = lubricant(Base.WATER, works_with=frozenset({"polyisoprene-condom"}))
    assert judge_pair(tested, barrier("polyisoprene-condom")).rating is Rating.YES
    cautious = lubricant(Base.WATER, check_with=frozenset({"latex-condom"}))
    assert judge_pair(cautious, barrier("latex-condom")).rating is Rating.CHECK


def test_for_a_barrier_the_lubricants_claim_counts_not_the_barriers() -> None:
    gel = lubricant(Base.WATER, check_with=frozenset({"nitrile-internal-condom"}))
    condom = barrier("nitrile-internal-condom", works_with=frozenset({"water"}))
    assert judge_pair(gel, condom).rating is Rating.CHECK
    assert judge_pair(product("W01"), product("B04")).rating is Rating.YES
    assert judge_pair(product("W06"), product("B04")).rating is Rating.CHECK


@pytest.mark.parametrize("target", ["latex-condom", "latex-dam", "polyisoprene-condom"])
def test_no_label_lifts_what_oil_does_to_latex_and_polyisoprene(target: str) -> None:
    keen = lubricant(Base.OIL, works_with=frozenset({target}))
    condom = barrier(target, works_with=frozenset({"oil"}))

    assert judge_pair(keen, condom).rating is Rating.NO
    assert next(row for row in list_pairings(keen) if row.label == RULES.labels[target]).verdict.rating is Rating.NO
    assert unheeded_claims(keen) == (target,)
    assert unheeded_claims(condom) == ("oil",)


def test_a_barrier_without_material_proves_nothing_by_its_own_claim() -> None:
    gel = lubricant(Base.WATER, check_with=frozenset({"nitrile-internal-condom"}))
    unknown = replace(barrier("nitrile-internal-condom", works_with=frozenset({"water"})), material=None)

    verdict = judge_pair(gel, unknown)

    assert verdict.rating is Rating.NOT_STATED
    assert [(each.slug, each.of_second) for each in verdict.unstated] == [("material", True)]


def test_a_label_that_rules_out_what_cannot_be_read_may_rule_out_this() -> None:
    stated: dict[str, StatedValue] = {"kind": ["water-based-gel"], "lubricant-base": ["water"], "not-with": ["latx"]}
    assert judge_pair(read_facts(stated, category="lubricants"), barrier("latex-condom")).rating is Rating.NOT_STATED


def test_a_kind_that_is_not_known_counts_as_the_worst_of_its_category() -> None:
    thing = ProductFacts(category="hygiene-and-protection", kind="pack-of-twelve", material="latex")
    assert judge_pair(lubricant(Base.OIL), thing).rating is Rating.NO
    assert judge_pair(lubricant(Base.WATER), thing).rating is Rating.NOT_STATED
    foreign = ProductFacts(category="vorsorge", kind="kondome", material="latex")
    assert judge_pair(lubricant(Base.OIL), foreign).rating is Rating.NO


def test_oil_and_a_toy_whose_use_is_not_stated_cannot_be_told() -> None:
    unsure = replace(toy("borosilicate-glass"), internal_use=None)
    assert judge_pair(lubricant(Base.OIL), unsure).rating is Rating.NOT_STATED


def test_a_condom_and_an_internal_condom_are_not_used_together() -> None:
    assert judge_pair(product("B03"), product("B05")).rating is Rating.NO
    assert judge_pair(product("B03"), product("B04")).rating is Rating.NA


def test_a_barrier_that_forbids_a_base_is_never_overruled() -> None:
    claims = lubricant(Base.OIL, works_with=frozenset({"latex-condom"}))
    assert judge_pair(claims, barrier("latex-condom", not_with=frozenset({"oil"}))).rating is Rating.NO


def test_for_a_toy_the_worse_of_the_two_sides_counts() -> None:
    keen = lubricant(Base.SILICONE, works_with=frozenset({"silicone-toy"}))
    assert judge_pair(keen, toy("silicone")).rating is Rating.CHECK
    assert judge_pair(keen, toy("silicone", works_with=frozenset({"silicone"}))).rating is Rating.YES
    assert judge_pair(keen, toy("silicone", not_with=frozenset({"silicone"}))).rating is Rating.NO
    wary = lubricant(Base.WATER, not_with=frozenset({"glass-toy"}))
    assert judge_pair(wary, toy("borosilicate-glass")).rating is Rating.NO


def test_a_label_with_two_ratings_counts_as_the_stricter() -> None:
    both = lubricant(Base.WATER, works_with=frozenset({"latex-condom"}), not_with=frozenset({"latex-condom"}))
    assert judge_pair(both, barrier("latex-condom")).rating is Rating.NO


def test_a_no_says_why() -> None:
    verdict = judge_pair(product("O01"), product("B03"))
    assert verdict.rating is Rating.NO
    assert verdict.reason == "Oil weakens latex, so the condom can break."


def test_what_is_not_stated_is_never_a_yes() -> None:
    unknown = lubricant(None)
    assert judge_pair(unknown, barrier("latex-condom")).rating is Rating.NOT_STATED
    assert judge_pair(unknown, toy("silicone")).rating is Rating.NOT_STATED
    assert judge_pair(lubricant(Base.WATER), toy(None)).rating is Rating.NOT_STATED
    assert judge_pair(lubricant(Base.WATER), toy("wood")).rating is Rating.NOT_STATED
    sheath = ProductFacts(category="hygiene-and-protection", kind="condoms")
    assert judge_pair(lubricant(Base.WATER), sheath).rating is Rating.NOT_STATED


@pytest.mark.parametrize("reference", ["W01", "W06", "SI01", "H01", "O01"])
@pytest.mark.parametrize("target", TOYS)
def test_the_demo_lubricants_meet_each_toy_as_their_labels_say(reference: str, target: str) -> None:
    label = PRODUCTS[reference]["compatible_with"][target.replace("-", "_")]
    # Oil does not go inside, whatever the material.
    wanted = "no" if reference == "O01" else label
    assert judge_pair(product(reference), toy(TOYS[target])).rating.value == wanted
    outside = replace(toy(TOYS[target]), internal_use=False)
    assert judge_pair(product(reference), outside).rating.value == label


def test_a_shared_toy_takes_a_new_condom_for_each_person() -> None:
    assert judge_pair(product("T01"), product("B03")).rating is Rating.YES
    assert judge_pair(product("B03"), product("T09")).rating is Rating.NA
    assert judge_pair(product("B01"), product("T01")).rating is Rating.NA


def test_nothing_with_a_motor_is_boiled() -> None:
    assert judge_pair(product("K03"), product("T10")).rating is Rating.NO
    assert judge_pair(product("K03"), product("T01")).rating is Rating.YES
    assert judge_pair(product("K03"), product("T07")).rating is Rating.CHECK
    unsure = replace(product("T01"), sterilisable=None)
    assert judge_pair(product("K03"), unsure).rating is Rating.NOT_STATED
    assert judge_pair(product("K03"), replace(unsure, sterilisable=False)).rating is Rating.NO
    assert judge_pair(product("K01"), product("T10")).rating is Rating.YES


def test_a_harness_holds_only_a_base_wider_than_its_ring() -> None:
    harness, slim = product("T12"), product("T11")
    assert judge_pair(harness, slim).rating is Rating.YES
    assert judge_pair(harness, product("T01")).rating is Rating.NO
    assert judge_pair(harness, product("T09")).rating is Rating.NO
    assert judge_pair(harness, product("T03")).rating is Rating.CHECK
    assert judge_pair(harness, replace(slim, base_diameter_mm=None)).rating is Rating.NOT_STATED
    assert judge_pair(harness, replace(slim, max_diameter_mm=Decimal(46))).rating is Rating.NO


def test_two_products_of_one_role_and_a_shirt_have_nothing_to_match() -> None:
    shirt = ProductFacts(category="apparel")
    assert judge_pair(product("W01"), product("SI01")).rating is Rating.NA
    assert judge_pair(product("W01"), shirt).rating is Rating.NA
    assert list_pairings(shirt) == ()


def test_every_pair_of_the_36_has_one_answer_in_either_order() -> None:
    for one, other in combinations([product(reference) for reference in PRODUCTS], 2):
        assert judge_pair(one, other) == judge_pair(other, one)


ratings = st.frozensets(st.sampled_from([*TOYS, *BARRIERS, *Base, "motorised-toy"]), max_size=4)
anything = st.builds(
    ProductFacts,
    category=st.sampled_from(
        ["lubricants", "trainers-and-toys", "care-and-cleaning", "hygiene-and-protection", "hats"]
    ),
    kind=st.sampled_from(
        [None, "plug", "harness", "condoms", "dams", "gloves", "toy-wash", "boil-basket", "applicators"]
    ),
    base=st.sampled_from([None, *Base]),
    material=st.sampled_from([None, "wood", "latex", "nitrile", "polyurethane", *TOYS.values()]),
    works_with=ratings,
    check_with=ratings,
    not_with=ratings,
    power=st.sampled_from([None, "none", "usb-rechargeable"]),
    flared_base=st.sampled_from([None, True, False]),
    internal_use=st.sampled_from([None, True, False]),
    sterilisable=st.sampled_from([None, True, False]),
    max_diameter_mm=st.sampled_from([None, Decimal(18), Decimal(52)]),
    base_diameter_mm=st.sampled_from([None, Decimal(30), Decimal(66)]),
    ring_sizes_mm=st.sampled_from([(), (Decimal(38), Decimal(45))]),
    toy_base_min_mm=st.sampled_from([None, Decimal(60)]),
)


@given(anything, anything)
def test_the_order_of_two_products_makes_no_difference(one: ProductFacts, other: ProductFacts) -> None:
    forth, back = judge_pair(one, other), judge_pair(other, one)

    assert (forth.rating, forth.reason) == (back.rating, back.reason)
    assert {(each.slug, each.of_second) for each in forth.unstated} == {
        (each.slug, not each.of_second) for each in back.unstated
    }


def test_a_toys_panel_is_the_four_bases_and_a_condom() -> None:
    panel = {pairing.label: pairing.verdict for pairing in list_pairings(product("T04"))}
    assert {label: verdict.rating for label, verdict in panel.items()} == {
        "Water-based lubricant": Rating.YES,
        "Hybrid lubricant": Rating.CHECK,
        "Silicone-based lubricant": Rating.CHECK,
        "Oil": Rating.NO,
        "Condom, when shared": Rating.YES,
    }
    assert panel["Condom, when shared"].reason == "New one for each person."


def test_a_lubricants_panel_is_every_barrier_and_toy_material_as_its_label_says() -> None:
    panel = [(pairing.label, pairing.verdict.rating.value) for pairing in list_pairings(product("O01"))]
    labels = PRODUCTS["O01"]["compatible_with"]
    # Oil is for outside skin only, so no toy is a plain yes.
    wanted = [
        (target.replace("_", "-"), "check" if rating == "yes" and target.endswith("_toy") else rating)
        for target, rating in labels.items()
    ]
    assert panel == [(RULES.labels[target], rating) for target, rating in wanted]


@pytest.mark.parametrize("reference", ["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08"])
def test_a_barriers_panel_is_the_four_bases_as_its_label_says(reference: str) -> None:
    labels = PRODUCTS[reference]["compatible_with"]
    panel = {pairing.label: pairing.verdict.rating.value for pairing in list_pairings(product(reference))}
    assert panel == {RULES.labels[base]: rating for base, rating in labels.items()}


def test_a_boil_baskets_panel_warns_of_motors() -> None:
    panel = {pairing.label: pairing.verdict.rating for pairing in list_pairings(product("K03"))}
    assert panel["Toy with a motor"] is Rating.NO
    assert panel["Steel toy"] is Rating.YES
