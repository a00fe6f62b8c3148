"""The merchant's words for facts, in the reader's language where we know them (docs/decisions/0022).

Saleor holds attribute values in the language that the merchant writes. The words of docs/attributes.md are known to our
catalogue of German; a word that is not stays as the merchant wrote it.
"""

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from storefront.catalog.translations import readers_language
from storefront.core.markets import primary_language

_KNOWN = (
    gettext_noop("Silicone"),
    gettext_noop("Borosilicate glass"),
    gettext_noop("Stainless steel 316"),
    gettext_noop("Hard plastic (ABS)"),
    gettext_noop("Polypropylene"),
    gettext_noop("Polyisoprene"),
    gettext_noop("Nitrile"),
    gettext_noop("Polyurethane"),
    gettext_noop("PVC-free elastomer"),
    gettext_noop("Cotton"),
    gettext_noop("Polyester and nylon"),
    gettext_noop("Soft"),
    gettext_noop("Medium"),
    gettext_noop("Rigid"),
    gettext_noop("Washable, no electronics"),
    gettext_noop("IPX6: withstands strong jets"),
    gettext_noop("IPX7: withstands immersion"),
    gettext_noop("Washable"),
    gettext_noop("Washable fabric"),
    gettext_noop("No motor"),
    gettext_noop("Rechargeable by USB"),
    gettext_noop("Runny"),
    gettext_noop("Thick"),
    gettext_noop("Solid"),
    gettext_noop("Latex condoms"),
    gettext_noop("Polyisoprene condoms"),
    gettext_noop("Polyurethane condoms"),
    gettext_noop("Nitrile internal condoms"),
    gettext_noop("Latex dams"),
    gettext_noop("Polyurethane dams"),
    gettext_noop("Nitrile gloves"),
    gettext_noop("Silicone toys"),
    gettext_noop("TPE toys"),
    gettext_noop("Hard plastic (ABS) toys"),
    gettext_noop("Glass toys"),
    gettext_noop("Steel toys"),
    gettext_noop("Toys with a motor"),
    gettext_noop("Fragrance"),
    gettext_noop("Flavour"),
    gettext_noop("Warming agents"),
    gettext_noop("Local anaesthetic"),
    gettext_noop("Nonoxynol-9"),
    gettext_noop("Chlorhexidine"),
    gettext_noop("Parabens"),
    gettext_noop("Glycerin"),
    gettext_noop("Propylene glycol"),
    gettext_noop("Phenoxyethanol"),
    gettext_noop("Nut oils"),
    gettext_noop("Natural rubber latex"),
    gettext_noop("Phthalates"),
    gettext_noop("Leather"),
    gettext_noop("Powder"),
    gettext_noop("Alcohol"),
    gettext_noop("Potassium sorbate"),
    gettext_noop("Sunflower (daisy family)"),
    gettext_noop("Nickel, bound in the alloy"),
    gettext_noop("Warm water and mild soap"),
    gettext_noop("Boil for 3 to 5 minutes"),
    gettext_noop("Boil only if the maker allows"),
    gettext_noop("Machine wash at 40 °C"),
    gettext_noop("Machine wash at 60 °C"),
    gettext_noop("Dishwasher"),
    gettext_noop("Use once, then throw away"),
)


def catalogue_is_foreign() -> bool:
    """Whether the merchant writes another language (CATALOGUE_LANGUAGE) than the active market reads."""
    return primary_language(settings.CATALOGUE_LANGUAGE) != readers_language()


def known_word(word: str) -> str:
    """A merchant's word in the reader's language where we know it, else the word itself."""
    return gettext(word) if word in _KNOWN and catalogue_is_foreign() else word
