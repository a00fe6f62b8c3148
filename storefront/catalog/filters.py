"""What a shopper asks of a list of products, read from the address; whatever makes no sense there is left out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

MAX_VALUES = 20
"""More choices than this in one facet are not a person's."""

STOCK = "stock"
PRICE = "price"
WIDTH = "max-diameter"
OTHER_PREFIX = "a-"
"""Before the slugs of attributes that are a merchant's own."""

CHOICES = (
    "lubricant-base",
    "material",
    "firmness",
    "works-with",
    "free-from",
    "sterilisable",
    "waterproof",
    "power",
)
"""Attributes of docs/attributes.md that narrow a list, in the order of their facets."""


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` (left out in widths, kept in prices) up to `high` (the other way round); None is no bound."""

    low: Decimal | None
    high: Decimal | None


def _ranges(*bounds: int) -> dict[str, Range]:
    """`-20`, `20-26`, … `34-`: the ranges between these bounds, by the word they have in an address."""
    lows: list[int | None] = [None, *bounds]
    highs: list[int | None] = [*bounds, None]
    return {
        f"{'' if low is None else low}-{'' if high is None else high}": Range(
            None if low is None else Decimal(low), None if high is None else Decimal(high)
        )
        for low, high in zip(lows, highs, strict=True)
    }


WIDTHS = _ranges(20, 26, 30, 34)
"""Widest part in mm; the last bound is the first toy stage's limit."""

PRICES = _ranges(10, 20, 40)
"""Prices in the market's currency, major units."""


class Sort(StrEnum):
    """In what order a list stands."""

    FEATURED = "featured"
    PRICE = "price"
    PRICE_HIGH = "price-high"
    NEWEST = "newest"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked of a list: chosen values by facet, in a fixed order, so that one question has one address."""

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
        """The same question without its page, as the part of an address behind `?`; empty when nothing is asked."""
        pairs = [(facet, value) for facet, values in self.chosen for value in values]
        return urlencode([*pairs, *([("sort", self.sort)] if self.sort is not Sort.FEATURED else [])])

    def sorted_by(self, sort: Sort) -> "Filters":
        """The same products in another order, from the first page."""
        return replace(self, sort=sort, page=1)


def parse(query: QueryDict | Mapping[str, Sequence[str]]) -> Filters:
    """Read an address's query; unknown names, unknown values and nonsense are as if they were not there."""
    pairs = query.lists() if isinstance(query, QueryDict) else query.items()
    asked = dict(pairs)
    chosen = {facet: values for facet, raw in asked.items() if (values := _values(facet, raw))}
    return Filters(
        chosen=tuple(sorted(chosen.items())),
        sort=next((sort for sort in Sort if sort.value in asked.get("sort", ())), Sort.FEATURED),
        page=_page(asked.get("page", ())),
    )


_SLUG = re.compile(r"[\w-]{1,100}")
_OTHER = re.compile(rf"{OTHER_PREFIX}[\w-]{{1,100}}")


def _values(facet: str, raw: Iterable[str]) -> tuple[str, ...]:
    match facet:
        case "stock":
            known = [value for value in raw if value == "in"]
        case "price":
            known = [value for value in raw if value in PRICES]
        case "max-diameter":
            known = [value for value in raw if value in WIDTHS]
        case _ if facet in CHOICES or _OTHER.fullmatch(facet):
            known = [value for value in raw if _SLUG.fullmatch(value)]
        case _:
            known = []
    return tuple(sorted(set(known)))[:MAX_VALUES]


def _page(raw: Sequence[str]) -> int:
    text = raw[-1] if raw else ""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text, re.ASCII) else 1
