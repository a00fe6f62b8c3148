"""A fact that is missing, misspelt, in another language or another unit never makes anything safer."""

import os
from collections.abc import Mapping
from itertools import product as every_pair

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storefront.safety.attributes import Gate
from storefront.safety.facts import ATTRIBUTES, ProductFacts, read_facts
from storefront.safety.listing import find_gate_breaks, may_be_suggested
from storefront.safety.rules import PACKAGED, RULES, Rating
from storefront.safety.stages import STAGES, check_stage
from storefront.safety.value_types import StatedValue
from storefront.safety.verdicts import Verdict, judge_pair
from tests.safety.source import PRODUCTS, attributes_of, kind_of, product

Stated = dict[str, StatedValue]

SILENT = {Rating.YES, Rating.NA}
# A rule of returns, and the warning on what is for outside use: without the facts that make it so, other gates break.
NOT_OF_SAFETY = {Gate.RETURNS, Gate.EXTERNAL_WARNING}
# What a label rules out can only be known from the label: without it the table of base and material holds.
LABELS = {"works-with", "check-with", "not-with"}
DAMAGE = ("gone", "misspelt", "foreign", "other unit")


def stated_of(reference: str) -> Stated:
    return {**attributes_of(PRODUCTS[reference]), "kind": [kind_of(reference)]}


def damaged(stated: Mapping[str, StatedValue], slug: str, damage: str) -> Stated:
    """The same attributes, with one of them gone, misspelt, in another language or in another unit."""
    rest = {name: value for name, value in stated.items() if name != slug}
    value = stated[slug]
    if damage == "gone" or isinstance(value, bool):
        return rest
    words = [value] if isinstance(value, str) else list(value)
    changed = {
        "misspelt": [f"{word[:-1]}{word[-1:]}x" for word in words],
        "foreign": [f"nicht-{word}" for word in words],
        "other unit": [f"{word} cm" for word in words],
    }[damage]
    return {**rest, slug: changed[0] if isinstance(value, str) else changed}


def is_no_safer(before: Verdict, after: Verdict) -> bool:
    if before.rating is after.rating or after.rating in (Rating.NO, Rating.NOT_STATED):
        return True
    if before.rating in SILENT:
        return after.rating is Rating.CHECK or (before.rating is Rating.YES and after.rating is Rating.NA)
    return False


def assert_no_safer(before: ProductFacts, after: ProductFacts) -> None:
    if not may_be_suggested(before):
        assert not may_be_suggested(after)
    broken = {each.gate for each in find_gate_breaks(before)} - NOT_OF_SAFETY
    assert broken <= {each.gate for each in find_gate_breaks(after)}
    for stage in STAGES:
        assert check_stage(before, stage.slug).is_suitable or not check_stage(after, stage.slug).is_suitable


@pytest.mark.parametrize("reference", PRODUCTS)
def test_no_fact_taken_from_a_demo_product_makes_anything_safer(reference: str) -> None:
    stated, category = stated_of(reference), PRODUCTS[reference]["category"]
    before = read_facts(stated, category=category)
    others = {other: product(other) for other in PRODUCTS if other != reference}
    verdicts = {other: judge_pair(before, facts) for other, facts in others.items()}

    for slug, damage in every_pair(stated, DAMAGE):
        after = read_facts(damaged(stated, slug, damage), category=category)
        assert_no_safer(before, after)
        for other, facts in others.items():
            assert is_no_safer(verdicts[other], judge_pair(after, facts)), (slug, damage, other)


numbers = st.sampled_from(["1", "4.5", "18", "30", "34", "40", "52", "66", "380", "1200", "4100"])
choices = st.sampled_from(sorted({*PACKAGED.toy_default_by_material, "wood", "cotton"}))
kinds = st.sampled_from(
    sorted(RULES.kinds.toys | RULES.kinds.barriers | RULES.kinds.care | RULES.kinds.lubricants | RULES.kinds.harnesses)
)
generated: st.SearchStrategy[Stated] = st.fixed_dictionaries(
    {},
    optional={
        "kind": kinds.map(lambda kind: [kind]) | st.just(["pack-of-twelve"]),
        "lubricant-base": st.sampled_from([["water"], ["silicone"], ["hybrid"], ["oil"]]),
        "material": choices.map(lambda choice: [choice]),
        "porous": st.booleans(),
        "sterilisable": st.booleans(),
        "flared-base": st.booleans(),
        "max-diameter": numbers,
        "base-diameter": numbers,
        "insertable-length": numbers,
        "ring-sizes": st.sampled_from(["38\n45", "30"]),
        "toy-base-min": numbers,
        "power": st.sampled_from([["none"], ["usb-rechargeable"]]),
        "osmolality": numbers,
        "ph": st.sampled_from(["4.2", "6.0", "8.0"]),
        "cleaning": st.sampled_from([["soap-and-warm-water"], ["boil-3-to-5-min"]]),
        "local-anaesthetic": st.booleans(),
        "nonoxynol-9": st.booleans(),
        "internal-use": st.booleans(),
        "anal-use": st.booleans(),
        "stages": st.sampled_from([["fingers-or-toys"], ["penis-or-strap-on"], ["adding-lubricant"]]),
        "warnings": st.sampled_from(["Never insert it.", "Keep dry."]),
        "works-with": st.lists(st.sampled_from(["latex-condom", "oil", "water", "silicone-toy"]), max_size=2),
    },
)


def is_possible(stated: Stated) -> bool:
    """Something is stated, and nothing that contradicts itself: anal use of what stays outside, a plug made on oil."""
    kind = next(iter(stated.get("kind", [])), None)  # type: ignore[arg-type]  # a list in this strategy
    is_for_both = stated.get("anal-use") is True and stated.get("internal-use") is False
    may_have_base = kind in (None, "pack-of-twelve", *RULES.kinds.lubricants)
    return bool(stated) and not is_for_both and (may_have_base or "lubricant-base" not in stated)


categories = st.sampled_from(["lubricants", "trainers-and-toys", "care-and-cleaning", "hygiene-and-protection"])


@settings(max_examples=int(os.environ.get("MONOTONIC", "200")))
@given(
    data=st.data(), stated=generated.filter(is_possible), category=categories, other=st.sampled_from(sorted(PRODUCTS))
)
def test_no_fact_taken_from_any_product_makes_anything_safer(
    data: st.DataObject, stated: Stated, category: str, other: str
) -> None:
    slug, damage = data.draw(st.sampled_from(sorted(stated))), data.draw(st.sampled_from(DAMAGE))
    before = read_facts(stated, category=category)
    after = read_facts(damaged(stated, slug, damage), category=category)

    assert_no_safer(before, after)
    if slug not in LABELS:
        assert is_no_safer(judge_pair(before, product(other)), judge_pair(after, product(other)))


def test_every_attribute_that_a_gate_reads_is_taken_away_once() -> None:
    taken = {slug for reference in PRODUCTS for slug in stated_of(reference)}
    assert {each.slug for each in ATTRIBUTES.values() if each.gates} - taken == {"warns-against-inserting"}
