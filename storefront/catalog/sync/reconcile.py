"""Find what no webhook told us: compare a summary of every product that a channel lists with our rows.

Products that differ, are missing here or are gone in Saleor are re-read. Products kept out of lists are in no summary:
those whose `updatedAt` differs are re-read, and a few others each time. Names of attributes are not compared; only a
full sync finds a renamed one.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from storefront.catalog.models import Listing, Offer, Product, SyncState, TaxDisplay
from storefront.catalog.sync import full_sync, publication, sections
from storefront.catalog.sync.delivery_terms import close, sync_delivery_terms
from storefront.catalog.sync.sections import ShownSections
from storefront.catalog.sync.shown_prices import shown_price, tax_display
from storefront.catalog.sync.upsert_offers import known_quantity
from storefront.catalog.translations import stored_translations
from storefront.core.markets import countries_of
from storefront.core.metrics import RECONCILE_REPAIRS
from storefront.saleor import checkouts, products
from storefront.saleor.types import ProductSummary, VariantPricing

INTERVAL = timedelta(minutes=10)
AT_START = timedelta(seconds=30)
"""When the shop starts, what was compared longer ago than this is compared: webhooks may have been missed since."""
_BATCH_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileResult:
    """The numbers of products that reconciling one channel compared and repaired, and of collections it repaired."""

    channel: str
    seen: int
    different: int
    missing: int
    gone: int
    collections: int

    @property
    def repaired(self) -> int:
        """How many rows differed from Saleor."""
        return self.different + self.missing + self.gone + self.collections


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileReport:
    """The result of reconciling: the number of categories that differed, and each channel's result."""

    categories: int
    channels: tuple[ReconcileResult, ...]


@dataclass(frozen=True, slots=True)
class _OfferSummary:
    """What is compared of a variant for sale; `lefts` are in the order of the channel's countries."""

    variant: str
    updated_at: datetime
    price: Decimal
    undiscounted: Decimal | None
    lefts: tuple[int | None, ...]
    translations: str


@dataclass(frozen=True, slots=True)
class _Summary:
    """What is compared of a product in a channel."""

    updated_at: datetime
    purchasable: bool
    tax: str
    category: str | None
    collections: frozenset[str]
    offers: frozenset[_OfferSummary]
    translations: str


def due_channels(interval: timedelta = INTERVAL) -> tuple[str, ...]:
    """The channels that were not compared within the last ten minutes, or another time."""
    recent = set(SyncState.objects.filter(compared_at__gt=timezone.now() - interval).values_list("channel", flat=True))
    return tuple(channel for channel in full_sync.configured_channels() if channel not in recent)


def reconcile(channels: Sequence[str] = (), *, renew: Callable[[], None] = lambda: None) -> ReconcileReport:
    """Compare these channels (by default, of all markets) with Saleor and repair what differs.

    `renew` is called after each page, to hold a lock. Raises SaleorError, and UnknownChannel after all other channels.
    """
    before = sections.categories_as_shown()
    sections.sync_categories()
    categories = _count_changed(before, sections.categories_as_shown())
    RECONCILE_REPAIRS.labels("category").inc(categories)
    results, unknown = [], None
    for channel in channels or full_sync.configured_channels():
        try:
            results.append(reconcile_channel(channel, renew=renew))
        except full_sync.UnknownChannel as error:
            unknown = error
    if unknown:
        raise unknown
    return ReconcileReport(categories=categories, channels=tuple(results))


def reconcile_channel(channel: str, *, renew: Callable[[], None] = lambda: None) -> ReconcileResult:
    """Compare one channel with Saleor and repair what differs. Raises UnknownChannel and SaleorError."""
    known = checkouts.channel(channel)
    if known is None:
        close(channel)
        raise full_sync.UnknownChannel(f"Saleor has no active channel {channel!r}.")
    started_at = timezone.now()
    sync_delivery_terms(known)
    publication.plan_products(channel)
    before = sections.collections_as_shown(channel)
    known_collections = frozenset(sections.sync_collections(channel))
    collections = _count_changed(before, sections.collections_as_shown(channel))
    countries = countries_of(channel)
    ours = _our_summaries(channel, countries)
    theirs: dict[str, _Summary] = {}
    for answer in products.summaries(channel):
        theirs[answer.id] = _summary_of(answer, known_collections=known_collections, countries=countries)
        if len(theirs) % products.SUMMARIES_PAGE_SIZE == 0:
            renew()
    different = [saleor_id for saleor_id, summary in theirs.items() if ours.get(saleor_id, summary) != summary]
    missing, gone = sorted(theirs.keys() - ours.keys()), sorted(ours.keys() - theirs.keys())
    to_read = [*different, *missing, *gone, *publication.unlisted_to_read(channel, whole=False)]
    for start in range(0, len(to_read), _BATCH_SIZE):
        full_sync.resync(to_read[start : start + _BATCH_SIZE], channel=channel)
        renew()
    result = ReconcileResult(
        channel=channel,
        seen=len(theirs),
        different=len(different),
        missing=len(missing),
        gone=len(gone),
        collections=collections,
    )
    _record(result, started_at=started_at)
    return result


