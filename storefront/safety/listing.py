"""The ten listing gates, and what follows from them.

A gate checks one product's facts. It fails by what is stated, or is not passed because a fact that decides it is not
stated; the sentence says which. Only a product that passes all gates and states every fact that the rules ask for may
be suggested.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from storefront.safety.attributes import Gate
from storefront.safety.choices import Base, ReturnRule
from storefront.safety.facts import ProductFacts
from storefront.safety.mentions import plain_letters
from storefront.safety.missing import missing_facts
from storefront.safety.roles import (
    Role,
    is_external_only,
    is_motor_unknown,
    is_toy,
    known_kind,
    may_be_anal,
    may_go_inside,
    may_have_motor,
    possible_roles,
    role_of,
)
from storefront.safety.rules import RULES, active_rules

_WITH_WATER = (Base.WATER, Base.HYBRID)


class Standing(StrEnum):
    """How a product stands with a gate that it does not pass."""

    FAILED = "failed"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True)
class GateBreak:
    """A gate that a product does not pass, and one sentence that says how."""

    gate: Gate
    standing: Standing
    sentence: str


class GuidanceResult(StrEnum):
    """How a measured value compares with guidance."""

    CLOSE = "close"
    WITHIN = "within"
    OUTSIDE = "outside"
    NOT_STATED = "not-stated"
    DOES_NOT_APPLY = "does-not-apply"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the shop does not sell a product, in a sentence for shoppers. `gate` is the rule."""

    gate: Gate
    sentence: str


STOPS_SALE = (Gate.FLARED_BASE, Gate.NOT_POROUS, Gate.OSMOLALITY, Gate.OIL_STAYS_OUTSIDE)
"""Gates that a product which fails them may only be sold with the merchant's reason, and then with a warning."""


def find_gate_breaks(facts: ProductFacts) -> tuple[GateBreak, ...]:
    """Return every gate that this product does not pass, in order; none for what is not for the body, as a T-shirt."""
    if Role.OTHER in possible_roles(facts) and facts.is_empty and not facts.mentions.contained:
        return ()
    breaks = ((gate, how) for gate, check in CHECKS.items() if (how := check(facts)))
    return tuple(
        GateBreak(gate, Standing.NOT_STATED if "not-stated" in how else Standing.FAILED, RULES.gates[gate][how])
        for gate, how in breaks
    )


def may_be_suggested(facts: ProductFacts) -> bool:
    """Whether the shop may recommend it: its kind is known, every fact asked for is stated, and no gate is broken."""
    return known_kind(facts) is not None and not find_gate_breaks(facts) and not missing_facts(facts)


def may_be_sold(facts: ProductFacts) -> bool:
    """Whether the shop may sell it at all."""
    return sale_refusal(facts) is None


def sale_refusal(facts: ProductFacts) -> Refusal | None:
    """Return why it may not be sold; None if it may.

    Never a local anaesthetic and never nonoxynol-9, nor what its description says has their effect while that it
    contains none of them is not stated. Not with a stated failure of another gate of `STOPS_SALE` either,
    unless the merchant gives a reason (`sold_although`).
    """
    ingredient = _banned_ingredient(facts)
    if ingredient:
        return Refusal(Gate.INGREDIENTS, RULES.refusals[ingredient])
    if _has_unexplained_effect(facts):
        return Refusal(Gate.INGREDIENTS, RULES.sentences["effect_unexplained"])
    failed = next((gate for gate in _failed_gates(facts) if gate not in facts.reasons_to_sell), None)
    return Refusal(failed, RULES.refusals[failed]) if failed else None


def sale_warnings(facts: ProductFacts) -> tuple[str, ...]:
    """Return the sentences that stand wherever it can be bought: gates that it fails, and is sold although it does."""
    overridden = [gate for gate in _failed_gates(facts) if gate in facts.reasons_to_sell]
    return tuple(each.sentence for each in find_gate_breaks(facts) if each.gate in overridden)


def _failed_gates(facts: ProductFacts) -> tuple[Gate, ...]:
    breaks = find_gate_breaks(facts)
    return tuple(each.gate for each in breaks if each.gate in STOPS_SALE and each.standing is Standing.FAILED)


def compare_osmolality(facts: ProductFacts) -> GuidanceResult:
    """Compare with WHO/UNFPA/FHI 360 (2012): close to body fluids up to 380 mOsm/kg, within limits up to 1,200."""
    if facts.base not in _WITH_WATER:
        return _without_measure(facts)
    if facts.osmolality is None:
        return GuidanceResult.NOT_STATED
    limits = active_rules().limits
    if facts.osmolality <= limits.osmolality_close:
        return GuidanceResult.CLOSE
    is_within = facts.osmolality <= limits.osmolality_ceiling
    return GuidanceResult.WITHIN if is_within else GuidanceResult.OUTSIDE


def compare_ph(facts: ProductFacts) -> GuidanceResult:
    """Compare with the range for anal use, 5.5 to 7."""
    if facts.base not in _WITH_WATER:
        return _without_measure(facts)
    if facts.ph is None:
        return GuidanceResult.NOT_STATED
    return GuidanceResult.WITHIN if _is_ph_within(facts.ph) else GuidanceResult.OUTSIDE


