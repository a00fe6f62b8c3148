"""The choices of product attributes: their slugs and English names.

A shop may state other slugs too; the rules then treat them as unknown, and pages show the merchant's own names.
"""

from collections.abc import Mapping
from enum import StrEnum

from storefront.safety.attributes import gettext_noop as _


class Base(StrEnum):
    """What a lubricant is based on."""

    WATER = "water"
    SILICONE = "silicone"
    HYBRID = "hybrid"
    OIL = "oil"


class Firmness(StrEnum):
    """How a toy feels when pressed."""

    SOFT = "soft"
    MEDIUM = "medium"
    RIGID = "rigid"


class ReturnRule(StrEnum):
    """The right of return that applies (EU Directive 2011/83, article 16(e), for sealed goods)."""

    SEALED_16E = "sealed-16e"
    STANDARD_14_DAY = "standard-14-day"


class RegulatoryClass(StrEnum):
    """The body of law under which a product is sold."""

    GENERAL = "general"
    COSMETIC = "cosmetic"
    MEDICAL_DEVICE = "medical-device"


class Proposition65(StrEnum):
    """Whether California's Proposition 65 asks for a warning on the product."""

    NO_WARNING = "no-warning"
    WARNING = "warning"


REGULATORY_CLASSES: Mapping[str, str] = {
    RegulatoryClass.GENERAL: _("General product"),
    RegulatoryClass.COSMETIC: _("Cosmetic"),
    RegulatoryClass.MEDICAL_DEVICE: _("Medical device"),
}
BATTERIES: Mapping[str, str] = {
    "none": _("None"),
    "built-in": _("Built in"),
    "included": _("Included, can be replaced"),
    "not-included": _("Not included"),
}
BASE_NAMES: Mapping[str, str] = {
    Base.WATER: _("Water-based"),
    Base.SILICONE: _("Silicone-based"),
    Base.HYBRID: _("Hybrid"),
    Base.OIL: _("Oil-based"),
}
MATERIALS: Mapping[str, str] = {
    "silicone": _("Silicone"),
    "borosilicate-glass": _("Borosilicate glass"),
    "stainless-steel-316": _("Stainless steel 316"),
    "abs": _("Hard plastic (ABS)"),
    "polypropylene": _("Polypropylene"),
    "tpe": _("TPE"),
    "latex": _("Latex"),
    "polyisoprene": _("Polyisoprene"),
    "nitrile": _("Nitrile"),
    "polyurethane": _("Polyurethane"),
    "pvc-free-elastomer": _("PVC-free elastomer"),
    "cotton": _("Cotton"),
    "polyester-nylon": _("Polyester and nylon"),
}
FIRMNESSES: Mapping[str, str] = {
    Firmness.SOFT: _("Soft"),
    Firmness.MEDIUM: _("Medium"),
    Firmness.RIGID: _("Rigid"),
}
WATER_RATINGS: Mapping[str, str] = {
    "no-electronics": _("Washable, no electronics"),
    "ipx6": _("IPX6: withstands strong jets"),
    "ipx7": _("IPX7: withstands immersion"),
    "yes": _("Washable"),
    "yes-fabric": _("Washable fabric"),
}
POWER_SOURCES: Mapping[str, str] = {
    "none": _("No motor"),
    "usb-rechargeable": _("Rechargeable by USB"),
}
VISCOSITIES: Mapping[str, str] = {
    "low": _("Runny"),
    "medium": _("Medium"),
    "high": _("Thick"),
    "solid": _("Solid"),
}
COMPATIBILITY_TARGETS: Mapping[str, str] = {
    "latex-condom": _("Latex condoms"),
    "polyisoprene-condom": _("Polyisoprene condoms"),
    "polyurethane-condom": _("Polyurethane condoms"),
    "nitrile-internal-condom": _("Nitrile internal condoms"),
    "latex-dam": _("Latex dams"),
    "polyurethane-dam": _("Polyurethane dams"),
    "nitrile-glove": _("Nitrile gloves"),
    "silicone-toy": _("Silicone toys"),
    "tpe-toy": _("TPE toys"),
    "abs-toy": _("Hard plastic (ABS) toys"),
    "glass-toy": _("Glass toys"),
    "steel-toy": _("Steel toys"),
    "motorised-toy": _("Toys with a motor"),
    "water": _("Water-based lubricant"),
    "silicone": _("Silicone-based lubricant"),
    "hybrid": _("Hybrid lubricant"),
    "oil": _("Oil"),
}
INGREDIENTS: Mapping[str, str] = {
    "fragrance": _("Fragrance"),
    "flavour": _("Flavour"),
    "warming-agents": _("Warming agents"),
    "local-anaesthetic": _("Local anaesthetic"),
    "nonoxynol-9": _("Nonoxynol-9"),
    "chlorhexidine": _("Chlorhexidine"),
    "polyquaternium-15": _("Polyquaternium-15"),
    "parabens": _("Parabens"),
    "glycerin": _("Glycerin"),
    "propylene-glycol": _("Propylene glycol"),
    "phenoxyethanol": _("Phenoxyethanol"),
    "cyclopentasiloxane-d5": _("Cyclopentasiloxane (D5)"),
    "nut-oils": _("Nut oils"),
    "latex": _("Latex"),
    "natural-rubber-latex": _("Natural rubber latex"),
    "phthalates": _("Phthalates"),
    "leather": _("Leather"),
    "powder": _("Powder"),
    "triclosan": _("Triclosan"),
    "alcohol": _("Alcohol"),
}
ALLERGENS: Mapping[str, str] = {
    "glycerin": _("Glycerin"),
    "potassium-sorbate": _("Potassium sorbate"),
    "phenoxyethanol": _("Phenoxyethanol"),
    "sunflower-asteraceae": _("Sunflower (daisy family)"),
    "nickel-trace": _("Nickel, bound in the alloy"),
    "natural-rubber-latex": _("Natural rubber latex"),
}
CLEANING_METHODS: Mapping[str, str] = {
    "soap-and-warm-water": _("Warm water and mild soap"),
    "boil-3-to-5-min": _("Boil for 3 to 5 minutes"),
    "boil-only-if-maker-allows": _("Boil only if the maker allows"),
    "machine-wash-40": _("Machine wash at 40 °C"),
    "machine-wash-60": _("Machine wash at 60 °C"),
    "dishwasher": _("Dishwasher"),
    "single-use": _("Use once, then throw away"),
}
