"""Hand-picked products of a guide's stages, and the rule that each must keep to.

A stage whose anchor is one of the six is judged by that stage. Any other stage may borrow one of the six as its
limits, and may add a width and an osmolality of its own; with none of these, the shop must at least be free to
suggest the product.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from storefront.catalog.models import Product
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import listing_breaks
from storefront.safety.roles import is_toy
from storefront.safety.stages import STAGES, suits

SIX = frozenset(stage.slug for stage in STAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCriteria:
    """What a stage asks of its products: one of the six stages, widest part in mm, osmolality in mOsm/kg; or None."""

    stage: str | None = None
    max_diameter_mm: int | None = None
    max_osmolality: int | None = None

    def objection(self, facts: ProductFacts) -> str | None:
        """Why a product may not stand beside this stage, as one sentence; None when it may."""
        return self._by_stage(facts) or self._too_wide(facts) or self._too_strong(facts)

    def _by_stage(self, facts: ProductFacts) -> str | None:
        if self.stage is not None:
            verdict = suits(facts, self.stage)
            return None if verdict.ok else verdict.reason
        if facts.is_empty:
            return "Nothing is stated about it, so it cannot be suggested."
        breaks = listing_breaks(facts)
        return breaks[0].sentence if breaks else None

    def _too_wide(self, facts: ProductFacts) -> str | None:
        if self.max_diameter_mm is None:
            return None
        if facts.widest_mm is None:
            return "Its width is not stated." if is_toy(facts) else None
        if facts.widest_mm > self.max_diameter_mm:
            return f"It is wider than the {self.max_diameter_mm} mm limit of this stage."
        return None

    def _too_strong(self, facts: ProductFacts) -> str | None:
        if self.max_osmolality is None or facts.osmolality is None:
            return None
        if facts.osmolality > self.max_osmolality:
            return f"Its osmolality is above the {self.max_osmolality} mOsm/kg limit of this stage."
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """What the facts of a product must state for the shop to add it to a stage by itself; None asks for nothing."""

    kind: str | None = None
    base: str | None = None
    material: str | None = None
    firmness: str | None = None
    power: str | None = None
    flared_base: bool | None = None

    def matches(self, facts: ProductFacts) -> bool:
        """Whether all of it is stated; what is not stated does not match."""
        return all(wanted is None or getattr(facts, name) == wanted for name, wanted in asdict(self).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A product beside a stage; `product` is None when its row is gone. Both positions count from 0."""

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
        """Why it may not be shown; None when it may."""
        return (
            "It is no longer in the catalogue." if self.product is None else self.criteria.objection(self.product.facts)
        )


def criteria_for(
    anchor: str, *, stage: str | None, max_diameter_mm: int | None, max_osmolality: int | None
) -> StageCriteria:
    """The criteria of a stage: its own anchor decides before what an editor chose."""
    return StageCriteria(
        stage=anchor if anchor in SIX else stage or None,
        max_diameter_mm=max_diameter_mm,
        max_osmolality=max_osmolality,
    )


def picks_of(page: Any) -> Iterator[Pick]:
    """Every pick of a guide page, in reading order."""
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
