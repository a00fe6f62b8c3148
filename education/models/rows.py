"""What live guides show of the catalogue, as rows."""

from typing import ClassVar

from django.db import models

from education.picks import StageCriteria


class StageProduct(models.Model):
    """One pick of a live guide as a row, made by `projection`; `position` is the stage's place in its guide, from 0."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    guide_title = models.CharField(max_length=255)
    anchor = models.CharField(max_length=60)
    stage_title = models.CharField(max_length=120)
    stage_number = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="stage_products")
    reason = models.CharField(max_length=200, blank=True)
    limits_stage = models.CharField(max_length=60, blank=True)
    max_diameter_mm = models.PositiveSmallIntegerField(null=True)
    max_osmolality = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["guide_title", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "anchor", "product"], name="one_row_per_stage_and_product")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.guide_title}#{self.anchor}"

    @property
    def criteria(self) -> StageCriteria:
        """What its stage asks of it."""
        return StageCriteria(
            stage=self.limits_stage or None,
            max_diameter_mm=self.max_diameter_mm,
            max_osmolality=self.max_osmolality,
        )
