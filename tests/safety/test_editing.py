"""What is edited in the rules: which value is stricter, and that stricter rules make nothing safer."""

import os
import time
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts, read_facts, read_mentions
from storefront.safety.listing import find_gate_breaks, may_be_suggested, sale_refusal
from storefront.safety.rules import PACKAGED, RULES, Rating, Rules, active_rules, judging_by, use_rules
from storefront.safety.rules.editing import (
    CELLS,
    EDITABLE,
    NEVER,
    Additions,
    Cell,
    Changes,
    Limit,
    RuleError,
    Value,
    as_json,
    changed_paths,
    laxer_paths,
    nowhere_laxer,
    parse_changes,
    rules_with,
)
from storefront.safety.stages import STAGES, check_stage
from storefront.safety.value_types import StatedValue
from storefront.safety.verdicts import judge_pair, list_pairings
from tests.safety.source import PRODUCTS, REJECTED, attributes_of, kind_of, product, rejected
from tests.safety.test_monotonic import categories, generated, is_possible

GEL_WITH_OIL: dict[str, StatedValue] = {"kind": ["massage-oil"], "lubricant-base": ["oil"], "internal-use": False}
ABS_TOY: dict[str, StatedValue] = {"kind": ["external-massager"], "material": ["abs"], "internal-use": False}
BOTH_PH: Changes = {"limits.ph_min": Decimal(3), "limits.ph_max": Decimal(9)}
"""A wide range, so that either end can be moved alone."""
SHOWN_ONLY = {"limits.osmolality_close"}
STRICTNESS = {Rating.NO: 2, Rating.NOT_STATED: 1, Rating.CHECK: 1, Rating.YES: 0, Rating.NA: 0}
"""A warning is no safer than another warning, and nothing to match is as silent as a yes."""


def read(stated: dict[str, StatedValue], category: str, names: tuple[str, ...] = ()) -> ProductFacts:
    return read_facts(stated, category=category, mentions=read_mentions(stated, names=names))


def value_for(data: st.DataObject, path: str) -> Value:
    match EDITABLE[path]:
        case Cell() as cell:
            return NEVER if cell.is_fixed else data.draw(st.sampled_from(CELLS))
        case Limit(bounds=bounds, is_optional=is_optional):
            number = st.integers(bounds.low, bounds.high).map(Decimal)
            return data.draw(number | st.none() if is_optional else number)
        case Additions(choices=choices):
            words = st.sampled_from(choices or ("glide", "soothing", "silkone", "cooling", "pack"))
            return frozenset(data.draw(st.lists(words, max_size=2)))


def edits(data: st.DataObject, start: Changes) -> dict[str, Value]:
    paths = data.draw(st.lists(st.sampled_from(sorted(EDITABLE)), max_size=12, unique=True))
    return {**start, **{path: value_for(data, path) for path in paths}}


names = st.sampled_from(["", "Soothing Glide", "Silkone Pack", "Cooling Plug", "Toy wash", "T-shirt"])


@settings(max_examples=int(os.environ.get("MONOTONIC", "200")), deadline=None)
@given(
    data=st.data(),
    stated=generated.filter(is_possible),
    category=categories | st.sampled_from(["apparel", "packs"]),
    name=names,
    other=st.sampled_from(sorted(PRODUCTS)),
)
def test_nothing_becomes_safer_by_rules_that_are_nowhere_laxer(
    data: st.DataObject, stated: dict[str, StatedValue], category: str, name: str, other: str
) -> None:
    lax = edits(data, {})
    strict = {
        path: EDITABLE[path].strictest(lax.get(path, EDITABLE[path].packaged), value_for(data, path))
        for path in edits(data, lax)
    }
    assert laxer_paths(lax, strict) == ()

    def judged(rules: Rules) -> tuple[ProductFacts, dict[str, Any]]:
        with judging_by(rules):
            facts = read(stated, category, (name,))
            partner = product(other)
            return facts, {
                "verdict": max(STRICTNESS[judge_pair(*pair).rating] for pair in ((facts, partner), (partner, facts))),
                "panel": {line.label: STRICTNESS[line.verdict.rating] for line in list_pairings(facts)},
                "gates": {each.gate for each in find_gate_breaks(facts)},
                "sold": sale_refusal(facts) is None,
                "suggested": may_be_suggested(facts),
                "stages": {stage.slug for stage in STAGES if check_stage(facts, stage.slug).is_suitable},
            }

    _, before = judged(rules_with(lax))
    _, after = judged(rules_with(strict))

    assert after["verdict"] >= before["verdict"]
    assert all(rating >= before["panel"][label] for label, rating in after["panel"].items())
    assert after["gates"] >= before["gates"]
    assert before["sold"] or not after["sold"]
    assert before["suggested"] or not after["suggested"]
    assert after["stages"] <= before["stages"]


