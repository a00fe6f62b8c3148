"""Work after a page changes: update stage products and image files, and invalidate cached pages.

Wagtail sends a signal for each page. `publish_batch` delays the work for many pages to one run at its end.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models.signals import post_delete, pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from education.images.figures import store_renditions
from education.models import PAGE_TYPES, GuidePage, ImportRecord
from education.stage_products.projection import delete_rows, rebuild_rows
from storefront import page_cache
from storefront.core import registry

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
        _announce(batch)


def connect_signals() -> None:
    """Follow Wagtail's signals. Deleting a guide deletes its rows by cascade."""
    page_published.connect(_on_guide_published, sender=GuidePage, dispatch_uid="education.guide_published")
    page_unpublished.connect(_on_guide_unpublished, sender=GuidePage, dispatch_uid="education.guide_unpublished")
    for page_type in PAGE_TYPES:
        uid = f"education.page_deleted.{page_type.__name__}"
        pre_delete.connect(_before_deletion, sender=page_type, dispatch_uid=uid)
        for signal in (page_published, page_unpublished, post_page_move, post_delete):
            signal.connect(
                _on_page_changed, sender=page_type, dispatch_uid=f"education.page_changed.{page_type.__name__}"
            )


def _before_deletion(*, instance: Page, **_: object) -> None:
    ImportRecord.objects.note_deletion(instance)


def _on_page_changed(*, instance: Page, **_: object) -> None:
    batch = _batch.get()
    if batch is None:
        _announce([instance.pk])
    else:
        batch[instance.pk] = instance


def _announce(pages: Collection[int]) -> None:
    page_cache.invalidate("guides")
    for handle_change in registry.page_change_handlers:
        handle_change(pages)


def _on_guide_published(*, instance: GuidePage, **_: object) -> None:
    if _batch.get() is None:
        rebuild_rows([instance])
        store_renditions(instance)


def _on_guide_unpublished(*, instance: GuidePage, **_: object) -> None:
    delete_rows([instance])
