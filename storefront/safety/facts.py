"""What a product says about itself, typed.

The merchant's attributes (docs/attributes.md) are read once, here. A fact that is absent, or that cannot be
read with certainty, is *not stated*: `None`, or an empty collection. It is never zero and never safe.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

AttributeValue = bool | str | Sequence[str]


class Rating(StrEnum):
    """How two things go together. Only `YES` may ever be shown as safe."""

    YES = "yes"
    CHECK = "check"
    NO = "no"
    NA = "na"
    NOT_STATED = "not-stated"


class Base(StrEnum):
    """What a lubricant is made on."""

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
    """Which right of return applies (EU Directive 2011/83, article 16(e), for sealed goods)."""

    SEALED_16E = "sealed-16e"
    STANDARD_14_DAY = "standard-14-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One toy of a set: widest part, insertable length and base width, all in mm."""

    diameter_mm: Decimal
    length_mm: Decimal
    base_mm: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """Every fact the shop knows of one product; `None` or empty means not stated.

    Lengths in mm, weight in g, volume in ml, osmolality in mOsm/kg, ages in months. Slugs have hyphens.
    """

    category: str
    kind: str | None = None
    base: Base | None = None
    material: str | None = None
    porous: bool | None = None
    sterilisable: bool | None = None
    flared_base: bool | None = None
    max_diameter_mm: Decimal | None = None
    insertable_length_mm: Decimal | None = None
    base_diameter_mm: Decimal | None = None
    sizes: tuple[Size, ...] = ()
    ring_sizes_mm: tuple[Decimal, ...] = ()
    toy_base_min_mm: Decimal | None = None
    retrieval: str | None = None
    weight_g: Decimal | None = None
    firmness: Firmness | None = None
    waterproof: str | None = None
    power: str | None = None
    volume_ml: Decimal | None = None
    unit_count: int | None = None
    osmolality: Decimal | None = None
    osmolality_note: str | None = None
    ph: Decimal | None = None
    ph_note: str | None = None
    viscosity: str | None = None
    works_with: frozenset[str] = frozenset()
    check_with: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    free_from: frozenset[str] = frozenset()
    allergens: frozenset[str] = frozenset()
    cleaning: frozenset[str] = frozenset()
    local_anaesthetic: bool | None = None
    nonoxynol_9: bool | None = None
    internal_use: bool | None = None
    anal_use: bool | None = None
    single_user: bool | None = None
    shelf_life_months: Decimal | None = None
    period_after_opening_months: Decimal | None = None
    hygiene_sealed: bool | None = None
    return_rule: ReturnRule | None = None
    warnings: tuple[str, ...] = ()
    stages: frozenset[str] = frozenset()
    stage_reason: str | None = None
    manufacturer_name: str | None = None
    manufacturer_address: str | None = None
    manufacturer_contact: str | None = None
    eu_responsible_person: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is stated, as for a T-shirt in another merchant's catalogue."""
        return all(getattr(self, f.name) == f.default for f in fields(self) if f.name != "category")

    @property
    def widest_mm(self) -> Decimal | None:
        """The widest part of the widest piece, mm."""
        widths = [size.diameter_mm for size in self.sizes]
        if self.max_diameter_mm is not None:
            widths.append(self.max_diameter_mm)
        return max(widths, default=None)

    @property
    def longest_mm(self) -> Decimal | None:
        """The insertable length of the longest piece, mm."""
        lengths = [size.length_mm for size in self.sizes]
        if self.insertable_length_mm is not None:
            lengths.append(self.insertable_length_mm)
        return max(lengths, default=None)


