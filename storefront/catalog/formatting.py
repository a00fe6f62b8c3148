"""A product's facts in words: one line for a card, rows for the table on its page."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from storefront.catalog.attribute_translations import catalogue_is_foreign, translated_name
from storefront.catalog.models import Product
from storefront.safety import listing
from storefront.safety.choices import BASES, Base, Firmness, ReturnRule
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, role

_ACRONYMS = {
    "abs": "ABS",
    "tpe": "TPE",
    "pvc": "PVC",
    "usb": "USB",
    "ph": "pH",
    "bpa": "BPA",
    "ipx7": "IPX7",
    "ipx8": "IPX8",
    "ipx6": "IPX6",
    "ipx5": "IPX5",
}


def humanised(slug: str) -> str:
    """A slug as words: `borosilicate-glass` → Borosilicate glass, `abs` → ABS."""
    words = " ".join(_ACRONYMS.get(word, word) for word in slug.split("-"))
    return words[:1].upper() + words[1:] if not words.startswith("pH") else words


def number(value: Decimal) -> str:
    """A figure without needless zeros, with the reader's decimal point or comma."""
    return str(number_format(value.normalize()))


def millimetres(values: Iterable[Decimal]) -> str:
    """`18, 24, 30 mm`."""
    return f"{', '.join(number(value) for value in values)} mm"


def base_name(base: Base) -> str:
    """What a lubricant is made on, as on its card."""
    return _(BASES[base])


def facts_line(product: Product, facts: ProductFacts) -> str:
    """The two to four facts that tell a product from its neighbours; empty when nothing is stated."""
    return " · ".join(filter(None, (*_eyebrow_parts(product, facts), _measure(facts))))


def eyebrow(product: Product, facts: ProductFacts) -> str:
    """What it is made of and how it is kept safe: `Soft silicone · flared base`."""
    return " · ".join(_eyebrow_parts(product, facts))


def _eyebrow_parts(product: Product, facts: ProductFacts) -> tuple[str, ...]:
    if facts.base is not None:
        outside = _("outside skin only") if facts.internal_use is False else ""
        return tuple(filter(None, (base_name(facts.base), outside)))
    material = choice_name(product, "material")
    if not material or role(facts) is not Role.TOY:
        return (material,) if material else ()
    if facts.firmness in (Firmness.SOFT, Firmness.MEDIUM):
        material = _of_firmness(facts.firmness, material)
    return (material, _("flared base")) if facts.flared_base else (material,)


def _of_firmness(firmness: Firmness, material: str) -> str:
    if firmness is Firmness.SOFT:
        return _("Soft %(material)s") % {"material": in_a_sentence(material)}
    return _("Medium %(material)s") % {"material": in_a_sentence(material)}


def in_a_sentence(words: str) -> str:
    """Words as inside a sentence: `Silicone` → silicone, but `TPE` and `PVC-free elastomer` stay, and German nouns."""
    return words if words[1:2].isupper() or catalogue_is_foreign() else words[:1].lower() + words[1:]


def _measure(facts: ProductFacts) -> str:
    if role(facts) is Role.TOY and facts.sizes:
        widths = "/".join(number(size.diameter_mm) for size in facts.sizes)
        return _("%(widths)s mm wide") % {"widths": widths}
    if role(facts) is Role.TOY and facts.max_diameter_mm is not None:
        return _("%(width)s mm wide") % {"width": number(facts.max_diameter_mm)}
    if facts.volume_ml is not None:
        if facts.unit_count and facts.unit_count > 1:
            return f"{facts.unit_count} × {number(facts.volume_ml / facts.unit_count)} ml"
        return f"{number(facts.volume_ml)} ml"
    return _("%(n)d pieces") % {"n": facts.unit_count} if facts.unit_count else ""


def refusal(facts: ProductFacts) -> str | None:
    """Why it may not be sold, in the reader's language; None when it may."""
    refused = listing.refusal(facts)
    return _(refused) if refused else None


def return_note(facts: ProductFacts) -> str:
    """The right of return in a sentence, said before anything is bought."""
    if facts.return_rule is ReturnRule.SEALED_16E:
        return _(
            "Sealed for hygiene: it can be returned within 14 days only while the seal is whole. "
            "Faults are always covered."
        )
    if facts.return_rule is ReturnRule.STANDARD_14_DAY:
        return _("You can return it within 14 days of its arrival. Faults are always covered.")
    return ""


def choice_name(product: Product, slug: str) -> str:
    """The merchant's own words for the values of an attribute, else the slugs made readable; empty when absent."""
    label = product.labels.get(slug)
    if label and label["values"]:
        return ", ".join(map(translated_name, label["values"]))
    value = product.attributes.get(slug)
    return ", ".join(map(humanised, value)) if isinstance(value, list) else ""


def yes_no(value: bool | None) -> str:
    """A flag in a word; empty when it is not stated."""
    return "" if value is None else _("Yes") if value else _("No")


def material_line(product: Product, facts: ProductFacts) -> str:
    """`Silicone, non-porous`."""
    porous = {None: "", True: _("porous"), False: _("non-porous")}[facts.porous]
    return ", ".join(filter(None, (choice_name(product, "material"), porous)))
