"""The types of attribute values: how the merchant's statement becomes a typed fact.

A value that is absent, or that cannot be read with certainty, is *not stated*: None, or an empty collection. It is
never zero and never safe.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, Generic, NamedTuple, TypeVar

StatedValue = bool | str | Sequence[str]
"""What the merchant states: choices as value slugs, a number as decimal text, a boolean, or a text."""

T = TypeVar("T")
Member = TypeVar("Member", bound=StrEnum)


class Unit(StrEnum):
    """What a number counts. Saleor's units are converted to these where it has them."""

    MM = "mm"
    G = "g"
    ML = "ml"
    MOSM_PER_KG = "mOsm/kg"
    MONTHS = "months"
    PIECES = "pieces"


class Bounds(NamedTuple):
    """The plausible range of a number, both ends included, in its unit. Beyond it a typing error is likelier."""

    low: int
    high: int

    def hold(self, number: Decimal) -> bool:
        """Whether a number is plausible."""
        return self.low <= number <= self.high


class ValueType(ABC, Generic[T]):
    """The type of an attribute's value. `input_type` is Saleor's AttributeInputTypeEnum."""

    input_type: ClassVar[str]

    @abstractmethod
    def read(self, stated: StatedValue | None) -> T:
        """Return the typed value; None or empty where it is absent or cannot be read with certainty."""

    def is_clear(self, stated: StatedValue | None) -> bool:
        """Whether all that is stated can be read, which is so of nothing too."""
        return not words_of(stated) or self.read(stated) not in (None, (), frozenset())


@dataclass(frozen=True)
class Choice(ValueType[str | None]):
    """One value slug. `names` are the English names of known slugs; other slugs are kept."""

    input_type: ClassVar[str] = "DROPDOWN"
    names: Mapping[str, str] = field(default_factory=dict)

    def read(self, stated: StatedValue | None) -> str | None:
        slugs = _slugs(stated)
        return next(iter(slugs)) if len(slugs) == 1 else None


@dataclass(frozen=True)
class EnumChoice(ValueType[Member | None]):
    """One value slug of a closed list; another slug is not stated."""

    input_type: ClassVar[str] = "DROPDOWN"
    members: type[Member]
    names: Mapping[str, str] = field(default_factory=dict)

    def read(self, stated: StatedValue | None) -> Member | None:
        slug = Choice().read(stated)
        return next((member for member in self.members if member.value == slug), None)


@dataclass(frozen=True)
class Choices(ValueType[frozenset[str]]):
    """Any number of value slugs."""

    input_type: ClassVar[str] = "MULTISELECT"
    names: Mapping[str, str] = field(default_factory=dict)

    def read(self, stated: StatedValue | None) -> frozenset[str]:
        return _slugs(stated)

    def is_clear(self, stated: StatedValue | None) -> bool:
        return not unknown_choices(self, stated)


@dataclass(frozen=True)
class Flag(ValueType[bool | None]):
    """Yes or no."""

    input_type: ClassVar[str] = "BOOLEAN"

    def read(self, stated: StatedValue | None) -> bool | None:
        return stated if isinstance(stated, bool) else _BOOLEANS.get(Choice().read(stated) or "")


@dataclass(frozen=True)
class Number(ValueType[Decimal | None]):
    """A decimal that is not negative.

    Above `maximum`, or where it is not plausible, it is not stated; at zero only if `is_zero_stated`.
    """

    input_type: ClassVar[str] = "NUMERIC"
    unit: Unit | None = None
    plausible: Bounds | None = None
    maximum: int | None = None
    is_zero_stated: bool = False

    def read(self, stated: StatedValue | None) -> Decimal | None:
        number = written_number(stated)
        if number is None or (self.maximum is not None and number > self.maximum):
            return None
        if not number:
            return number if self.is_zero_stated else None
        return number if self.plausible is None or self.plausible.hold(number) else None


@dataclass(frozen=True)
class Count(ValueType[int | None]):
    """A whole number above zero."""

    input_type: ClassVar[str] = "NUMERIC"
    unit: Unit | None = None
    plausible: Bounds | None = None

    def read(self, stated: StatedValue | None) -> int | None:
        number = Number(plausible=self.plausible).read(stated)
        return int(number) if number is not None and number == int(number) else None


