"""Facets with counts from our own rows: two statements for all of them.

Values of one facet add up (or), facets narrow each other (and); each facet is counted with all the others applied, so
that a number says what a click will show.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from storefront.catalog import filters, formatting
from storefront.catalog.attribute_translations import known_word
from storefront.catalog.filters import Filters, Range
from storefront.catalog.models import AttributeValue, Listing, as_money
from storefront.core.templatetags.shop import money
from storefront.safety.facts import Base

MOST_OPTIONS = 14
MOST_OTHER_FACETS = 6

# Attributes of docs/attributes.md that are facts and not ways to look for things.
_NOT_FACETS = (
    "kind",
    "porous",
    "flared-base",
    "retrieval",
    "viscosity",
    "check-with",
    "not-with",
    "allergens",
    "cleaning",
    "local-anaesthetic",
    "nonoxynol-9",
    "internal-use",
    "anal-use",
    "single-user",
    "hygiene-sealed",
    "return-rule",
    "stages",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value to choose: how many products choosing it leaves."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One group of values; `name` is the parameter's name in the address."""

    name: str
    label: str
    options: tuple[Option, ...]


def narrowed(listings: QuerySet[Listing], asked: Filters) -> QuerySet[Listing]:
    """The listings that everything asked for leaves."""
    for facet, values in asked.chosen:
        listings = listings.filter(_condition(facet, values))
    return listings


def facets(listings: QuerySet[Listing], asked: Filters, *, currency: str) -> tuple[Facet, ...]:
    """The facets of these listings (those of one market, before narrowing), in the order they are shown."""
    conditions = {facet: _condition(facet, values) for facet, values in asked.chosen}
    counted = _count_listings(listings, conditions)
    found = [
        _ranges(
            filters.PRICE,
            _("Price"),
            filters.PRICES,
            counted=counted,
            asked=asked,
            label=lambda bounds: _price_label(bounds, currency),
        ),
        *_attribute_facets(_count_values(listings, conditions), asked),
        Facet(name=filters.STOCK, label=_("Stock"), options=_stock_options(counted, asked)),
    ]
    total = counted["total"]
    return tuple(facet for facet in found if _is_worth_showing(facet, total))


def _is_worth_showing(facet: Facet, total: int) -> bool:
    """A facet that would leave everything as it is helps nobody, unless it is in use."""
    options = facet.options
    return any(option.selected for option in options) or any(0 < option.count < total for option in options)


def _condition(facet: str, values: Iterable[str]) -> Q:
    """What a listing must be to match one of a facet's values."""
    if facet == filters.STOCK:
        return Q(in_stock=True, purchasable=True)
    if facet == filters.PRICE:
        return _any(_within(filters.PRICES[value], "price", low="gte", high="lt") for value in values)
    if facet == filters.WIDTH:
        rows = AttributeValue.objects.filter(
            _any(_within(filters.WIDTHS[value], "number", low="gt", high="lte") for value in values),
            attribute=facet,
        )
    else:
        rows = AttributeValue.objects.filter(attribute=facet.removeprefix(filters.OTHER_PREFIX), slug__in=values)
    return Q(Exists(rows.filter(product=OuterRef("product_id"))))


