"""Background tasks of the catalogue. Each may run twice, at the same time as itself, and be killed anywhere."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from secrets import SystemRandom

from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from storefront.catalog.feed import files
from storefront.catalog.models import PendingRefresh, ScheduledChange
from storefront.catalog.price_history import retention, sharing
from storefront.catalog.safety_rules import judging
from storefront.catalog.safety_rules.loading import read_again
from storefront.catalog.sync import full_sync, reconcile, refresh
from storefront.core.coordination.enqueue import enqueue_on_commit
from storefront.core.coordination.locks import try_lock
from storefront.saleor.client.errors import SaleorError

logger = logging.getLogger(__name__)

REFRESH_LOCK = "catalog:refresh"
REFRESH_LOCK_SECONDS = 20  # time for ten products in every market; two refreshes at the same time do no harm
SYNC_LOCK = "catalog:sync"
SYNC_LOCK_SECONDS = 120  # longer than a page takes on the slowest Saleor; the holder renews it page by page
MAX_SYNC_SECONDS = 3600
MAX_PAUSE_SECONDS = 60.0  # between two attempts while Saleor is unavailable

_ENQUEUED_KEY, _LATER_KEY = "catalog:refresh-enqueued", "catalog:refresh-later"
_FEEDS_KEY = "catalog:feeds-enqueued"
_JUDGING_KEY = "catalog:judging-enqueued"
_PAUSED_KEY, _FAILURES_KEY = "catalog:paused", "catalog:failures"
_WHOLE_CHANNELS = (PendingRefresh.Kind.CHANNEL, PendingRefresh.Kind.EVERYTHING)
_UNKNOWN_CHANNEL = "a channel of MARKETS is not active in Saleor; its products stay as they were"


def enqueue_refresh() -> None:
    """After the commit, enqueue one `refresh_marked` for everything marked until it starts."""
    enqueue_on_commit(refresh_marked, pending_key=_ENQUEUED_KEY)


@shared_task(name="storefront.catalog.tasks.mark_scheduled_changes")
def mark_scheduled_changes() -> int:
    """Mark for refresh what has a date that has come. Returns how many entities."""
    due = ScheduledChange.objects.mark_due()
    if due:
        enqueue_refresh()
    return due


@shared_task(name="storefront.catalog.tasks.refresh_marked")
def refresh_marked() -> None:
    """Re-read what is in the refresh queue. While Saleor is unavailable, attempts become rarer and no row is lost."""
    cache.delete_many([_ENQUEUED_KEY, _LATER_KEY])
    if cache.get(_PAUSED_KEY):
        return
    ScheduledChange.objects.mark_due()
    with try_lock(REFRESH_LOCK, ttl=REFRESH_LOCK_SECONDS) as lock:
        if lock is None:
            return
        try:
            refresh.refresh(quiet=_quiet(), renew=lock.renew)
        except SaleorError as error:
            _pause(error)
            return
    cache.delete(_FAILURES_KEY)
    if refresh.has_pending(*_WHOLE_CHANNELS):
        refresh_channels.delay()
    if refresh.has_pending() and _quiet():
        enqueue_on_commit(refresh_marked, countdown=_quiet().total_seconds(), pending_key=_LATER_KEY)


@shared_task(
    name="storefront.catalog.tasks.refresh_channels",
    time_limit=MAX_SYNC_SECONDS,
    soft_time_limit=MAX_SYNC_SECONDS - 60,
)
def refresh_channels() -> None:
    """Re-read whole channels, or everything, where a webhook named no product."""
    with try_lock(SYNC_LOCK, ttl=SYNC_LOCK_SECONDS) as lock:
        if lock is None:
            return
        rows = refresh.ready_rows(*_WHOLE_CHANNELS, quiet=timedelta(0))
        try:
            if any(row.kind == PendingRefresh.Kind.EVERYTHING for row in rows):
                full_sync.sync_catalog(progress=lock.renew)
            else:
                for row in rows:
                    _log(reconcile.reconcile_channel(row.saleor_id, renew=lock.renew))
        except full_sync.UnknownChannel:
            logger.error(_UNKNOWN_CHANNEL)
        except SaleorError as error:
            _pause(error)
            return
        PendingRefresh.objects.done(rows)


@shared_task(
    name="storefront.catalog.tasks.reconcile_catalog",
    time_limit=MAX_SYNC_SECONDS,
    soft_time_limit=MAX_SYNC_SECONDS - 60,
)
def reconcile_catalog() -> None:
    """Reconcile the channels that are due. Beat asks every 30 seconds."""
    _reconcile(reconcile.due_channels())


@shared_task(
    name="storefront.catalog.tasks.compare_at_start",
    time_limit=MAX_SYNC_SECONDS,
    soft_time_limit=MAX_SYNC_SECONDS - 60,
)
def compare_at_start() -> None:
    """Reconcile every channel when the shop starts: what changed at Saleor while it was down may have been missed."""
    _reconcile(reconcile.due_channels(reconcile.AT_START))


def _reconcile(due: Sequence[str]) -> None:
    if not due:
        return
    with try_lock(SYNC_LOCK, ttl=SYNC_LOCK_SECONDS) as lock:
        if lock is None:
            return
        try:
            report = reconcile.reconcile(due, renew=lock.renew)
        except SaleorError as error:
            logger.warning("the catalogue could not be reconciled: %s", type(error).__name__)
            return
        except full_sync.UnknownChannel:
            logger.error(_UNKNOWN_CHANNEL)
            return
    for result in report.channels:
        _log(result)


@shared_task(
    name="storefront.catalog.tasks.sync_catalog",
    time_limit=MAX_SYNC_SECONDS,
    soft_time_limit=MAX_SYNC_SECONDS - 60,
)
def sync_catalog() -> None:
    """Read the whole catalogue, unless another process is doing so."""
    with try_lock(SYNC_LOCK, ttl=SYNC_LOCK_SECONDS) as lock:
        if lock is not None:
            full_sync.sync_catalog(progress=lock.renew)


@shared_task(name="storefront.catalog.tasks.share_prior_prices")
def share_prior_prices() -> int:
    """Bring Saleor's prior prices in line with our references. Returns how many were looked at."""
    return sharing.share_due()


