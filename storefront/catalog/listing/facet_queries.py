"""Filtering listings and counting facets, in two statements for all facets.

The values of one facet widen a list (or), facets narrow each other (and). Each facet is counted with all the others
applied, so that the number beside a value is the number of products that choosing it shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import and_, or_

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from storefront.catalog.listing.filters import (
    ATTRIBUTE_FACETS,
    IN_STOCK,
    OTHER_PREFIX,
    PRICE,
    RANGES,
    STOCK,
    Filters,
    Range,
)
from storefront.catalog.models import AttributeValue, Listing, in_stock_in
from storefront.core.markets import active_market
from storefront.safety.facts import ATTRIBUTES

_NO_FACETS = tuple(slug for slug in ATTRIBUTES if slug not in ATTRIBUTE_FACETS)
_NUMBER_FACETS = tuple(slug for slug in ATTRIBUTE_FACETS if slug in RANGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCount:
    """A value of an attribute and how many products have it: a choice (`slug`, `name`) or a number."""

    attribute: str
    attribute_name: str
    slug: str
    name: str
    number: Decimal | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCounts:
    """How many listings there are, are in stock, and lie in each price range."""

    total: int
    in_stock: int
    prices: Mapping[str, int]


def conditions_of(asked: Filters) -> dict[str, Q]:
    """The condition of each facet that is in use."""
    return {facet: _condition(facet, values) for facet, values in asked.chosen}


def apply_filters(listings: QuerySet[Listing], asked: Filters) -> QuerySet[Listing]:
    """The listings that match everything asked for."""
    for condition in conditions_of(asked).values():
        listings = listings.filter(condition)
    return listings


def count_listings(listings: QuerySet[Listing], conditions: Mapping[str, Q]) -> ListingCounts:
    """Count what the listings' own columns say, in one statement."""

    def others(facet: str) -> Q:
        return _all(condition for name, condition in conditions.items() if name != facet)

    prices = {value: _within(bounds, "price") & others(PRICE) for value, bounds in RANGES[PRICE].items()}
    # Counts are named by number, because the name of a range is no column name.
    counted = listings.aggregate(
        total_count=Count("pk", filter=_all(conditions.values())),
        in_stock_count=Count("pk", filter=_available() & others(STOCK)),
        **{f"price{index}": Count("pk", filter=condition) for index, condition in enumerate(prices.values())},
    )
    return ListingCounts(
        total=counted["total_count"],
        in_stock=counted["in_stock_count"],
        prices={value: counted[f"price{index}"] for index, value in enumerate(prices)},
    )


def count_values(listings: QuerySet[Listing], conditions: Mapping[str, Q]) -> list[ValueCount]:
    """Count every value of every attribute facet, in one statement.

    A row of a facet need not match that facet's own condition. Numbers count only for facets with ranges, and a flag
    only where it is true.
    """
    rows = AttributeValue.objects.filter(product__in=listings.values("product_id")).exclude(attribute__in=_NO_FACETS)
    rows = rows.filter(Q(number__isnull=True) | Q(attribute__in=_NUMBER_FACETS)).exclude(slug="false")
    for facet, condition in conditions.items():
        matching = Q(product__in=listings.filter(condition).values("product_id"))
        is_attribute = facet not in (STOCK, PRICE)
        rows = rows.filter(Q(attribute=attribute_of(facet)) | matching if is_attribute else matching)
    grouped = rows.order_by("attribute", "slug", "number").values("attribute", "slug", "number")
    counted = grouped.annotate(heading=Max("attribute_name"), shown=Max("name"), count=Count("product", distinct=True))
    return [
        ValueCount(
            attribute=row["attribute"],
            attribute_name=row["heading"],
            slug=row["slug"],
            name=row["shown"],
            number=row["number"],
            count=row["count"],
        )
        for row in counted
    ]


def attribute_of(facet: str) -> str:
    """The attribute's slug in a facet's name."""
    return facet.removeprefix(OTHER_PREFIX)


def _available() -> Q:
    """The condition of listings that can be bought in the active market."""
    return in_stock_in(active_market().country) & Q(purchasable=True)


def _condition(facet: str, values: Iterable[str]) -> Q:
    """What a listing must be to match one of a facet's values."""
    if facet == STOCK:
        return _available() if IN_STOCK in values else Q()
    if facet == PRICE:
        return _any(_within(RANGES[PRICE][value], "price") for value in values)
    if facet in RANGES:
        matching = _any(_within(RANGES[facet][value], "number") for value in values)
    else:
        matching = Q(slug__in=values)
    rows = AttributeValue.objects.filter(matching, attribute=attribute_of(facet))
    return Q(Exists(rows.filter(product=OuterRef("product_id"))))


def _within(bounds: Range, field: str) -> Q:
    low, high = ("gte", "lt") if bounds.includes_low else ("gt", "lte")
    within = Q(**{f"{field}__isnull": False})
    if bounds.low is not None:
        within &= Q(**{f"{field}__{low}": bounds.low})
    return within & Q(**{f"{field}__{high}": bounds.high}) if bounds.high is not None else within


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q())


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())
