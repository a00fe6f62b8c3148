"""Writing pages of products: one transaction and a fixed number of statements a page, however many products it holds.

Two may write at once (a sync and a webhook's re-read). What a product says follows Saleor's own `updatedAt` and, where
that is equal (a renamed attribute does not touch it), the moment at which Saleor was asked; prices, stock, publication
and places in collections follow that moment alone.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import uuid4

from django.db import transaction
from django.db.models import Model

from storefront.catalog import mapping, search
from storefront.catalog.mapping import PRODUCT_FIELDS, MappedProduct
from storefront.catalog.models import (
    AttributeValue,
    Category,
    Collection,
    FormerSlug,
    Listing,
    Media,
    Offer,
    Product,
    Variant,
)
from storefront.catalog.translations import stored_translations
from storefront.core import registry
from storefront.page_cache import invalidate
from storefront.saleor import types

Owned = TypeVar("Owned", AttributeValue, Media)
# An `updatedAt` that is still behind our row's after so long is no late answer: Saleor was put back from a backup.
TURNED_BACK_AFTER = timedelta(minutes=10)
_VARIANT_FIELDS = ("sku", "name", "translations", "position", "attributes", "labels", "saleor_updated_at")
_OFFER_FIELDS = ("currency", "price", "undiscounted", "left", "read_at")
_LISTING_FIELDS = (
    "currency",
    "published",
    "purchasable",
    "price",
    "price_max",
    "undiscounted",
    "in_stock",
    "left",
    "only_variant",
    "read_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """Where products of one channel may stand: its categories and collections by Saleor id."""

    categories: Mapping[str, Category]
    collections: Mapping[str, int]


def store_products(answers: Iterable[types.Product], *, channel: str, places: Taxonomy, read_at: datetime) -> int:
    """Write what `channel` says of these products, asked for at `read_at`; how many of them said anything new."""
    by_id = {answer.id: answer for answer in answers}
    reads = {
        saleor_id: mapping.map_product(
            answer, category=places.categories.get(answer.category.id) if answer.category else None
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
        timely = {
            saleor_id: read
            for saleor_id, read in reads.items()
            if not _is_older(read, known.get(saleor_id), read_at=read_at)
        }
        new = [read for saleor_id, read in timely.items() if _says_something_new(read, known.get(saleor_id))]
        _write_products(new, known=known, read_at=read_at)
        pks = {row.saleor_id: row.pk for row in known.values()} | {read.row.saleor_id: read.row.pk for read in new}
        shown_otherwise = {read.row.pk for read in new}
        unchanged = {pks[saleor_id] for saleor_id in timely} - shown_otherwise
        Product.objects.filter(pk__in=unchanged).update(read_at=read_at)
        listings = {row.product_id: row for row in Listing.objects.filter(channel=channel, product__in=pks.values())}
        latest = {
            pks[saleor_id]: answer
            for saleor_id, answer in by_id.items()
            if pks[saleor_id] not in listings or listings[pks[saleor_id]].read_at <= read_at
        }
        shown_otherwise |= _write_memberships(latest, places)
        variants, renamed = _write_variants(
            {pks[saleor_id]: answer for saleor_id, answer in by_id.items()},
            timely={pks[saleor_id] for saleor_id in timely},
        )
        shown_otherwise |= renamed
        shown_otherwise |= _write_offers(by_id.values(), channel=channel, variants=variants, pks=pks, read_at=read_at)
        shown_otherwise |= _write_listings(latest, channel=channel, stored=listings, read_at=read_at)
        _forget_pages(shown_otherwise)
    return len(new)


def withdraw(saleor_ids: Sequence[str], *, channel: str, read_at: datetime) -> int:
    """Take products out of a channel that, asked at `read_at`, did not show them; how many that changed."""
    with transaction.atomic():
        shown = Listing.objects.filter(
            product__saleor_id__in=saleor_ids, channel=channel, published=True, read_at__lte=read_at
        )
        _forget_pages(set(shown.values_list("product_id", flat=True)))
        return shown.update(published=False, in_stock=False, read_at=read_at)


def _forget_pages(products: set[int]) -> None:
    """Pages that show any of these products, and every list of products, are to be made anew."""
    if products:
        invalidate("catalog", *(f"product:{pk}" for pk in sorted(products)))


def free_slugs(model: type[Product] | type[Category] | type[Collection], wanted: Mapping[str, str]) -> None:
    """Before rows take the slugs `wanted` (by Saleor id): move whoever still holds one of them to a slug of its own.

    In Saleor two products can have swapped slugs between two pages; the other gets its right slug with its own page.
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


