"""The attribute registry is complete, agrees with the rules' code, and is what docs/attributes.md says."""

import ast
import inspect
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from storefront.safety import facts, listing
from storefront.safety.attributes import Attribute
from storefront.safety.facts import ATTRIBUTES, ProductFacts, read_facts
from storefront.safety.value_types import Count, Number
from tests.safety import attributes_table
from tests.safety.source import PRODUCTS, product

EVERY_ATTRIBUTE = pytest.mark.parametrize("attribute", ATTRIBUTES.values(), ids=lambda attribute: attribute.slug)
COMPUTED = {
    "reasons_to_sell": {"sold_although"},
    "widest_mm": {"max_diameter_mm", "sizes"},
    "longest_mm": {"insertable_length_mm", "sizes"},
}


def test_the_docs_list_every_attribute_as_the_registry_does() -> None:
    assert attributes_table.kept() == attributes_table.table(), "run python -m tests.safety.attributes_table"


def test_every_field_of_the_facts_is_an_attribute() -> None:
    assert [each.field for each in ATTRIBUTES.values()] == [
        name for name in ProductFacts.__dataclass_fields__ if name not in ("category", "mentions", "unclear")
    ]


@EVERY_ATTRIBUTE
def test_everything_shown_has_a_label(attribute: Attribute) -> None:
    assert all(shown.label or attribute.label for shown in (*attribute.rows, attribute.facet) if shown)


def test_no_two_facets_and_no_two_lines_of_a_table_have_one_position() -> None:
    positions = [each.facet.position for each in ATTRIBUTES.values() if each.facet]
    lines = [(row.table, row.position) for each in ATTRIBUTES.values() for row in each.rows]
    assert [position for position, count in Counter(positions).items() if count > 1] == []
    assert [line for line, count in Counter(lines).items() if count > 1] == []
    assert len(positions) > 1


@EVERY_ATTRIBUTE
def test_what_answers_the_same_question_is_an_attribute_too(attribute: Attribute) -> None:
    assert set(attribute.stated_by) <= set(ATTRIBUTES) - {attribute.slug}


@EVERY_ATTRIBUTE
def test_a_gate_is_named_by_exactly_the_attributes_that_its_code_reads(attribute: Attribute) -> None:
    reading = {gate for gate, check in listing.CHECKS.items() if attribute.field in fields_read_by(check.__name__)}
    assert set(attribute.gates) == reading


def fields_read_by(check: str) -> set[str]:
    """The facts that a gate's check reads, itself or through other functions of its module."""
    functions = {
        node.name: node for node in ast.parse(inspect.getsource(listing)).body if isinstance(node, ast.FunctionDef)
    }

    def read(name: str) -> Iterator[str]:
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "facts":
                yield from COMPUTED.get(node.attr, {node.attr})
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
                yield from read(node.func.id)

    return set(read(check))


def test_every_number_of_the_fact_sheet_is_plausible() -> None:
    bounds = [(each, each.value.plausible) for each in ATTRIBUTES.values() if isinstance(each.value, Number | Count)]
    stated = [
        (reference, each.slug, within, product(reference).value_of(each))
        for reference in PRODUCTS
        for each, within in bounds
        if product(reference).states(each)
    ]

    assert len({slug for _, slug, _, _ in stated}) > 10
    for _reference, _slug, within, value in stated:
        assert within is not None
        assert isinstance(value, Decimal | int)
        assert within.low <= value <= within.high


def test_an_attribute_that_says_nothing_about_safety_makes_no_product_known(monkeypatch: pytest.MonkeyPatch) -> None:
    shirt = read_facts({"weight": "180"}, category="apparel")
    assert not shirt.is_empty

    monkeypatch.setattr(facts, "ATTRIBUTES", {"weight": replace(ATTRIBUTES["weight"], bears_on_safety=False)})

    assert shirt.is_empty
