"""Read products from Saleor, page by page, into our rows.

A sync can be interrupted anywhere and run again, and two may run at the same time. What a channel no longer shows is
withdrawn there, not deleted.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from storefront.catalog.models import Category, Listing, Product, SyncState
from storefront.catalog.sync import publication, sections, upsert
from storefront.catalog.sync.delivery_terms import close, sync_delivery_terms
from storefront.catalog.sync.upsert import Taxonomy
from storefront.core.markets import all_markets
from storefront.page_cache import prune
from storefront.saleor import checkouts, products, types
from storefront.saleor.client import errors

log = logging.getLogger(__name__)

MAX_MISSED_TO_CONFIRM = 100
"""Products missed by a sync that are asked for by ID before they are withdrawn: pages can shift while we read."""

Progress = Callable[[str, int, int | None], None]
"""Called after each page with the channel, the number of products read, and their total if Saleor states it."""


class UnknownChannel(Exception):
    """Saleor has no active channel with this slug, so MARKETS is wrong. Nothing was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReport:
    """The numbers of products that a sync of one channel read, found changed, and withdrew."""

    channel: str
    read: int
    changed: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """The result of a sync. `incomplete` products have parts in their description that are not shown."""

    categories: int
    channels: tuple[ChannelReport, ...]
    incomplete: int = 0


def configured_channels() -> tuple[str, ...]:
    """The channels of all markets, each once."""
    return tuple(dict.fromkeys(market.channel for market in all_markets()))


def sync_catalog(channels: Iterable[str] | None = None, *, progress: Progress | None = None) -> SyncReport:
    """Read the whole catalogue of `channels` (by default, of all markets).

    Raises SaleorError when Saleor fails, and UnknownChannel. What was written before stays, and nothing is withdrawn.
    """
    prune()
    categories = sections.sync_categories()
    reports = [
        _sync_channel(channel, categories=categories, progress=progress)
        for channel in channels or configured_channels()
    ]
    incomplete = Product.objects.exclude(left_out=[]).count()
    if incomplete:
        log.warning("Products whose description is not shown in full: %s", incomplete)
    return SyncReport(categories=len(categories), channels=tuple(reports), incomplete=incomplete)


def resync(saleor_ids: Sequence[str], *, channel: str) -> int:
    """Re-read these products in `channel`, ten per query, and withdraw those that it does not list.

    Returns how many it lists. Categories and collections that we do not know yet are read first. Raises SaleorError.
    """
    listed = 0
    for start in range(0, len(saleor_ids), products.PAGE_SIZE):
        batch = saleor_ids[start : start + products.PAGE_SIZE]
        read_at = timezone.now()
        answers = _fetch(batch, channel=channel)
        upsert.upsert_products(answers, channel=channel, taxonomy=_taxonomy_for(answers, channel), read_at=read_at)
        listed += len(answers)
        resync_unlisted(sorted(set(batch) - {answer.id for answer in answers}), channel=channel)
    return listed


def resync_unlisted(saleor_ids: Sequence[str], *, channel: str) -> None:
    """Re-read products that `channel` does not list: each is kept out of lists there, or withdrawn.

    Those that are published later are read again then. Raises SaleorError.
    """
    read_at = timezone.now()
    answers = [answer for saleor_id in saleor_ids if (answer := _unlisted(saleor_id, channel=channel))]
    upsert.upsert_products(
        answers, channel=channel, taxonomy=_taxonomy_for(answers, channel), read_at=read_at, is_in_lists=False
    )
    withdrawn = sorted(set(saleor_ids) - {answer.id for answer in answers})
    if withdrawn and checkouts.channel(channel) is None:
        close(channel)  # a channel that is switched off lists nothing
        return
    upsert.withdraw(withdrawn, channel=channel, read_at=read_at)
    publication.plan_withdrawn(withdrawn, channel=channel, asked_at=read_at)


def _unlisted(saleor_id: str, *, channel: str) -> types.Product | None:
    """Ask for a product by ID. Without a variant that is for sale, Saleor would not list it anyway."""
    try:
        found = products.unlisted_product(saleor_id, channel=channel)
    except errors.BadRequest:
        return None
    return found if found and found.product_variants and found.product_variants.nodes else None


def _fetch(saleor_ids: Sequence[str], *, channel: str) -> tuple[types.Product, ...]:
    """Ask for products by ID. Saleor refuses the whole query for one malformed ID, so then each is asked for alone."""
    try:
        return products.products_named(saleor_ids, channel=channel)
    except errors.BadRequest:
        if len(saleor_ids) == 1:
            return ()
        return tuple(answer for saleor_id in saleor_ids for answer in _fetch([saleor_id], channel=channel))


def _taxonomy_for(answers: Iterable[types.Product], channel: str) -> Taxonomy:
    """The categories and collections we know, read again if one of these products is in another."""
    categories = sections.known_categories()
    collections = sections.known_collections(channel)
    if any(answer.category and answer.category.id not in categories for answer in answers):
        categories = sections.sync_categories()
    if any(ref.id not in collections for answer in answers for ref in answer.collections or ()):
        collections = sections.sync_collections(channel)
    return Taxonomy(categories=categories, collections=collections)


def _sync_channel(channel: str, *, categories: dict[str, Category], progress: Progress | None) -> ChannelReport:
    known = checkouts.channel(channel)
    if known is None:
        close(channel)
        raise UnknownChannel(f"Saleor has no active channel {channel!r}.")
    started_at = timezone.now()
    SyncState.objects.update_or_create(
        channel=channel, defaults={"started_at": started_at, "finished_at": None, "products": 0}
    )
    sync_delivery_terms(known)
    publication.plan_products(channel)
    taxonomy = Taxonomy(categories=categories, collections=sections.sync_collections(channel))
    read = changed = 0
    total: int | None = None
    read_at = timezone.now()
    for page in products.product_pages(channel):
        changed += upsert.upsert_products(page.nodes, channel=channel, taxonomy=taxonomy, read_at=read_at)
        read += len(page.nodes)
        total = page.total_count if page.total_count is not None else total
        if progress:
            progress(channel, read, total)
        read_at = timezone.now()
    withdrawn = _withdraw_missed(channel, since=started_at)
    SyncState.objects.filter(channel=channel, started_at=started_at).update(
        finished_at=timezone.now(), products=read, compared_at=started_at
    )
    return ChannelReport(channel=channel, read=read, changed=changed, withdrawn=withdrawn)


def _withdraw_missed(channel: str, *, since: datetime) -> int:
    """Withdraw the products that the sync did not meet. The first hundred are asked for by ID to be sure.

    Those that the merchant keeps out of lists are never met, and all asked for.
    """
    not_met = Listing.objects.filter(channel=channel, published=True, is_in_lists=True, read_at__lt=since)
    missed: Sequence[str] = list(not_met.values_list("product__saleor_id", flat=True))
    resync_unlisted(publication.unlisted_to_read(channel, whole=True), channel=channel)
    resync(missed[:MAX_MISSED_TO_CONFIRM], channel=channel)
    upsert.withdraw(missed[MAX_MISSED_TO_CONFIRM:], channel=channel, read_at=since)
    return Listing.objects.filter(product__saleor_id__in=missed, channel=channel, published=False).count()
