"""The kinds that the matcher knows: lubricant bases, and barriers and toys by material."""

from dataclasses import dataclass

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import LUBRICANTS
from storefront.safety.rules import RULES
from storefront.safety.verdicts import BASE_ORDER, Verdict, judge_pair, on_outside_skin

_MORE_BARRIERS = {"latex-glove": ("gloves", "latex"), "vinyl-glove": ("gloves", "pvc")}
_MORE_TOYS = {"tpr-toy": "tpr", "pvc-toy": "pvc"}
"""Kinds that lubricants' labels do not name, and readers ask about."""
_LUBRICANT_KINDS = {
    Base.WATER: "water-based-gel",
    Base.HYBRID: "hybrid-gel",
    Base.SILICONE: "silicone-based-gel",
    Base.OIL: "massage-oil",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind: `slug` and English `label` as in the rules, and the facts of one example of it."""

    slug: str
    label: str
    facts: ProductFacts


def _kind(slug: str, facts: ProductFacts) -> Kind:
    return Kind(slug, RULES.labels[slug], facts)


def _barriers() -> tuple[Kind, ...]:
    named = {
        name: (kind, material)
        for kind, names in RULES.barrier_names.items()
        for material, name in names.items()
        # Internal condoms of polyurethane share a name with external ones, and the line is about those.
        if not (kind == "internal-condoms" and name == "polyurethane-condom") and kind != "finger-cots"
    }
    return tuple(
        _kind(name, ProductFacts(category="", kind=kind, material=material))
        for name, (kind, material) in (named | _MORE_BARRIERS).items()
    )


def _toys() -> tuple[Kind, ...]:
    """Toys by material. Whether they go inside is for `judge_kinds`."""
    named = {name: material for material, name in RULES.toy_names.items()}
    return tuple(
        _kind(name, ProductFacts(category="", kind="plug", material=material, internal_use=False))
        for name, material in (named | _MORE_TOYS).items()
    )


BASES = tuple(
    _kind(base, ProductFacts(category=LUBRICANTS, kind=_LUBRICANT_KINDS[base], base=base)) for base in BASE_ORDER
)
BARRIERS = _barriers()
TOYS = _toys()
KINDS = {kind.slug: kind for kind in (*BASES, *BARRIERS, *TOYS)}


def judge_kinds(first: Kind, second: Kind) -> Verdict:
    """Judge what two kinds are made of. With a toy it says too that oil is for outside skin only."""
    verdict = judge_pair(first.facts, second.facts)
    has_oil = Base.OIL in (first.facts.base, second.facts.base)
    has_toy = first in TOYS or second in TOYS
    return on_outside_skin(verdict) if has_oil and has_toy else verdict
