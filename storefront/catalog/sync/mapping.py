"""Map Saleor's responses to unsaved rows: pure functions, no database.

What the merchant wrote is cut to the length of the columns and cleaned. `attributes` maps attributes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from storefront.catalog.models import AttributeValue, Category, Media, Product
from storefront.catalog.pages import rich_text
from storefront.catalog.safety_rules.judging import judge_product
from storefront.catalog.sync.attributes import Attributes, map_attributes, media_url
from storefront.catalog.translations import stored_translations
from storefront.saleor import types
from storefront.saleor.products import WHOLE


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
        left_out=_left_out(answer, attributes),
        seo_title=(answer.seo_title or "")[:255],
        seo_description=(answer.seo_description or "")[:500],
        translations=stored_translations(answer.translations),
        product_type=answer.product_type.slug[:255],
        is_shipped=answer.product_type.is_shipping_required,
        category=category,
        attributes=attributes.values,
        labels=attributes.labels,
        videos=_videos(answer.media or ()),
        picture_small=first.small if first else "",
        picture_large=first.large if first else "",
        picture_alt=first.alt if first else "",
        saleor_updated_at=answer.updated_at,
    )
    variants = answer.product_variants.nodes if answer.product_variants else ()
    judge_product(row, category=category, variant_names=[variant.name for variant in variants])
    row.digest = _digest(row, attributes.rows, media)
    return MappedProduct(answer=answer, row=row, values=attributes.rows, media=media)


def _media(answers: Sequence[types.Media]) -> tuple[Media, ...]:
    """The pictures in the merchant's order."""
    found: dict[str, Media] = {}
    pictures = (answer for answer in answers if answer.type == "IMAGE")
    for position, answer in enumerate(sorted(pictures, key=lambda answer: answer.sort_order or 0)):
        small, large = media_url(answer.small), media_url(answer.large)
        if small and large:
            found[answer.id] = Media(
                saleor_id=answer.id, alt=answer.alt[:500], small=small, large=large, position=position
            )
    return tuple(found.values())


def _videos(answers: Sequence[types.Media]) -> list[dict[str, str]]:
    """The videos as links with the name of their host: a page loads nothing from there."""
    videos = []
    for answer in sorted(answers, key=lambda answer: answer.sort_order or 0):
        url = media_url(answer.large or answer.small)
        if answer.type == "VIDEO" and url:
            said = _oembed(answer.oembed_data)
            host = said.provider_name or urlsplit(url).hostname or ""
            videos.append({"url": url, "title": (answer.alt or said.title)[:500], "provider": host[:100]})
    return videos


class _Oembed(msgspec.Struct, frozen=True):
    """What the host of a video says of it (oembed.com)."""

    title: str = ""
    provider_name: str = ""


def _oembed(text: str) -> _Oembed:
    try:
        return msgspec.json.decode(text, type=_Oembed)
    except msgspec.DecodeError:
        return _Oembed()


def _left_out(answer: types.Product, attributes: Attributes) -> list[str]:
    """What pages do not show of a product: kinds of blocks of its texts, `attributes` beyond `WHOLE`, and `media`."""
    beyond = {"attributes"} if WHOLE.are_met(answer) else set()
    unusable = {"media"} if any(not media_url(each.large or each.small) for each in answer.media or ()) else set()
    return sorted({*left_out_of(answer), *beyond, *unusable, *attributes.left_out})


def left_out_of(answer: types.Product | types.Category | types.Collection) -> list[str]:
    """Return the kinds of blocks that pages do not show of the description and its translations."""
    translated = (each.description for each in answer.translations.values() if isinstance(each, types.Texts))
    texts = (answer.description, *translated)
    return sorted({kind for text in texts for kind in rich_text.convert(text).left_out})


def _digest(row: Product, values: Sequence[AttributeValue], media: Sequence[Media]) -> str:
    """A hash of the rows. It changes with what Saleor says and with our own rules."""
    content = (
        [getattr(row, field) for field in PRODUCT_FIELDS if field not in ("category", "digest", "rules")],
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
    "mentions",
    "videos",
    "gate_breaks",
    "may_be_suggested",
    "may_be_sold",
    "rules",
    "picture_small",
    "picture_large",
    "picture_alt",
    "digest",
    "saleor_updated_at",
)