def enqueue_judging() -> None:
    """After the commit, enqueue one `judge_products`."""
    enqueue_on_commit(judge_products, pending_key=_JUDGING_KEY)


@shared_task(
    name="storefront.catalog.tasks.judge_products",
    time_limit=MAX_SYNC_SECONDS,
    soft_time_limit=MAX_SYNC_SECONDS - 60,
)
def judge_products() -> int:
    """Judge the products that were judged by other safety rules than those in force. Returns how many have changed.

    Beat calls it every minute: a sync that ran with older rules, and a release with other rules, leave such products.
    """
    cache.delete(_JUDGING_KEY)
    read_again()
    changed = judging.judge_again()
    if changed:
        enqueue_feeds()
    return changed


def enqueue_feeds() -> None:
    """Have the product feeds written soon, once however often it is asked."""
    enqueue_on_commit(write_feeds, pending_key=_FEEDS_KEY)


@shared_task(
    name="storefront.catalog.tasks.write_feeds",
    time_limit=MAX_SYNC_SECONDS,
    soft_time_limit=MAX_SYNC_SECONDS - 60,
)
def write_feeds() -> int:
    """Write the product feeds. Returns how many."""
    return files.write_feeds()


@shared_task(name="storefront.catalog.tasks.delete_old_prices")
def delete_old_prices() -> int:
    """Delete the prices of the history that are no longer kept as proof."""
    return retention.prune()


def _quiet() -> timedelta:
    """How long an entity must not have changed. None where tasks run in process, because nothing runs later there."""
    return timedelta(0) if settings.CELERY_TASK_ALWAYS_EAGER else refresh.QUIET


def _pause(error: SaleorError) -> None:
    """Ask Saleor nothing for a random time that doubles with each failure."""
    failures = min(cache.get(_FAILURES_KEY, 0), 10) + 1
    cache.set(_FAILURES_KEY, failures, 600)
    seconds = min(MAX_PAUSE_SECONDS, 2.0**failures) * SystemRandom().uniform(0.5, 1)
    cache.set(_PAUSED_KEY, True, seconds)
    logger.warning("the catalogue could not be refreshed: %s, next attempt in %.0f s", type(error).__name__, seconds)


def _log(result: reconcile.ReconcileResult) -> None:
    logger.info(
        "reconciled channel %s: %d seen, %d different, %d missing, %d gone, %d collections",
        result.channel,
        result.seen,
        result.different,
        result.missing,
        result.gone,
        result.collections,
    )
