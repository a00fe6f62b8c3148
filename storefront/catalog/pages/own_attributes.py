"""The lines of a facts table for attributes that the registry does not know, of a product and of its variant.

A reference is a link where this market has a page for it; the rest is shown as docs/attributes.md says.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from django.urls import reverse
from django.utils import timezone

from storefront.catalog.models import Category, Collection, Listing, Product, Shown, Variant
from storefront.catalog.pages.formatting import choice_names, format_flag, humanise
from storefront.catalog.pages.view_models import FactPart, FactRow
from storefront.core.markets import Market
from storefront.core.text.localized_text import LocalizedHtml, pick_translation, readers_language, readers_locale
from storefront.core.text.localized_text import untranslated as _as_written
from storefront.safety.facts import ATTRIBUTES

_UNITS = {
    "INCH": "in",
    "LITER": "l",
    "FL_OZ": "fl oz",
    "TONNE": "t",
    "CUBIC_MILLIMETER": "mm³",
    "CUBIC_CENTIMETER": "cm³",
    "CUBIC_DECIMETER": "dm³",
    "CUBIC_METER": "m³",
    "CUBIC_FOOT": "ft³",
    "CUBIC_INCH": "in³",
    "CUBIC_YARD": "yd³",
}
"""The symbols of Saleor's units that are more than lower case; `SQ_` is a square."""

Owner = Product | Variant
Links = Mapping[tuple[Shown, str], str]


def own_rows(product: Product, variant: Variant | None, market: Market) -> tuple[FactRow, ...]:
    """The lines of a product and of the variant that the page shows. One query for each kind of reference."""
    owners: list[Owner] = [product, variant] if variant else [product]
    links = _links(owners, market)
    return tuple(row for owner in owners for row in _rows(owner, links))


def rows_without_links(product: Product) -> tuple[FactRow, ...]:
    """The lines of a product, where references are only named. No query."""
    return tuple(_rows(product, {}))


def _rows(owner: Owner, links: Links) -> Iterator[FactRow]:
    for slug, value in owner.attributes.items():
        if slug in ATTRIBUTES:
            continue
        label = owner.labels.get(slug, {})
        name = str(label.get("name") or humanise(slug))
        shown = label.get("shown")
        if shown == Shown.HTML:
            html = pick_translation(label["htmls"].get(readers_language()), label["html"])
            yield FactRow(label=name, value="", is_stated=True, html=LocalizedHtml(html))
        elif shown in (Shown.PAGE, Shown.PRODUCT, Shown.CATEGORY, Shown.COLLECTION):
            pairs = zip(label["slugs"], label["values"], strict=True)
            parts = tuple(
                FactPart(text=_as_written(text), url=links.get((Shown(shown), key), "")) for key, text in pairs
            )
            yield FactRow(label=name, value=", ".join(label["values"]), is_stated=True, parts=parts)
        elif shown == Shown.FILE:
            part = FactPart(text=_as_written(value), url=label["url"])
            yield FactRow(label=name, value=value, is_stated=True, parts=(part,))
        elif shown == Shown.SWATCH:
            text = choice_names(owner, slug)
            part = FactPart(text=_as_written(text), colour=label["colour"], picture=label["picture"])
            yield FactRow(label=name, value=text, is_stated=True, parts=(part,))
        else:
            yield FactRow(label=name, value=_words(owner, slug, value, shown), is_stated=True)


def _words(owner: Owner, slug: str, value: object, shown: str | None) -> str:
    label = owner.labels.get(slug, {})
    if "texts" in label:
        return pick_translation(label["texts"].get(readers_language()), str(value))
    if shown == Shown.DAY:
        return str(format_date(date.fromisoformat(str(value)), format="long", locale=readers_locale()))
    if shown == Shown.MOMENT:
        moment = timezone.localtime(datetime.fromisoformat(str(value)))
        return str(format_datetime(moment, format="long", locale=readers_locale()))
    if shown == Shown.NUMBER:
        return f"{value} {unit_symbol(label['unit'])}".strip()
    return format_flag(value) if isinstance(value, bool) else choice_names(owner, slug) or str(value)


def unit_symbol(unit: str) -> str:
    """The symbol of one of Saleor's units (MeasurementUnitsEnum): `cm²` for SQ_CM."""
    if unit.startswith("SQ_"):
        return f"{unit_symbol(unit.removeprefix('SQ_'))}²"
    return _UNITS.get(unit, unit.replace("_", " ").lower())


def _links(owners: Iterable[Owner], market: Market) -> dict[tuple[Shown, str], str]:
    """The URLs of what the attributes refer to, by kind and slug, where this market has a page for it."""
    wanted: dict[Shown, set[str]] = {}
    for label in (label for owner in owners for label in owner.labels.values()):
        if "slugs" in label:
            wanted.setdefault(Shown(label["shown"]), set()).update(label["slugs"])
    links: dict[tuple[Shown, str], str] = {}
    if slugs := wanted.get(Shown.PRODUCT):
        listed = Listing.objects.filter(channel=market.channel, published=True, product__slug__in=slugs)
        for slug in listed.values_list("product__slug", flat=True):
            links[Shown.PRODUCT, slug] = reverse("catalog:product", args=[slug])
    if slugs := wanted.get(Shown.CATEGORY):
        for slug in Category.objects.present().filter(slug__in=slugs).values_list("slug", flat=True):
            links[Shown.CATEGORY, slug] = reverse("catalog:category", args=[slug])
    if slugs := wanted.get(Shown.COLLECTION):
        here = Collection.objects.filter(listings__channel=market.channel, listings__published=True, slug__in=slugs)
        for slug in here.values_list("slug", flat=True):
            links[Shown.COLLECTION, slug] = reverse("catalog:collection", args=[slug])
    return links
