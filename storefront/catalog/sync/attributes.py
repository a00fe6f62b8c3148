"""Map the attributes of products and variants: pure functions, no database.

Every attribute keeps a value for the facts (`values`) and what pages show of it (`labels`); choices, numbers and flags
become rows for facets too. docs/attributes.md says what each input type becomes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from posixpath import basename
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.utils.html import strip_tags

from storefront.catalog.models import AttributeValue
from storefront.catalog.models.shown_values import Shown
from storefront.catalog.pages import rich_text
from storefront.safety.facts import ATTRIBUTES
from storefront.safety.value_types import StatedValue, Unit, slugified
from storefront.saleor import types
from storefront.saleor.global_ids import shown_name

# Saleor's units (MeasurementUnitsEnum) that can be converted to ours, with the factor.
_FACTORS: dict[Unit | None, dict[str, Decimal]] = {
    Unit.MM: {
        "MM": Decimal(1),
        "CM": Decimal(10),
        "DM": Decimal(100),
        "M": Decimal(1000),
        "INCH": Decimal("25.4"),
    },
    Unit.G: {"G": Decimal(1), "KG": Decimal(1000), "OZ": Decimal("28.349523125"), "LB": Decimal("453.59237")},
    Unit.ML: {"CUBIC_CENTIMETER": Decimal(1), "CUBIC_DECIMETER": Decimal(1000), "LITER": Decimal(1000)},
}
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
_BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|td|blockquote)>|<br>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """The attributes of a product or variant: values for the facts, what pages show, and rows for facets.

    `left_out` are the kinds of blocks that pages do not show of rich texts.
    """

    values: dict[str, StatedValue]
    labels: dict[str, dict[str, object]]
    rows: tuple[AttributeValue, ...]
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mapped:
    """One attribute: its value, its label without the name, and pairs of slug, name and number for facets."""

    value: StatedValue
    label: Mapping[str, object]
    facets: Sequence[tuple[str, str, Decimal | None]] = ()
    left_out: Sequence[str] = ()


def map_attributes(assigned: Sequence[types.AssignedAttribute]) -> Attributes:
    """Map every attribute that has a value; slugs get hyphens, numbers the units of the registry."""
    values: dict[str, StatedValue] = {}
    labels: dict[str, dict[str, object]] = {}
    rows: list[AttributeValue] = []
    left_out: set[str] = set()
    for each in assigned:
        slug = slugified(each.attribute.slug)[:255]
        mapped = _map(each, slug)
        if mapped is None:
            continue
        name = (each.attribute.name or slug)[:255]
        values[slug] = mapped.value
        labels[slug] = {"name": name, "values": [], **mapped.label}
        left_out.update(mapped.left_out)
        rows += [
            AttributeValue(attribute=slug, attribute_name=name, slug=key[:255], name=words[:255], number=number)
            for key, words, number in mapped.facets
        ]
    return Attributes(values=values, labels=labels, rows=tuple(rows), left_out=frozenset(left_out))


def _map(each: types.AssignedAttribute, slug: str) -> _Mapped | None:
    """Map one attribute; None if it has no value, or none that can be read."""
    if each.choice or each.choices:
        return _choices([choice for choice in (each.choice, *each.choices) if choice])
    if each.swatch:
        return _swatch(each.swatch)
    if each.flag is not None:
        return _Mapped(value=each.flag, label={}, facets=[(str(each.flag).lower(), "", None)])
    if each.number is not None:
        return _number(each.number, slug, each.attribute.unit)
    if each.plain and each.plain.strip():
        texts = {language: words.strip() for language, words in sorted(each.translations.items()) if words.strip()}
        return _Mapped(value=each.plain.strip(), label={"texts": texts})
    if each.rich:
        return _rich_text(each)
    if each.day or each.moment:
        shown, written = (Shown.DAY, each.day) if each.day else (Shown.MOMENT, each.moment)
        return _Mapped(value=written.isoformat(), label={"shown": shown}) if written else None
    return _file(each.file) if each.file else _references(each)


def _choices(choices: Sequence[types.ChoiceValue]) -> _Mapped | None:
    pairs = [(slugified(choice.slug), choice.name or choice.slug) for choice in choices if choice.slug]
    if not pairs:
        return None
    return _Mapped(
        value=[value for value, _ in pairs],
        label={"values": [words for _, words in pairs]},
        facets=[(value, words, None) for value, words in pairs],
    )


def _swatch(swatch: types.SwatchValue) -> _Mapped | None:
    mapped = _choices([swatch])
    if mapped is None:
        return None
    colour = swatch.hex_color if swatch.hex_color and _COLOUR.fullmatch(swatch.hex_color) else ""
    picture = media_url(swatch.file.url) if swatch.file else ""
    label = {**mapped.label, "shown": Shown.SWATCH, "colour": colour, "picture": picture}
    return _Mapped(value=mapped.value, label=label, facets=mapped.facets)


def _number(stated: Decimal, slug: str, unit: str | None) -> _Mapped | None:
    number = _converted(stated, slug, unit)
    if number is None:
        return None
    label = {} if slug in ATTRIBUTES else {"shown": Shown.NUMBER, "unit": unit or ""}
    return _Mapped(value=format(number, "f"), label=label, facets=[("", "", number)])


def _rich_text(each: types.AssignedAttribute) -> _Mapped | None:
    converted = rich_text.convert(each.rich)
    translated = {language: rich_text.convert(text) for language, text in sorted(each.rich_translations.items())}
    left_out = {kind for one in (converted, *translated.values()) for kind in one.left_out}
    if not converted.html and not left_out:
        return None
    htmls = {language: one.html for language, one in translated.items() if one.html}
    texts = {language: _lines(html) for language, html in htmls.items()}
    return _Mapped(
        value=_lines(converted.html),
        label={"shown": Shown.HTML, "html": converted.html, "htmls": htmls, "texts": texts},
        left_out=sorted(left_out),
    )


def _lines(html: str) -> str:
    """The words of cleaned HTML, a line for each block: the facts read them as they read plain text."""
    lines = (unescape(strip_tags(line)).strip() for line in _BLOCK_ENDS.split(html))
    return "\n".join(filter(None, lines))


def _file(file: types.File) -> _Mapped | None:
    url = media_url(file.url)
    name = unquote(basename(urlsplit(url).path))
    return _Mapped(value=name, label={"shown": Shown.FILE, "values": [name], "url": url}) if url and name else None


def _references(each: types.AssignedAttribute) -> _Mapped | None:
    """Map what an attribute refers to. A page of Saleor's has no page in the shop, and so no link."""
    named: dict[Shown, Sequence[types.Named | None]] = {
        Shown.PRODUCT: (each.product, *each.products),
        Shown.CATEGORY: (each.category, *each.categories),
        Shown.COLLECTION: (each.collection, *each.collections),
    }
    for shown, refs in named.items():
        if pairs := [(ref.slug, ref.name) for ref in refs if ref]:
            return _referring(shown, pairs)
    if pages := [(page.slug, page.title) for page in (each.page, *each.pages) if page]:
        return _referring(Shown.PAGE, pages)
    variants = [ref for ref in (each.variant, *each.variants) if ref]
    pairs = [(ref.product.slug, ", ".join(filter(None, (ref.product.name, shown_name(ref.name))))) for ref in variants]
    return _referring(Shown.PRODUCT, pairs) if pairs else None


