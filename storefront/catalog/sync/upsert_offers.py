"""Write the variants, offers and listings of a page of products, each in a fixed number of statements.

Each function returns the products whose pages look different now. `answers` are Saleor's products by our primary key.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Model

from storefront.catalog.models import Listing, Offer, TaxDisplay, Variant
from storefront.catalog.price_history.recording import record_prices
from storefront.catalog.price_history.rules import ShownPrice
from storefront.catalog.sync.attributes import map_attributes
from storefront.catalog.sync.shown_prices import shown_price, tax_display
from storefront.catalog.translations import stored_translations
from storefront.core.markets import countries_of
from storefront.saleor import types
from storefront.saleor.global_ids import shown_name

Answers = Mapping[int, types.Product]

_VARIANT_FIELDS = (
    "sku",
    "name",
    "translations",
    "position",
    "is_preorder",
    "preorder_until",
    "quantity_limit",
    "attributes",
    "labels",
    "saleor_updated_at",
)
_OFFER_FIELDS = ("currency", "price", "undiscounted", "reference", "left", "left_elsewhere", "read_at")
_LISTING_FIELDS = (
    "currency",
    "tax",
    "published",
    "purchasable",
    "price",
    "price_max",
    "undiscounted",
    "reference",
    "in_stock",
    "left",
    "left_elsewhere",
    "stock_differs_in",
    "is_preorder",
    "is_in_lists",
    "available_from",
    "only_variant",
    "read_at",
)


def upsert_variants(answers: Answers, *, current: Container[int]) -> tuple[dict[str, int], set[int]]:
    """Write the variants that changed; `current` are the products whose answers are the newest.

    Returns the primary keys of all variants by Saleor ID, and the products with variants that look different.
    """
    stored = {row.saleor_id: row for row in Variant.objects.filter(product_id__in=answers)}
    changed = []
    for product_pk, position, answer in _variants_of(answers):
        row = _variant(answer, product_pk=product_pk, position=position)
        before = stored.get(row.saleor_id)
        is_newer = before is None or row.saleor_updated_at > before.saleor_updated_at
        if is_newer or (product_pk in current and _differ(row, before, *_VARIANT_FIELDS)):
            changed.append(row)
    Variant.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["saleor_id"],
        update_fields=["product", *_VARIANT_FIELDS],
    )
    shown = ("name", "translations", "is_preorder", "preorder_until", "quantity_limit", "labels")
    renamed = {row.product_id for row in changed if _differ(row, stored.get(row.saleor_id), *shown)}
    return {row.saleor_id: row.pk for row in (*stored.values(), *changed)}, renamed


def upsert_offers(answers: Answers, *, channel: str, variants: Mapping[str, int], read_at: datetime) -> set[int]:
    """Write the price and stock of each variant; a variant that the channel no longer has loses its price."""
    rows = Offer.objects.filter(channel=channel, variant__product_id__in=answers).select_related("variant")
    stored = {row.variant_id: row for row in rows}
    product_of = {variants[answer.id]: product_pk for product_pk, _, answer in _variants_of(answers)}
    tax_of = {product_pk: tax_display(answer) for product_pk, answer in answers.items()}
    latest = [
        _offer(answer, variant_pk=pk, channel=channel, tax=tax_of[product_of[pk]], read_at=read_at)
        for pk, answer in {variants[answer.id]: answer for _, _, answer in _variants_of(answers)}.items()
        if pk not in stored or stored[pk].read_at <= read_at
    ]
    gone = [row for pk, row in stored.items() if pk not in product_of and row.read_at <= read_at]
    shown = {offer.variant_id: _price_to_record(offer, answers[product_of[offer.variant_id]]) for offer in latest}
    references = record_prices({**shown, **{row.variant_id: None for row in gone}}, channel=channel, at=read_at)
    for offer in latest:
        offer.reference = references.get(offer.variant_id)
    Offer.objects.bulk_create(
        latest,
        update_conflicts=True,
        unique_fields=["variant", "channel"],
        update_fields=list(_OFFER_FIELDS),
    )
    if gone:
        Offer.objects.filter(pk__in=[row.pk for row in gone]).update(
            price=None, undiscounted=None, reference=None, left=0, left_elsewhere={}, read_at=read_at
        )
    changed = {
        product_of[offer.variant_id]
        for offer in latest
        if _differ(offer, stored.get(offer.variant_id), "currency", "price", "reference", "left", "left_elsewhere")
    }
    return changed | {row.variant.product_id for row in gone if row.price is not None}


def upsert_listings(
    answers: Answers, *, channel: str, stored: Mapping[int, Listing], read_at: datetime, is_in_lists: bool
) -> set[int]:
    """Write whether the channel shows each product, and its lowest price; `stored` are the rows by product."""
    references = _references(answers, channel=channel)
    rows = [
        _listing(
            answer, product_pk=pk, channel=channel, references=references, read_at=read_at, is_in_lists=is_in_lists
        )
        for pk, answer in answers.items()
    ]
    Listing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["product", "channel"],
        update_fields=list(_LISTING_FIELDS),
    )
    shown = ("published", "purchasable", "tax", "is_preorder", "is_in_lists", "available_from")
    return {row.product_id for row in rows if _differ(row, stored.get(row.product_id), *shown)}


def _variants_of(answers: Answers) -> Iterator[tuple[int, int, types.Variant]]:
    """Each variant with its product and its position in it."""
    for product_pk, answer in answers.items():
        for position, variant in enumerate(answer.product_variants.nodes if answer.product_variants else ()):
            yield product_pk, position, variant


def _differ(row: Model, before: Model | None, *fields: str) -> bool:
    return before is None or any(getattr(row, field) != getattr(before, field) for field in fields)


def _variant(answer: types.Variant, *, product_pk: int, position: int) -> Variant:
    attributes = map_attributes(answer.assigned_attributes)
    return Variant(
        product_id=product_pk,
        saleor_id=answer.id,
        sku=(answer.sku or "")[:255],
        name=shown_name(answer.name)[:255],
        translations=stored_translations(answer.translations),
        position=position,
        is_preorder=answer.preorder is not None,
        preorder_until=answer.preorder.end_date if answer.preorder else None,
        quantity_limit=answer.quantity_limit_per_customer,
        attributes=attributes.values,
        labels=attributes.labels,
        saleor_updated_at=answer.updated_at,
    )


def _offer(answer: types.Variant, *, variant_pk: int, channel: str, tax: TaxDisplay, read_at: datetime) -> Offer:
    price = shown_price(answer.pricing.price, tax) if answer.pricing and answer.pricing.price else None
    before = answer.pricing.price_undiscounted if answer.pricing else None
    left, elsewhere = _stock(answer, channel)
    return Offer(
        variant_id=variant_pk,
        channel=channel,
        currency=price.currency if price else "",
        price=price.amount if price else None,
        undiscounted=shown_price(before, tax).amount if price and before else None,
        left=left,
        left_elsewhere=elsewhere,
        read_at=read_at,
    )


def _price_to_record(offer: Offer, product: types.Product) -> ShownPrice | None:
    """The price at which the channel sells a variant; None where it cannot be bought, even if in stock."""
    if offer.price is None or not product.is_available_for_purchase:
        return None
    is_net = tax_display(product) is TaxDisplay.ADDED
    return ShownPrice(currency=offer.currency, price=offer.price, undiscounted=offer.undiscounted, is_net=is_net)


def _references(answers: Answers, *, channel: str) -> dict[str, Decimal | None]:
    """The stored references by Saleor ID of the variant. Without a reduction, the usual case, nothing is read."""
    prices = (answer.pricing for _, _, answer in _variants_of(answers) if answer.pricing)
    if not any(each.price and each.price_undiscounted and each.price != each.price_undiscounted for each in prices):
        return {}
    reduced = Offer.objects.filter(channel=channel, variant__product_id__in=answers, reference__isnull=False)
    return dict(reduced.values_list("variant__saleor_id", "reference"))


def _stock(answer: types.Variant, channel: str) -> tuple[int | None, dict[str, int | None]]:
    """How many can be sent to the country of the channel's first market, and to other countries where that differs."""
    lefts = {country: known_quantity(answer.quantities.get(country)) for country in countries_of(channel)}
    left = next(iter(lefts.values()), None)
    return left, {country: other for country, other in lefts.items() if other != left}


