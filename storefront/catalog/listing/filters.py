"""What a shopper asks of a product list, read from the query string; anything else in there is ignored."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

from storefront.safety.attributes import Attribute, Facet
from storefront.safety.facts import ATTRIBUTES

MAX_VALUES = 20
"""Values read of one facet; people choose fewer."""

STOCK, IN_STOCK = "stock", "in"
PRICE = "price"
OTHER_PREFIX = "a-"
"""Comes before the slug of an attribute that the registry does not know, so that the two never clash."""


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two bounds; None is no bound. Either the lower bound belongs to it or the upper one."""

    low: Decimal | None
    high: Decimal | None
    includes_low: bool

    def holds(self, number: Decimal) -> bool:
        """Whether the number lies in it."""
        if self.includes_low:
            return (self.low is None or number >= self.low) and (self.high is None or number < self.high)
        return (self.low is None or number > self.low) and (self.high is None or number <= self.high)


def _ranges(*bounds: int, includes_low: bool) -> Mapping[str, Range]:
    """The ranges between these bounds by their names in the query string: `-20`, `20-26`, … `34-`."""
    lows: list[int | None] = [None, *bounds]
    highs: list[int | None] = [*bounds, None]
    return {
        f"{'' if low is None else low}-{'' if high is None else high}": Range(
            None if low is None else Decimal(low), None if high is None else Decimal(high), includes_low
        )
        for low, high in zip(lows, highs, strict=True)
    }


def _facets() -> Mapping[str, tuple[Attribute, Facet]]:
    known = [(each, each.facet) for each in ATTRIBUTES.values() if each.facet]
    return {each.slug: (each, facet) for each, facet in sorted(known, key=lambda pair: pair[1].position)}


ATTRIBUTE_FACETS = _facets()
"""The attributes that lists are filtered by, by slug, in the order of their facets."""

RANGES: Mapping[str, Mapping[str, Range]] = {
    PRICE: _ranges(10, 20, 40, includes_low=True),  # in the market's currency, major units
    **{
        slug: _ranges(*facet.bounds, includes_low=False)
        for slug, (_, facet) in ATTRIBUTE_FACETS.items()
        if facet.bounds
    },
}
"""The ranges of facets whose values are numbers, by the facet's name."""

PARAMETERS = ("page", "sort", STOCK, *sorted({*RANGES, *ATTRIBUTE_FACETS}), f"{OTHER_PREFIX}*")
"""The query parameters that lists read; `*` ends a prefix."""


class Sort(StrEnum):
    """The order of a product list."""

    FEATURED = "featured"
    PRICE = "price"
    PRICE_HIGH = "price-high"
    NEWEST = "newest"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of a list: chosen values by facet, in a fixed order so that equal filters have one URL."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: Sort = Sort.FEATURED
    page: int = 1

    def values(self, facet: str) -> tuple[str, ...]:
        """The chosen values of one facet."""
        return dict(self.chosen).get(facet, ())

    @property
    def selected_count(self) -> int:
        """How many values are chosen in all."""
        return sum(len(values) for _, values in self.chosen)

    @property
    def query(self) -> str:
        """The query string of the filters and the order, without the page; empty when nothing is chosen."""
        pairs = [(facet, value) for facet, values in self.chosen for value in values]
        return urlencode([*pairs, *([("sort", self.sort)] if self.sort is not Sort.FEATURED else [])])

    def sorted_by(self, sort: Sort) -> "Filters":
        """The same filters in another order, on the first page."""
        return replace(self, sort=sort, page=1)


def parse(query: QueryDict | Mapping[str, Sequence[str]]) -> Filters:
    """Read a query string; unknown names and values are ignored."""
    pairs = query.lists() if isinstance(query, QueryDict) else query.items()
    asked = dict(pairs)
    chosen = {facet: values for facet, raw in asked.items() if (values := _values(facet, raw))}
    return Filters(
        chosen=tuple(sorted(chosen.items())),
        sort=next((sort for sort in Sort if sort.value in asked.get("sort", ())), Sort.FEATURED),
        page=_page(asked.get("page", ())),
    )


_SLUG = re.compile(r"[\w-]{1,100}")


def _values(facet: str, raw: Iterable[str]) -> tuple[str, ...]:
    if facet == STOCK:
        known = [value for value in raw if value == IN_STOCK]
    elif facet in RANGES:
        known = [value for value in raw if value in RANGES[facet]]
    elif facet in ATTRIBUTE_FACETS or _is_of_unknown_attribute(facet):
        known = [value for value in raw if _SLUG.fullmatch(value)]
    else:
        known = []
    return tuple(sorted(set(known)))[:MAX_VALUES]


def _is_of_unknown_attribute(facet: str) -> bool:
    slug = facet.removeprefix(OTHER_PREFIX)
    return slug != facet and slug not in ATTRIBUTES and _SLUG.fullmatch(slug) is not None


def _page(raw: Sequence[str]) -> int:
    text = raw[-1] if raw else ""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text, re.ASCII) else 1
