"""The facts tables of the product page: what is stated, and in plain words what is not.

Which attributes have a line, where and under which label, is in the attribute registry (`safety.facts`). This module
says how a value reads; `own_attributes` shows attributes that the registry does not know.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.catalog.pages.formatting import (
    base_name,
    choice_names,
    format_flag,
    format_millimetres,
    format_number,
    material_line,
    sale_warnings,
)
from storefront.catalog.pages.own_attributes import rows_without_links
from storefront.catalog.pages.view_models import FactRow
from storefront.core.markets import active_market, is_in_european_union
from storefront.safety.attributes import Attribute, Table
from storefront.safety.facts import ATTRIBUTES, ProductFacts
from storefront.safety.listing import GuidanceResult, compare_osmolality, compare_ph
from storefront.safety.roles import Role, is_external_only, is_of_known_kind, role_of
from storefront.safety.value_types import Choice, Choices, EnumChoice, Text, Unit

_MAIN_CHARACTERISTICS = frozenset(
    {
        "lubricant-base",
        "material",
        "max-diameter",
        "insertable-length",
        "base-diameter",
        "ring-sizes",
        "toy-base-min",
        "power",
        "volume",
        "net-weight",
        "unit-count",
    }
)
"""What a shopper has to see of a product right before the order (in Germany § 312j(2) BGB)."""
_MOST_UNREGISTERED = 6
_CARE = frozenset({"cleaning", "sterilisable", "waterproof", "single-user", "shelf-life"})
"""What somebody who has a product asks of it: how to clean it, who may use it, and how long it keeps."""

_TABLES = {Role.TOY: Table.TOY, Role.HARNESS: Table.HARNESS, Role.LUBRICANT: Table.LUBRICANT}


def fact_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    """The lines that matter for what the product is, then those of any product. None for goods of no kind of ours."""
    if not is_of_known_kind(facts):
        rows = (*_rows(Table.OTHER, product, facts), *_rows(Table.ANY, product, facts))
        return tuple(row for row in rows if row.is_stated)
    own = _rows(_TABLES.get(role_of(facts), Table.OTHER), product, facts)
    return (*own, *_rows(Table.ANY, product, facts))


def main_characteristics(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    """The stated lines of the facts table that make up what is bought, in the words of the product page."""
    if facts.is_empty:
        return rows_without_links(product)[:_MOST_UNREGISTERED]
    table = _TABLES.get(role_of(facts), Table.OTHER)
    rows = _rows(table, product, facts, only=_MAIN_CHARACTERISTICS)
    warnings = (_row(_("Warning"), sentence) for sentence in sale_warnings(facts))
    return (*(row for row in rows if row.is_stated), *warnings)


def care_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    """The stated lines of the facts table about cleaning and keeping it."""
    own = _TABLES.get(role_of(facts), Table.OTHER)
    rows = (*_rows(own, product, facts, only=_CARE), *_rows(Table.ANY, product, facts, only=_CARE))
    return tuple(row for row in rows if row.is_stated and (row.slug != "single-user" or facts.single_user))


def maker_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    """What is stated of who makes it."""
    return tuple(row for row in _rows(Table.MAKER, product, facts) if row.is_stated)


def _rows(
    table: Table, product: Product, facts: ProductFacts, *, only: frozenset[str] | None = None
) -> Iterator[FactRow]:
    attributes = [
        each for each in ATTRIBUTES.values() if (only is None or each.slug in only) and _is_a_mark_here(each.slug)
    ]
    lines = [(row, attribute) for attribute in attributes for row in attribute.rows if row.table is table]
    for row, attribute in sorted(lines, key=lambda line: line[0].position):
        label = _(row.label or attribute.label)
        present = _PRESENTERS.get(attribute.slug, _default_row)
        shown = present(label, attribute, product, facts)
        if shown and (shown.is_stated or not row.only_if_stated):
            yield replace(shown, slug=attribute.slug)


def _is_a_mark_here(slug: str) -> bool:
    """Whether an attribute is no mark of another market's law: those of other markets say nothing here."""
    country = active_market().country
    if slug == "fda-clearance":
        return country == "US"
    if slug in ("ce-marking", "notified-body"):
        return country == "GB" or is_in_european_union(country)
    return True


