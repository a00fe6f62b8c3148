"""Rows for the picks and matches of live guides, so that one query answers which stages a product belongs to.

Wagtail's signals keep them up to date when a guide is published or unpublished.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished, post_page_move

from education.images.figures import store_renditions
from education.models import (
    GlossaryIndexPage,
    GlossaryTermPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    MatchingStage,
    StageProduct,
)
from education.stage_products.matching import find_matches, matching_stages
from education.stage_products.picks import picks_of
from storefront import page_cache


def rebuild_rows(page: GuidePage) -> None:
    """Replace the rows of a guide by those of its live text. A picked product is not stored as a match too."""
    picked = {
        (pick.anchor, pick.product.pk): StageProduct(
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
        for pick in picks_of(page)
        if pick.product is not None
    }
    stages = list(matching_stages(page))
    matched = {(row.anchor, row.product_id): row for row in find_matches(stages)}
    with transaction.atomic():
        delete_rows(page)
        StageProduct.objects.bulk_create((matched | picked).values())
        MatchingStage.objects.bulk_create(stages)


def delete_rows(page: GuidePage) -> None:
    """Delete the rows of a guide that is no longer live."""
    StageProduct.objects.filter(page_id=page.pk).delete()
    MatchingStage.objects.filter(page_id=page.pk).delete()


def connect_signals() -> None:
    """Rebuild rows when a guide goes live or offline, and invalidate cached pages when any page changes.

    Deleting a guide deletes its rows by cascade.
    """
    page_published.connect(_on_guide_published, sender=GuidePage, dispatch_uid="education.stage_products")
    page_unpublished.connect(_on_guide_unpublished, sender=GuidePage, dispatch_uid="education.stage_products")
    for page_type in (GuidePage, GuideIndexPage, HomePage, GlossaryIndexPage, GlossaryTermPage):
        for signal in (page_published, page_unpublished, post_page_move, post_delete):
            signal.connect(
                _on_page_changed, sender=page_type, dispatch_uid=f"education.page_cache.{page_type.__name__}"
            )


def _on_page_changed(**_: Any) -> None:
    page_cache.invalidate("guides")


def _on_guide_published(*, instance: GuidePage, **_: Any) -> None:
    rebuild_rows(instance)
    store_renditions(instance)


def _on_guide_unpublished(*, instance: GuidePage, **_: Any) -> None:
    delete_rows(instance)
