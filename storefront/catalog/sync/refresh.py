"""Re-read what the refresh queue names: each entity once, however many webhooks named it.

A row leaves the queue only when its read is stored and nothing marked it again in the meantime. So a worker may be
killed anywhere, and two may work at the same time.
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from storefront.catalog.models import Category, PendingRefresh, Product
from storefront.catalog.sync import full_sync, sections
from storefront.catalog.sync.delivery_terms import open_channels
from storefront.core.metrics import FRESHNESS_SECONDS
from storefront.saleor.products import PAGE_SIZE

Kind = PendingRefresh.Kind

QUIET = timedelta(seconds=1)  # several webhooks about one entity within this time become one read
MAX_WAIT = timedelta(seconds=5)  # an entity that keeps changing is read after this time at the latest
MAX_RUN_SECONDS = 60.0  # after this time a run ends and lets other tasks have the worker
_MAX_ROWS = 300


def refresh(*, quiet: timedelta = QUIET, renew: Callable[[], None] = lambda: None) -> int:
    """Re-read products, categories, collections and attributes that have not changed for `quiet`.

    Returns how many rows left the queue. `renew` is called after each batch, to hold a lock. Raises SaleorError; the
    rows that were not read stay in the queue.
    """
    deadline = time.monotonic() + MAX_RUN_SECONDS
    done = 0
    for kind, read in _READERS.items():
        while time.monotonic() < deadline and (rows := ready_rows(kind, quiet=quiet)[:PAGE_SIZE]):
            read(rows)
            PendingRefresh.objects.done(rows)
            _measure(rows)
            done += len(rows)
            renew()
    return done


def ready_rows(*kinds: Kind, quiet: timedelta = QUIET) -> list[PendingRefresh]:
    """The rows of these kinds that can be read now, oldest first; at most 300."""
    now = timezone.now()
    ready = PendingRefresh.objects.ready(quiet_since=now - quiet, marked_before=now - MAX_WAIT)
    return list(ready.filter(kind__in=kinds)[:_MAX_ROWS])


def has_pending(*kinds: Kind) -> bool:
    """Whether rows of these kinds are in the queue; without arguments, of the kinds that `refresh` reads."""
    return PendingRefresh.objects.filter(kind__in=kinds or _READERS).exists()


def _refresh_products(rows: Sequence[PendingRefresh]) -> None:
    """Re-read products. A channel that is switched off shows none; it is compared when it is switched on again."""
    for channel in open_channels():
        full_sync.resync([row.saleor_id for row in rows], channel=channel)


def _refresh_sections(_: Sequence[PendingRefresh]) -> None:
    """Re-read categories and collections, and mark the products whose facts or places depend on a change."""
    before = {category.saleor_id: category.slug for category in Category.objects.present()}
    after = {saleor_id: category.slug for saleor_id, category in sections.sync_categories().items()}
    changed = [saleor_id for saleor_id, slug in before.items() if after.get(saleor_id) != slug]
    # The safety rules read the category's slug.
    PendingRefresh.objects.mark(
        Kind.PRODUCT, Product.objects.filter(category__saleor_id__in=changed).values_list("saleor_id", flat=True)
    )
    for channel in full_sync.configured_channels():
        shown = {entry[0] for entry in sections.collections_as_shown(channel)}
        if sections.sync_collections(channel).keys() - shown:
            # Only comparing the channel tells which products a new collection holds.
            PendingRefresh.objects.mark(Kind.CHANNEL, [channel])


def _refresh_attributes(rows: Sequence[PendingRefresh]) -> None:
    """Mark the products that state an attribute. If none does, its slug may have changed: mark everything."""
    for row in rows:
        states_it = Q(labels__has_key=row.saleor_id) | Q(variants__labels__has_key=row.saleor_id)
        products = set(Product.objects.filter(states_it).values_list("saleor_id", flat=True))
        if products:
            PendingRefresh.objects.mark(Kind.PRODUCT, products)
        else:
            PendingRefresh.objects.mark(Kind.EVERYTHING)


def _measure(rows: Sequence[PendingRefresh]) -> None:
    now = timezone.now()
    for row in rows:
        FRESHNESS_SECONDS.labels(row.kind).observe((now - row.first_marked_at).total_seconds())


# Products come last, because the other readers mark products.
_READERS: dict[Kind, Callable[[Sequence[PendingRefresh]], None]] = {
    Kind.SECTIONS: _refresh_sections,
    Kind.ATTRIBUTE: _refresh_attributes,
    Kind.PRODUCT: _refresh_products,
}
