"""Attributes and product types of the demo shop.

Saleor derives a choice's slug from its name, and no mutation sets it. The shop reads slugs, so a choice whose own name
would give another slug is named by its slug in words: `latex-condom` becomes "Latex condom".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from storefront.demo.data import Attribute, AttributeChoice, AttributeValue, DemoCatalogue, ProductType
from storefront.demo.seeding.staff import Ref, SeedingFailed, StaffSession
from storefront.saleor.types.base import Answer, Edges


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleorAttribute:
    """An attribute in Saleor: its id, and the ids of its choices by slug."""

    id: str
    input_type: str
    choices: Mapping[str, str]


class _Id(Answer, frozen=True):
    id: str


class _Attribute(Ref, frozen=True):
    type: str
    input_type: str
    value_required: bool
    choices: Edges[Ref] | None = None

    @property
    def choice_ids(self) -> dict[str, str]:
        return {choice.slug: choice.id for choice in self.choices.nodes} if self.choices else {}


class _ProductType(Ref, frozen=True):
    product_attributes: tuple[_Id, ...] | None = None


class _CreatedType(Answer, frozen=True):
    product_type: Ref


def create_attributes(staff: StaffSession, demo: DemoCatalogue, *, move_aside: bool) -> Mapping[str, SaleorAttribute]:
    """Create the missing attributes and choices; return the demo's attributes by slug.

    An existing attribute of the same slug that does not fit keeps its choices and products under a new slug when
    `move_aside` allows it. Otherwise raises SeedingFailed before anything is written.
    """
    existing = _existing_attributes(staff, demo)
    conflicting = [
        found for wanted in demo.attributes if (found := existing.get(wanted.slug)) and not _fits(found, wanted)
    ]
    if conflicting and not move_aside:
        slugs = ", ".join(found.slug for found in conflicting)
        raise SeedingFailed(
            f"Saleor has attributes of these slugs that are of another kind, or required: {slugs}. "
            "With --move-aside they get other slugs."
        )
    for found in conflicting:
        new_slug = f"{found.slug}-{found.input_type.lower()}"
        staff.run_without_result("MoveAttributeAside", id=found.id, slug=new_slug)
        staff.created["attribute moved aside"] += 1
        del existing[found.slug]
    for wanted in demo.attributes:
        if wanted.slug in existing:
            _add_missing_choices(staff, existing[wanted.slug], wanted)
        else:
            staff.run_without_result("CreateAttribute", input=_attribute_input(wanted))  # the bulk one ignores slugs
            staff.created["attribute"] += 1
    return _checked(_existing_attributes(staff, demo), demo)


def create_product_types(
    staff: StaffSession, demo: DemoCatalogue, attributes: Mapping[str, SaleorAttribute]
) -> Mapping[str, str]:
    """Create the missing product types, and give the others what they lack; return the ids by slug."""
    slugs = [wanted.slug for wanted in demo.product_types]
    existing = {found.slug: found for found in staff.list_nodes("ProductTypes", _ProductType, slugs=slugs)}
    ids = {slug: found.id for slug, found in existing.items()}
    for wanted in demo.product_types:
        if wanted.slug in existing:
            _assign_missing(staff, existing[wanted.slug], wanted, attributes)
        else:
            ids[wanted.slug] = _create_type(staff, wanted, attributes)
    return ids


def choice_name(choice: AttributeChoice) -> str:
    """Return the name under which Saleor gives a choice its slug."""
    if slugify(choice.name) == choice.slug:
        return choice.name
    return choice.slug.replace("-", " ").capitalize()


def attribute_inputs(
    values: Mapping[str, AttributeValue], attributes: Mapping[str, SaleorAttribute]
) -> list[dict[str, object]]:
    """Return attribute values as Saleor's inputs. Raises KeyError for an unknown attribute."""
    return [_value_input(value, attributes[slug]) for slug, value in values.items()]


