"""Which products suit which of the six stages of the guides."""

from dataclasses import dataclass

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import find_gate_breaks
from storefront.safety.roles import Role, is_toy, known_kind, may_go_inside, role_of
from storefront.safety.rules import PACKAGED, RULES, StageRules, active_rules

__all__ = ["STAGES", "StageRules", "Suitability", "check_stage", "check_stage_limits"]

STAGES: tuple[StageRules, ...] = PACKAGED.stages
"""The six stages, for their slugs and titles; their limits may be edited (`active_rules`)."""


@dataclass(frozen=True, slots=True)
class Suitability:
    """Whether a product suits a stage, and one sentence that says why or why not."""

    is_suitable: bool
    reason: str


def check_stage(facts: ProductFacts, stage_slug: str) -> Suitability:
    """Check whether a product may be shown at a stage: it keeps the stage's limits, and its facts name the stage."""
    limits = check_stage_limits(facts, stage_slug)
    if limits.is_suitable and stage_slug not in facts.stages:
        return _unsuitable("undeclared")
    return Suitability(True, facts.stage_reason) if limits.is_suitable and facts.stage_reason else limits


def check_stage_limits(facts: ProductFacts, stage_slug: str) -> Suitability:
    """Check only the safety limits of a stage, whether or not the product's facts name the stage."""
    stage = active_rules().stage(stage_slug)
    if stage is None:
        return _unsuitable("unknown_stage")
    if facts.is_empty:
        return _unsuitable("nothing_stated")
    if breaks := find_gate_breaks(facts):
        return Suitability(False, breaks[0].sentence)
    check = _check_lubricant if role_of(facts) is Role.LUBRICANT else _check_item
    return check(facts, stage) or _check_claims(facts, stage) or Suitability(True, RULES.stage_sentences["suits"])


def _unsuitable(sentence: str, **values: object) -> Suitability:
    return Suitability(False, RULES.stage_sentences[sentence].format(**values))


def _check_lubricant(facts: ProductFacts, stage: StageRules) -> Suitability | None:
    if facts.base not in stage.bases:
        return _unsuitable("oil" if facts.base is Base.OIL else "base")
    if facts.base is not Base.OIL and not facts.anal_use:
        return _unsuitable("not_for_inside")
    return _unsuitable("not_for_inside") if stage.inserted and not facts.internal_use else None


def _check_item(facts: ProductFacts, stage: StageRules) -> Suitability | None:
    if known_kind(facts) not in stage.kinds:
        is_insertable = is_toy(facts) and may_go_inside(facts) and not stage.inserted
        return _unsuitable("inserted" if is_insertable else "kind")
    if not is_toy(facts):
        return None
    if not stage.inserted:
        return _unsuitable("inserted") if may_go_inside(facts) else None
    return (None if facts.anal_use else _unsuitable("not_for_inside")) or _check_size(facts, stage)


def _check_size(facts: ProductFacts, stage: StageRules) -> Suitability | None:
    for name, measured, limit in (
        ("width", facts.widest_mm, stage.max_diameter_mm),
        ("length", facts.longest_mm, stage.max_insertable_mm),
    ):
        if limit is not None and measured is None:
            return _unsuitable(f"{name}_not_stated")
        if limit is not None and measured is not None and measured > limit:
            return _unsuitable(name, limit=limit)
    return None


def _check_claims(facts: ProductFacts, stage: StageRules) -> Suitability | None:
    """Unsuitable if the label does not say that it is free from what this stage rules out."""
    required = stage.free_from.get(facts.base or "", ()) or stage.free_from.get(known_kind(facts) or "", ())
    missing = [name for name in required if not any(name in claim for claim in facts.free_from)]
    return _unsuitable("free_from", what=missing[0].replace("-", " ")) if missing else None
