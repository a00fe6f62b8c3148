"""What a product is, for the rules: read from its kind first, then from its other facts, then from its category.

Where these disagree the stricter reading wins: a plug in the category of care products is a toy. `role_of` is the one
role under which pages show it. `possible_roles` are all that it may play, for the rules: of a product whose kind is not
stated, or is one that they do not know, they assume the worst of these.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.mentions import plain_letters
from storefront.safety.rules import PACKAGED, RULES, Rules, active_rules, roles_named

LUBRICANTS = "lubricants"
TOYS = "trainers-and-toys"
CARE = "care-and-cleaning"
PROTECTION = "hygiene-and-protection"


class Role(StrEnum):
    """The part a product plays when two are used together."""

    LUBRICANT = "lubricant"
    BARRIER = "barrier"
    IMPLEMENT = "implement"
    TOY = "toy"
    HARNESS = "harness"
    CARE = "care"
    OTHER = "other"


_BY_KIND: Mapping[str, Role] = {
    kind: role
    for role, kinds in (
        (Role.TOY, RULES.kinds.toys),
        (Role.HARNESS, RULES.kinds.harnesses),
        (Role.BARRIER, RULES.kinds.barriers),
        (Role.IMPLEMENT, RULES.kinds.implements),
        (Role.CARE, RULES.kinds.care),
        (Role.LUBRICANT, RULES.kinds.lubricants),
    )
    for kind in kinds
}
_BY_CATEGORY: Mapping[str, frozenset[Role]] = {
    LUBRICANTS: frozenset({Role.LUBRICANT}),
    TOYS: frozenset({Role.TOY, Role.HARNESS}),
    CARE: frozenset({Role.CARE}),
    PROTECTION: frozenset({Role.BARRIER, Role.IMPLEMENT}),
}
_EVERY_ROLE = frozenset(_BY_KIND.values())
_NO_ROLE = frozenset({Role.OTHER})


def known_kind(facts: ProductFacts) -> str | None:
    """The product's kind as the rules call it, in the singular or plural; None if they do not know it."""
    kind = facts.kind or ""
    return next((name for name in (kind, f"{kind}s", kind.removesuffix("s")) if name in _BY_KIND), None)


def possible_roles(facts: ProductFacts) -> frozenset[Role]:
    """Every role that this product may play.

    One, if its kind is known. Else those that its names, its category and its measures speak of; all of them if only
    its kind or its facts say that it is for the body. A T-shirt of another merchant has no role.
    """
    kind = known_kind(facts)
    return frozenset({_BY_KIND[kind]}) if kind else _roles_without_kind(facts, active_rules())


@lru_cache(maxsize=4096)
def _roles_without_kind(facts: ProductFacts, rules: Rules) -> frozenset[Role]:
    """Roles by packaged words; those by words that were added at the desk only come on top."""
    words = (facts.category.replace("-", " "), (facts.kind or "").replace("-", " "))
    added = frozenset(map(Role, facts.mentions.added_roles | roles_named(rules.more_names, words)))
    roles = _roles_by_packaged_words(facts)
    return (roles - _NO_ROLE) | added if added else roles


def _roles_by_packaged_words(facts: ProductFacts) -> frozenset[Role]:
    is_ours = facts.category in _BY_CATEGORY
    category = frozenset() if is_ours else roles_named(RULES.names, [facts.category.replace("-", " ")])
    named = frozenset(map(Role, facts.mentions.roles | category))
    shown = _roles_measured(facts)
    if Role.CARE in named and not shown and facts.category != TOYS:
        # A toy cleaner is no toy.
        named -= {Role.TOY, Role.LUBRICANT, Role.IMPLEMENT}
    if named:
        return named | shown | _BY_CATEGORY.get(facts.category, frozenset())
    if facts.base and facts.category == LUBRICANTS:
        return frozenset({Role.LUBRICANT})
    # A kind that is not known may be misspelt, so its words say only that it is for the body.
    speaks = roles_named(RULES.names, [(facts.kind or "").replace("-", " ")]) or facts.anal_use or facts.internal_use
    is_for_the_body = RULES.for_the_body.search(plain_letters(facts.category.replace("-", " "))) is not None
    return _EVERY_ROLE if shown or speaks or is_ours or is_for_the_body else _NO_ROLE


def _roles_measured(facts: ProductFacts) -> frozenset[Role]:
    """The roles that its measures and materials speak of, whatever it is called."""
    is_toy = facts.widest_mm or facts.longest_mm or facts.base_diameter_mm or facts.flared_base is not None
    found = {
        Role.TOY: is_toy or facts.firmness or facts.retrieval,
        Role.LUBRICANT: facts.base or facts.osmolality is not None,
        Role.BARRIER: facts.material in PACKAGED.never[Base.OIL],
    }
    return frozenset(role for role, is_seen in found.items() if is_seen)


def role_of(facts: ProductFacts) -> Role:
    """The role under which pages show this product."""
    kinds, kind = RULES.kinds, known_kind(facts)
    if kind:
        return _BY_KIND[kind]
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
    """Whether the gates for toys apply: because it may be one, or is in the toys' category and may go inside."""
    return Role.TOY in possible_roles(facts) or (facts.category == TOYS and may_go_inside(facts))


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
        return bool(Role.TOY in possible_roles(facts) and _words(facts) & RULES.kinds.motor_words)
    return facts.power != "none"


def is_motor_unknown(facts: ProductFacts) -> bool:
    """Whether it is a toy that may have a motor for all that is stated: neither its power nor its kind says."""
    return facts.power is None and not may_have_motor(facts)


def barrier_name(facts: ProductFacts) -> str | None:
    """The name of this barrier in lubricants' compatibility lists, such as `latex-condom`; None if it has none."""
    return RULES.barrier_names.get(known_kind(facts) or "", {}).get(facts.material or "")


def toy_name(facts: ProductFacts) -> str | None:
    """The name of this toy in lubricants' compatibility lists, such as `silicone-toy`; None if it has none."""
    return RULES.toy_names.get(facts.material or "")


def _words(facts: ProductFacts) -> frozenset[str]:
    """The words of the kind, in the singular."""
    return frozenset(word.removesuffix("s") for word in (facts.kind or "").split("-"))