def test_a_stricter_cell_a_lower_ceiling_and_a_word_are_what_one_person_may_change() -> None:
    stricter = parse_changes(
        {
            "materials.abs.oil": "no",
            "limits.osmolality_ceiling": "1000",
            "limits.base_min_mm": "45",
            "stages.fingers-or-toys.max_diameter_mm": "30",
            "porous": ["pvc-free-elastomer"],
            "banned.local-anaesthetic.substances": ["Jambu Extract"],
        }
    )

    assert laxer_paths({}, stricter) == ()
    assert set(laxer_paths(stricter, {})) == set(stricter)
    assert changed_paths({}, stricter) == changed_paths(stricter, {})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("materials.silicone.oil", "yes"),
        ("limits.osmolality_ceiling", "1201"),
        ("limits.ph_min", "5.4"),
        ("limits.ph_max", "7.1"),
        ("limits.base_to_widest", "1.4"),
        ("stages.fingers-or-toys.max_diameter_mm", "35"),
        ("stages.fingers-or-toys.max_insertable_mm", None),
    ],
)
def test_each_value_on_the_other_side_of_the_packaged_one_is_laxer(path: str, value: str | None) -> None:
    changes = parse_changes({path: value})

    assert laxer_paths({}, changes) == (path,)
    assert nowhere_laxer(changes) == {}


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {"materials.abs.oil": "maybe"},
        {"materials.latex.oil": "no"},
        {"barriers.latex-condom.oil": "yes"},
        {"limits.osmolality_ceiling": "NaN"},
        {"limits.osmolality_ceiling": "99999"},
        {"limits.osmolality_ceiling": None},
        {"limits.ph_min": "7.0"},
        {"banned.local-anaesthetic.substances": ["gel"]},
        {"banned.local-anaesthetic.substances": "lidocaine"},
        {"porous": ["silicone", "stone"]},
        {"stages.unknown.max_diameter_mm": "30"},
    ],
)
def test_what_cannot_be_read_is_refused_whole(stored: object) -> None:
    with pytest.raises(RuleError):
        parse_changes(stored)


@pytest.mark.parametrize("path", [path for path, rule in EDITABLE.items() if isinstance(rule, Limit)])
def test_each_limit_is_stricter_in_the_direction_that_it_says(path: str) -> None:
    """Every product of the fact sheet, by the packaged limit and by the ends of what can be entered."""
    rule = EDITABLE[path]
    assert isinstance(rule, Limit)
    found: dict[Value, set[tuple[str, str]]] = {}
    for value in dict.fromkeys((Decimal(rule.bounds.low), rule.packaged, Decimal(rule.bounds.high))):
        with judging_by(rules_with({**BOTH_PH, path: value})):
            found[value] = {
                (reference, each.gate) for reference in PRODUCTS for each in find_gate_breaks(product(reference))
            } | {
                (reference, stage.slug)
                for reference in PRODUCTS
                for stage in STAGES
                if not check_stage(product(reference), stage.slug).is_suitable
            }
    for before, after in permutations(found, 2):
        if not rule.is_laxer(before, after):
            assert found[before] <= found[after]
    assert len(set(map(len, found.values()))) > 1 or path in SHOWN_ONLY


