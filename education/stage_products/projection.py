"""Rows for the picks and matches of live guides, so that one query answers which stages a product belongs to."""

from collections.abc import Collection

from django.db import transaction

from education.blocks.stages import picks_of
from education.models import GuidePage, MatchingStage, StageProduct
from education.stage_products.matching import find_matches, matching_stages


def rebuild_rows(guides: Collection[GuidePage]) -> None:
    """Replace the rows of guides by those of their live text. A picked product is not stored as a match too."""
    picked = {
        (page.pk, pick.anchor, pick.product.pk): StageProduct(
            page_id=page.pk,
            guide_title=page.title,
            anchor=pick.anchor,
            stage_title=pick.stage_title,
            stage_number=pick.stage_number,
            position=pick.stage_position,
            product=pick.product,
            reason=pick.reason or "",
            limits_stage=pick.criteria.stage or "",
            max_diameter_mm=pick.criteria.max_diameter_mm,
            max_osmolality=pick.criteria.max_osmolality,
        )
        for page in guides
        for pick in picks_of(page)
        if pick.product is not None
    }
    stages = [stage for page in guides for stage in matching_stages(page)]
    matched = {(row.page_id, row.anchor, row.product_id): row for row in find_matches(stages)}
    with transaction.atomic():
        delete_rows(guides)
        StageProduct.objects.bulk_create((matched | picked).values())
        MatchingStage.objects.bulk_create(stages)


def delete_rows(guides: Collection[GuidePage]) -> None:
    """Delete the rows of guides that are no longer live."""
    pks = {page.pk for page in guides}
    StageProduct.objects.filter(page_id__in=pks).delete()
    MatchingStage.objects.filter(page_id__in=pks).delete()