def _record(result: ReconcileResult, *, started_at: datetime) -> None:
    RECONCILE_REPAIRS.labels("different").inc(result.different)
    RECONCILE_REPAIRS.labels("missing").inc(result.missing)
    RECONCILE_REPAIRS.labels("gone").inc(result.gone)
    RECONCILE_REPAIRS.labels("collection").inc(result.collections)
    compared = {"compared_at": started_at, "repaired": result.repaired}
    SyncState.objects.update_or_create(
        channel=result.channel, defaults=compared, create_defaults={"started_at": started_at, **compared}
    )


def _count_changed(before: ShownSections, after: ShownSections) -> int:
    return len({entry[0] for entry in before ^ after})


def _summary_of(answer: ProductSummary, *, known_collections: frozenset[str], countries: Sequence[str]) -> _Summary:
    tax = tax_display(answer)
    offers = frozenset(
        _OfferSummary(
            variant.id,
            variant.updated_at,
            shown_price(variant.pricing.price, tax).amount,
            _undiscounted(variant.pricing, tax),
            tuple(known_quantity(variant.quantities.get(country)) for country in countries),
            _as_text(stored_translations(variant.translations)),
        )
        for variant in (answer.product_variants.nodes if answer.product_variants else ())
        if variant.pricing and variant.pricing.price
    )
    return _Summary(
        answer.updated_at,
        bool(answer.is_available_for_purchase) and bool(offers),
        tax,
        answer.category.id if answer.category else None,
        frozenset(ref.id for ref in answer.collections or ()) & known_collections,
        offers,
        _as_text(stored_translations(answer.translations)),
    )


def _undiscounted(pricing: VariantPricing, tax: TaxDisplay) -> Decimal | None:
    return shown_price(pricing.price_undiscounted, tax).amount if pricing.price_undiscounted else None


def _our_summaries(channel: str, countries: Sequence[str]) -> dict[str, _Summary]:
    """Every product that our rows list in this channel, by Saleor ID. Three statements."""
    offers: defaultdict[int, set[_OfferSummary]] = defaultdict(set)
    priced = Offer.objects.filter(channel=channel, price__isnull=False)
    for offer in priced.select_related("variant"):
        variant = offer.variant
        if offer.price is not None:
            offers[variant.product_id].add(
                _OfferSummary(
                    variant.saleor_id,
                    variant.saleor_updated_at,
                    offer.price,
                    offer.undiscounted,
                    tuple(offer.left_in(country) for country in countries),
                    _as_text(variant.translations),
                )
            )
    collections: defaultdict[int, set[str]] = defaultdict(set)
    is_shown = Q(collection__listings__channel=channel, collection__listings__published=True)
    memberships = Product.collections.through.objects.filter(is_shown)
    for product, collection in memberships.values_list("product_id", "collection__saleor_id"):
        collections[product].add(collection)
    listings = Listing.objects.filter(channel=channel, published=True, is_in_lists=True).values_list(
        "product_id",
        "product__saleor_id",
        "product__saleor_updated_at",
        "purchasable",
        "tax",
        "product__category__saleor_id",
        "product__translations",
    )
    return {
        saleor_id: _Summary(
            updated_at,
            purchasable,
            tax,
            category,
            frozenset(collections[product]),
            frozenset(offers[product]),
            _as_text(translations),
        )
        for product, saleor_id, updated_at, purchasable, tax, category, translations in listings
    }


def _as_text(translations: Mapping[str, object]) -> str:
    return json.dumps(translations, sort_keys=True)
