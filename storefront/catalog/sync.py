"""The catalogue sync: Saleor's answers, page by page, into our rows.

It can stop anywhere and be run again; two can run at once. What a channel no longer shows is withdrawn there, never
deleted.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from storefront.catalog import rich_text, upsert
from storefront.catalog.models import Category, Collection, CollectionListing, Listing, Product, SyncState
from storefront.catalog.search import index_products
from storefront.catalog.translations import stored_translations
from storefront.catalog.upsert import Taxonomy
from storefront.core.markets import all_markets
from storefront.page_cache import invalidate, prune
from storefront.saleor import checkouts, errors, products, types

# How many products that a run did not meet are asked for by name: a page can shift under the reader's feet.
MISSED_TO_CONFIRM = 100

Progress = Callable[[str, int, int | None], None]
"""Called after each page with the channel, how many products are read, and how many there are if Saleor says."""


class UnknownChannel(Exception):
    """Saleor has no active channel of this slug: the MARKETS setting and Saleor disagree. Nothing was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReport:
    """What one finished run of one channel came to, in products."""

    channel: str
    read: int
    changed: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a whole sync came to."""

    categories: int
    channels: tuple[ChannelReport, ...]


def configured_channels() -> tuple[str, ...]:
    """The channels of all markets, each once."""
    return tuple(dict.fromkeys(market.channel for market in all_markets()))


def sync_catalog(channels: Iterable[str] | None = None, *, progress: Progress | None = None) -> SyncReport:
    """Read the whole catalogue of `channels` (all markets' by default) into our rows.

    Raises SaleorError when Saleor gives out half way, UnknownChannel for a channel that it does not have; what was
    written until then stays, and nothing is withdrawn.
    """
    prune()
    categories = sync_categories()
    reports = [
        _sync_channel(channel, categories=categories, progress=progress)
        for channel in channels or configured_channels()
    ]
    return SyncReport(categories=len(categories), channels=tuple(reports))


def sync_product(saleor_id: str) -> bool:
    """Re-read one product in every market's channel; whether any of them shows it."""
    return sum(resync([saleor_id], channel=channel) for channel in configured_channels()) > 0


def resync(saleor_ids: Sequence[str], *, channel: str) -> int:
    """Re-read these products as `channel` lists them, ten a query; how many it lists. The others are withdrawn there.

    A category or collection that we have not heard of yet is read first. Raises SaleorError.
    """
    listed = 0
    for start in range(0, len(saleor_ids), products.PAGE_SIZE):
        named = saleor_ids[start : start + products.PAGE_SIZE]
        read_at = timezone.now()
        answers = _ask_for(named, channel=channel)
        upsert.store_products(answers, channel=channel, places=_places_for(answers, channel), read_at=read_at)
        upsert.withdraw(sorted(set(named) - {answer.id for answer in answers}), channel=channel, read_at=read_at)
        listed += len(answers)
    return listed


def _ask_for(saleor_ids: Sequence[str], *, channel: str) -> tuple[types.Product, ...]:
    """An id that Saleor cannot read is nobody's, and keeps no other from being read."""
    try:
        return products.products_named(saleor_ids, channel=channel)
    except errors.BadRequest:
        if len(saleor_ids) == 1:
            return ()
        return tuple(answer for each in saleor_ids for answer in _ask_for([each], channel=channel))


def _places_for(answers: Iterable[types.Product], channel: str) -> Taxonomy:
    places = Taxonomy(categories=_known_categories(), collections=_known_collections(channel))
    if any(answer.category and answer.category.id not in places.categories for answer in answers):
        places = Taxonomy(categories=sync_categories(), collections=places.collections)
    if any(each.id not in places.collections for answer in answers for each in answer.collections or ()):
        places = Taxonomy(categories=places.categories, collections=sync_collections(channel))
    return places


def sync_categories() -> dict[str, Category]:
    """Read every category, wherever its parent comes; gone ones are withdrawn. Present ones by Saleor id."""
    answers = {answer.id: answer for answer in products.categories()}
    paths = {saleor_id: _path(saleor_id, answers) for saleor_id in answers}
    with transaction.atomic():
        before = categories_as_shown()
        upsert.free_slugs(Category, {answer.id: answer.slug for answer in answers.values()})
        rows = {
            answer.id: Category(
                saleor_id=answer.id,
                slug=answer.slug[:255],
                name=answer.name[:255],
                description_html=rich_text.to_html(answer.description),
                seo_title=(answer.seo_title or "")[:255],
                seo_description=(answer.seo_description or "")[:500],
                translations=stored_translations(answer.translations),
                path=paths[answer.id][:2000],
                position=position,
                withdrawn=False,
            )
            for position, answer in enumerate(answers.values())
        }
        Category.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["saleor_id"],
            update_fields=[
                "slug",
                "name",
                "description_html",
                "seo_title",
                "seo_description",
                "translations",
                "path",
                "position",
                "withdrawn",
            ],
        )
        for saleor_id, row in rows.items():
            parent = answers[saleor_id].parent
            row.parent = rows.get(parent.id) if parent else None
        Category.objects.bulk_update(rows.values(), ["parent"], batch_size=200)
        Category.objects.exclude(saleor_id__in=rows).update(withdrawn=True)
        if changed := {shown[0] for shown in categories_as_shown() ^ before}:
            invalidate("sections")
            index_products(list(Product.objects.with_category().filter(category__saleor_id__in=changed)))
    return rows


