"""What a product is, for the rules: read from its kind first, then from its other facts, then from its category.

Where these disagree the stricter reading wins: a plug in the category of care products is a toy.
"""

from enum import StrEnum

from storefront.safety.facts import ProductFacts
from storefront.safety.rules import RULES

LUBRICANTS = "lubricants"
TOYS = "trainers-and-toys"
CARE = "care-and-cleaning"


class Role(StrEnum):
    """The part a product plays when two are used together."""

    LUBRICANT = "lubricant"
    BARRIER = "barrier"
    IMPLEMENT = "implement"
    TOY = "toy"
    HARNESS = "harness"
    CARE = "care"
    OTHER = "other"


def known_kind(facts: ProductFacts) -> str | None:
    """The product's kind as the rules call it, in the singular or plural; None if they do not know it."""
    kinds = RULES.kinds
    known = kinds.toys | kinds.harnesses | kinds.barriers | kinds.implements | kinds.care | kinds.lubricants
    kind = facts.kind or ""
    return next((name for name in (kind, f"{kind}s", kind.removesuffix("s")) if name in known), None)


def role_of(facts: ProductFacts) -> Role:
    """The role of this product."""
    kinds = RULES.kinds
    by_kind = {
        Role.TOY: kinds.toys,
        Role.HARNESS: kinds.harnesses,
        Role.BARRIER: kinds.barriers,
        Role.IMPLEMENT: kinds.implements,
        Role.CARE: kinds.care,
        Role.LUBRICANT: kinds.lubricants,
    }
    kind = known_kind(facts)
    named = next((role for role, names in by_kind.items() if kind in names), None)
    if named:
        return named
    words, is_measured = _words(facts), bool(facts.widest_mm or facts.longest_mm)
    if not is_measured and facts.category != TOYS:
        if words & kinds.care_words:
            return Role.CARE
        if facts.base and words & kinds.lubricant_words:
            return Role.LUBRICANT
    if is_measured or facts.firmness or words & kinds.toy_words:
        return Role.TOY
    if facts.base or facts.category == LUBRICANTS:
        return Role.LUBRICANT
    return {TOYS: Role.TOY, CARE: Role.CARE}.get(facts.category, Role.OTHER)


def is_of_known_kind(facts: ProductFacts) -> bool:
    """Whether the rules know what it is. Of anything else, such as a hoodie, they say nothing and suggest nothing."""
    return not facts.is_empty and role_of(facts) is not Role.OTHER


def is_toy(facts: ProductFacts) -> bool:
    """Whether the gates for toys apply: by its role, or because it is in the toys' category and goes inside."""
    return role_of(facts) is Role.TOY or (facts.category == TOYS and bool(facts.anal_use or facts.internal_use))


def may_go_inside(facts: ProductFacts) -> bool:
    """True unless internal use is denied. Not stated counts as possible."""
    return facts.internal_use is not False


def may_be_anal(facts: ProductFacts) -> bool:
    """True unless anal use is denied or, if that is not stated, internal use. Not stated counts as possible."""
    return may_go_inside(facts) if facts.anal_use is None else facts.anal_use


def is_external_only(facts: ProductFacts) -> bool:
    """Whether it must stay outside the body: an external toy, or a lubricant for outside skin."""
    if role_of(facts) is Role.TOY:
        return bool(
            _words(facts) & RULES.kinds.external_words
            or facts.retrieval == "none-external-only"
            or facts.insertable_length_mm == 0
            or facts.internal_use is False
        )
    return facts.base is not None and facts.internal_use is False


def may_have_motor(facts: ProductFacts) -> bool:
    """Whether it has a motor, by its power or, if that is not stated, by the words of its kind."""
    if facts.power is None:
        return bool(role_of(facts) is Role.TOY and _words(facts) & RULES.kinds.motor_words)
    return facts.power != "none"


def barrier_name(facts: ProductFacts) -> str | None:
    """The name of this barrier in lubricants' compatibility lists, such as `latex-condom`; None if it has none."""
    return RULES.barrier_names.get(known_kind(facts) or "", {}).get(facts.material or "")


def toy_name(facts: ProductFacts) -> str | None:
    """The name of this toy in lubricants' compatibility lists, such as `silicone-toy`; None if it has none."""
    return RULES.toy_names.get(facts.material or "")


def _words(facts: ProductFacts) -> frozenset[str]:
    """The words of the kind, in the singular."""
    return frozenset(word.removesuffix("s") for word in (facts.kind or "").split("-"))
