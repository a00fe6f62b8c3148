"""The facets of a product list: groups of values to choose, with counts from our own rows.

Registered attributes become facets as the registry says (`safety.facts`); an attribute that it does not know becomes a
facet with the merchant's own names, while there is room.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from storefront.catalog.listing.facet_queries import (
    ValueCount,
    attribute_of,
    conditions_of,
    count_listings,
    count_values,
)
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
from storefront.catalog.models import Listing, as_money
from storefront.catalog.pages import formatting
from storefront.catalog.pages.formatting import translate_name
from storefront.core.templatetags.shop import money

MAX_OPTIONS = 14
"""Values that a facet shows unfolded; the others are folded."""
MAX_FOLDED = 200
"""Values that are folded at most: of an attribute with more, a facet is no help. It says how many are left out."""
MAX_OTHER_FACETS = 6
"""Facets of attributes that are not ours that are unfolded; the others are folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value to choose, and how many products choosing it shows."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A group of values; `name` is the parameter's name in the query string.

    `folded` are further values, and `left_out` says how many more there are. A facet that `is_folded` is one of many.
    """

    name: str
    label: str
    options: tuple[Option, ...]
    folded: tuple[Option, ...] = ()
    left_out: int = 0
    is_folded: bool = False

    @property
    def is_in_use(self) -> bool:
        """Whether one of its values is selected. Selected values are never folded."""
        return any(option.selected for option in self.options)


def facets(listings: QuerySet[Listing], asked: Filters, *, currency: str) -> tuple[Facet, ...]:
    """Return the facets of these listings (of one market, not filtered yet), in the order they are shown."""
    conditions = conditions_of(asked)
    counted = count_listings(listings, conditions)
    all_facets = [
        _range_facet(
            PRICE, _("Price"), counted.prices, asked, label_range=lambda bounds: _price_label(bounds, currency)
        ),
        *_attribute_facets(count_values(listings, conditions), asked),
        Facet(name=STOCK, label=_("Stock"), options=(_in_stock_option(counted.in_stock, asked),)),
    ]
    return tuple(facet for facet in all_facets if _narrows(facet, counted.total))


def _narrows(facet: Facet, total: int) -> bool:
    """Whether the facet is in use, or choosing one of its values would leave something out."""
    return any(option.selected or 0 < option.count < total for option in (*facet.options, *facet.folded))


def _attribute_facets(counted: Sequence[ValueCount], asked: Filters) -> list[Facet]:
    by_attribute: dict[str, list[ValueCount]] = {}
    for row in counted:
        by_attribute.setdefault(row.attribute, []).append(row)
    # A chosen value stays on the page, even when the other choices leave none of it.
    for facet, _values in asked.chosen:
        if facet not in (STOCK, PRICE):
            by_attribute.setdefault(attribute_of(facet), [])
    registered = [
        _registered_facet(slug, by_attribute.pop(slug), asked) for slug in ATTRIBUTE_FACETS if slug in by_attribute
    ]
    others = [
        _choice_facet(f"{OTHER_PREFIX}{slug}", _heading(slug, rows), rows, asked, label_choice=_merchants_name)
        for slug, rows in by_attribute.items()
    ]
    others.sort(key=lambda facet: -sum(option.count for option in (*facet.options, *facet.folded)))
    folded = (replace(facet, is_folded=not facet.is_in_use) for facet in others[MAX_OTHER_FACETS:])
    return [*registered, *others[:MAX_OTHER_FACETS], *folded]


def _registered_facet(slug: str, rows: Sequence[ValueCount], asked: Filters) -> Facet:
    attribute, facet = ATTRIBUTE_FACETS[slug]
    label = _(facet.label or attribute.label)
    if facet.bounds:
        counts = {
            value: sum(row.count for row in rows if row.number is not None and bounds.holds(row.number))
            for value, bounds in RANGES[slug].items()
        }
        unit = f" {attribute.unit}" if attribute.unit else ""
        return _range_facet(slug, label, counts, asked, label_range=lambda bounds: _number_label(bounds, unit))

    def label_choice(value: str, name: str) -> str:
        own_name = attribute.names.get(value) if facet.is_named_by_us else None
        return _(own_name) if own_name else _merchants_name(value, name)

    return _choice_facet(slug, label, rows, asked, label_choice=label_choice)


def _heading(slug: str, rows: Sequence[ValueCount]) -> str:
    return rows[0].attribute_name if rows else formatting.humanise(slug)


def _merchants_name(value: str, name: str) -> str:
    return _("Yes") if value == "true" else translate_name(name) or formatting.humanise(value)


def _choice_facet(
    name: str, label: str, rows: Sequence[ValueCount], asked: Filters, *, label_choice: Callable[[str, str], str]
) -> Facet:
    chosen = asked.values(name)
    counted = {row.slug: row for row in rows if row.slug}
    options = [
        Option(value=slug, label=label_choice(slug, row.name), count=row.count, selected=slug in chosen)
        for slug, row in counted.items()
    ]
    options += [
        Option(value=slug, label=label_choice(slug, ""), count=0, selected=True)
        for slug in chosen
        if slug not in counted
    ]
    options.sort(key=lambda option: (not option.selected, -option.count, option.label))
    unfolded = max(MAX_OPTIONS, sum(option.selected for option in options))
    return Facet(
        name=name,
        label=label,
        options=tuple(options[:unfolded]),
        folded=tuple(options[unfolded : unfolded + MAX_FOLDED]),
        left_out=max(0, len(options) - unfolded - MAX_FOLDED),
    )


def _range_facet(
    name: str, label: str, counts: Mapping[str, int], asked: Filters, *, label_range: Callable[[Range], str]
) -> Facet:
    chosen = asked.values(name)
    options = (
        Option(value=value, label=label_range(bounds), count=counts[value], selected=value in chosen)
        for value, bounds in RANGES[name].items()
    )
    return Facet(name=name, label=label, options=tuple(option for option in options if option.count or option.selected))


def _in_stock_option(count: int, asked: Filters) -> Option:
    return Option(value=IN_STOCK, label=_("In stock"), count=count, selected=bool(asked.values(STOCK)))


def _price_label(bounds: Range, currency: str) -> str:
    low, high = money(as_money(bounds.low, currency)), money(as_money(bounds.high, currency))
    return _between(low.removesuffix(".00"), high.removesuffix(".00"), "")


def _number_label(bounds: Range, unit: str) -> str:
    low = "" if bounds.low is None else formatting.format_number(bounds.low)
    high = "" if bounds.high is None else formatting.format_number(bounds.high)
    return _between(low, high, unit)


def _between(low: str, high: str, unit: str) -> str:
    if not low:
        return _("Up to %(high)s") % {"high": high + unit}
    return _("Over %(low)s") % {"low": low + unit} if not high else f"{low} – {high}{unit}"
