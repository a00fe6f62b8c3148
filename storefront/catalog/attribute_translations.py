"""Translate the merchant's names of attribute values where the shop knows them (docs/decisions/0022).

Saleor holds the names in the language that the merchant writes. Names that the attribute registry knows are in our
translation catalogue; any other name stays as the merchant wrote it.
"""

from django.conf import settings
from django.utils.translation import gettext

from storefront.catalog.translations import readers_language
from storefront.core.markets import primary_language
from storefront.safety.facts import ATTRIBUTES

_KNOWN = frozenset(name for attribute in ATTRIBUTES.values() for name in attribute.names.values())


def catalogue_is_foreign() -> bool:
    """Whether the merchant writes another language (CATALOGUE_LANGUAGE) than the active market reads."""
    return primary_language(settings.CATALOGUE_LANGUAGE) != readers_language()


def translated_name(name: str) -> str:
    """The merchant's name of a value in the reader's language if we know it, else as it was written."""
    return gettext(name) if name in _KNOWN and catalogue_is_foreign() else name