def test_edits_come_back_from_storage_as_they_were_and_what_is_as_packaged_is_no_edit() -> None:
    changes = parse_changes(
        {"limits.ph_min": "5.6", "words.toy": ["Wiggler", "wiggler"], "porous": [], "materials.abs.oil": "check"}
    )

    assert set(changes) == {"limits.ph_min", "words.toy"}
    assert parse_changes(as_json(changes)) == changes
    assert rules_with({}) is PACKAGED
    assert rules_with(changes).fingerprint != PACKAGED.fingerprint


def test_a_no_of_ours_says_so_and_a_never_is_lifted_by_no_label() -> None:
    oil, toy = read(GEL_WITH_OIL, "lubricants"), read({**ABS_TOY, "works-with": ["oil"]}, "trainers-and-toys")
    assert judge_pair(oil, toy).rating is Rating.CHECK

    with judging_by(rules_with(parse_changes({"materials.abs.oil": "no"}))):
        assert judge_pair(oil, read(ABS_TOY, "trainers-and-toys")).reason == RULES.reasons[Rating.NO]["ruled"]
        assert judge_pair(oil, toy).rating is Rating.CHECK
    with judging_by(rules_with(parse_changes({"materials.abs.oil": NEVER}))):
        assert judge_pair(oil, toy).rating is Rating.NO


def test_added_words_find_a_substance_and_a_role() -> None:
    changes = parse_changes(
        {"banned.local-anaesthetic.substances": ["jambu extract"], "words.barrier": ["schutzhulle"]}
    )
    gel = {**attributes_of(PRODUCTS["W01"]), "kind": [kind_of("W01")]}

    with judging_by(rules_with(changes)):
        named = read_facts(gel, category="lubricants", mentions=read_mentions(gel, texts=["With Jambu-Extract."]))
        denied = read_facts(gel, category="lubricants", mentions=read_mentions(gel, texts=["No jambu extract."]))
        sleeve = read({}, "diverses", ("Schutzhülle, 3 Stück",))
        assert sale_refusal(named) is not None
        assert sale_refusal(denied) is None
        assert judge_pair(product("O01"), sleeve).rating is Rating.NOT_STATED
    assert judge_pair(product("O01"), read({}, "diverses", ("Schutzhülle, 3 Stück",))).rating is Rating.NA


def test_a_preview_changes_nothing_outside_its_block_and_new_rules_hold_until_they_are_replaced() -> None:
    rules = rules_with(parse_changes({"limits.osmolality_ceiling": "500"}))
    with judging_by(rules):
        assert active_rules() is rules
    assert active_rules() is PACKAGED

    use_rules(rules)
    try:
        assert active_rules().limits.osmolality_ceiling == 500
    finally:
        use_rules(PACKAGED)


def test_the_packaged_nevers_are_cells_that_no_edit_changes() -> None:
    fixed = {(cell.row, cell.base) for cell in EDITABLE.values() if isinstance(cell, Cell) and cell.is_fixed}

    assert fixed == {(target, base) for base, targets in PACKAGED.never.items() for target in targets}
    assert (("latex-condom", Base.OIL)) in fixed


def test_a_rejected_product_stays_refused_by_every_edited_set_of_rules() -> None:
    laxest = {path: "yes" for path, rule in EDITABLE.items() if isinstance(rule, Cell) and not rule.is_fixed}
    with judging_by(rules_with(parse_changes(laxest))):
        for reference in REJECTED:
            assert find_gate_breaks(rejected(reference))


def test_ten_thousand_products_by_a_cart_of_twenty_take_under_five_seconds() -> None:
    facts = [product(reference) for reference in PRODUCTS]
    cart = (facts * 2)[:20]
    started = time.process_time()
    for _ in range(10_000 // len(facts) + 1):
        for one in facts:
            for other in cart:
                judge_pair(one, other)
    assert time.process_time() - started < 5
