"""Read what a feed holds: a fixed number of statements for each 200 products, and no more in memory."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from storefront.catalog.models import Category, Listing, Media, Offer, Product, TaxDisplay, Variant
from storefront.catalog.pages.selling_terms import SellingTerms
from storefront.catalog.selectors import listings_of
from storefront.core import registry
from storefront.core.markets import Market
from storefront.merchant.duties.restrictions import restrictions_of

CHUNK = 200
_COUNTRIES_WITHOUT_TAX = frozenset({"US", "CA"})
"""Where prices in a feed are without tax. Elsewhere Google asks for prices with tax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A variant that is for sale. `pictures` are URLs; `is_only` is true if the product has no other variant."""

    product: Product
    variant: Variant
    offer: Offer
    listing: Listing
    pictures: tuple[str, ...]
    product_type: str
    is_only: bool
    terms: SellingTerms


def feed_rows(terms: SellingTerms) -> Iterator[FeedRow]:
    """Yield the variants that the market of these terms sells, shows in lists and may send to its country."""
    names = _category_names()
    today = timezone.localdate()
    last = 0
    while chunk := list(_listings(terms.market).filter(product_id__gt=last).order_by("product_id")[:CHUNK]):
        last = chunk[-1].product_id
        yield from _rows(chunk, terms=terms, category_names=names, today=today)


def _listings(market: Market) -> QuerySet[Listing]:
    found = listings_of(market).filter(purchasable=True, price__isnull=False)
    return found if market.country in _COUNTRIES_WITHOUT_TAX else found.exclude(tax=TaxDisplay.ADDED)


def _rows(
    listings: list[Listing], *, terms: SellingTerms, category_names: dict[str, str], today: date
) -> Iterator[FeedRow]:
    products = [listing.product_id for listing in listings]
    offers: defaultdict[int, list[Offer]] = defaultdict(list)
    priced = Offer.objects.filter(variant__product__in=products, channel=terms.market.channel, price__isnull=False)
    for offer in priced.select_related("variant").order_by("variant__position", "variant_id"):
        offers[offer.variant.product_id].append(offer)
    pictures: defaultdict[int, list[str]] = defaultdict(list)
    for product, url in Media.objects.filter(product__in=products).values_list("product_id", "large"):
        pictures[product].append(url)
    recalled = registry.recall_notices.only(
        {name for of_product in offers.values() for offer in of_product for name in offer.variant.identifiers}
    )
    for listing in listings:
        product = listing.product
        if _is_barred(product, terms.market, today):
            continue
        for offer in offers[product.pk]:
            if any(name in recalled for name in offer.variant.identifiers):
                continue
            yield FeedRow(
                product=product,
                variant=offer.variant,
                offer=offer,
                listing=listing,
                pictures=tuple(pictures[product.pk]) or tuple(filter(None, (product.picture_large,))),
                product_type=category_names.get(product.category.path, "") if product.category else "",
                is_only=len(offers[product.pk]) == 1,
                terms=terms,
            )


def _is_barred(product: Product, market: Market, today: date) -> bool:
    """Whether the product may not be sent anywhere in the market's country."""
    restrictions = restrictions_of(product.facts, market.country, on=today, product_id=product.saleor_id)
    return any(not each.place.region for each in restrictions)


def _category_names() -> dict[str, str]:
    """The names from the root to each category, by path. One statement."""
    categories = {category.path: category for category in Category.objects.present()}

    def names(path: str) -> Iterator[str]:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            category = categories.get("/".join(parts[:depth]))
            if category is not None:
                yield str(category.translated("name"))

    return {path: " > ".join(names(path)) for path in categories}
