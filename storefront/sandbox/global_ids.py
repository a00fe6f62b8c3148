"""Saleor's global ids: base64 of `Type:key`."""

import binascii
from base64 import b64decode, b64encode
from uuid import UUID

from storefront.sandbox.errors import TopLevelError


class WrongId(ValueError):
    """An id that does not read, or names another type; the text is Saleor's."""


def global_id(kind: str, key: object) -> str:
    """The id of a thing, e.g. `ProductVariant:384` in base64."""
    return b64encode(f"{kind}:{key}".encode()).decode()


def split_id(text: str) -> tuple[str, str]:
    """Type and key of any global id; raises ValueError when it does not read as one."""
    try:
        kind, separator, key = b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeError) as error:
        raise ValueError(text) from error
    if not separator:
        raise ValueError(text)
    return kind, key


def key_of(text: str, kind: str) -> str:
    """The key in an id of type `kind`; raises WrongId."""
    try:
        found, key = split_id(text)
    except ValueError as error:
        raise WrongId(f"Invalid ID: {text}. Expected: {kind}.") from error
    if found != kind:
        raise WrongId(f"Invalid ID: {text}. Expected: {kind}, received: {found}.")
    return key


def number_of(text: str, kind: str) -> int:
    """Like `key_of` for a numeric key; an impossible number is 0, which is nothing's."""
    key = key_of(text, kind)
    return int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0


def uuid_of(text: str, kind: str) -> UUID:
    """Like `key_of` for a UUID; raises WrongId when the key is none."""
    try:
        return UUID(key_of(text, kind))
    except ValueError as error:
        if isinstance(error, WrongId):
            raise
        raise WrongId(f"Invalid ID: {text}. Expected: {kind}.") from error


def asked_number(text: str | None, kind: str) -> int:
    """The number in an id that a query names; 0, which is nothing's, in an id of another type.

    Raises TopLevelError when it is no id at all.
    """
    try:
        found, _ = split_id(text or "")
    except ValueError as error:
        raise TopLevelError(f"Invalid ID: {text}. Expected: {kind}.") from error
    return number_of(text or "", kind) if found == kind else 0


def asked_uuid(text: str | None, kind: str) -> UUID:
    """`uuid_of` for a query, where a wrong id is a top-level error."""
    try:
        return uuid_of(text or "", kind)
    except WrongId as error:
        raise TopLevelError(str(error)) from error