def _referring(shown: Shown, pairs: Sequence[tuple[str, str]]) -> _Mapped:
    slugs, names = [slug for slug, _ in pairs], [name for _, name in pairs]
    return _Mapped(value=slugs, label={"shown": shown, "values": names, "slugs": slugs})


def _converted(number: Decimal, slug: str, unit: str | None) -> Decimal | None:
    """The number in the registry's unit; None if its unit measures something else or it is too large for the column.

    A width of 3 cm read as 3 mm would be called safe, so an unknown unit makes the number not stated.
    """
    known = ATTRIBUTES.get(slug)
    factors = _FACTORS.get(known.unit) if known else None
    factor = factors.get(unit) if factors and unit else Decimal(1)
    if factor is None or not number.is_finite() or abs(number) > 10**12:
        return None
    rounded = (number * factor).quantize(Decimal("0.0001"))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()


def media_url(url: str) -> str:
    """The URL of a picture or file if a page may name it (http, https or a path of this site), else empty."""
    if url.startswith("/") and settings.SALEOR_API_URL:
        url = urljoin(settings.SALEOR_API_URL, url)
    is_path = url.startswith("/") and not url.startswith("//")
    is_web_url = urlsplit(url).scheme in ("http", "https")
    return url if (is_path or is_web_url) and len(url) <= 2048 else ""
