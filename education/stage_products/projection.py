"""Rows for the picks and matches of live guides, so that one query answers which stages a product belongs to.

Wagtail's signals keep them up to date when a guide is published or unpublished.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.models import Page
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

_batch: ContextVar[dict[int, Page] | None] = ContextVar("batch", default=None)


@contextmanager
def publish_batch() -> Iterator[None]:
    """Update rows, renditions and cached pages once, at the end, for all pages that change inside."""
    batch: dict[int, Page] = {}
    token = _batch.set(batch)
    try:
        yield
    finally:
        _batch.reset(token)
    if batch:
        guides = [page for page in batch.values() if isinstance(page, GuidePage)]
        rebuild_rows(guides)
        for guide in guides:
            store_renditions(guide)
        page_cache.invalidate("guides")


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


def _on_page_changed(*, instance: Page, **_: Any) -> None:
    batch = _batch.get()
    if batch is None:
        page_cache.invalidate("guides")
    else:
        batch[instance.pk] = instance


def _on_guide_published(*, instance: GuidePage, **_: Any) -> None:
    if _batch.get() is None:
        rebuild_rows([instance])
        store_renditions(instance)


def _on_guide_unpublished(*, instance: GuidePage, **_: Any) -> None:
    delete_rows([instance])
