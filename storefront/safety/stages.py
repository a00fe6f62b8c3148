"""Which products suit which of the six stages."""

from dataclasses import dataclass

from storefront.safety.choices import Base
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import listing_breaks
from storefront.safety.roles import Role, is_toy, known_kind, may_go_inside, role
from storefront.safety.rules import RULES, StageRules

__all__ = ["STAGES", "StageRules", "Suitability", "keeps_to_limits", "suits"]

STAGES: tuple[StageRules, ...] = RULES.stages


@dataclass(frozen=True, slots=True)
class Suitability:
    """Whether a product suits a stage, and one sentence that says why or why not."""

    ok: bool
    reason: str


def suits(facts: ProductFacts, stage_slug: str) -> Suitability:
    """Whether a product may stand beside a stage: it keeps to every limit, and its facts name the stage."""
    kept = keeps_to_limits(facts, stage_slug)
    if kept.ok and stage_slug not in facts.stages:
        return _no("undeclared")
    return Suitability(True, facts.stage_reason) if kept.ok and facts.stage_reason else kept


def keeps_to_limits(facts: ProductFacts, stage_slug: str) -> Suitability:
    """The same without asking whether the facts name the stage: the safety rules of the stage alone."""
    stage = RULES.stage(stage_slug)
    if stage is None:
        return _no("unknown_stage")
    if facts.is_empty:
        return _no("nothing_stated")
    if broken := listing_breaks(facts):
        return Suitability(False, broken[0].sentence)
    judge = _lubricant if role(facts) is Role.LUBRICANT else _thing
    return judge(facts, stage) or _missing_claim(facts, stage) or Suitability(True, RULES.stage_sentences["suits"])


def _no(sentence: str, **values: object) -> Suitability:
    return Suitability(False, RULES.stage_sentences[sentence].format(**values))


def _lubricant(facts: ProductFacts, stage: StageRules) -> Suitability | None:
    if facts.base not in stage.bases:
        return _no("oil" if facts.base is Base.OIL else "base")
    if facts.base is not Base.OIL and not facts.anal_use:
        return _no("not_for_inside")
    return _no("not_for_inside") if stage.inserted and not facts.internal_use else None


def _thing(facts: ProductFacts, stage: StageRules) -> Suitability | None:
    if known_kind(facts) not in stage.kinds:
        inside = is_toy(facts) and may_go_inside(facts) and not stage.inserted
        return _no("inserted" if inside else "kind")
    if not is_toy(facts):
        return None
    if not stage.inserted:
        return _no("inserted") if may_go_inside(facts) else None
    return (None if facts.anal_use else _no("not_for_inside")) or _too_large(facts, stage)


def _too_large(facts: ProductFacts, stage: StageRules) -> Suitability | None:
    for name, measured, limit in (
        ("width", facts.widest_mm, stage.max_diameter_mm),
        ("length", facts.longest_mm, stage.max_insertable_mm),
    ):
        if limit is not None and measured is None:
            return _no(f"{name}_not_stated")
        if limit is not None and measured is not None and measured > limit:
            return _no(name, limit=limit)
    return None


def _missing_claim(facts: ProductFacts, stage: StageRules) -> Suitability | None:
    """What this stage asks to be absent, and the label does not say is absent."""
    asked = stage.free_from.get(facts.base or "", ()) or stage.free_from.get(known_kind(facts) or "", ())
    missing = [name for name in asked if not any(name in claim for claim in facts.free_from)]
    return _no("free_from", what=missing[0].replace("-", " ")) if missing else None
