"""Finding what no event told us: a cheap look at every product that a channel lists, against our rows.

What differs, is missing here or is gone there is read anew. Names of attributes are not compared: the full sync does.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from storefront.catalog import sync
from storefront.catalog.models import Listing, Offer, Product, SyncState
from storefront.catalog.translations import stored_translations
from storefront.core.metrics import RECONCILE_FINDS
from storefront.saleor import checkouts, products
from storefront.saleor.types import ProductGlance

EVERY = timedelta(minutes=10)
_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileResult:
    """What reconciling one channel came to, in products; `collections` in collections."""

    channel: str
    seen: int
    different: int
    missing: int
    gone: int
    collections: int

    @property
    def mended(self) -> int:
        """How many rows that were not as Saleor's."""
        return self.different + self.missing + self.gone + self.collections


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What reconciling came to; `categories` that were not as Saleor's."""

    categories: int
    channels: tuple[ReconcileResult, ...]


@dataclass(frozen=True, slots=True)
class _Offered:
    """A variant for sale, as either side knows it."""

    variant: str
    updated_at: datetime
    price: Decimal
    undiscounted: Decimal | None
    left: int | None
    translations: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """A product in a channel, as either side knows it."""

    updated_at: datetime
    purchasable: bool
    category: str | None
    collections: frozenset[str]
    offers: frozenset[_Offered]
    translations: str


def due() -> tuple[str, ...]:
    """The channels that were last compared longer than ten minutes ago, or never."""
    fresh = set(SyncState.objects.filter(compared_at__gt=timezone.now() - EVERY).values_list("channel", flat=True))
    return tuple(channel for channel in sync.configured_channels() if channel not in fresh)


def reconcile(channels: Sequence[str] = (), *, renew: Callable[[], None] = lambda: None) -> Report:
    """Compare these channels (every market's by default) and mend what differs; `renew` is called now and then.

    Raises SaleorError, and UnknownChannel once all other channels are done.
    """
    before = sync.categories_as_shown()
    sync.sync_categories()
    categories = _count(before, sync.categories_as_shown())
    RECONCILE_FINDS.labels("category").inc(categories)
    finds, unknown = [], None
    for channel in channels or sync.configured_channels():
        try:
            finds.append(reconcile_channel(channel, renew=renew))
        except sync.UnknownChannel as error:
            unknown = error
    if unknown:
        raise unknown
    return Report(categories=categories, channels=tuple(finds))


def reconcile_channel(channel: str, *, renew: Callable[[], None] = lambda: None) -> ReconcileResult:
    """Compare one channel and mend what differs. Raises UnknownChannel, SaleorError."""
    if checkouts.channel(channel) is None:
        raise sync.UnknownChannel(f"Saleor has no active channel {channel!r}.")
    started_at = timezone.now()
    before = sync.collections_as_shown(channel)
    known = sync.sync_collections(channel).keys()
    collections = _count(before, sync.collections_as_shown(channel))
    ours = _ours(channel)
    theirs: dict[str, _Shown] = {}
    for glance in products.glances(channel):
        theirs[glance.id] = _theirs(glance, known=frozenset(known))
        if len(theirs) % products.GLANCES == 0:
            renew()
    different = [saleor_id for saleor_id, shown in theirs.items() if ours.get(saleor_id, shown) != shown]
    missing, gone = sorted(theirs.keys() - ours.keys()), sorted(ours.keys() - theirs.keys())
    found = [*different, *missing, *gone]
    for start in range(0, len(found), _BATCH):
        sync.resync(found[start : start + _BATCH], channel=channel)
        renew()
    finds = ReconcileResult(
        channel=channel,
        seen=len(theirs),
        different=len(different),
        missing=len(missing),
        gone=len(gone),
        collections=collections,
    )
    for kind in ("different", "missing", "gone"):
        RECONCILE_FINDS.labels(kind).inc(getattr(finds, kind))
    RECONCILE_FINDS.labels("collection").inc(collections)
    SyncState.objects.update_or_create(
        channel=channel,
        defaults={"compared_at": started_at, "mended": finds.mended},
        create_defaults={"started_at": started_at, "compared_at": started_at, "mended": finds.mended},
    )
    return finds


def _count(before: set[tuple[object, ...]], after: set[tuple[object, ...]]) -> int:
    return len({entry[0] for entry in before ^ after})


def _theirs(glance: ProductGlance, *, known: frozenset[str]) -> _Shown:
    offers = frozenset(
        _Offered(
            variant.id,
            variant.updated_at,
            variant.pricing.price.gross.amount,
            variant.pricing.price_undiscounted.gross.amount if variant.pricing.price_undiscounted else None,
            None if variant.quantity_available is None else max(variant.quantity_available, 0),
            _written(stored_translations(variant.translations)),
        )
        for variant in (glance.product_variants.nodes if glance.product_variants else ())
        if variant.pricing and variant.pricing.price
    )
    return _Shown(
        glance.updated_at,
        bool(glance.is_available_for_purchase) and bool(offers),
        glance.category.id if glance.category else None,
        frozenset(each.id for each in glance.collections or ()) & known,
        offers,
        _written(stored_translations(glance.translations)),
    )


def _ours(channel: str) -> dict[str, _Shown]:
    """Every product that our rows list in this channel, by Saleor id: three statements."""
    offers: defaultdict[int, set[_Offered]] = defaultdict(set)
    priced = Offer.objects.filter(channel=channel, price__isnull=False)
    for offer in priced.select_related("variant"):
        of = offer.variant
        if offer.price is not None:
            offers[of.product_id].add(
                _Offered(
                    of.saleor_id,
                    of.saleor_updated_at,
                    offer.price,
                    offer.undiscounted,
                    offer.left,
                    _written(of.translations),
                )
            )
    collections: defaultdict[int, set[str]] = defaultdict(set)
    listed = Q(collection__listings__channel=channel, collection__listings__published=True)
    through = Product.collections.through.objects.filter(listed)
    for product, collection in through.values_list("product_id", "collection__saleor_id"):
        collections[product].add(collection)
    listings = Listing.objects.filter(channel=channel, published=True).values_list(
        "product_id",
        "product__saleor_id",
        "product__saleor_updated_at",
        "purchasable",
        "product__category__saleor_id",
        "product__translations",
    )
    return {
        saleor_id: _Shown(
            updated_at,
            purchasable,
            category,
            frozenset(collections[product]),
            frozenset(offers[product]),
            _written(translations),
        )
        for product, saleor_id, updated_at, purchasable, category, translations in listings
    }


def _written(translations: Mapping[str, object]) -> str:
    return json.dumps(translations, sort_keys=True)
