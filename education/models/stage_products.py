"""Rows for the products of live guides' stages. `education.stage_products.projection` writes them."""

from typing import ClassVar

from django.db import models

from education.blocks.stages import StageCriteria, StageRule


class StageRow(models.Model):
    """A stage of a live guide and its limits. `position` is the place of the stage in its guide, from 0."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    guide_title = models.CharField(max_length=255)
    anchor = models.CharField(max_length=60)
    stage_title = models.CharField(max_length=120)
    stage_number = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField()
    limits_stage = models.CharField(max_length=60, blank=True)
    max_diameter_mm = models.PositiveSmallIntegerField(null=True)
    max_osmolality = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["guide_title", "position"]

    @property
    def criteria(self) -> StageCriteria:
        """The limits of its stage."""
        return StageCriteria(
            stage=self.limits_stage or None,
            max_diameter_mm=self.max_diameter_mm,
            max_osmolality=self.max_osmolality,
        )


class StageProduct(StageRow):
    """A product of a stage: picked by an editor, or matched by the stage's rule (`is_matched`)."""

    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="stage_products")
    reason = models.CharField(max_length=200, blank=True)
    is_matched = models.BooleanField(default=False)

    class Meta(StageRow.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "anchor", "product"], name="one_row_per_stage_and_product")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.guide_title}#{self.anchor}"


class MatchingStage(StageRow):
    """A stage that the shop adds up to `up_to` products to, and the facts that they must state."""

    up_to = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=255, blank=True)
    base = models.CharField(max_length=20, blank=True)
    material = models.CharField(max_length=255, blank=True)
    firmness = models.CharField(max_length=20, blank=True)
    power = models.CharField(max_length=255, blank=True)
    flared_base = models.BooleanField(default=False)

    class Meta(StageRow.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "anchor"], name="one_rule_per_stage")]

    def __str__(self) -> str:
        return f"up to {self.up_to} at {self.guide_title}#{self.anchor}"

    @property
    def rule(self) -> StageRule:
        """The facts that a product must state."""
        names = ("kind", "base", "material", "firmness", "power", "flared_base")
        return StageRule(**{name: getattr(self, name) or None for name in names})
