"""Background work of the catalogue. Every task may run twice."""

from celery import shared_task
from django.core.cache import cache

from storefront.catalog import sync
from storefront.saleor.errors import Unavailable

LOCK = "catalog:sync"
LONGEST_SYNC = 3600  # seconds: after this a sync is taken for dead


@shared_task(name="storefront.catalog.tasks.sync_catalog", time_limit=LONGEST_SYNC, soft_time_limit=LONGEST_SYNC - 60)
def sync_catalog() -> None:
    """Bring the whole catalogue up to date, unless somebody is at it."""
    if not cache.add(LOCK, 1, timeout=LONGEST_SYNC):
        return
    try:
        sync.sync_catalog()
    finally:
        cache.delete(LOCK)


@shared_task(
    name="storefront.catalog.tasks.sync_product",
    autoretry_for=(Unavailable,),
    retry_backoff=2,
    max_retries=5,
)
def sync_product(saleor_id: str) -> None:
    """Re-read one product in every market, because something told us that it changed."""
    sync.sync_product(saleor_id)
