"""The facts table of a product's page: what is stated, and in plain words what is not."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from storefront.catalog.formatting import base_name, choice_name, humanised, material_line, millimetres, number, yes_no
from storefront.catalog.models import Product
from storefront.catalog.view_models import FactRow
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import Standing, osmolality_standing, ph_standing
from storefront.safety.roles import Role, is_external_only, role

# Attributes that have a place of their own on the page, or are for the shop's rules and not for the reader.
_ELSEWHERE = frozenset(
    {
        "kind", "lubricant-base", "material", "porous", "sterilisable", "flared-base", "max-diameter",
        "insertable-length", "base-diameter", "sizes", "ring-sizes", "toy-base-min", "retrieval", "weight",
        "firmness", "waterproof", "power", "volume", "unit-count", "osmolality", "osmolality-note", "ph", "ph-note",
        "viscosity", "works-with", "check-with", "not-with", "free-from", "allergens", "cleaning",
        "local-anaesthetic", "nonoxynol-9", "internal-use", "anal-use", "single-user", "shelf-life",
        "period-after-opening", "hygiene-sealed", "return-rule", "warnings", "stages", "stage-reason",
        "manufacturer-name", "manufacturer-address", "manufacturer-contact", "eu-responsible-person",
    }
)  # fmt: skip


def fact_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    """The rows that matter for what it is, then whatever else the merchant states about it."""
    if facts.is_empty:
        return _other_rows(product)
    by_role: dict[Role, Callable[[Product, ProductFacts], tuple[FactRow, ...]]] = {
        Role.TOY: _toy_rows,
        Role.HARNESS: _harness_rows,
        Role.LUBRICANT: _lubricant_rows,
    }
    rows = by_role.get(role(facts), _thing_rows)(product, facts)
    return (*rows, *_common_rows(product, facts), *_other_rows(product))


def maker_rows(facts: ProductFacts) -> tuple[FactRow, ...]:
    """Who makes it and who answers for it in the EU (GPSR, article 19); empty when none of it is stated."""
    stated = (
        (_("Made by"), facts.manufacturer_name),
        (_("Address"), facts.manufacturer_address),
        (_("Contact"), facts.manufacturer_contact),
        (_("Responsible in the EU"), facts.eu_responsible_person),
    )
    return tuple(_row(label, value) for label, value in stated) if any(value for _, value in stated) else ()


def _row(label: str, value: str | None) -> FactRow:
    return FactRow(label, value, True) if value else FactRow(label, _("not stated"), False)


def _does_not_apply(label: str, why: str | None = None) -> FactRow:
    return FactRow(label, why or _("does not apply"), False)


def _mm(value: Decimal | None) -> str:
    return "" if value is None else millimetres([value])


def _toy_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    sizes = facts.sizes
    outside = is_external_only(facts)
    lengths = millimetres(size.length_mm for size in sizes) if sizes else _mm(facts.insertable_length_mm)
    bases = tuple(dict.fromkeys(size.base_mm for size in sizes))
    base = millimetres(bases) if bases else _mm(facts.base_diameter_mm)
    widths = millimetres(size.diameter_mm for size in sizes) if sizes else _mm(facts.max_diameter_mm)
    return (
        _row(_("Widest part"), widths) if widths or not outside else _does_not_apply(_("Widest part")),
        _does_not_apply(_("Insertable length"), _("does not apply: for outside use only"))
        if outside
        else _row(_("Insertable length"), lengths),
        _row(_("Base width"), base) if base or not outside else _does_not_apply(_("Base width")),
        *(() if outside else (_row(_("Flared base"), yes_no(facts.flared_base)),)),
        _row(_("Material"), material_line(product, facts)),
        _row(_("Firmness"), choice_name(product, "firmness")),
        _row(_("Power"), choice_name(product, "power")),
        _row(_("Waterproof"), choice_name(product, "waterproof")),
        _row(_("Can be sterilised"), yes_no(facts.sterilisable)),
    )


def _harness_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    rings = millimetres(facts.ring_sizes_mm) if facts.ring_sizes_mm else ""
    return (
        _row(_("Inner ring widths"), rings),
        _row(_("Narrowest toy base it holds"), _mm(facts.toy_base_min_mm)),
        _row(_("Material"), material_line(product, facts)),
    )


def _lubricant_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    return (
        _row(_("Made on"), base_name(facts.base) if facts.base else ""),
        _row(_("Volume"), f"{number(facts.volume_ml)} ml" if facts.volume_ml is not None else ""),
        *((_row(_("Pieces"), str(facts.unit_count)),) if facts.unit_count else ()),
        _osmolality_row(product, facts),
        _ph_row(product, facts),
        _row(_("Thickness"), choice_name(product, "viscosity")),
        _row(_("Made to go inside"), yes_no(facts.internal_use)),
        _row(_("For anal use"), yes_no(facts.anal_use)),
        _row(_("Contains a local anaesthetic"), yes_no(facts.local_anaesthetic)),
        _row(_("Contains nonoxynol-9"), yes_no(facts.nonoxynol_9)),
    )


def _osmolality_row(product: Product, facts: ProductFacts) -> FactRow:
    standing, label = osmolality_standing(facts), _("Osmolality")
    if standing is Standing.DOES_NOT_APPLY:
        return _does_not_apply(label, product.told_text("osmolality-note"))
    if facts.osmolality is None:
        return _row(label, None)
    against = {
        Standing.CLOSE: _("close to body fluids"),
        Standing.WITHIN: _("under WHO’s limit of 1,200"),
        Standing.OUTSIDE: _("over WHO’s limit of 1,200"),
    }.get(standing)
    figure = f"{number(facts.osmolality)} mOsm/kg"
    return _row(label, f"{figure} ({against})" if against else figure)


def _ph_row(product: Product, facts: ProductFacts) -> FactRow:
    if ph_standing(facts) is Standing.DOES_NOT_APPLY:
        return _does_not_apply("pH", product.told_text("ph-note"))
    return _row("pH", None if facts.ph is None else number(facts.ph))


def _thing_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    stated = (
        (_("Pieces"), str(facts.unit_count) if facts.unit_count else ""),
        (_("Volume"), f"{number(facts.volume_ml)} ml" if facts.volume_ml is not None else ""),
    )
    return (
        _row(_("Material"), material_line(product, facts)),
        *(_row(label, value) for label, value in stated if value),
    )


def _common_rows(product: Product, facts: ProductFacts) -> tuple[FactRow, ...]:
    """Good to know of anything. What is absent here is left out, but for allergens: absence there is no promise."""
    months = {
        _("Keeps, unopened"): facts.shelf_life_months,
        _("Keeps, once open"): facts.period_after_opening_months,
    }
    stated = {
        _("Weight"): "" if facts.weight_g is None else f"{number(facts.weight_g)} g",
        _("Free from"): choice_name(product, "free-from"),
        _("Cleaning"): choice_name(product, "cleaning"),
        _("For one person only"): yes_no(facts.single_user),
        **{label: "" if value is None else _("%(n)s months") % {"n": number(value)} for label, value in months.items()},
        _("Sealed for hygiene"): yes_no(facts.hygiene_sealed),
    }
    return (
        _row(_("Allergens"), choice_name(product, "allergens")),
        *(_row(label, value) for label, value in stated.items() if value or label == _("Weight")),
    )


def _other_rows(product: Product) -> tuple[FactRow, ...]:
    """What the merchant states in attributes of their own."""
    rows = []
    for slug, value in product.attributes.items():
        if slug not in _ELSEWHERE:
            words = product.labels.get(slug, {})
            label = str(words.get("name") or humanised(slug))
            if "texts" in words:
                text: str = product.told_text(slug)
            else:
                text = yes_no(value) if isinstance(value, bool) else choice_name(product, slug) or str(value)
            rows.append(FactRow(label, text, True))
    return tuple(rows)
