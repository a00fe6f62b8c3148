"""Map Saleor's responses to unsaved rows: pure functions, no database.

What the merchant wrote is cut to the length of the columns and cleaned, and numbers are converted to the units of the
attribute registry.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urljoin, urlsplit

import msgspec
from django.conf import settings

from storefront.catalog.models import AttributeValue, Category, Media, Product
from storefront.catalog.pages import rich_text
from storefront.catalog.translations import stored_translations
from storefront.safety import listing
from storefront.safety.facts import ATTRIBUTES
from storefront.safety.value_types import StatedValue, Unit, slugified
from storefront.saleor import types

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """The attributes of a product or variant: values for the facts, the merchant's labels, and rows for facets."""

    values: dict[str, StatedValue]
    labels: dict[str, dict[str, object]]
    rows: tuple[AttributeValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedProduct:
    """A product as unsaved rows, with the response that they were made of."""

    answer: types.Product
    row: Product
    values: tuple[AttributeValue, ...]
    media: tuple[Media, ...]


def map_product(answer: types.Product, *, category: Category | None) -> MappedProduct:
    """Map one product. The listing gates are checked here; they read the category."""
    attributes = map_attributes(answer.assigned_attributes)
    media = _media(answer.media or ())
    first = media[0] if media else None
    row = Product(
        saleor_id=answer.id,
        slug=answer.slug[:255],
        name=answer.name[:255],
        description_html=rich_text.to_html(answer.description),
        left_out=left_out_of(answer),
        seo_title=(answer.seo_title or "")[:255],
        seo_description=(answer.seo_description or "")[:500],
        translations=stored_translations(answer.translations),
        product_type=answer.product_type.slug[:255],
        is_shipped=answer.product_type.is_shipping_required,
        category=category,
        attributes=attributes.values,
        labels=attributes.labels,
        picture_small=first.small if first else "",
        picture_large=first.large if first else "",
        picture_alt=first.alt if first else "",
        saleor_updated_at=answer.updated_at,
    )
    facts = row.facts
    row.gate_breaks = [gate_break.gate for gate_break in listing.find_gate_breaks(facts)]
    row.may_be_suggested = listing.may_be_suggested(facts)
    row.may_be_sold = listing.may_be_sold(facts)
    row.digest = _digest(row, attributes.rows, media)
    return MappedProduct(answer=answer, row=row, values=attributes.rows, media=media)


def map_attributes(assigned: Sequence[types.VariantAttribute]) -> Attributes:
    """Map every attribute that has a value; slugs get hyphens, numbers the units of the registry."""
    values: dict[str, StatedValue] = {}
    labels: dict[str, dict[str, object]] = {}
    rows: list[AttributeValue] = []
    for each in assigned:
        slug = slugified(each.attribute.slug)[:255]
        name = (each.attribute.name or slug)[:255]
        choices = [
            (slugified(choice.slug), choice.name or choice.slug)
            for choice in (
                each.choice,
                each.swatch,
                *(each.choices if isinstance(each, types.AssignedAttribute) else ()),
            )
            if choice is not None and choice.slug
        ]
        number = None if each.number is None else _converted(each.number, slug, each.attribute.unit)
        label: dict[str, object] = {"name": name, "values": [words for _, words in choices]}
        if choices:
            values[slug] = [value for value, _ in choices]
            rows += [_value(slug, name, slug_of=value, shown=words) for value, words in choices]
        elif each.flag is not None:
            values[slug] = each.flag
            rows.append(_value(slug, name, slug_of=str(each.flag).lower(), shown=""))
        elif number is not None:
            values[slug] = format(number, "f")
            rows.append(_value(slug, name, number=number))
        elif each.plain and each.plain.strip():
            values[slug] = each.plain.strip()
            label["texts"] = {
                language: words.strip() for language, words in sorted(each.translations.items()) if words.strip()
            }
        else:
            continue
        labels[slug] = label
    return Attributes(values=values, labels=labels, rows=tuple(rows))


def _value(
    attribute: str, name: str, *, slug_of: str = "", shown: str = "", number: Decimal | None = None
) -> AttributeValue:
    return AttributeValue(attribute=attribute, attribute_name=name, slug=slug_of[:255], name=shown[:255], number=number)


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


def _media(answers: Sequence[types.Media]) -> tuple[Media, ...]:
    """The pictures in the merchant's order. Videos are left out, because they load from other hosts."""
    found: dict[str, Media] = {}
    pictures = (answer for answer in answers if answer.type == "IMAGE")
    for position, answer in enumerate(sorted(pictures, key=lambda answer: answer.sort_order or 0)):
        small, large = picture_url(answer.small), picture_url(answer.large)
        if small and large:
            found[answer.id] = Media(
                saleor_id=answer.id, alt=answer.alt[:500], small=small, large=large, position=position
            )
    return tuple(found.values())


def picture_url(url: str) -> str:
    """A picture's URL if a page may load it (http, https or a path of this site), else an empty string."""
    if url.startswith("/") and settings.SALEOR_API_URL:
        url = urljoin(settings.SALEOR_API_URL, url)
    is_path = url.startswith("/") and not url.startswith("//")
    is_web_url = urlsplit(url).scheme in ("http", "https")
    return url if (is_path or is_web_url) and len(url) <= 1000 else ""


def left_out_of(answer: types.Product | types.Category | types.Collection) -> list[str]:
    """Return the kinds of blocks that pages do not show of the description and its translations."""
    translated = (each.description for each in answer.translations.values() if isinstance(each, types.Texts))
    texts = (answer.description, *translated)
    return sorted({kind for text in texts for kind in rich_text.convert(text).left_out})


def _digest(row: Product, values: Sequence[AttributeValue], media: Sequence[Media]) -> str:
    """A hash of the rows. It changes with what Saleor says and with our own rules."""
    content = (
        [getattr(row, field) for field in PRODUCT_FIELDS if field not in ("category", "digest")],
        row.category_id,
        [(value.attribute, value.attribute_name, value.slug, value.name, value.number) for value in values],
        [(each.saleor_id, each.alt, each.small, each.large, each.position) for each in media],
    )
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()


PRODUCT_FIELDS = (
    "slug",
    "name",
    "description_html",
    "left_out",
    "seo_title",
    "seo_description",
    "translations",
    "product_type",
    "is_shipped",
    "category",
    "attributes",
    "labels",
    "gate_breaks",
    "may_be_suggested",
    "may_be_sold",
    "picture_small",
    "picture_large",
    "picture_alt",
    "digest",
    "saleor_updated_at",
)