def _is_older(read: MappedProduct, row: Product | None, *, read_at: datetime) -> bool:
    """Whether what the row says is newer than this answer, asked for at `read_at`."""
    if row is None:
        return False
    if read.answer.updated_at < row.saleor_updated_at:
        return row.read_at is None or read_at - row.read_at < TURNED_BACK_AFTER
    return read.answer.updated_at == row.saleor_updated_at and row.read_at is not None and read_at < row.read_at


def _says_something_new(read: MappedProduct, row: Product | None) -> bool:
    return row is None or row.digest != read.row.digest or row.slug != read.row.slug


def _write_products(reads: Sequence[MappedProduct], *, known: Mapping[str, Product], read_at: datetime) -> None:
    """Rows, former slugs, attribute rows, pictures and the search index of products that changed."""
    if not reads:
        return
    rows = [read.row for read in reads]
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
    AttributeValue.objects.bulk_create(_owned((read.row, read.values) for read in reads))
    Media.objects.filter(product__in=rows).delete()
    Media.objects.bulk_create(_owned((read.row, read.media) for read in reads))
    search.index_products(rows)
    for handle_change in registry.product_change_handlers:
        handle_change([row.pk for row in rows])


def _owned(groups: Iterable[tuple[Product, Sequence[Owned]]]) -> list[Owned]:
    owned = []
    for product, rows in groups:
        for row in rows:
            row.product = product
            owned.append(row)
    return owned


def _write_memberships(answers: Mapping[int, types.Product], places: Taxonomy) -> set[int]:
    """Which of this channel's collections hold these products; other channels' collections are left alone.

    The products for which that is new."""
    through = Product.collections.through
    wanted = {
        (pk, places.collections[ref.id])
        for pk, answer in answers.items()
        for ref in answer.collections or ()
        if ref.id in places.collections
    }
    stored = {
        (row.product_id, row.collection_id): row.pk
        for row in through.objects.filter(product_id__in=answers, collection_id__in=places.collections.values())
    }
    gone = [pk for pair, pk in stored.items() if pair not in wanted]
    if gone:
        through.objects.filter(pk__in=gone).delete()
    missing = [through(product_id=product, collection_id=shelf) for product, shelf in wanted - stored.keys()]
    through.objects.bulk_create(missing, ignore_conflicts=True)
    return {product for product, _ in wanted ^ stored.keys()}


def _write_variants(answers: Mapping[int, types.Product], *, timely: Container[int]) -> tuple[dict[str, int], set[int]]:
    """Upsert the variants that changed; `timely` products' answers are the newest.

    Every variant's key by Saleor id, and the products whose variants are called otherwise now.
    """
    stored = {row.saleor_id: row for row in Variant.objects.filter(product_id__in=answers)}
    changed = []
    for product_pk, answer in answers.items():
        for position, variant in enumerate(answer.product_variants.nodes if answer.product_variants else ()):
            row = _variant(variant, product_pk=product_pk, position=position)
            before = stored.get(row.saleor_id)
            newer = before is None or row.saleor_updated_at > before.saleor_updated_at
            if newer or (product_pk in timely and _differ(row, before, *_VARIANT_FIELDS)):
                changed.append(row)
    Variant.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["saleor_id"],
        update_fields=["product", *_VARIANT_FIELDS],
    )
    renamed = {row.product_id for row in changed if _differ(row, stored.get(row.saleor_id), "name", "translations")}
    return {row.saleor_id: row.pk for row in (*stored.values(), *changed)}, renamed


def _variant(answer: types.Variant, *, product_pk: int, position: int) -> Variant:
    attributes = mapping.map_attributes(answer.assigned_attributes)
    return Variant(
        product_id=product_pk,
        saleor_id=answer.id,
        sku=(answer.sku or "")[:255],
        # Saleor names an unnamed variant by its id, which means nothing to anyone.
        name="" if answer.name == answer.id else answer.name[:255],
        translations=stored_translations(answer.translations),
        position=position,
        attributes=attributes.values,
        labels=attributes.labels,
        saleor_updated_at=answer.updated_at,
    )


