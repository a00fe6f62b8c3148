"""Recognize Saleor's global IDs: base64 of `Type:key`."""

import re
from base64 import b64decode

_ALPHABET = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
_GLOBAL_ID = re.compile(r"[A-Z][A-Za-z]+:[\w-]+")


def is_global_id(text: str) -> bool:
    """Tell whether a text is a global ID of any type.

    Saleor names a variant that has no name by its ID or SKU, and by the ID of no variant (`ProductVariant:None`) if it
    was made through the API without both.
    """
    if not _ALPHABET.fullmatch(text) or len(text) % 4:
        return False
    try:
        return bool(_GLOBAL_ID.fullmatch(b64decode(text, validate=True).decode()))
    except ValueError:  # also binascii.Error and UnicodeDecodeError
        return False


def shown_name(name: str) -> str:
    """Return a name as shoppers may read it: empty if it is an ID."""
    return "" if is_global_id(name) else name
