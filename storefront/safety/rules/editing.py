"""What can be edited in the rules, which of two values is stricter, and the rules that follow from the edits.

An edit is a path in `EDITABLE`, such as `materials.abs.oil`, and a value. `laxer_paths` is the one place that says what
stricter means: by rules that are nowhere laxer, no verdict, gate, suggestion or stage becomes safer.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from storefront.safety.choices import Base
from storefront.safety.mentions import plain_letters
from storefront.safety.rules.packaged import FINGERPRINT, PACKAGED, RULES, TABLE
from storefront.safety.rules.table import Rating, Rules, build_rules
from storefront.safety.value_types import Bounds, Unit

Value: TypeAlias = str | Decimal | frozenset[str] | None
"""A cell, a limit (None: no limit), or words."""
Changes: TypeAlias = Mapping[str, Value]
"""Values by path. What is not named is as packaged."""

NEVER = "never"
"""A "no" that no label lifts."""
CELLS = (Rating.YES.value, Rating.CHECK.value, Rating.NO.value, NEVER)
"""What a cell may say, laxest first."""
FEWEST_LETTERS = 4
"""Shorter words are found inside too many others."""
MOST_WORDS = 200


class RuleError(ValueError):
    """Edits that cannot be used; the text names each path and what is wrong with it, for operators."""


class Section(StrEnum):
    """The parts of the form."""

    BARRIERS = "barriers"
    MATERIALS = "materials"
    LIMITS = "limits"
    STAGES = "stages"
    POROUS = "porous"
    BANNED = "banned"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The rating of a base with a barrier or a material. `is_fixed`: packaged as never."""

    section: Section
    row: str
    base: Base
    packaged: str

    @property
    def is_fixed(self) -> bool:
        """Whether no edit changes it."""
        return self.packaged == NEVER

    def parse(self, raw: object) -> str:
        """Read a stored value. Raises ValueError."""
        if raw not in CELLS or (self.is_fixed and raw != NEVER):
            raise ValueError(f"{raw!r} is not possible here")
        return str(raw)

    def is_laxer(self, before: Value, after: Value) -> bool:
        """Whether a change makes the rules laxer."""
        return CELLS.index(str(after)) < CELLS.index(str(before))

    def strictest(self, one: Value, other: Value) -> Value:
        """The stricter of two values."""
        return one if self.is_laxer(one, other) else other


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number with a unit. `is_higher_stricter`: a minimum. `is_optional`: it may be no limit at all."""

    section: Section
    row: str
    name: str
    unit: Unit | None
    bounds: Bounds
    is_higher_stricter: bool
    packaged: Decimal | None
    is_optional: bool = False

    def parse(self, raw: object) -> Decimal | None:
        """Read a stored value. Raises ValueError."""
        if raw is None and self.is_optional:
            return None
        try:
            number = Decimal(str(raw))
        except InvalidOperation:
            raise ValueError(f"{raw!r} is not a number") from None
        if not number.is_finite() or not self.bounds.hold(number):
            raise ValueError(f"{raw!r} is outside {self.bounds.low} to {self.bounds.high}")
        return number

    def is_laxer(self, before: Value, after: Value) -> bool:
        """Whether a change makes the rules laxer."""
        if not isinstance(before, Decimal):
            return False
        if not isinstance(after, Decimal):
            return True
        return after < before if self.is_higher_stricter else after > before

    def strictest(self, one: Value, other: Value) -> Value:
        """The stricter of two values."""
        return one if self.is_laxer(one, other) else other


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """Words or materials that are added to the packaged ones, which no edit removes."""

    section: Section
    row: str
    name: str
    choices: tuple[str, ...] = ()
    packaged: frozenset[str] = frozenset()

    def parse(self, raw: object) -> frozenset[str]:
        """Read a stored value. Raises ValueError."""
        if not isinstance(raw, list | tuple | set | frozenset) or not all(isinstance(word, str) for word in raw):
            raise ValueError(f"{raw!r} is not a list of words")
        if self.choices:
            if unknown := set(raw) - set(self.choices):
                raise ValueError(f"{sorted(unknown)} are not known")
            return frozenset(raw)
        words = frozenset(plain_letters(" ".join(word.split())) for word in raw)
        short = sorted(word for word in words if sum(map(str.isalnum, word)) < FEWEST_LETTERS)
        if short or len(words) > MOST_WORDS:
            raise ValueError(f"too short or too many: {short}")
        return words

    def is_laxer(self, before: Value, after: Value) -> bool:
        """Whether a change makes the rules laxer: a word less."""
        return not _words(before) <= _words(after)

    def strictest(self, one: Value, other: Value) -> Value:
        """The words of both."""
        return _words(one) | _words(other)


Editable: TypeAlias = Cell | Limit | Additions


def parse_changes(stored: object) -> dict[str, Value]:
    """Read edits as they are stored (JSON). Raises RuleError that names every fault."""
    if not isinstance(stored, dict):
        raise RuleError("the edits are not a table of paths and values")
    changes: dict[str, Value] = {}
    faults = []
    for path, raw in stored.items():
        if path not in EDITABLE:
            faults.append(f"{path}: there is no such rule")
            continue
        try:
            changes[path] = EDITABLE[path].parse(raw)
        except ValueError as error:
            faults.append(f"{path}: {error}")
    values = _complete(changes)
    if _as_number(values["limits.ph_min"]) >= _as_number(values["limits.ph_max"]):
        faults.append("limits.ph_min: is not below limits.ph_max")
    if faults:
        raise RuleError("; ".join(faults))
    return only_edited(changes)


def only_edited(changes: Changes) -> dict[str, Value]:
    """Leave out values that are as packaged."""
    return {path: value for path, value in changes.items() if value != EDITABLE[path].packaged}


def as_json(changes: Changes) -> dict[str, str | list[str] | None]:
    """The edits as JSON can hold them, in order; `parse_changes` reads them."""
    return {path: _json_value(changes[path]) for path in EDITABLE if path in changes}


def changed_paths(before: Changes, after: Changes) -> tuple[str, ...]:
    """Return the paths whose values differ, in order."""
    old, new = _complete(before), _complete(after)
    return tuple(path for path in EDITABLE if old[path] != new[path])


def laxer_paths(before: Changes, after: Changes) -> tuple[str, ...]:
    """Return the paths at which the rules would become laxer, in order."""
    old, new = _complete(before), _complete(after)
    return tuple(path for path, rule in EDITABLE.items() if rule.is_laxer(old[path], new[path]))


def nowhere_laxer(changes: Changes) -> dict[str, Value]:
    """The edits without those that are laxer than the packaged rules."""
    values = {path: EDITABLE[path].strictest(EDITABLE[path].packaged, value) for path, value in changes.items()}
    return only_edited(values)


def rules_with(changes: Changes) -> Rules:
    """Build the rules with these edits."""
    if not changes:
        return PACKAGED
    table: dict[str, Any] = deepcopy(dict(TABLE))
    table["more_names"] = {}
    for path, value in changes.items():
        _apply(table, path, value)
    written = json.dumps(as_json(changes), sort_keys=True)
    return build_rules(table, fingerprint=hashlib.sha256(f"{FINGERPRINT}{written}".encode()).hexdigest()[:16])


def value_of(changes: Changes, path: str) -> Value:
    """The value of one rule with these edits."""
    return changes.get(path, EDITABLE[path].packaged)


def _apply(table: dict[str, Any], path: str, value: Value) -> None:
    match EDITABLE[path]:
        case Cell(section=section, row=row, base=base):
            rating = Rating.NO.value if value == NEVER else value
            if section is Section.BARRIERS:
                table["lubricant_default_by_base"][base][row] = rating
            else:
                table["toy_default_by_material"][row][base] = rating
            if value == NEVER:
                table["never"].setdefault(base, []).append(row)
        case Limit(section=Section.STAGES, row=row, name=name):
            stage = next(stage for stage in table["stages"] if stage["slug"] == row)
            stage[name] = None if value is None else str(value)
        case Limit(name=name):
            table["limits"][name] = str(value)
        case Additions(section=Section.POROUS):
            table["porous_materials"] += sorted(_words(value))
        case Additions(section=Section.BANNED, row=row, name=name):
            table["banned"][row][name] += [_pattern(word) for word in sorted(_words(value))]
        case Additions(row=row):
            if words := _words(value):
                table["more_names"][row] = [_pattern(word) for word in sorted(words)]


def _pattern(word: str) -> str:
    """A word as a regular expression; spaces and hyphens are the same."""
    return "[ -]".join(map(re.escape, word.replace("-", " ").split()))


def _words(value: Value) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()


def _as_number(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _json_value(value: Value) -> str | list[str] | None:
    if isinstance(value, frozenset):
        return sorted(value)
    return None if value is None else str(value)


def _complete(changes: Changes) -> dict[str, Value]:
    return {path: changes.get(path, rule.packaged) for path, rule in EDITABLE.items()}


_LIMITS: Mapping[str, tuple[Unit | None, Bounds, bool]] = {
    "base_min_mm": (Unit.MM, Bounds(20, 120), True),
    "base_to_widest": (None, Bounds(1, 4), True),
    "osmolality_ceiling": (Unit.MOSM_PER_KG, Bounds(200, 2000), False),
    "osmolality_close": (Unit.MOSM_PER_KG, Bounds(200, 2000), False),
    "ph_min": (None, Bounds(3, 9), True),
    "ph_max": (None, Bounds(3, 9), False),
    "set_step_mm": (Unit.MM, Bounds(1, 20), False),
}
_STAGE_LIMITS: Mapping[str, Bounds] = {"max_diameter_mm": Bounds(10, 80), "max_insertable_mm": Bounds(20, 300)}
_ROLES_WITH_WORDS = ("toy", "lubricant", "barrier")


def _cell(section: Section, row: str, base: Base, rating: str) -> Cell:
    is_never = row in PACKAGED.never.get(base, frozenset())
    return Cell(section=section, row=row, base=base, packaged=NEVER if is_never else rating)


def _editable() -> dict[str, Editable]:
    found: dict[str, Editable] = {}
    for target in RULES.labels:
        for base, ratings in PACKAGED.lubricant_default_by_base.items():
            if target in ratings:
                found[f"barriers.{target}.{base}"] = _cell(Section.BARRIERS, target, base, ratings[target])
    for material, by_base in PACKAGED.toy_default_by_material.items():
        for base, rating in by_base.items():
            found[f"materials.{material}.{base}"] = _cell(Section.MATERIALS, material, base, rating)
    for name, (unit, bounds, is_higher_stricter) in _LIMITS.items():
        found[f"limits.{name}"] = Limit(
            section=Section.LIMITS,
            row="",
            name=name,
            unit=unit,
            bounds=bounds,
            is_higher_stricter=is_higher_stricter,
            packaged=getattr(PACKAGED.limits, name),
        )
    for stage in PACKAGED.stages:
        for name, bounds in _STAGE_LIMITS.items():
            if stage.inserted and stage.kinds & RULES.kinds.toys:
                found[f"stages.{stage.slug}.{name}"] = Limit(
                    section=Section.STAGES,
                    row=stage.slug,
                    name=name,
                    unit=Unit.MM,
                    bounds=bounds,
                    is_higher_stricter=False,
                    packaged=getattr(stage, name),
                    is_optional=True,
                )
    materials = tuple(each for each in PACKAGED.toy_default_by_material if each not in PACKAGED.porous_materials)
    found["porous"] = Additions(section=Section.POROUS, row="", name="porous", choices=materials)
    for ingredient in PACKAGED.banned:
        for name in ("substances", "effects"):
            found[f"banned.{ingredient}.{name}"] = Additions(section=Section.BANNED, row=ingredient, name=name)
    for role in _ROLES_WITH_WORDS:
        found[f"words.{role}"] = Additions(section=Section.WORDS, row=role, name="words")
    return found


EDITABLE: Mapping[str, Editable] = MappingProxyType(_editable())
"""Every rule that can be edited, by path, in the order of the form."""
