"""Write pages of products: one transaction and a fixed number of statements a page, however many products it holds.

Two processes may write at the same time, a sync and a refresh say, and their answers may arrive in any order. What a
product says follows Saleor's `updatedAt` and, where that is equal (a renamed attribute does not change it), the time
at which Saleor was asked. Prices, stock, publication and membership in collections follow the time of asking alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import uuid4

from django.db import transaction

from storefront.catalog import search
from storefront.catalog.models import (
    AttributeValue,
    Category,
    Collection,
    FormerSlug,
    Listing,
    Media,
    Product,
    ScheduledChange,
)
from storefront.catalog.price_history.recording import end_prices
from storefront.catalog.sync import mapping
from storefront.catalog.sync.mapping import PRODUCT_FIELDS, MappedProduct
from storefront.catalog.sync.scheduled_changes import time_to_look
from storefront.catalog.sync.upsert_offers import upsert_listings, upsert_offers, upsert_variants
from storefront.core import registry
from storefront.page_cache import invalidate
from storefront.saleor import types

Owned = TypeVar("Owned", AttributeValue, Media)

RESTORED_AFTER = timedelta(minutes=10)
"""An `updatedAt` that is still older than ours after this time is no late answer: Saleor was restored from a backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """The categories, and primary keys of the collections, that products of one channel may be in, by Saleor ID."""

    categories: Mapping[str, Category]
    collections: Mapping[str, int]


def upsert_products(
    answers: Iterable[types.Product],
    *,
    channel: str,
    taxonomy: Taxonomy,
    read_at: datetime,
    is_in_lists: bool = True,
) -> int:
    """Write what `channel` says of these products, asked for at `read_at`. Returns how many of them changed.

    With `is_in_lists` false the merchant keeps them out of lists: they have a page, and are in no list.

    The cache tags of the products whose pages look different now are invalidated.
    """
    by_id = {answer.id: answer for answer in answers}
    mapped = {
        saleor_id: mapping.map_product(
            answer, category=taxonomy.categories.get(answer.category.id) if answer.category else None
        )
        for saleor_id, answer in by_id.items()
    }
    with transaction.atomic():
        known = {
            row.saleor_id: row
            for row in Product.objects.select_for_update()
            .only("saleor_id", "slug", "digest", "saleor_updated_at", "read_at")
            .filter(saleor_id__in=by_id)
            .order_by("pk")
        }
        current = {
            saleor_id: product
            for saleor_id, product in mapped.items()
            if not _is_outdated(product, known.get(saleor_id), read_at=read_at)
        }
        changed = [product for saleor_id, product in current.items() if _has_changed(product, known.get(saleor_id))]
        _write_products(changed, known=known, read_at=read_at)
        pks = {row.saleor_id: row.pk for row in known.values()} | {
            product.row.saleor_id: product.row.pk for product in changed
        }
        changed_pks = {product.row.pk for product in changed}
        current_pks = {pks[saleor_id] for saleor_id in current}
        Product.objects.filter(pk__in=current_pks - changed_pks).update(read_at=read_at)
        listings = {row.product_id: row for row in Listing.objects.filter(channel=channel, product__in=pks.values())}
        latest = {
            pks[saleor_id]: answer
            for saleor_id, answer in by_id.items()
            if pks[saleor_id] not in listings or listings[pks[saleor_id]].read_at <= read_at
        }
        by_pk = {pks[saleor_id]: answer for saleor_id, answer in by_id.items()}
        variants, renamed = upsert_variants(by_pk, current=current_pks)
        _invalidate(
            changed_pks
            | renamed
            | _write_memberships(latest, taxonomy)
            | upsert_offers(by_pk, channel=channel, variants=variants, read_at=read_at)
            | upsert_listings(latest, channel=channel, stored=listings, read_at=read_at, is_in_lists=is_in_lists)
        )
        ScheduledChange.objects.plan(_next_dates(by_id.values(), asked_at=read_at))
    return len(changed)


def _next_dates(answers: Iterable[types.Product], *, asked_at: datetime) -> dict[str, datetime]:
    """The next date at which each product starts to be sold, or a variant is no preorder any more, by Saleor ID."""
    dates = {}
    for answer in answers:
        nodes = answer.product_variants.nodes if answer.product_variants else ()
        start = None if answer.is_available_for_purchase else answer.available_for_purchase_at
        ends = (node.preorder.end_date for node in nodes if node.preorder)
        ahead = [time for date in (start, *ends) if (time := time_to_look(date, asked_at=asked_at))]
        if ahead:
            dates[answer.id] = min(ahead)
    return dates