def categories_as_shown() -> set[tuple[object, ...]]:
    """What pages may show of each category, its Saleor id first."""
    said = ("saleor_id", "slug", "name", "description_html", "seo_description", "path", "position", "withdrawn")
    return {
        (*row, json.dumps(translations, sort_keys=True))
        for *row, translations in Category.objects.values_list(*said, "translations")
    }


def collections_as_shown(channel: str) -> set[tuple[object, ...]]:
    """What pages of this channel may show of each collection, its Saleor id first."""
    shown = Collection.objects.filter(listings__channel=channel, listings__published=True)
    said = ("saleor_id", "slug", "name", "description_html", "seo_description")
    return {
        (*row, json.dumps(translations, sort_keys=True))
        for *row, translations in shown.values_list(*said, "translations")
    }


def _path(saleor_id: str, answers: dict[str, types.Category]) -> str:
    """The slugs from the root to this category; a loop, which a change under our reading can leave, ends the climb."""
    slugs: list[str] = []
    climbed: set[str] = set()
    current = answers.get(saleor_id)
    while current is not None and current.id not in climbed:
        climbed.add(current.id)
        slugs.append(current.slug)
        current = answers.get(current.parent.id) if current.parent else None
    return "/".join(reversed(slugs))


def sync_collections(channel: str) -> dict[str, int]:
    """Read the collections that `channel` shows; those it no longer shows are withdrawn there. Keys by Saleor id."""
    answers = {answer.id: answer for answer in products.collections(channel)}
    with transaction.atomic():
        before = collections_as_shown(channel)
        upsert.free_slugs(Collection, {answer.id: answer.slug for answer in answers.values()})
        rows = [
            Collection(
                saleor_id=answer.id,
                slug=answer.slug[:255],
                name=answer.name[:255],
                description_html=rich_text.to_html(answer.description),
                seo_title=(answer.seo_title or "")[:255],
                seo_description=(answer.seo_description or "")[:500],
                translations=stored_translations(answer.translations),
            )
            for answer in answers.values()
        ]
        Collection.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["saleor_id"],
            update_fields=["slug", "name", "description_html", "seo_title", "seo_description", "translations"],
        )
        CollectionListing.objects.bulk_create(
            [CollectionListing(collection=row, channel=channel, published=True) for row in rows],
            update_conflicts=True,
            unique_fields=["collection", "channel"],
            update_fields=["published"],
        )
        CollectionListing.objects.filter(channel=channel).exclude(collection__in=rows).update(published=False)
        if collections_as_shown(channel) != before:
            invalidate("sections")
    return {row.saleor_id: row.pk for row in rows}


def _sync_channel(channel: str, *, categories: dict[str, Category], progress: Progress | None) -> ChannelReport:
    if checkouts.channel(channel) is None:
        raise UnknownChannel(f"Saleor has no active channel {channel!r}.")
    started_at = timezone.now()
    SyncState.objects.update_or_create(
        channel=channel, defaults={"started_at": started_at, "finished_at": None, "products": 0}
    )
    places = Taxonomy(categories=categories, collections=sync_collections(channel))
    read = changed = 0
    total: int | None = None
    read_at = timezone.now()
    for page in products.product_pages(channel):
        changed += upsert.store_products(page.nodes, channel=channel, places=places, read_at=read_at)
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
    """Withdraw what a whole run did not meet, asking once more for each of them while they are few."""
    missed: Sequence[str] = list(
        Listing.objects.filter(channel=channel, published=True, read_at__lt=since).values_list(
            "product__saleor_id", flat=True
        )
    )
    resync(missed[:MISSED_TO_CONFIRM], channel=channel)
    upsert.withdraw(missed[MISSED_TO_CONFIRM:], channel=channel, read_at=since)
    return Listing.objects.filter(product__saleor_id__in=missed, channel=channel, published=False).count()


def _known_categories() -> dict[str, Category]:
    return {category.saleor_id: category for category in Category.objects.present()}


def _known_collections(channel: str) -> dict[str, int]:
    return dict(
        Collection.objects.filter(listings__channel=channel, listings__published=True).values_list("saleor_id", "pk")
    )