def _existing_attributes(staff: StaffSession, demo: DemoCatalogue) -> dict[str, _Attribute]:
    slugs = [wanted.slug for wanted in demo.attributes]
    return {found.slug: found for found in staff.list_nodes("Attributes", _Attribute, slugs=slugs)}


def _fits(found: _Attribute, wanted: Attribute) -> bool:
    """Return whether an attribute can hold the demo's values; a required one cannot say "not stated"."""
    return found.type == "PRODUCT_TYPE" and found.input_type == wanted.input_type and not found.value_required


def _add_missing_choices(staff: StaffSession, found: _Attribute, wanted: Attribute) -> None:
    missing = [choice for choice in wanted.values if choice.slug not in found.choice_ids]
    if missing:
        staff.run_without_result("AddValues", id=found.id, values=[{"name": choice_name(each)} for each in missing])
        staff.created["attribute value"] += len(missing)


def _checked(existing: Mapping[str, _Attribute], demo: DemoCatalogue) -> Mapping[str, SaleorAttribute]:
    """Raise SeedingFailed when Saleor gave a choice another slug."""
    for wanted in demo.attributes:
        missing = [choice.slug for choice in wanted.values if choice.slug not in existing[wanted.slug].choice_ids]
        if missing:
            raise SeedingFailed(
                f"Saleor gave other slugs to values of {wanted.slug}: {', '.join(missing)} are missing."
            )
    return {
        slug: SaleorAttribute(id=found.id, input_type=found.input_type, choices=found.choice_ids)
        for slug, found in existing.items()
    }


def _attribute_input(wanted: Attribute) -> dict[str, object]:
    values: dict[str, object] = {
        "name": wanted.name,
        "slug": wanted.slug,
        "type": "PRODUCT_TYPE",
        "inputType": wanted.input_type,
        "filterableInDashboard": wanted.filterable,
        "filterableInStorefront": wanted.filterable,
        "visibleInStorefront": True,
    }
    if wanted.unit:
        values["unit"] = wanted.unit
    if wanted.values:
        values["values"] = [{"name": choice_name(choice)} for choice in wanted.values]
    return values


def _create_type(staff: StaffSession, wanted: ProductType, attributes: Mapping[str, SaleorAttribute]) -> str:
    values = {
        "name": wanted.name,
        "slug": wanted.slug,
        "kind": "NORMAL",
        "hasVariants": True,
        "isShippingRequired": wanted.is_shipping_required,
        "productAttributes": [attributes[slug].id for slug in wanted.attributes],
        "variantAttributes": [attributes[slug].id for slug in wanted.variant_attributes],
    }
    staff.created["product type"] += 1
    return staff.run("CreateProductType", _CreatedType, input=values).product_type.id


def _assign_missing(
    staff: StaffSession, found: _ProductType, wanted: ProductType, attributes: Mapping[str, SaleorAttribute]
) -> None:
    """Assign the attributes that a type of an earlier demo lacks, else its products could not state them."""
    assigned = {attribute.id for attribute in found.product_attributes or ()}
    missing = [attributes[slug].id for slug in wanted.attributes if attributes[slug].id not in assigned]
    if missing:
        operations = [{"id": attribute_id, "type": "PRODUCT"} for attribute_id in missing]
        staff.run_without_result("AssignAttributes", type=found.id, operations=operations)
        staff.created["attribute of a product type"] += len(missing)


def _value_input(value: AttributeValue, attribute: SaleorAttribute) -> dict[str, object]:
    if isinstance(value, bool):
        return {"id": attribute.id, "boolean": value}
    if isinstance(value, str):
        return {"id": attribute.id, "numeric" if attribute.input_type == "NUMERIC" else "plainText": value}
    chosen = [{"id": attribute.choices[slug]} for slug in value]
    if attribute.input_type == "MULTISELECT":
        return {"id": attribute.id, "multiselect": chosen}
    return {"id": attribute.id, "dropdown": chosen[0]}