def read_facts(attributes: Mapping[str, AttributeValue], *, category: str) -> ProductFacts:
    """Read a product's attributes, by slug, into facts.

    A choice is a sequence of value slugs, a number a decimal written as text, a boolean a boolean, a text a
    text. What cannot be read becomes not stated, and so do two values where one is meant; nothing raises.
    """
    read = _Reader({slugified(slug): value for slug, value in attributes.items()})
    unit_count = read.number("unit-count")
    ph = read.number("ph")
    return ProductFacts(
        category=slugified(category),
        kind=read.choice("kind"),
        base=read.member("lubricant-base", Base),
        material=read.choice("material"),
        porous=read.boolean("porous"),
        sterilisable=read.boolean("sterilisable"),
        flared_base=read.boolean("flared-base"),
        max_diameter_mm=read.number("max-diameter"),
        insertable_length_mm=read.number("insertable-length", zero_means_something=True),
        base_diameter_mm=read.number("base-diameter"),
        sizes=read.sizes("sizes"),
        ring_sizes_mm=read.widths("ring-sizes"),
        toy_base_min_mm=read.number("toy-base-min"),
        retrieval=read.choice("retrieval"),
        weight_g=read.number("weight"),
        firmness=read.member("firmness", Firmness),
        waterproof=read.choice("waterproof"),
        power=read.choice("power"),
        volume_ml=read.number("volume"),
        unit_count=int(unit_count) if unit_count is not None and unit_count == int(unit_count) else None,
        osmolality=read.number("osmolality"),
        osmolality_note=read.text("osmolality-note"),
        ph=ph if ph is not None and ph <= 14 else None,
        ph_note=read.text("ph-note"),
        viscosity=read.choice("viscosity"),
        works_with=read.choices("works-with"),
        check_with=read.choices("check-with"),
        not_with=read.choices("not-with"),
        free_from=read.choices("free-from"),
        allergens=read.choices("allergens"),
        cleaning=read.choices("cleaning"),
        local_anaesthetic=read.boolean("local-anaesthetic"),
        nonoxynol_9=read.boolean("nonoxynol-9"),
        internal_use=read.boolean("internal-use"),
        anal_use=read.boolean("anal-use"),
        single_user=read.boolean("single-user"),
        shelf_life_months=read.number("shelf-life"),
        period_after_opening_months=read.number("period-after-opening"),
        hygiene_sealed=read.boolean("hygiene-sealed"),
        return_rule=read.member("return-rule", ReturnRule),
        warnings=read.lines("warnings"),
        stages=read.choices("stages"),
        stage_reason=read.text("stage-reason"),
        manufacturer_name=read.text("manufacturer-name"),
        manufacturer_address=read.text("manufacturer-address"),
        manufacturer_contact=read.text("manufacturer-contact"),
        eu_responsible_person=read.text("eu-responsible-person"),
    )


@lru_cache(maxsize=4096)
def slugified(text: str) -> str:
    """The slug as this shop writes it: lower case, hyphens for underscores and spaces."""
    return re.sub(r"[\s_-]+", "-", text.strip().lower()).strip("-")


_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", re.ASCII)
_BY = re.compile(r"\s*[x\u00d7]\s*", re.IGNORECASE)
_MM = re.compile(r"\s*mm$", re.IGNORECASE)
_BOOLEANS = {"true": True, "false": False}
_Member = TypeVar("_Member", bound=StrEnum)


def _number(text: str) -> Decimal | None:
    """A plain decimal, not negative; nothing else, so that 'about 18', '1e9' and 'NaN' are not stated."""
    return Decimal(text.strip()) if _NUMBER.fullmatch(text.strip()) else None


class _Reader:
    """Reads one product's attributes, each in the form that is asked for."""

    def __init__(self, attributes: Mapping[str, AttributeValue]) -> None:
        self._attributes = attributes

    def _texts(self, slug: str) -> tuple[str, ...]:
        value = self._attributes.get(slug)
        if isinstance(value, str):
            return (value.strip(),) if value.strip() else ()
        if isinstance(value, Sequence):
            return tuple(item.strip() for item in value if isinstance(item, str) and item.strip())
        return ()

    def choices(self, slug: str) -> frozenset[str]:
        return frozenset(filter(None, map(slugified, self._texts(slug))))

    def choice(self, slug: str) -> str | None:
        found = self.choices(slug)
        return next(iter(found)) if len(found) == 1 else None

    def member(self, slug: str, kind: type[_Member]) -> _Member | None:
        return next((member for member in kind if member.value == self.choice(slug)), None)

    def boolean(self, slug: str) -> bool | None:
        value = self._attributes.get(slug)
        return value if isinstance(value, bool) else _BOOLEANS.get(self.choice(slug) or "")

    def number(self, slug: str, *, zero_means_something: bool = False) -> Decimal | None:
        texts = self._texts(slug)
        found = _number(texts[0]) if len(texts) == 1 else None
        return found if found or zero_means_something else None

    def text(self, slug: str) -> str | None:
        return "\n".join(self._texts(slug)) or None

    def lines(self, slug: str) -> tuple[str, ...]:
        return tuple(filter(None, (line.strip() for line in (self.text(slug) or "").splitlines())))

    def sizes(self, slug: str) -> tuple[Size, ...]:
        """All of the sizes, or none: a set half read could hide the step or the width that matters."""
        found: list[Size] = []
        for line in self.lines(slug):
            numbers = [_number(part) for part in _BY.split(_MM.sub("", line))]
            if len(numbers) != 3 or not all(numbers):
                return ()
            diameter, length, base = (number for number in numbers if number is not None)
            found.append(Size(diameter_mm=diameter, length_mm=length, base_mm=base))
        return tuple(sorted(found, key=lambda size: size.diameter_mm))

    def widths(self, slug: str) -> tuple[Decimal, ...]:
        """All of the widths, or none."""
        found = [_number(_MM.sub("", line)) for line in self.lines(slug)]
        return tuple(sorted(number for number in found if number)) if all(found) else ()
