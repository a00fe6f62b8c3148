"""Global ids: base64 of `Type:key`."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from storefront.sandbox.graphql.errors import TopLevelError, refuse

M = TypeVar("M", bound=Model)
# GraphQL types whose ids carry another name, and models whose ids do not carry the primary key.
_KINDS = {"Delivery": "CheckoutDelivery"}
_KEYS = {"Order": "token"}


class WrongId(ValueError):
    """A text that is no global id, or an id of another type."""


def global_id(kind: str, key: object) -> str:
    """Return the id of a type and a key: `ProductVariant:384` in base64."""
    return b64encode(f"{kind}:{key}".encode()).decode()


def id_of(row: Model, graphql_type: str) -> str:
    """Return a row's id, as a GraphQL type shows it."""
    kind = _KINDS.get(graphql_type, graphql_type)
    return global_id(kind, getattr(row, _KEYS.get(kind, "pk")))


def split_id(text: str) -> tuple[str, str]:
    """Return type and key of a global id. Raises WrongId."""
    try:
        kind, separator, key = b64decode(text, validate=True).decode().partition(":")
    except ValueError as error:
        raise WrongId(text) from error
    if not separator:
        raise WrongId(text)
    return kind, key


def find(rows: QuerySet[M], text: str, kind: str, *, column: str | None = None) -> M | None:
    """Return the row with this id, or None when there is none; `column` holds the key. Raises WrongId."""
    found, key = split_id(text)
    if found != kind:
        raise WrongId(text)
    try:
        return next(iter(rows.filter(**{column or _KEYS.get(kind, "pk"): key}).order_by()[:1]), None)
    except (ValueError, ValidationError) as error:
        raise WrongId(text) from error


def find_for_query(rows: QuerySet[M], text: str | None, kind: str, *, is_strict: bool = True) -> M | None:
    """Like `find`, where a wrong id is a top-level error; unless `is_strict`, an id of another type finds None."""
    if not is_strict and keys_for_query([text or ""], kind) == []:
        return None
    try:
        return find(rows, text or "", kind)
    except WrongId as error:
        raise TopLevelError("Invalid ID.") from error


def keys_for_query(ids: Iterable[str], kind: str) -> list[str]:
    """Return the keys of the ids of this type. Text that is no id is a top-level error."""
    try:
        return [key for found, key in map(split_id, ids) if found == kind]
    except WrongId as error:
        raise TopLevelError("Invalid ID.") from error


def find_for_mutation(rows: QuerySet[M], text: str | None, kind: str, *, field: str = "id") -> M:
    """Like `find`, where a wrong or unknown id fails the mutation at `field`."""
    try:
        row = find(rows, text or "", kind)
    except WrongId as error:
        raise refuse(field, "GRAPHQL_ERROR") from error
    if row is None:
        raise refuse(field, "NOT_FOUND")
    return row
