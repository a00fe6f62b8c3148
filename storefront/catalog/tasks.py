"""Background work of the catalogue. Every task may run twice, beside itself, and be killed anywhere."""

import logging
from datetime import timedelta
from secrets import SystemRandom

from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from storefront.catalog import reconcile, refresh, sync
from storefront.catalog.models import PendingRefresh
from storefront.core.locks import try_lock
from storefront.saleor.errors import SaleorError, Unavailable

logger = logging.getLogger(__name__)

LOCK = "catalog:sync"
LOCK_LIFE = 120  # seconds: longer than a page of the slowest Saleor; its holder renews it page by page
REFRESHING = "catalog:refresh"
REFRESH_LIFE = 20  # seconds: ten products in every market; should it be too short, two at once do no harm
NUDGED = "catalog:nudged"
RESTING, FAILURES = "catalog:rest", "catalog:failures"
LONGEST_SYNC = 3600  # seconds
LONGEST_REST = 60.0  # seconds between two tries while Saleor is away
NO_CHANNEL = "a channel of MARKETS is not active at Saleor: what is shown of it stays as it was"
_WHOLE = (PendingRefresh.Kind.CHANNEL, PendingRefresh.Kind.EVERYTHING)


def refresh_soon(delay: float) -> None:
    """Queue one `refresh_stale` for all who ask within `delay` seconds. Raises what kombu or Redis raise when away."""
    if cache.add(NUDGED, True, delay + 5):
        refresh_stale.apply_async(countdown=delay, retry=False)


@shared_task(name="storefront.catalog.tasks.refresh_stale")
def refresh_stale() -> None:
    """Read anew what events have named. While Saleor is away, tries come less and less often and nothing is lost."""
    cache.delete(NUDGED)
    if cache.get(RESTING):
        return
    with try_lock(REFRESHING, ttl=REFRESH_LIFE) as mine:
        if mine is None:
            return
        try:
            refresh.refresh(quiet=_quiet(), renew=mine.renew)
        except SaleorError as error:
            _rest(error)
            return
    cache.delete(FAILURES)
    if refresh.waiting(*_WHOLE):
        refresh_whole.delay()
    if refresh.waiting() and _quiet():
        refresh_soon(_quiet().total_seconds())


@shared_task(name="storefront.catalog.tasks.refresh_whole", time_limit=LONGEST_SYNC, soft_time_limit=LONGEST_SYNC - 60)
def refresh_whole() -> None:
    """Read anew whole channels, or everything, where an event named no product."""
    with try_lock(LOCK, ttl=LOCK_LIFE) as mine:
        if mine is None:
            return
        rows = refresh.ready(*_WHOLE, quiet=timedelta(0))
        try:
            if any(row.kind == PendingRefresh.Kind.EVERYTHING for row in rows):
                sync.sync_catalog(progress=mine.renew)
            else:
                for row in rows:
                    _numbers(reconcile.reconcile_channel(row.saleor_id, renew=mine.renew))
        except sync.UnknownChannel:
            logger.error(NO_CHANNEL)
        except SaleorError as error:
            _rest(error)
            return
        PendingRefresh.objects.refreshed(rows)


@shared_task(
    name="storefront.catalog.tasks.reconcile_catalog", time_limit=LONGEST_SYNC, soft_time_limit=LONGEST_SYNC - 60
)
def reconcile_catalog() -> None:
    """Compare our rows with Saleor where that was last done ten minutes ago, so at once after an outage."""
    due = reconcile.due()
    if not due:
        return
    with try_lock(LOCK, ttl=LOCK_LIFE) as mine:
        if mine is None:
            return
        try:
            report = reconcile.reconcile(due, renew=mine.renew)
        except SaleorError as error:
            logger.warning("the catalogue could not be compared: %s", type(error).__name__)
            return
        except sync.UnknownChannel:
            logger.error(NO_CHANNEL)
            return
    for finds in report.channels:
        _numbers(finds)


@shared_task(name="storefront.catalog.tasks.sync_catalog", time_limit=LONGEST_SYNC, soft_time_limit=LONGEST_SYNC - 60)
def sync_catalog() -> None:
    """Bring the whole catalogue up to date, unless somebody is at it."""
    with try_lock(LOCK, ttl=LOCK_LIFE) as mine:
        if mine is not None:
            sync.sync_catalog(progress=mine.renew)


@shared_task(
    name="storefront.catalog.tasks.sync_product",
    autoretry_for=(Unavailable,),
    retry_backoff=2,
    max_retries=5,
)
def sync_product(saleor_id: str) -> None:
    """Re-read one product in every market, because something told us that it changed."""
    sync.sync_product(saleor_id)


def _quiet() -> timedelta:
    """How long to wait for quiet: not at all where tasks run in process, for nobody comes back later."""
    return timedelta(0) if settings.CELERY_TASK_ALWAYS_EAGER else refresh.QUIET


def _rest(error: SaleorError) -> None:
    """Leave Saleor alone for a while that doubles with each failure, and is never quite the same."""
    failures = min(cache.get(FAILURES, 0), 10) + 1
    cache.set(FAILURES, failures, 600)
    seconds = min(LONGEST_REST, 2.0**failures) * SystemRandom().uniform(0.5, 1)
    cache.set(RESTING, True, seconds)
    logger.warning("the catalogue could not be read anew: %s, again in %.0f s", type(error).__name__, seconds)


def _numbers(finds: reconcile.ReconcileResult) -> None:
    logger.info(
        "reconciled channel %s: %d seen, %d different, %d missing, %d gone, %d collections",
        finds.channel, finds.seen, finds.different, finds.missing, finds.gone, finds.collections,
    )  # fmt: skip
