"""The ten listing gates, as pure functions, and what follows from them.

A gate looks at one product's facts and says what it breaks, or nothing. Where a fact decides safety, a fact
that is not stated breaks the gate too, and the sentence says so. A product with no facts breaks none.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from storefront.safety.choices import Base, ReturnRule
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import (
    Role,
    is_external_only,
    is_toy,
    known_kind,
    may_be_anal,
    may_go_inside,
    may_have_motor,
    role,
)
from storefront.safety.rules import RULES

_LIMITS = RULES.limits
_WATERY = (Base.WATER, Base.HYBRID)
_OUTSIDE_ONLY = (
    "never insert",
    "do not insert",
    "outside skin only",
    "outside use only",
    "external use only",
)


@dataclass(frozen=True, slots=True)
class GateBreak:
    """A broken gate, `G1` to `G10`, and one sentence that says how."""

    gate: str
    sentence: str


class Standing(StrEnum):
    """Where a measured figure stands against guidance."""

    CLOSE = "close"
    WITHIN = "within"
    OUTSIDE = "outside"
    NOT_STATED = "not-stated"
    DOES_NOT_APPLY = "does-not-apply"


def listing_breaks(facts: ProductFacts) -> tuple[GateBreak, ...]:
    """Every gate that this product breaks, in order; empty when it may be listed as it is."""
    if facts.is_empty:
        return ()
    found = ((name, how) for name, gate in _GATES.items() if (how := gate(facts)))
    return tuple(GateBreak(name, RULES.gates[name][how]) for name, how in found)


def may_be_suggested(facts: ProductFacts) -> bool:
    """Whether the shop may recommend it: something is stated, and no gate is broken."""
    return not facts.is_empty and not listing_breaks(facts)


def may_be_sold(facts: ProductFacts) -> bool:
    """Whether the shop may sell it at all: never a local anaesthetic, never nonoxynol-9."""
    return _banned(facts) is None


def refusal(facts: ProductFacts) -> str | None:
    """The sentence for the shopper when it may not be sold; None when it may."""
    banned = _banned(facts)
    return RULES.refusals[banned] if banned else None


def osmolality_standing(facts: ProductFacts) -> Standing:
    """Against WHO/UNFPA/FHI 360 (2012): close up to 380 mOsm/kg, within up to 1,200."""
    if facts.base not in _WATERY:
        return _without_figure(facts)
    if facts.osmolality is None:
        return Standing.NOT_STATED
    if facts.osmolality <= _LIMITS.osmolality_close:
        return Standing.CLOSE
    return Standing.WITHIN if facts.osmolality <= _LIMITS.osmolality_ceiling else Standing.OUTSIDE


def ph_standing(facts: ProductFacts) -> Standing:
    """Against the range 5.5 to 7 for anal use."""
    if facts.base not in _WATERY:
        return _without_figure(facts)
    if facts.ph is None:
        return Standing.NOT_STATED
    return Standing.WITHIN if _LIMITS.ph_min <= facts.ph <= _LIMITS.ph_max else Standing.OUTSIDE


def meets_guidance(facts: ProductFacts) -> bool:
    """Whether a water-based or hybrid lubricant states an osmolality and a pH, both inside the guidance.

    False when either is not stated, and for products that guidance does not measure.
    """
    good = (Standing.CLOSE, Standing.WITHIN)
    return osmolality_standing(facts) in good and ph_standing(facts) in good


def close_to_body_fluids(facts: ProductFacts) -> bool:
    """Whether it earns the badge: osmolality stated, and at most 380 mOsm/kg."""
    return osmolality_standing(facts) is Standing.CLOSE


def _without_figure(facts: ProductFacts) -> Standing:
    unknown_base = facts.base is None and role(facts) is Role.LUBRICANT
    return Standing.NOT_STATED if unknown_base else Standing.DOES_NOT_APPLY


def _banned(facts: ProductFacts) -> str | None:
    """The banned ingredient it contains or is named after, if any. A label that denies it is not believed."""
    stated = {"local-anaesthetic": facts.local_anaesthetic, "nonoxynol-9": facts.nonoxynol_9}
    named = {facts.kind or "", *facts.allergens}
    for ingredient, words in RULES.banned.items():
        if stated[ingredient] or any(word in name for word in words for name in named):
            return ingredient
    return None


def _g1_flared_base(facts: ProductFacts) -> str | None:
    if not is_toy(facts) or not may_be_anal(facts):
        return None
    pairs = [(size.base_mm, size.diameter_mm) for size in facts.sizes]
    if facts.base_diameter_mm is not None and facts.max_diameter_mm is not None:
        pairs.append((facts.base_diameter_mm, facts.max_diameter_mm))
    if facts.flared_base is False or not all(_base_is_wide_enough(base, widest) for base, widest in pairs):
        return "no"
    stated = (facts.flared_base, facts.base_diameter_mm, facts.max_diameter_mm)
    return "not-stated" if None in stated else None


def _base_is_wide_enough(base: Decimal, widest: Decimal) -> bool:
    return base >= _LIMITS.base_min_mm and base >= _LIMITS.base_to_widest * widest


def _g2_not_porous(facts: ProductFacts) -> str | None:
    if not is_toy(facts) or not may_go_inside(facts) or facts.porous is False:
        return None
    return "no" if facts.porous else "not-stated"


def _g3_nothing_banned(facts: ProductFacts) -> str | None:
    return _banned(facts)


def _g4_osmolality(facts: ProductFacts) -> str | None:
    return "no" if osmolality_standing(facts) is Standing.OUTSIDE else None


def _g5_ph(facts: ProductFacts) -> str | None:
    if facts.base not in _WATERY or not may_be_anal(facts):
        return None
    return {Standing.OUTSIDE: "no", Standing.NOT_STATED: "not-stated"}.get(ph_standing(facts))


def _g6_oil_stays_outside(facts: ProductFacts) -> str | None:
    if facts.base is not Base.OIL or facts.internal_use is False:
        return None
    return "no" if facts.internal_use else "not-stated"


def _g7_small_and_even(facts: ProductFacts) -> str | None:
    if not is_toy(facts):
        return None
    if RULES.first_toy_stage in facts.stages:
        stage = RULES.stage(RULES.first_toy_stage)
        if facts.widest_mm is None:
            return "width-not-stated"
        if stage and stage.max_diameter_mm is not None and facts.widest_mm > stage.max_diameter_mm:
            return "width"
    widths = [size.diameter_mm for size in facts.sizes]
    if any(wider - narrower > _LIMITS.set_step_mm for narrower, wider in pairwise(widths)):
        return "step"
    return "step-not-stated" if known_kind(facts) in RULES.kinds.sets and len(widths) < 2 else None


def _g8_motors_are_not_boiled(facts: ProductFacts) -> str | None:
    if not may_have_motor(facts):
        return None
    if facts.sterilisable or any(how.startswith("boil") for how in facts.cleaning):
        return "no"
    return "not-stated" if facts.sterilisable is None else None


def _g9_fair_returns(facts: ProductFacts) -> str | None:
    if facts.return_rule is not ReturnRule.SEALED_16E:
        return None
    if not facts.hygiene_sealed:
        return "unsealed"
    touches_inside = facts.internal_use or facts.anal_use
    used_up = facts.base is not None or facts.volume_ml is not None or facts.single_user
    return None if touches_inside or used_up else "wrong-kind"


def _g10_external_says_so(facts: ProductFacts) -> str | None:
    if not is_external_only(facts):
        return None
    if facts.internal_use is not False:
        return "internal"
    said = " ".join(facts.warnings).lower()
    return None if any(words in said for words in _OUTSIDE_ONLY) else "warning"


_GATES = {
    "G1": _g1_flared_base,
    "G2": _g2_not_porous,
    "G3": _g3_nothing_banned,
    "G4": _g4_osmolality,
    "G5": _g5_ph,
    "G6": _g6_oil_stays_outside,
    "G7": _g7_small_and_even,
    "G8": _g8_motors_are_not_boiled,
    "G9": _g9_fair_returns,
    "G10": _g10_external_says_so,
}
