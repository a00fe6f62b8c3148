"""A product's facts in words, in the language of the active market."""

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.catalog.models import Listing, Product, Variant
from storefront.core.markets import active_market, primary_language
from storefront.core.text.localized_text import readers_language
from storefront.merchant.return_right import return_right
from storefront.safety import listing
from storefront.safety.choices import BASE_NAMES, Base, Firmness, ReturnRule
from storefront.safety.facts import ATTRIBUTES, ProductFacts
from storefront.safety.roles import Role, role_of

_KNOWN_NAMES = frozenset(name for attribute in ATTRIBUTES.values() for name in attribute.names.values())
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


def catalogue_is_foreign() -> bool:
    """Whether the merchant writes another language (CATALOGUE_LANGUAGE) than the active market reads."""
    return primary_language(settings.CATALOGUE_LANGUAGE) != readers_language()


def translate_name(name: str) -> str:
    """Translate the merchant's name of an attribute value if the attribute registry knows it (decision 22).

    Saleor holds these names in the merchant's language only. An unknown name stays as it is.
    """
    return _(name) if name in _KNOWN_NAMES and catalogue_is_foreign() else name


def humanise(slug: str) -> str:
    """A slug as words: `borosilicate-glass` becomes "Borosilicate glass", `abs` becomes "ABS"."""
    words = " ".join(_ACRONYMS.get(word, word) for word in slug.split("-"))
    return words[:1].upper() + words[1:] if not words.startswith("pH") else words


def format_number(value: Decimal) -> str:
    """A number without trailing zeros, with the reader's decimal separator."""
    return str(number_format(value.normalize()))


def format_millimetres(values: Iterable[Decimal]) -> str:
    """Several lengths: `18, 24, 30 mm`."""
    return f"{', '.join(map(format_number, values))} mm"


def format_flag(value: bool | None) -> str:
    """Yes or no; empty when it is not stated."""
    return "" if value is None else _("Yes") if value else _("No")


def base_name(base: Base) -> str:
    """The shop's name of a lubricant base."""
    return _(BASE_NAMES[base])


def choice_names(product: Product | Variant, slug: str) -> str:
    """The values of an attribute by the merchant's names, or else by readable slugs; empty when it has none."""
    label = product.labels.get(slug)
    if label and label["values"]:
        return ", ".join(map(translate_name, label["values"]))
    value = product.attributes.get(slug)
    return ", ".join(map(humanise, value)) if isinstance(value, list) else ""


def material_line(product: Product, facts: ProductFacts) -> str:
    """The material and whether it is porous: "Silicone, non-porous"."""
    porous = {None: "", True: _("porous"), False: _("non-porous")}[facts.porous]
    return ", ".join(filter(None, (choice_names(product, "material"), porous)))


def facts_line(product: Product, facts: ProductFacts) -> str:
    """The two to four facts that tell a product from similar ones; empty when nothing is stated."""
    return " · ".join(filter(None, (*_eyebrow_parts(product, facts), _measure(facts))))


def eyebrow(product: Product, facts: ProductFacts) -> str:
    """The line above a product's name: "Soft silicone · flared base"."""
    return " · ".join(_eyebrow_parts(product, facts))


def refusal(facts: ProductFacts) -> str | None:
    """Why the shop never sells the product; None if it may be sold."""
    refused = listing.sale_refusal(facts)
    return _(refused.sentence) if refused else None


def sale_warnings(facts: ProductFacts) -> tuple[str, ...]:
    """What stands wherever it can be bought: rules that it fails, and that the merchant sells it in spite of."""
    return tuple(_(sentence) for sentence in listing.sale_warnings(facts))


def return_note(facts: ProductFacts) -> str:
    """The right of return in a sentence, shown before anything is bought; empty when it is not stated."""
    days = {"days": return_right(active_market()).days}
    if facts.return_rule is ReturnRule.SEALED_16E:
        return (
            _(
                "Sealed for hygiene: it can be returned within %(days)s days only while the seal is whole. "
                "Faults are always covered."
            )
            % days
        )
    if facts.return_rule is ReturnRule.STANDARD_14_DAY:
        return _("You can return it within %(days)s days of its arrival. Faults are always covered.") % days
    return ""


def available_from(listing: Listing) -> str:
    """From when on a product can be bought, in words; empty if it can be bought, or nobody knows from when."""
    if listing.available_from is None or listing.purchasable:
        return ""
    return _("From %(day)s") % {"day": date_format(timezone.localtime(listing.available_from).date(), _("j F Y"))}


def stock_note(left: int) -> str:
    """State how many are left."""
    if left <= 0:
        return _("None are left at the moment.")
    return ngettext("Only %(left)s is left.", "Only %(left)s are left.", left) % {"left": left}


def limit_note(limit: int) -> str:
    """State how many of a variant one customer may order."""
    return _("Each customer can order at most %(limit)s of this.") % {"limit": limit}


def _eyebrow_parts(product: Product, facts: ProductFacts) -> tuple[str, ...]:
    if facts.base is not None:
        outside = _("outside skin only") if facts.internal_use is False else ""
        return tuple(filter(None, (base_name(facts.base), outside)))
    material = choice_names(product, "material")
    if not material or role_of(facts) is not Role.TOY:
        return (material,) if material else ()
    material = _with_firmness(facts.firmness, material)
    return (material, _("flared base")) if facts.flared_base else (material,)


def _with_firmness(firmness: Firmness | None, material: str) -> str:
    if firmness is Firmness.SOFT:
        return _("Soft %(material)s") % {"material": _inside_a_sentence(material)}
    if firmness is Firmness.MEDIUM:
        return _("Medium %(material)s") % {"material": _inside_a_sentence(material)}
    return material


def _inside_a_sentence(words: str) -> str:
    """Lower the first letter, but not of acronyms ("TPE") or German nouns."""
    return words if words[1:2].isupper() or catalogue_is_foreign() else words[:1].lower() + words[1:]


def _measure(facts: ProductFacts) -> str:
    if role_of(facts) is Role.TOY and facts.sizes:
        widths = "/".join(format_number(size.diameter_mm) for size in facts.sizes)
        return _("%(widths)s mm wide") % {"widths": widths}
    if role_of(facts) is Role.TOY and facts.max_diameter_mm is not None:
        return _("%(width)s mm wide") % {"width": format_number(facts.max_diameter_mm)}
    if facts.volume_ml is not None:
        if facts.unit_count and facts.unit_count > 1:
            return f"{facts.unit_count} × {format_number(facts.volume_ml / facts.unit_count)} ml"
        return f"{format_number(facts.volume_ml)} ml"
    if facts.net_weight_g is not None:
        return f"{format_number(facts.net_weight_g)} g"
    return _("%(n)d pieces") % {"n": facts.unit_count} if facts.unit_count else ""