def _is_ph_within(ph: Decimal) -> bool:
    limits = active_rules().limits
    return limits.ph_min <= ph <= limits.ph_max


def _without_measure(facts: ProductFacts) -> GuidanceResult:
    is_base_unknown = facts.base is None and role_of(facts) is Role.LUBRICANT
    return GuidanceResult.NOT_STATED if is_base_unknown else GuidanceResult.DOES_NOT_APPLY


def _may_hold_water(facts: ProductFacts) -> bool:
    """Whether it is, or may be, a water-based or hybrid lubricant. A base that is not stated counts as possible."""
    return facts.base in _WITH_WATER or (facts.base is None and Role.LUBRICANT in possible_roles(facts))


def _banned_ingredient(facts: ProductFacts) -> str | None:
    """The banned ingredient that it contains or that its words name, even if an attribute denies it."""
    stated = {"local-anaesthetic": facts.local_anaesthetic, "nonoxynol-9": facts.nonoxynol_9}
    found = (
        ingredient
        for ingredient in active_rules().banned
        if stated[ingredient] or ingredient in facts.mentions.contained
    )
    return next(found, None)


def _has_unexplained_effect(facts: ProductFacts) -> bool:
    """Whether its description speaks of the effect of a banned ingredient which is not stated to be absent.

    Toys, harnesses and care products contain neither; their descriptions warn of numbing.
    """
    denied = {"local-anaesthetic": facts.local_anaesthetic is False, "nonoxynol-9": facts.nonoxynol_9 is False}
    roles = possible_roles(facts) - {Role.TOY, Role.HARNESS, Role.CARE, Role.OTHER}
    return bool(roles) and any(not denied[ingredient] for ingredient in facts.mentions.hinted)


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
    limits = active_rules().limits
    return base >= limits.base_min_mm and base >= limits.base_to_widest * widest


def _check_not_porous(facts: ProductFacts) -> str | None:
    if not is_toy(facts) or not may_go_inside(facts):
        return None
    rules = active_rules()
    if facts.porous or facts.material in rules.porous_materials:
        return "no"
    # Some materials are porous whatever is stated, so what it is made of must be known too.
    is_known = facts.material in rules.toy_default_by_material
    return None if facts.porous is False and is_known else "not-stated"


def _check_ingredients(facts: ProductFacts) -> str | None:
    banned = _banned_ingredient(facts)
    if banned:
        return banned
    if facts.mentions.hinted:
        return "words-not-stated"
    if Role.OTHER in possible_roles(facts):
        return None
    return "not-stated" if None in (facts.local_anaesthetic, facts.nonoxynol_9) else None


def _check_osmolality(facts: ProductFacts) -> str | None:
    if not _may_hold_water(facts) or not may_go_inside(facts):
        return None
    if facts.osmolality is None:
        return "not-stated"
    return "no" if facts.osmolality > active_rules().limits.osmolality_ceiling else None


def _check_ph(facts: ProductFacts) -> str | None:
    if not _may_hold_water(facts) or not may_be_anal(facts):
        return None
    if facts.ph is None:
        return "not-stated"
    return None if _is_ph_within(facts.ph) else "no"


def _check_oil_stays_outside(facts: ProductFacts) -> str | None:
    if facts.base is None:
        is_lubricant = Role.LUBRICANT in possible_roles(facts)
        return "base-not-stated" if is_lubricant and may_go_inside(facts) else None
    if facts.base is not Base.OIL or facts.internal_use is False:
        return None
    return "no" if facts.internal_use else "not-stated"


def _check_sizes(facts: ProductFacts) -> str | None:
    if not is_toy(facts):
        return None
    rules = active_rules()
    is_stage_unknown = not any(rules.stage(slug) for slug in facts.stages)
    if may_go_inside(facts) and (RULES.first_toy_stage in facts.stages or is_stage_unknown):
        stage = rules.stage(RULES.first_toy_stage)
        if facts.widest_mm is None:
            return "width-not-stated"
        if stage and stage.max_diameter_mm is not None and facts.widest_mm > stage.max_diameter_mm:
            return "stage-not-stated" if is_stage_unknown else "width"
    widths = [size.diameter_mm for size in facts.sizes]
    if any(wider - narrower > rules.limits.set_step_mm for narrower, wider in pairwise(widths)):
        return "step"
    kind = known_kind(facts)
    is_step_unknown = (kind is None or kind in RULES.kinds.sets) and len(widths) < 2
    return "step-not-stated" if is_step_unknown else None


def _check_motor_is_not_boiled(facts: ProductFacts) -> str | None:
    if Role.TOY not in possible_roles(facts):
        return None
    boils = facts.sterilisable or any(method.startswith("boil") for method in facts.cleaning)
    is_unclear = facts.sterilisable is None or not facts.cleaning or "cleaning" in facts.unclear
    if is_motor_unknown(facts):
        return "motor-not-stated" if boils or is_unclear else None
    if not may_have_motor(facts):
        return None
    return "no" if boils else "not-stated" if is_unclear else None


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
    warnings = plain_letters(" ".join(facts.warnings))
    warns = facts.warns_against_inserting or any(words in warnings for words in RULES.outside_only)
    return None if warns else "warning"


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
