"""What the merchant is told in Saleor's Dashboard: panels of notes. Each room tells of its own; settings name who does.

`PRODUCT_PANELS` names functions `of(product_id: str) -> Iterable[Panel]`, with the product's id at Saleor;
`HEALTH_PANELS` names functions `of() -> Iterable[Panel]`. They read, and raise nothing but what databases raise.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils.module_loading import import_string


class Level(StrEnum):
    """How much a note matters. `FACT` is neither good nor bad."""

    FINE = "fine"
    FACT = "fact"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One sentence, plain text; `url` is where it leads, an absolute address of ours, or empty."""

    level: Level
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Notes under a heading."""

    title: str
    notes: tuple[Note, ...]


def product_panels(product_id: str) -> Iterator[Panel]:
    """What every room has to say of a product."""
    for name in settings.PRODUCT_PANELS:
        of: Callable[[str], Iterable[Panel]] = import_string(name)
        yield from of(product_id)


def health_panels() -> Iterator[Panel]:
    """How every room is."""
    for name in settings.HEALTH_PANELS:
        of: Callable[[], Iterable[Panel]] = import_string(name)
        yield from of()
