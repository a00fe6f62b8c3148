"""Attributes are read into typed facts, and what cannot be read is not stated."""

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.safety.choices import Base, Firmness, ReturnRule
from storefront.safety.facts import read_facts
from storefront.safety.listing import find_gate_breaks, may_be_sold, may_be_suggested
from storefront.safety.stages import STAGES, check_stage
from storefront.safety.value_types import Size, StatedValue
from storefront.safety.verdicts import judge_pair, list_pairings
from tests.safety.source import product

SLUGS = [
    "kind",
    "lubricant-base",
    "material",
    "porous",
    "sterilisable",
    "flared-base",
    "max-diameter",
    "insertable-length",
    "base-diameter",
    "sizes",
    "ring-sizes",
    "toy-base-min",
    "retrieval",
    "firmness",
    "power",
    "volume",
    "unit-count",
    "osmolality",
    "ph",
    "works-with",
    "check-with",
    "not-with",
    "free-from",
    "allergens",
    "cleaning",
    "local-anaesthetic",
    "nonoxynol-9",
    "internal-use",
    "anal-use",
    "single-user",
    "hygiene-sealed",
    "return-rule",
    "warnings",
    "stages",
    "stage-reason",
    "colour",
]
garbage = st.dictionaries(
    st.sampled_from(SLUGS) | st.text(max_size=12),
    st.one_of(
        st.booleans(),
        st.text(max_size=20),
        st.lists(st.text(max_size=12), max_size=3),
        st.sampled_from(["NaN", "1e9", "-3", "0", "18", "silicone", "water", "plug", "18 x 60 x 48", "true", "yes"]),
    ),
    max_size=12,
)


def test_every_fact_is_read_with_its_type() -> None:
    facts = product("T04")
    assert facts.category == "trainers-and-toys"
    assert facts.firmness is Firmness.SOFT
    assert facts.max_diameter_mm == Decimal(30)
    assert facts.sizes[0] == Size(diameter_mm=Decimal(18), length_mm=Decimal(60), base_mm=Decimal(48))
    assert facts.return_rule is ReturnRule.SEALED_16E
    assert facts.unit_count == 3
    assert facts.works_with == {"water"}
    assert product("W01").base is Base.WATER
    assert product("W01").ph == Decimal("6.0")
    assert product("T12").ring_sizes_mm == (Decimal(38), Decimal(45))
    assert product("T12").toy_base_min_mm == Decimal(60)


def test_what_is_absent_is_not_stated() -> None:
    facts = read_facts({}, category="lubricants")
    assert facts.is_empty
    assert facts.flared_base is None
    assert facts.osmolality is None


def test_underscores_are_read_as_hyphens() -> None:
    facts = read_facts({"flared_base": True, "material": ["borosilicate_glass"]}, category="trainers_and_toys")
    assert (facts.flared_base, facts.material) == (True, "borosilicate-glass")
    assert facts.category == "trainers-and-toys"


@pytest.mark.parametrize(
    "value", ["", "0", "-4", "NaN", "Infinity", "1e3", "about 18", "18 mm", "1" * 40, True, ["18", "24"]]
)
def test_a_width_that_cannot_be_read_is_not_stated(value: StatedValue) -> None:
    assert read_facts({"max-diameter": value}, category="x").max_diameter_mm is None


def test_a_length_of_zero_is_a_length() -> None:
    assert read_facts({"insertable-length": "0"}, category="x").insertable_length_mm == 0


def test_an_osmolality_of_zero_is_not_stated() -> None:
    assert read_facts({"osmolality": "0"}, category="lubricants").osmolality is None


@pytest.mark.parametrize("value", ["maybe", "1", ["true", "false"], []])
def test_an_unclear_boolean_is_not_stated(value: StatedValue) -> None:
    assert read_facts({"flared-base": value}, category="x").flared_base is None


def test_two_answers_to_one_question_are_not_stated() -> None:
    facts = read_facts({"lubricant-base": ["water", "oil"], "material": ["silicone", "tpe"]}, category="x")
    assert (facts.base, facts.material) == (None, None)


def test_an_unknown_material_is_kept_and_an_unknown_base_is_not_stated() -> None:
    facts = read_facts({"material": ["wood"], "lubricant-base": ["honey"]}, category="x")
    assert (facts.material, facts.base) == ("wood", None)


def test_a_partly_readable_set_is_not_stated() -> None:
    assert read_facts({"sizes": "18 x 60 x 48\n24 by 70"}, category="x").sizes == ()
    assert read_facts({"ring-sizes": "38\nlarge"}, category="x").ring_sizes_mm == ()


def test_a_set_is_read_in_order_of_size_however_it_is_typed() -> None:
    facts = read_facts({"sizes": "24 × 70 × 52 mm\n\n18x60x48"}, category="x")
    assert [size.diameter_mm for size in facts.sizes] == [18, 24]


def test_facts_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        product("W01").base = Base.OIL  # type: ignore[misc]


@given(garbage, garbage, st.sampled_from(["lubricants", "trainers-and-toys", "care-and-cleaning", "hats", ""]))
def test_garbage_never_raises_anywhere(
    attributes: dict[str, StatedValue], others: dict[str, StatedValue], category: str
) -> None:
    facts, other = read_facts(attributes, category=category), read_facts(others, category="trainers-and-toys")
    (
        find_gate_breaks(facts),
        may_be_sold(facts),
        may_be_suggested(facts),
        list_pairings(facts),
    )
    assert all(check_stage(facts, stage.slug).reason for stage in STAGES)
    assert judge_pair(facts, other).reason


@given(garbage)
def test_garbage_in_place_of_a_base_is_never_a_flared_base(attributes: dict[str, StatedValue]) -> None:
    facts = read_facts({**attributes, "flared-base": "perhaps", "anal-use": True}, category="trainers-and-toys")
    assert "G1" in [broken.gate for broken in find_gate_breaks(facts)]