def _row(label: str, value: str) -> FactRow:
    """A line with a value; an empty one reads "not stated"."""
    return FactRow(label=label, value=value or _("not stated"), is_stated=bool(value))


def _does_not_apply(label: str, why: str = "") -> FactRow:
    return FactRow(label=label, value=why or _("does not apply"), is_stated=False)


def _default_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    value = facts.value_of(attribute)
    if isinstance(attribute.value, Choice | EnumChoice | Choices):
        text: str = choice_names(product, attribute.slug)
    elif isinstance(attribute.value, Text):
        text = product.translated_text(attribute.slug)
    elif isinstance(value, bool):
        text = format_flag(value)
    elif isinstance(value, Decimal):
        text = _measure(value, attribute.unit)
    elif isinstance(value, tuple):
        text = "\n".join(map(str, value))
    else:
        text = "" if value is None else str(value)
    return _row(label, text)


def _measure(value: Decimal, unit: Unit | None) -> str:
    if unit is Unit.MONTHS:
        return _("%(n)s months") % {"n": format_number(value)}
    return f"{format_number(value)} {unit}" if unit else format_number(value)


def _base_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    return _row(label, base_name(facts.base) if facts.base else "")


def _material_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    return _row(label, material_line(product, facts))


def _width_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    """The widths of all pieces of a set."""
    row = _sizes_row(label, [size.diameter_mm for size in facts.sizes], facts.max_diameter_mm)
    return _does_not_apply(label) if is_external_only(facts) and not row.is_stated else row


def _length_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    if is_external_only(facts):
        return _does_not_apply(label, _("does not apply: for outside use only"))
    return _sizes_row(label, [size.length_mm for size in facts.sizes], facts.insertable_length_mm)


def _base_width_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    row = _sizes_row(label, list(dict.fromkeys(size.base_mm for size in facts.sizes)), facts.base_diameter_mm)
    return _does_not_apply(label) if is_external_only(facts) and not row.is_stated else row


def _flared_base_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow | None:
    return None if is_external_only(facts) else _row(label, format_flag(facts.flared_base))


def _rings_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    return _sizes_row(label, facts.ring_sizes_mm, None)


def _sizes_row(label: str, sizes: Sequence[Decimal], single: Decimal | None) -> FactRow:
    values = sizes or ([] if single is None else [single])
    return _row(label, format_millimetres(values) if values else "")


def _osmolality_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    standing = compare_osmolality(facts)
    if standing is GuidanceResult.DOES_NOT_APPLY:
        return _does_not_apply(label, product.translated_text("osmolality-note"))
    if facts.osmolality is None:
        return _row(label, "")
    against = {
        GuidanceResult.CLOSE: _("close to body fluids"),
        GuidanceResult.WITHIN: _("under WHO’s limit of 1,200"),
        GuidanceResult.OUTSIDE: _("over WHO’s limit of 1,200"),
    }.get(standing)
    figure = _measure(facts.osmolality, attribute.unit)
    return _row(label, f"{figure} ({against})" if against else figure)


def _ph_row(label: str, attribute: Attribute, product: Product, facts: ProductFacts) -> FactRow:
    if compare_ph(facts) is GuidanceResult.DOES_NOT_APPLY:
        return _does_not_apply(label, product.translated_text("ph-note"))
    return _default_row(label, attribute, product, facts)


_Presenter = Callable[[str, Attribute, Product, ProductFacts], FactRow | None]
_PRESENTERS: Mapping[str, _Presenter] = {
    "lubricant-base": _base_row,
    "material": _material_row,
    "max-diameter": _width_row,
    "insertable-length": _length_row,
    "base-diameter": _base_width_row,
    "flared-base": _flared_base_row,
    "ring-sizes": _rings_row,
    "osmolality": _osmolality_row,
    "ph": _ph_row,
}
"""Attributes whose line says more than their value; it may also be left out."""
