"""The ten listing gates, and what follows from them.

A gate checks one product's facts. Where a fact decides safety, a fact that is not stated breaks the gate too, and the
sentence says so. A product without facts breaks none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from storefront.safety.attributes import Gate
from storefront.safety.choices import Base, ReturnRule
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import (
    Role,
    is_external_only,
    is_of_known_kind,
    is_toy,
    known_kind,
    may_be_anal,
    may_go_inside,
    may_have_motor,
    role_of,
)
from storefront.safety.rules import RULES

_LIMITS = RULES.limits
_WITH_WATER = (Base.WATER, Base.HYBRID)
_OUTSIDE_ONLY = (
    "never insert",
    "do not insert",
    "outside skin only",
    "outside use only",
    "external use only",
)


@dataclass(frozen=True, slots=True)
class GateBreak:
    """A gate that a product breaks, and one sentence that says how."""

    gate: Gate
    sentence: str


class GuidanceResult(StrEnum):
    """How a measured value compares with guidance."""

    CLOSE = "close"
    WITHIN = "within"
    OUTSIDE = "outside"
    NOT_STATED = "not-stated"
    DOES_NOT_APPLY = "does-not-apply"


def find_gate_breaks(facts: ProductFacts) -> tuple[GateBreak, ...]:
    """Return every gate that this product breaks, in order."""
    if facts.is_empty:
        return ()
    breaks = ((gate, how) for gate, check in CHECKS.items() if (how := check(facts)))
    return tuple(GateBreak(gate, RULES.gates[gate][how]) for gate, how in breaks)


def may_be_suggested(facts: ProductFacts) -> bool:
    """Whether the shop may recommend it: it is one of the shop's kinds of goods, and no gate is broken."""
    return is_of_known_kind(facts) and not find_gate_breaks(facts)


def may_be_sold(facts: ProductFacts) -> bool:
    """Whether the shop may sell it at all: never a local anaesthetic, never nonoxynol-9."""
    return _banned_ingredient(facts) is None


def refusal_reason(facts: ProductFacts) -> str | None:
    """The sentence for shoppers when it may not be sold; None when it may."""
    ingredient = _banned_ingredient(facts)
    return RULES.refusals[ingredient] if ingredient else None


def compare_osmolality(facts: ProductFacts) -> GuidanceResult:
    """Compare with WHO/UNFPA/FHI 360 (2012): close to body fluids up to 380 mOsm/kg, within limits up to 1,200."""
    if facts.base not in _WITH_WATER:
        return _without_measure(facts)
    if facts.osmolality is None:
        return GuidanceResult.NOT_STATED
    if facts.osmolality <= _LIMITS.osmolality_close:
        return GuidanceResult.CLOSE
    is_within = facts.osmolality <= _LIMITS.osmolality_ceiling
    return GuidanceResult.WITHIN if is_within else GuidanceResult.OUTSIDE


def compare_ph(facts: ProductFacts) -> GuidanceResult:
    """Compare with the range for anal use, 5.5 to 7."""
    if facts.base not in _WITH_WATER:
        return _without_measure(facts)
    if facts.ph is None:
        return GuidanceResult.NOT_STATED
    return GuidanceResult.WITHIN if _LIMITS.ph_min <= facts.ph <= _LIMITS.ph_max else GuidanceResult.OUTSIDE


def _without_measure(facts: ProductFacts) -> GuidanceResult:
    is_base_unknown = facts.base is None and role_of(facts) is Role.LUBRICANT
    return GuidanceResult.NOT_STATED if is_base_unknown else GuidanceResult.DOES_NOT_APPLY


def _banned_ingredient(facts: ProductFacts) -> str | None:
    """The banned ingredient that it contains or is named after, even if a label denies it."""
    stated = {"local-anaesthetic": facts.local_anaesthetic, "nonoxynol-9": facts.nonoxynol_9}
    names = {facts.kind or "", *facts.allergens}
    for ingredient, words in RULES.banned.items():
        if stated[ingredient] or any(word in name for word in words for name in names):
            return ingredient
    return None


def _check_flared_base(facts: ProductFacts) -> str | None:
    if not is_toy(facts) or not may_be_anal(facts):
        return None
    pairs = [(size.base_mm, size.diameter_mm) for size in facts.sizes]
    if facts.base_diameter_mm is not None and facts.max_diameter_mm is not None:
        pairs.append((facts.base_diameter_mm, facts.max_diameter_mm))
    if facts.flared_base is False or not all(_is_base_wide_enough(base, widest) for base, widest in pairs):
        return "no"
    stated = (facts.flared_base, facts.base_diameter_mm, facts.max_diameter_mm)
    return "not-stated" if None in stated else None


def _is_base_wide_enough(base: Decimal, widest: Decimal) -> bool:
    return base >= _LIMITS.base_min_mm and base >= _LIMITS.base_to_widest * widest


def _check_not_porous(facts: ProductFacts) -> str | None:
    if not is_toy(facts) or not may_go_inside(facts) or facts.porous is False:
        return None
    return "no" if facts.porous else "not-stated"


def _check_ingredients(facts: ProductFacts) -> str | None:
    return _banned_ingredient(facts)


def _check_osmolality(facts: ProductFacts) -> str | None:
    return "no" if compare_osmolality(facts) is GuidanceResult.OUTSIDE else None


def _check_ph(facts: ProductFacts) -> str | None:
    if facts.base not in _WITH_WATER or not may_be_anal(facts):
        return None
    return {GuidanceResult.OUTSIDE: "no", GuidanceResult.NOT_STATED: "not-stated"}.get(compare_ph(facts))


def _check_oil_stays_outside(facts: ProductFacts) -> str | None:
    if facts.base is not Base.OIL or facts.internal_use is False:
        return None
    return "no" if facts.internal_use else "not-stated"


def _check_sizes(facts: ProductFacts) -> str | None:
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


def _check_motor_is_not_boiled(facts: ProductFacts) -> str | None:
    if not may_have_motor(facts):
        return None
    if facts.sterilisable or any(method.startswith("boil") for method in facts.cleaning):
        return "no"
    return "not-stated" if facts.sterilisable is None else None


def _check_returns(facts: ProductFacts) -> str | None:
    if facts.return_rule is not ReturnRule.SEALED_16E:
        return None
    if not facts.hygiene_sealed:
        return "unsealed"
    goes_inside = facts.internal_use or facts.anal_use
    is_used_up = facts.base is not None or facts.volume_ml is not None or facts.single_user
    return None if goes_inside or is_used_up else "wrong-kind"


def _check_external_warning(facts: ProductFacts) -> str | None:
    if not is_external_only(facts):
        return None
    if facts.internal_use is not False:
        return "internal"
    warnings = " ".join(facts.warnings).lower()
    return None if any(words in warnings for words in _OUTSIDE_ONLY) else "warning"


CHECKS: Mapping[Gate, Callable[[ProductFacts], str | None]] = {
    Gate.FLARED_BASE: _check_flared_base,
    Gate.NOT_POROUS: _check_not_porous,
    Gate.INGREDIENTS: _check_ingredients,
    Gate.OSMOLALITY: _check_osmolality,
    Gate.PH: _check_ph,
    Gate.OIL_STAYS_OUTSIDE: _check_oil_stays_outside,
    Gate.SIZES: _check_sizes,
    Gate.MOTOR_IS_NOT_BOILED: _check_motor_is_not_boiled,
    Gate.RETURNS: _check_returns,
    Gate.EXTERNAL_WARNING: _check_external_warning,
}
"""Each gate's check: None, or the key of the sentence in `rules.toml` that says how it is broken."""
