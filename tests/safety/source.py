"""The fact sheet's catalogue (`source.json`, a committed copy) in the form that the shop reads."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storefront.safety.facts import ProductFacts, read_facts
from storefront.safety.value_types import StatedValue

SOURCE: Mapping[str, Any] = json.loads(Path(__file__).with_name("source.json").read_text(encoding="utf-8"))
PRODUCTS: Mapping[str, Mapping[str, Any]] = {row["id"]: row for row in SOURCE["products"]}
REJECTED: Mapping[str, Mapping[str, Any]] = {row["id"]: row for row in SOURCE["rejected_fixtures"]}

_KINDS = {
    "W": "water-based-gel",
    "SI": "silicone-based-gel",
    "H": "hybrid-gel",
    "O": "massage-oil",
    "T04": "graduated-set",
    "T05": "graduated-set",
    "T06": "probe",
    "T09": "external-massager",
    "T10": "vibrating-plug",
    "T11": "harness-toy",
    "T12": "harness",
    "T": "plug",
    "K01": "toy-wash",
    "K02": "toy-wipes",
    "K03": "boil-basket",
    "K04": "storage-pouches",
    "B01": "gloves",
    "B02": "finger-cots",
    "B03": "condoms",
    "B04": "condoms",
    "B05": "internal-condoms",
    "B06": "dams",
    "B07": "applicators",
    "B08": "rinse-bulb",
}
_ATTRIBUTES = {
    "base": "lubricant-base",
    "max_diameter_mm": "max-diameter",
    "insertable_length_mm": "insertable-length",
    "base_diameter_mm": "base-diameter",
    "weight_g": "weight",
    "volume_ml": "volume",
    "osmolality_mosm_kg": "osmolality",
    "contains_local_anaesthetic": "local-anaesthetic",
    "contains_nonoxynol_9": "nonoxynol-9",
    "single_user_only": "single-user",
    "shelf_life_months": "shelf-life",
    "period_after_opening_months": "period-after-opening",
    "stage_rationale": "stage-reason",
}
_NOT_FACTS = {"id", "sku", "slug", "name", "category", "subcategory", "price", "related_guides", "sizes"}
_RATED = {"yes": "works-with", "check": "check-with", "no": "not-with"}


def kind_of(reference: str) -> str:
    """Our kind for a product of the fact sheet, such as `plug` for `T01`."""
    return _KINDS.get(reference) or _KINDS[reference.rstrip("0123456789")]


def attributes_of(row: Mapping[str, Any]) -> dict[str, StatedValue]:
    """A row of the fact sheet as Saleor attributes."""
    found: dict[str, StatedValue] = {}
    for name, value in row.items():
        slug = _ATTRIBUTES.get(name, name.replace("_", "-"))
        if name == "compatible_with":
            for rating, side in _RATED.items():
                if targets := [target for target, rated in value.items() if rated == rating]:
                    found[side] = targets
            if "toy_base_min_mm" in value:
                found["toy-base-min"] = str(value["toy_base_min_mm"])
        elif name == "warnings":
            found[slug] = "\n".join(value)
        elif name not in _NOT_FACTS and value is not None:
            found[slug] = value if isinstance(value, bool | list) else str(value)
    sizes = row.get("sizes") or []
    if sizes and "d" in sizes[0]:
        found["sizes"] = "\n".join(f"{size['d']} x {size['l']} x {size['base']}" for size in sizes)
    if sizes and "ring_inner_mm" in sizes[0]:
        found["ring-sizes"] = "\n".join(str(size["ring_inner_mm"]) for size in sizes)
    return found


def product(reference: str) -> ProductFacts:
    """The facts of one of the 36 products, by reference such as `T04`."""
    row = PRODUCTS[reference]
    return read_facts({**attributes_of(row), "kind": [kind_of(reference)]}, category=row["category"])


def rejected(reference: str) -> ProductFacts:
    """The facts of one of the six products that must be refused, by reference such as `X01`."""
    data = REJECTED[reference]["data"]
    return read_facts(attributes_of(data), category=data["category"])
