"""The rules of `rules.toml` are those of the fact sheet, and cannot be changed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from storefront.safety.choices import Base
from storefront.safety.rules import PACKAGED, RULES, Rating
from tests.safety.source import SOURCE

CATALOGUE = Path(__file__).parents[3] / "shared" / "facts" / "catalogue.json"


def slugged(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("_", "-"): value for key, value in table.items()}


@pytest.mark.parametrize("base", Base)
def test_the_lubricant_table_is_the_fact_sheets_cell_for_cell(base: Base) -> None:
    expected = slugged(SOURCE["rules"]["lubricant_default_by_base"][base])
    assert {target: rating.value for target, rating in PACKAGED.lubricant_default_by_base[base].items()} == expected


def test_the_toy_table_is_the_fact_sheets_cell_for_cell() -> None:
    found = {
        material: {base.value: rating.value for base, rating in row.items()}
        for material, row in PACKAGED.toy_default_by_material.items()
    }
    assert found == slugged(SOURCE["rules"]["toy_default_by_material"])


def test_there_is_one_sentence_at_least_for_each_of_the_ten_gates() -> None:
    assert list(RULES.gates) == [gate["id"] for gate in SOURCE["rules"]["listing_gates"]]


def test_the_stages_are_the_fact_sheets_in_order() -> None:
    found = [
        {
            "order": stage.order,
            "slug": stage.slug,
            "title": stage.title,
            "toy_max_diameter_mm": None if stage.max_diameter_mm is None else int(stage.max_diameter_mm),
        }
        for stage in PACKAGED.stages
    ]
    assert found == SOURCE["stages"]


def test_oil_suits_only_the_first_stage() -> None:
    assert [stage.order for stage in PACKAGED.stages if Base.OIL in stage.bases] == [1]


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        PACKAGED.lubricant_default_by_base[Base.OIL]["latex-condom"] = Rating.YES  # type: ignore[index]


@pytest.mark.skipif(
    not CATALOGUE.exists(), reason="the fact sheet stands beside the checkout only where it was written"
)
def test_our_copy_of_the_fact_sheet_is_the_fact_sheet() -> None:
    sheet = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    assert SOURCE["rules"] == sheet["rules"]
    assert SOURCE["stages"] == sheet["stages"]
    assert SOURCE["rejected_fixtures"] == sheet["rejected_fixtures"]
    stated = [{key: value for key, value in row.items() if value not in (None, [])} for row in sheet["products"]]
    assert SOURCE["products"] == stated
