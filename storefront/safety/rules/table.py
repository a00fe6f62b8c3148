"""The types of the safety rules, and how they are built from the table in `rules.toml`. All of them are frozen."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from storefront.safety.choices import Base
from storefront.safety.mentions import Words, compile_words, plain_letters

Sentences = Mapping[str, Mapping[str, str]]


class Rating(StrEnum):
    """How well two products go together. Only `YES` may be shown as safe."""

    YES = "yes"
    CHECK = "check"
    NO = "no"
    NA = "na"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The kinds of product that the rules know, and words that identify the kinds of another merchant."""

    toys: frozenset[str]
    harnesses: frozenset[str]
    barriers: frozenset[str]
    implements: frozenset[str]
    care: frozenset[str]
    lubricants: frozenset[str]
    toy_words: frozenset[str]
    lubricant_words: frozenset[str]
    care_words: frozenset[str]
    external_words: frozenset[str]
    motor_words: frozenset[str]
    sets: frozenset[str]
    boilers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in mm, osmolality in mOsm/kg. Limits of bases and steps are the shop's own; the rest is WHO (2012)."""

    base_min_mm: Decimal
    base_to_widest: Decimal
    osmolality_ceiling: Decimal
    osmolality_close: Decimal
    ph_min: Decimal
    ph_max: Decimal
    set_step_mm: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRules:
    """What one stage allows. Limits are in mm; None is no limit."""

    order: int
    slug: str
    title: str
    inserted: bool
    bases: frozenset[Base]
    kinds: frozenset[str]
    max_diameter_mm: Decimal | None
    max_insertable_mm: Decimal | None
    free_from: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rules:
    """The rules that can be edited at the desk (`editing.py`). `active_rules()` returns those in force.

    Tables of ratings are read with `.get`, because a rating that they do not hold is not stated. `more_names` are words
    for roles beyond those of `FixedRules.names`: they add a role and take none away. `fingerprint` changes with any of
    the rules, the fixed ones included.
    """

    banned: Mapping[str, Words]
    never: Mapping[Base, frozenset[str]]
    lubricant_default_by_base: Mapping[Base, Mapping[str, Rating]]
    toy_default_by_material: Mapping[str, Mapping[Base, Rating]]
    limits: Limits
    porous_materials: frozenset[str]
    more_names: Mapping[str, re.Pattern[str]]
    stages: tuple[StageRules, ...]
    fingerprint: str

    def stage(self, slug: str) -> StageRules | None:
        """The rules of one stage; None if there is no such stage."""
        return next((stage for stage in self.stages if stage.slug == slug), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRules:
    """What only a release changes: kinds, names and sentences."""

    kinds: Kinds
    names: Mapping[str, re.Pattern[str]]
    barrier_names: Sentences
    toy_names: Mapping[str, str]
    labels: Mapping[str, str]
    reasons: Mapping[Rating, Mapping[str, str]]
    sentences: Mapping[str, str]
    first_toy_stage: str
    outside_only: tuple[str, ...]
    for_the_body: re.Pattern[str]
    refusals: Mapping[str, str]
    gates: Sentences
    stage_sentences: Mapping[str, str]

    def reason(self, rating: Rating, *, base: Base | None, target: str, is_ours: bool = False) -> str:
        """The most specific sentence for a rating of a base with a target such as `latex-condom`.

        `is_ours`: the rating is the table's, not a label's.
        """
        sentences = self.reasons[rating]
        keys = (f"{base} {target}", f"* {target}", f"{base} *", *(("ruled",) if is_ours else ()), "default")
        return next(sentences[name] for name in keys if name in sentences)


def _frozen(value: Any) -> Any:
    """The same value, immutable at every level."""
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    return tuple(value) if isinstance(value, list) else value


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _stage(row: Mapping[str, Any]) -> StageRules:
    return StageRules(
        order=row["order"],
        slug=row["slug"],
        title=row["title"],
        inserted=row["inserted"],
        bases=frozenset(map(Base, row["bases"])),
        kinds=frozenset(row["kinds"]),
        max_diameter_mm=_decimal(row.get("max_diameter_mm")),
        max_insertable_mm=_decimal(row.get("max_insertable_mm")),
        free_from=_frozen(row.get("free_from", {})),
    )


def read_table() -> tuple[Mapping[str, Any], str]:
    """Return the packaged table, and its fingerprint."""
    text = files("storefront.safety").joinpath("rules.toml").read_bytes()
    return tomllib.loads(text.decode()), hashlib.sha256(text).hexdigest()[:16]


def roles_named(patterns: Mapping[str, re.Pattern[str]], names: Iterable[str]) -> frozenset[str]:
    """The roles that names speak of, such as `toy` for "Analplug"."""
    words = plain_letters("\n".join(names))
    return frozenset(role for role, pattern in patterns.items() if pattern.search(words))


def build_rules(table: Mapping[str, Any], *, fingerprint: str) -> Rules:
    """Build the rules that can be edited from a table."""
    return Rules(
        banned=compile_words(table["banned"]),
        never=MappingProxyType({Base(base): frozenset(targets) for base, targets in table["never"].items()}),
        lubricant_default_by_base=MappingProxyType(
            {
                Base(base): MappingProxyType({target: Rating(rating) for target, rating in row.items()})
                for base, row in table["lubricant_default_by_base"].items()
            }
        ),
        toy_default_by_material=MappingProxyType(
            {
                material: MappingProxyType({Base(base): Rating(rating) for base, rating in row.items()})
                for material, row in table["toy_default_by_material"].items()
            }
        ),
        limits=Limits(**{name: Decimal(value) for name, value in table["limits"].items()}),
        porous_materials=frozenset(table["porous_materials"]),
        more_names=_patterns(table.get("more_names", {})),
        stages=tuple(sorted(map(_stage, table["stages"]), key=lambda stage: stage.order)),
        fingerprint=fingerprint,
    )


def build_fixed_rules(table: Mapping[str, Any]) -> FixedRules:
    """Build the rules that only a release changes."""
    return FixedRules(
        kinds=Kinds(**{name: frozenset(words) for name, words in table["kinds"].items()}),
        names=_patterns(table["names"]),
        barrier_names=_frozen(table["barrier_names"]),
        toy_names=_frozen(table["toy_names"]),
        labels=_frozen(table["labels"]),
        reasons=MappingProxyType({Rating(slug): _frozen(row) for slug, row in table["reasons"].items()}),
        sentences=_frozen(table["sentences"]),
        first_toy_stage=table["first_toy_stage"],
        outside_only=_frozen(table["outside_only"]),
        for_the_body=re.compile("|".join(table["for_the_body"])),
        refusals=_frozen(table["refusals"]),
        gates=_frozen(table["gates"]),
        stage_sentences=_frozen(table["stage_sentences"]),
    )


def _patterns(table: Mapping[str, Iterable[str]]) -> Mapping[str, re.Pattern[str]]:
    return MappingProxyType({role: re.compile("|".join(words)) for role, words in table.items()})
