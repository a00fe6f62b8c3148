"""The demo shop's attributes and product types.

Saleor makes the slug of a value from its name and lets nobody choose it. The shop reads slugs, so a value whose own
name would give another slug is named by its slug in words: `latex-condom` becomes "Latex condom".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from storefront.demo.data import Attribute, AttributeChoice, DemoCatalogue
from storefront.demo.data import ProductType as DemoType
from storefront.demo.seeding.desk import Desk, Ref, SeedingFailed
from storefront.saleor.types.base import Answer, Edges

CHOOSES = frozenset({"DROPDOWN", "MULTISELECT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An attribute in Saleor: its id, and the ids of its values by slug."""

    id: str
    input_type: str
    values: Mapping[str, str]


class _Attribute(Ref, frozen=True):
    type: str
    input_type: str
    value_required: bool
    choices: Edges[Ref] | None = None


class _MadeType(Answer, frozen=True):
    product_type: Ref


def attributes(desk: Desk, demo: DemoCatalogue, *, move_aside: bool) -> Mapping[str, Known]:
    """Every attribute by slug, made where missing, with every value that the demo shop uses.

    An attribute of the same slug that does not fit keeps its values and products under a new slug when `move_aside`
    allows it; else SeedingFailed says so, and nothing has been done.
    """
    there = _there(desk, demo)
    in_the_way = [
        known
        for wanted in demo.attributes
        if (known := there.get(wanted.slug)) is not None and not _fits(known, wanted)
    ]
    if in_the_way and not move_aside:
        slugs = ", ".join(known.slug for known in in_the_way)
        raise SeedingFailed(
            f"Saleor has attributes of these slugs that are of another kind, or required: {slugs}. "
            "With --move-aside they get other slugs."
        )
    for known in in_the_way:
        desk.do("MoveAttributeAside", id=known.id, slug=f"{known.slug}-{known.input_type.lower()}")
        desk.made["attribute moved aside"] += 1
        del there[known.slug]
    for wanted in demo.attributes:
        if wanted.slug in there:
            _complete(desk, there[wanted.slug], wanted)
        else:
            desk.do("CreateAttribute", input=_asked(wanted))  # the bulk command ignores slugs
            desk.made["attribute"] += 1
    return _checked(_there(desk, demo), demo)


def product_types(desk: Desk, demo: DemoCatalogue, known: Mapping[str, Known]) -> Mapping[str, str]:
    """The ids of the product types by slug, made where missing."""
    there = desk.found("ProductTypes", Ref, slugs=[wanted.slug for wanted in demo.product_types])
    ids = {found.slug: found.id for found in there}
    for wanted in demo.product_types:
        if wanted.slug not in ids:
            ids[wanted.slug] = _make_type(desk, wanted, known)
    return ids


def value_name(value: AttributeChoice) -> str:
    """The name under which Saleor makes a value of this slug."""
    if slugify(value.name) == value.slug:
        return value.name
    return value.slug.replace("-", " ").capitalize()


def _there(desk: Desk, demo: DemoCatalogue) -> dict[str, _Attribute]:
    slugs = [wanted.slug for wanted in demo.attributes]
    return {found.slug: found for found in desk.found("Attributes", _Attribute, slugs=slugs)}


def _fits(known: _Attribute, wanted: Attribute) -> bool:
    """Whether it can hold the demo's values; a required one cannot, because an absent fact is "not stated"."""
    return known.type == "PRODUCT_TYPE" and known.input_type == wanted.input_type and not known.value_required


def _complete(desk: Desk, known: _Attribute, wanted: Attribute) -> None:
    lacking = [value for value in wanted.values if value.slug not in _values(known)]
    if lacking:
        desk.do("AddValues", id=known.id, values=[{"name": value_name(value)} for value in lacking])
        desk.made["attribute value"] += len(lacking)


def _values(known: _Attribute) -> dict[str, str]:
    return {value.slug: value.id for value in known.choices.nodes} if known.choices else {}


def _checked(there: Mapping[str, _Attribute], demo: DemoCatalogue) -> Mapping[str, Known]:
    """What is there now; a value whose slug came out otherwise raises SeedingFailed."""
    for wanted in demo.attributes:
        lacking = [value.slug for value in wanted.values if value.slug not in _values(there[wanted.slug])]
        if lacking:
            raise SeedingFailed(
                f"Saleor gave other slugs to values of {wanted.slug}: {', '.join(lacking)} are missing."
            )
    return {
        slug: Known(id=found.id, input_type=found.input_type, values=_values(found)) for slug, found in there.items()
    }


def _asked(wanted: Attribute) -> dict[str, object]:
    asked: dict[str, object] = {
        "name": wanted.name,
        "slug": wanted.slug,
        "type": "PRODUCT_TYPE",
        "inputType": wanted.input_type,
        "filterableInDashboard": wanted.filterable,
        "filterableInStorefront": wanted.filterable,
        "visibleInStorefront": True,
    }
    if wanted.unit:
        asked["unit"] = wanted.unit
    if wanted.values:
        asked["values"] = [{"name": value_name(value)} for value in wanted.values]
    return asked


def _make_type(desk: Desk, wanted: DemoType, known: Mapping[str, Known]) -> str:
    asked = {
        "name": wanted.name,
        "slug": wanted.slug,
        "kind": "NORMAL",
        "hasVariants": True,
        "isShippingRequired": wanted.is_shipping_required,
        "productAttributes": [known[slug].id for slug in wanted.attributes],
        "variantAttributes": [known[slug].id for slug in wanted.variant_attributes],
    }
    desk.made["product type"] += 1
    return desk.ask("CreateProductType", _MadeType, input=asked).product_type.id


def assigned(
    attributes: Mapping[str, bool | str | tuple[str, ...]], known: Mapping[str, Known]
) -> list[dict[str, object]]:
    """A product's or variant's attributes as Saleor takes them. Raises KeyError for one that is not `known`."""
    return [_assigned(value, known[slug]) for slug, value in attributes.items()]


def _assigned(value: bool | str | tuple[str, ...], known: Known) -> dict[str, object]:
    if isinstance(value, bool):
        return {"id": known.id, "boolean": value}
    if isinstance(value, str):
        return {"id": known.id, "numeric" if known.input_type == "NUMERIC" else "plainText": value}
    chosen = [{"id": known.values[slug]} for slug in value]
    if known.input_type == "MULTISELECT":
        return {"id": known.id, "multiselect": chosen}
    return {"id": known.id, "dropdown": chosen[0]}
