"""What is kept of a customer, for them to take along. Each room tells of its own; `OWN_DATA` names who does, by the
name that it has in the file: a function `of(person: Person) -> Sequence[object]` that answers msgspec structs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A signed-in customer: who they are, what opens their orders and carts at Saleor, and the session they are in."""

    email: str
    order_ids: frozenset[str]
    order_numbers: frozenset[str]
    checkout_ids: tuple[str, ...]
    session: SessionBase


def export_for(person: Person) -> Mapping[str, Sequence[object]]:
    """What every room keeps of them. Raises errors.SaleorError where Saleor is asked for it and does not answer."""
    return {name: import_string(path)(person) for name, path in settings.OWN_DATA.items()}