def _within(bounds: Range, field: str, *, low: str, high: str) -> Q:
    found = Q(**{f"{field}__isnull": False})
    if bounds.low is not None:
        found &= Q(**{f"{field}__{low}": bounds.low})
    return found & Q(**{f"{field}__{high}": bounds.high}) if bounds.high is not None else found


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _all(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found &= condition
    return found


def _count_listings(listings: QuerySet[Listing], conditions: dict[str, Q]) -> dict[str, int]:
    """What the listings' own columns tell, in one statement."""

    def others(facet: str) -> Q:
        return _all(condition for name, condition in conditions.items() if name != facet)

    prices = {
        value: _within(bounds, "price", low="gte", high="lt") & others(filters.PRICE)
        for value, bounds in filters.PRICES.items()
    }
    in_stock = Q(in_stock=True, purchasable=True) & others(filters.STOCK)
    counts = {"total": _all(conditions.values()), "stock:in": in_stock} | {
        f"price:{value}": condition for value, condition in prices.items()
    }
    # Named by number: a range is no name for a column.
    numbered = {f"n{index}": Count("pk", filter=condition) for index, condition in enumerate(counts.values())}
    found = listings.aggregate(**numbered)
    return {name: found[f"n{index}"] for index, name in enumerate(counts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    attribute: str
    attribute_name: str
    slug: str
    name: str
    number: Decimal | None
    count: int


def _count_values(listings: QuerySet[Listing], conditions: dict[str, Q]) -> list[_Counted]:
    """Every value of every attribute facet, in one statement: each row need not match its own facet's condition."""
    rows = AttributeValue.objects.filter(product__in=listings.values("product_id")).exclude(attribute__in=_NOT_FACETS)
    rows = rows.filter(Q(number__isnull=True) | Q(attribute=filters.WIDTH)).exclude(slug="false")
    for facet, condition in conditions.items():
        matching = Q(product__in=listings.filter(condition).values("product_id"))
        own = facet.removeprefix(filters.OTHER_PREFIX)
        is_attribute = facet not in (filters.STOCK, filters.PRICE)
        rows = rows.filter(Q(attribute=own) | matching if is_attribute else matching)
    grouped = rows.order_by("attribute", "slug", "number").values("attribute", "slug", "number")
    counted = grouped.annotate(heading=Max("attribute_name"), shown=Max("name"), count=Count("product", distinct=True))
    return [
        _Counted(
            attribute=row["attribute"],
            attribute_name=row["heading"],
            slug=row["slug"],
            name=row["shown"],
            number=row["number"],
            count=row["count"],
        )
        for row in counted
    ]


def _attribute_facets(counted: list[_Counted], asked: Filters) -> list[Facet]:
    by_attribute: dict[str, list[_Counted]] = {}
    for row in counted:
        by_attribute.setdefault(row.attribute, []).append(row)
    # A chosen value stays on the page, even when the other choices leave none of it.
    for facet, _values in asked.chosen:
        if facet not in (filters.STOCK, filters.PRICE):
            by_attribute.setdefault(facet.removeprefix(filters.OTHER_PREFIX), [])
    found = []
    for attribute in filters.CHOICES:
        if attribute == "firmness" and (widths := by_attribute.get(filters.WIDTH)) is not None:
            found.append(_width_facet(widths, asked))
        if attribute in by_attribute:
            found.append(_choices(attribute, by_attribute[attribute], asked, label=_labels()[attribute]))
    ours = {*filters.CHOICES, filters.WIDTH}
    others = [
        _choices(f"{filters.OTHER_PREFIX}{attribute}", rows, asked, label=_heading(attribute, rows))
        for attribute, rows in by_attribute.items()
        if attribute not in ours
    ]
    others.sort(key=lambda facet: -sum(option.count for option in facet.options))
    return found + others[:MOST_OTHER_FACETS]


def _labels() -> dict[str, str]:
    return {
        "lubricant-base": _("Lubricant base"),
        "material": _("Material"),
        "firmness": _("Firmness"),
        "works-with": _("The label says it works with"),
        "free-from": _("Free from"),
        "sterilisable": _("Can be sterilised"),
        "waterproof": _("Waterproof"),
        "power": _("Power"),
    }


def _heading(attribute: str, rows: list[_Counted]) -> str:
    return rows[0].attribute_name if rows else formatting.humanised(attribute)


def _choices(name: str, rows: list[_Counted], asked: Filters, *, label: str) -> Facet:
    chosen = asked.values(name)
    options = [
        Option(
            value=row.slug,
            label=_choice_label(name, row.slug, row.name),
            count=row.count,
            selected=row.slug in chosen,
        )
        for row in rows
        if row.slug
    ]
    there = {option.value for option in options}
    options += [
        Option(value=value, label=_choice_label(name, value, ""), count=0, selected=True)
        for value in chosen
        if value not in there
    ]
    options.sort(key=lambda option: (not option.selected, -option.count, option.label))
    return Facet(name=name, label=label, options=tuple(options[:MOST_OPTIONS]))


def _choice_label(facet: str, slug: str, name: str) -> str:
    if facet == "lubricant-base" and slug in {base.value for base in Base}:
        return formatting.base_name(Base(slug))
    return _("Yes") if slug == "true" else known_word(name) or formatting.humanised(slug)


def _width_facet(rows: list[_Counted], asked: Filters) -> Facet:
    counted = {f"{filters.WIDTH}:{value}": 0 for value in filters.WIDTHS}
    for row in rows:
        for value, bounds in filters.WIDTHS.items():
            over = bounds.low is None or (row.number is not None and row.number > bounds.low)
            under = bounds.high is None or (row.number is not None and row.number <= bounds.high)
            if row.number is not None and over and under:
                counted[f"{filters.WIDTH}:{value}"] += row.count
    return _ranges(filters.WIDTH, _("Widest part"), filters.WIDTHS, counted=counted, asked=asked, label=_width_label)


def _ranges(
    name: str,
    label_of_all: str,
    ranges: dict[str, Range],
    *,
    counted: dict[str, int],
    asked: Filters,
    label: Callable[[Range], str],
) -> Facet:
    chosen = asked.values(name)
    options = [
        Option(value=value, label=label(bounds), count=counted[f"{name}:{value}"], selected=value in chosen)
        for value, bounds in ranges.items()
    ]
    return Facet(
        name=name,
        label=label_of_all,
        options=tuple(option for option in options if option.count or option.selected),
    )


def _stock_options(counted: dict[str, int], asked: Filters) -> tuple[Option, ...]:
    selected = bool(asked.values(filters.STOCK))
    return (Option(value="in", label=_("In stock"), count=counted["stock:in"], selected=selected),)


def _price_label(bounds: Range, currency: str) -> str:
    low, high = money(as_money(bounds.low, currency)), money(as_money(bounds.high, currency))
    return _between(low.removesuffix(".00"), high.removesuffix(".00"), "")


def _width_label(bounds: Range) -> str:
    low = "" if bounds.low is None else formatting.number(bounds.low)
    high = "" if bounds.high is None else formatting.number(bounds.high)
    return _between(low, high, " mm")


def _between(low: str, high: str, unit: str) -> str:
    if not low:
        return _("Up to %(high)s") % {"high": high + unit}
    return _("Over %(low)s") % {"low": low + unit} if not high else f"{low} – {high}{unit}"
