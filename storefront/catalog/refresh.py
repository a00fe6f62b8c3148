"""Reading anew what we have heard has changed: each product once, however many events named it.

The row that says so is struck out only when the read is stored, and only if nothing was heard meanwhile. So a worker
may die anywhere, and two may work at once.
"""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from storefront.catalog import sync
from storefront.catalog.models import Category, PendingRefresh, Product
from storefront.core.metrics import FRESHNESS_SECONDS
from storefront.saleor.products import PAGE_SIZE

QUIET = timedelta(seconds=1)  # many events on one entity within it become one read
AT_MOST = timedelta(seconds=5)  # a stream of changes is not waited out for longer
LONGEST = 60.0  # seconds that one run goes on before it lets others have the worker


def refresh(*, quiet: timedelta = QUIET, renew: Callable[[], None] = lambda: None) -> int:
    """Read anew what has been stale for `quiet`; how many entities that were. `renew` is called now and then.

    Raises SaleorError: what is not read then stays stale.
    """
    deadline = time.monotonic() + LONGEST
    done = 0
    for kind, read in _READ.items():
        while time.monotonic() < deadline and (rows := ready(kind, quiet=quiet)[:PAGE_SIZE]):
            read(rows)
            PendingRefresh.objects.refreshed(rows)
            _measure(rows)
            done += len(rows)
            renew()
    return done


def ready(*kinds: str, quiet: timedelta = QUIET) -> list[PendingRefresh]:
    """What of these kinds is ripe for being read, oldest first; a few hundred at most."""
    now = timezone.now()
    ripe = PendingRefresh.objects.settled(quiet_since=now - quiet, first_before=now - AT_MOST)
    return list(ripe.filter(kind__in=kinds)[:300])


def waiting(*kinds: str) -> bool:
    """Whether anything of these kinds (of those that `refresh` reads, if none is named) is still to be read."""
    return PendingRefresh.objects.filter(kind__in=kinds or _READ).exists()


def _products(rows: Sequence[PendingRefresh]) -> None:
    for channel in sync.configured_channels():
        sync.resync([row.saleor_id for row in rows], channel=channel)


def _sections(_: Sequence[PendingRefresh]) -> None:
    """Categories and collections; products follow where what they say depends on them."""
    before = {category.saleor_id: category.slug for category in Category.objects.present()}
    after = {saleor_id: category.slug for saleor_id, category in sync.sync_categories().items()}
    judged_anew = [saleor_id for saleor_id, slug in before.items() if after.get(saleor_id) != slug]
    PendingRefresh.objects.hear(
        PendingRefresh.Kind.PRODUCT,
        Product.objects.filter(category__saleor_id__in=judged_anew).values_list("saleor_id", flat=True),
    )
    for channel in sync.configured_channels():
        shown = {entry[0] for entry in sync.collections_as_shown(channel)}
        if sync.sync_collections(channel).keys() - shown:
            # Which products a collection new to this channel holds is seen by comparing.
            PendingRefresh.objects.hear(PendingRefresh.Kind.CHANNEL, [channel])


def _attributes(rows: Sequence[PendingRefresh]) -> None:
    """Every product that states one of these; of an attribute that nobody states by this name, anybody may."""
    for row in rows:
        states = Q(labels__has_key=row.saleor_id) | Q(variants__labels__has_key=row.saleor_id)
        stating = set(Product.objects.filter(states).values_list("saleor_id", flat=True))
        if stating:
            PendingRefresh.objects.hear(PendingRefresh.Kind.PRODUCT, stating)
        else:
            PendingRefresh.objects.hear(PendingRefresh.Kind.EVERYTHING)


def _measure(rows: Sequence[PendingRefresh]) -> None:
    now = timezone.now()
    for row in rows:
        FRESHNESS_SECONDS.labels(row.kind).observe((now - row.heard_first_at).total_seconds())


# In this order, for categories and attributes name products.
_READ: dict[PendingRefresh.Kind, Callable[[Sequence[PendingRefresh]], None]] = {
    PendingRefresh.Kind.SECTIONS: _sections,
    PendingRefresh.Kind.ATTRIBUTE: _attributes,
    PendingRefresh.Kind.PRODUCT: _products,
}