def withdraw(saleor_ids: Sequence[str], *, channel: str, read_at: datetime) -> int:
    """Withdraw products that the channel, asked at `read_at`, did not list. Returns how many it had listed."""
    with transaction.atomic():
        shown = Listing.objects.filter(
            product__saleor_id__in=saleor_ids, channel=channel, published=True, read_at__lte=read_at
        )
        products = set(shown.values_list("product_id", flat=True))
        _invalidate(products)
        end_prices(products, channel=channel, at=read_at)
        return shown.update(published=False, in_stock=False, read_at=read_at)


def free_slugs(model: type[Product] | type[Category] | type[Collection], wanted: Mapping[str, str]) -> None:
    """Give rows that hold one of the `wanted` slugs (by Saleor ID) another slug, so that the right rows can take it.

    Two products may have swapped slugs between two pages. The other one gets its right slug with its own page.
    """
    holders = [
        row
        for row in model._default_manager.only("saleor_id", "slug").filter(slug__in=set(wanted.values()))
        if wanted.get(row.saleor_id) != row.slug
    ]
    for row in holders:
        row.slug = f"{row.slug[:240]}--{uuid4().hex[:8]}"
    if holders:
        model._default_manager.bulk_update(holders, ["slug"])  # type: ignore[arg-type]


def _invalidate(products: set[int]) -> None:
    """Invalidate every product list and the pages that show one of these products."""
    if products:
        invalidate("catalog", *(f"product:{pk}" for pk in sorted(products)))


def _is_outdated(product: MappedProduct, row: Product | None, *, read_at: datetime) -> bool:
    """Whether the row is newer than this answer, which was asked for at `read_at`."""
    if row is None:
        return False
    if product.answer.updated_at < row.saleor_updated_at:
        return row.read_at is None or read_at - row.read_at < RESTORED_AFTER
    return product.answer.updated_at == row.saleor_updated_at and row.read_at is not None and read_at < row.read_at


def _has_changed(product: MappedProduct, row: Product | None) -> bool:
    return row is None or row.digest != product.row.digest or row.slug != product.row.slug


def _write_products(products: Sequence[MappedProduct], *, known: Mapping[str, Product], read_at: datetime) -> None:
    """Write the rows, former slugs, attribute values, pictures and search entries of products that changed."""
    if not products:
        return
    rows = [product.row for product in products]
    for row in rows:
        row.read_at = read_at
    free_slugs(Product, {row.saleor_id: row.slug for row in rows})
    Product.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["saleor_id"],
        update_fields=[*PRODUCT_FIELDS, "read_at", "synced_at"],
    )
    former = {
        known[row.saleor_id].slug: FormerSlug(slug=known[row.saleor_id].slug, product=row)
        for row in rows
        if row.saleor_id in known and known[row.saleor_id].slug != row.slug
    }
    FormerSlug.objects.bulk_create(
        former.values(), update_conflicts=True, unique_fields=["slug"], update_fields=["product"]
    )
    AttributeValue.objects.filter(product__in=rows).delete()
    AttributeValue.objects.bulk_create(_with_owner((product.row, product.values) for product in products))
    Media.objects.filter(product__in=rows).delete()
    Media.objects.bulk_create(_with_owner((product.row, product.media) for product in products))
    search.index_products(rows)
    for handle_change in registry.product_change_handlers:
        handle_change([row.pk for row in rows])


def _with_owner(groups: Iterable[tuple[Product, Sequence[Owned]]]) -> list[Owned]:
    owned = []
    for product, rows in groups:
        for row in rows:
            row.product = product
            owned.append(row)
    return owned


def _write_memberships(answers: Mapping[int, types.Product], taxonomy: Taxonomy) -> set[int]:
    """Write which of this channel's collections hold these products; other channels' collections are not touched.

    Returns the products whose collections changed.
    """
    through = Product.collections.through
    wanted = {
        (pk, taxonomy.collections[ref.id])
        for pk, answer in answers.items()
        for ref in answer.collections or ()
        if ref.id in taxonomy.collections
    }
    stored = {
        (row.product_id, row.collection_id): row.pk
        for row in through.objects.filter(product_id__in=answers, collection_id__in=taxonomy.collections.values())
    }
    gone = [pk for pair, pk in stored.items() if pair not in wanted]
    if gone:
        through.objects.filter(pk__in=gone).delete()
    missing = [through(product_id=product, collection_id=collection) for product, collection in wanted - stored.keys()]
    through.objects.bulk_create(missing, ignore_conflicts=True)
    return {product for product, _ in wanted ^ stored.keys()}