def _write_offers(
    answers: Iterable[types.Product],
    *,
    channel: str,
    variants: Mapping[str, int],
    pks: Mapping[str, int],
    read_at: datetime,
) -> set[int]:
    """Upsert what each variant costs and how many are left; the products of which that shows something else now."""
    offers = Offer.objects.filter(channel=channel, variant__product_id__in=pks.values()).select_related("variant")
    stored = {row.variant_id: row for row in offers}
    seen = {
        variants[variant.id]: variant
        for answer in answers
        for variant in (answer.product_variants.nodes if answer.product_variants else ())
    }
    latest = [
        _offer(variant, variant_pk=pk, channel=channel, read_at=read_at)
        for pk, variant in seen.items()
        if pk not in stored or stored[pk].read_at <= read_at
    ]
    Offer.objects.bulk_create(
        latest,
        update_conflicts=True,
        unique_fields=["variant", "channel"],
        update_fields=list(_OFFER_FIELDS),
    )
    gone = [row for pk, row in stored.items() if pk not in seen and row.read_at <= read_at]
    if gone:
        Offer.objects.filter(pk__in=[row.pk for row in gone]).update(
            price=None, undiscounted=None, left=0, read_at=read_at
        )
    product_of = {
        variants[variant.id]: pks[answer.id]
        for answer in answers
        for variant in (answer.product_variants.nodes if answer.product_variants else ())
    }
    shown_otherwise = {
        product_of[offer.variant_id]
        for offer in latest
        if _differ(offer, stored.get(offer.variant_id), "currency", "price", "undiscounted", "left")
    }
    return shown_otherwise | {row.variant.product_id for row in gone if row.price is not None}


def _differ(row: Model, before: Model | None, *fields: str) -> bool:
    return before is None or any(getattr(row, field) != getattr(before, field) for field in fields)


def _offer(answer: types.Variant, *, variant_pk: int, channel: str, read_at: datetime) -> Offer:
    price = answer.pricing.price.gross if answer.pricing and answer.pricing.price else None
    before = answer.pricing.price_undiscounted if answer.pricing else None
    left = answer.quantity_available
    return Offer(
        variant_id=variant_pk,
        channel=channel,
        currency=price.currency if price else "",
        price=price.amount if price else None,
        undiscounted=before.gross.amount if price and before else None,
        left=None if left is None else max(left, 0),
        read_at=read_at,
    )


def _write_listings(
    answers: Mapping[int, types.Product], *, channel: str, stored: Mapping[int, Listing], read_at: datetime
) -> set[int]:
    """Upsert whether each product is shown; the products of which the listing says something else now."""
    rows = [_listing(answer, product_pk=pk, channel=channel, read_at=read_at) for pk, answer in answers.items()]
    Listing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["product", "channel"],
        update_fields=list(_LISTING_FIELDS),
    )
    return {row.product_id for row in rows if _differ(row, stored.get(row.product_id), "published", "purchasable")}


def _listing(answer: types.Product, *, product_pk: int, channel: str, read_at: datetime) -> Listing:
    nodes = answer.product_variants.nodes if answer.product_variants else ()
    offers = [
        (variant.id, offer)
        for variant in nodes
        if (offer := _offer(variant, variant_pk=0, channel=channel, read_at=read_at)).price is not None
    ]
    # The cheapest that can be bought speaks for the product; with none left, the cheapest at all.
    buyable = [offer for _, offer in offers if offer.in_stock] or [offer for _, offer in offers]
    cheapest = min(buyable, key=lambda offer: offer.price or Decimal(0), default=None)
    stocks = [offer.left for _, offer in offers]
    return Listing(
        product_id=product_pk,
        channel=channel,
        currency=cheapest.currency if cheapest else "",
        published=True,
        purchasable=bool(answer.is_available_for_purchase) and cheapest is not None,
        price=cheapest.price if cheapest else None,
        price_max=max((offer.price for _, offer in offers if offer.price is not None), default=None),
        undiscounted=cheapest.undiscounted if cheapest else None,
        in_stock=any(offer.in_stock for _, offer in offers),
        left=None if None in stocks else sum(stock for stock in stocks if stock is not None),
        only_variant=offers[0][0] if len(offers) == 1 else "",
        read_at=read_at,
    )