@dataclass(frozen=True)
class Text(ValueType[str | None]):
    """Plain text."""

    input_type: ClassVar[str] = "PLAIN_TEXT"

    def read(self, stated: StatedValue | None) -> str | None:
        return "\n".join(words_of(stated)) or None


@dataclass(frozen=True)
class Lines(ValueType[tuple[str, ...]]):
    """Plain text, one sentence a line."""

    input_type: ClassVar[str] = "PLAIN_TEXT"

    def read(self, stated: StatedValue | None) -> tuple[str, ...]:
        return _lines(stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One toy of a set: widest part, insertable length and base width, all in mm."""

    diameter_mm: Decimal
    length_mm: Decimal
    base_mm: Decimal


@dataclass(frozen=True)
class Sizes(ValueType[tuple[Size, ...]]):
    """Plain text, one size a line (`18 x 60 x 48`), smallest first.

    One line that is unreadable or not plausible makes the whole set not stated: half a set could hide the width that
    matters. `plausible` are the bounds of widest part, insertable length and base width.
    """

    input_type: ClassVar[str] = "PLAIN_TEXT"
    plausible: tuple[Bounds, Bounds, Bounds]

    def read(self, stated: StatedValue | None) -> tuple[Size, ...]:
        sizes: list[Size] = []
        for line in _lines(stated):
            numbers = [_decimal(part) for part in _TIMES.split(_MM.sub("", line))]
            known = [number for number in numbers if number]
            if len(numbers) != 3 or len(known) != 3 or not all(map(Bounds.hold, self.plausible, known)):
                return ()
            diameter, length, base = known
            sizes.append(Size(diameter_mm=diameter, length_mm=length, base_mm=base))
        return tuple(sorted(sizes, key=lambda size: size.diameter_mm))


@dataclass(frozen=True)
class Widths(ValueType[tuple[Decimal, ...]]):
    """Plain text, one width in mm a line, smallest first.

    One line that is unreadable or not plausible makes all of them not stated.
    """

    input_type: ClassVar[str] = "PLAIN_TEXT"
    plausible: Bounds

    def read(self, stated: StatedValue | None) -> tuple[Decimal, ...]:
        lines = _lines(stated)
        widths = [width for line in lines if (width := _decimal(_MM.sub("", line))) and self.plausible.hold(width)]
        return tuple(sorted(widths)) if len(widths) == len(lines) else ()


def unknown_choices(value: ValueType[T], stated: StatedValue | None) -> tuple[str, ...]:
    """The stated slugs that are none of the known choices; none for values that are not choices of a list."""
    if not isinstance(value, Choices) or not value.names:
        return ()
    return tuple(sorted(value.read(stated) - frozenset(value.names)))


def written_number(stated: StatedValue | None) -> Decimal | None:
    """The one plain decimal that is written, plausible or not; None if there is none, or more than one text."""
    texts = words_of(stated)
    return _decimal(texts[0]) if len(texts) == 1 else None


@lru_cache(maxsize=4096)
def slugified(text: str) -> str:
    """The slug as this shop writes it: lower case, hyphens for underscores and spaces."""
    return re.sub(r"[\s_-]+", "-", text.strip().lower()).strip("-")


_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", re.ASCII)
_TIMES = re.compile(r"\s*[x\u00d7]\s*", re.IGNORECASE)
_MM = re.compile(r"\s*mm$", re.IGNORECASE)
_BOOLEANS = {"true": True, "false": False}


def _decimal(text: str) -> Decimal | None:
    """A plain decimal, not negative. Anything else ("about 18", "1e9", "NaN") is not stated."""
    return Decimal(text.strip()) if _NUMBER.fullmatch(text.strip()) else None


def words_of(stated: StatedValue | None) -> tuple[str, ...]:
    """What is stated as texts; nothing for a boolean."""
    if isinstance(stated, str):
        return (stated.strip(),) if stated.strip() else ()
    if isinstance(stated, Sequence):
        return tuple(item.strip() for item in stated if isinstance(item, str) and item.strip())
    return ()


def _slugs(stated: StatedValue | None) -> frozenset[str]:
    return frozenset(filter(None, map(slugified, words_of(stated))))


def _lines(stated: StatedValue | None) -> tuple[str, ...]:
    return tuple(line.strip() for text in words_of(stated) for line in text.splitlines() if line.strip())
