"""Products that editors pick for stages, and the limits that each must meet.

A stage whose anchor is one of the safety rules' six stages is judged by that stage. Any other stage may name one of the
six as its limits, and may add a width and an osmolality of its own. Without any of these, a product must at least be
one that the shop may suggest.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Protocol

from wagtail.blocks import StreamValue

from storefront.catalog.models import Product
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import find_gate_breaks
from storefront.safety.roles import is_toy
from storefront.safety.stages import STAGES, check_stage

STAGE_SLUGS = frozenset(stage.slug for stage in STAGES)
"""The anchors that are judged by a stage of the safety rules."""


class StagedPage(Protocol):
    """What picks and rules read of a guide. (The model imports this module, so it cannot be named here.)"""

    pk: int
    title: str
    stages: StreamValue

    @property
    def counts_stages(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCriteria:
    """Limits for the products of a stage: a stage of the safety rules, widest part in mm, osmolality in mOsm/kg.

    None sets no limit.
    """

    stage: str | None = None
    max_diameter_mm: int | None = None
    max_osmolality: int | None = None

    def objection(self, facts: ProductFacts) -> str | None:
        """Return a sentence on why a product may not be shown for this stage, or None if it may."""
        return self._stage_objection(facts) or self._width_objection(facts) or self._osmolality_objection(facts)

    def _stage_objection(self, facts: ProductFacts) -> str | None:
        if self.stage is not None:
            verdict = check_stage(facts, self.stage)
            return None if verdict.is_suitable else verdict.reason
        if facts.is_empty:
            return "Nothing is stated about it, so it cannot be suggested."
        breaks = find_gate_breaks(facts)
        return breaks[0].sentence if breaks else None

    def _width_objection(self, facts: ProductFacts) -> str | None:
        if self.max_diameter_mm is None:
            return None
        if facts.widest_mm is None:
            return "Its width is not stated." if is_toy(facts) else None
        if facts.widest_mm > self.max_diameter_mm:
            return f"It is wider than the {self.max_diameter_mm} mm limit of this stage."
        return None

    def _osmolality_objection(self, facts: ProductFacts) -> str | None:
        if self.max_osmolality is None or facts.osmolality is None:
            return None
        if facts.osmolality > self.max_osmolality:
            return f"Its osmolality is above the {self.max_osmolality} mOsm/kg limit of this stage."
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """Facts that a product must state for the shop to add it to a stage. None asks for nothing."""

    kind: str | None = None
    base: str | None = None
    material: str | None = None
    firmness: str | None = None
    power: str | None = None
    flared_base: bool | None = None

    def matches(self, facts: ProductFacts) -> bool:
        """Return whether a product states all of these facts. An unstated fact does not match."""
        return all(wanted is None or getattr(facts, name) == wanted for name, wanted in asdict(self).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A product picked for a stage. `product` is None if its row was deleted. Both positions count from 0."""

    stage_position: int
    position: int
    anchor: str
    stage_title: str
    stage_number: int | None
    criteria: StageCriteria
    product: Product | None
    reason: str

    @property
    def objection(self) -> str | None:
        """A sentence on why it may not be shown, or None if it may."""
        if self.product is None:
            return "It is no longer in the catalogue."
        return self.criteria.objection(self.product.facts)


def criteria_for(
    anchor: str, *, stage: str | None, max_diameter_mm: int | None, max_osmolality: int | None
) -> StageCriteria:
    """Return the limits of a stage. Its own anchor comes before the stage that an editor chose."""
    return StageCriteria(
        stage=anchor if anchor in STAGE_SLUGS else stage or None,
        max_diameter_mm=max_diameter_mm,
        max_osmolality=max_osmolality,
    )


def picks_of(page: StagedPage) -> Iterator[Pick]:
    """Yield every pick of a guide, in reading order."""
    for stage_position, block in enumerate(page.stages):
        stage = block.value
        for position, item in enumerate(stage["products"]):
            yield Pick(
                stage_position=stage_position,
                position=position,
                anchor=stage["anchor"],
                stage_title=stage["title"],
                stage_number=stage_position + 1 if page.counts_stages else None,
                criteria=stage.criteria,
                product=item["product"],
                reason=item["reason"],
            )