def known_quantity(quantity: int | None) -> int | None:
    """A quantity as it is stored: never below zero."""
    return None if quantity is None else max(quantity, 0)


def _listing(
    answer: types.Product,
    *,
    product_pk: int,
    channel: str,
    references: Mapping[str, Decimal | None],
    read_at: datetime,
    is_in_lists: bool,
) -> Listing:
    nodes = answer.product_variants.nodes if answer.product_variants else ()
    tax = tax_display(answer)
    offers = [
        (variant.id, offer)
        for variant in nodes
        if (offer := _offer(variant, variant_pk=0, channel=channel, tax=tax, read_at=read_at)).price is not None
    ]
    for variant_id, offer in offers:
        offer.reference = references.get(variant_id)
    first, *others = countries_of(channel) or ("",)
    # The price of the product is that of its cheapest variant in stock; with none in stock, of its cheapest.
    in_stock = [offer for _, offer in offers if any(offer.is_in_stock_in(country) for country in (first, *others))]
    candidates = in_stock or [offer for _, offer in offers]
    cheapest = min(candidates, key=lambda offer: offer.price or Decimal(0), default=None)
    lefts = {country: _sum(offer.left_in(country) for _, offer in offers) for country in (first, *others)}
    is_in_stock = lefts[first] != 0
    preorders = {variant.id for variant in nodes if variant.preorder}
    available_from = answer.available_for_purchase_at
    return Listing(
        product_id=product_pk,
        channel=channel,
        currency=cheapest.currency if cheapest else "",
        tax=tax,
        published=True,
        purchasable=bool(answer.is_available_for_purchase) and cheapest is not None,
        price=cheapest.price if cheapest else None,
        price_max=max((offer.price for _, offer in offers if offer.price is not None), default=None),
        undiscounted=cheapest.undiscounted if cheapest else None,
        reference=cheapest.reference if cheapest else None,
        in_stock=is_in_stock,
        left=lefts[first],
        left_elsewhere={country: lefts[country] for country in others if lefts[country] != lefts[first]},
        stock_differs_in=_between_commas(country for country in others if (lefts[country] != 0) != is_in_stock),
        is_preorder=bool(in_stock) and all(key in preorders for key, offer in offers if offer in in_stock),
        is_in_lists=is_in_lists,
        available_from=available_from if available_from and available_from > read_at else None,
        only_variant=offers[0][0] if len(offers) == 1 else "",
        read_at=read_at,
    )


def _sum(quantities: Iterable[int | None]) -> int | None:
    """The sum; None if one of them is not stated."""
    known = list(quantities)
    return None if None in known else sum(quantity for quantity in known if quantity is not None)


def _between_commas(countries: Iterable[str]) -> str:
    joined = ",".join(countries)
    return f",{joined}," if joined else ""
