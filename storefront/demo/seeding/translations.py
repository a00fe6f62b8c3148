"""Translations of the demo shop, for languages that a market uses. Existing translations are left as they are."""

from collections.abc import Iterator, Mapping

from storefront.core.markets import translated_languages
from storefront.demo.data import CatalogueTranslation, DemoCatalogue, TextTranslation, rich_text
from storefront.demo.seeding.channels import Channels
from storefront.demo.seeding.staff import Ref, StaffSession
from storefront.saleor.types import Answer, Edges, Name


class _Described(Ref, frozen=True):
    translations: dict[str, Name] = {}


class _Variant(Answer, frozen=True):
    id: str
    sku: str | None = None
    translations: dict[str, Name] = {}


class _Text(Answer, frozen=True):
    plain_text: str | None = None


class _Value(Answer, frozen=True):
    id: str
    translations: dict[str, _Text] = {}


class _Slug(Answer, frozen=True):
    slug: str


class _AssignedAttribute(Answer, frozen=True):
    attribute: _Slug
    values: tuple[_Value, ...]


class _Product(Ref, frozen=True):
    attributes: tuple[_AssignedAttribute, ...]
    product_variants: Edges[_Variant]
    translations: dict[str, Name] = {}


class _Method(Answer, frozen=True):
    id: str
    name: str
    translations: dict[str, Name] = {}


class _Zone(Answer, frozen=True):
    shipping_methods: tuple[_Method, ...] | None = None


def translate(staff: StaffSession, demo: DemoCatalogue, texts: CatalogueTranslation, channels: Channels) -> None:
    """Translate categories, collections, products, variants and shipping methods."""
    if texts.language.lower() not in translated_languages():
        return
    _translate_described(staff, "Category", "SeededCategories", texts.categories, texts.language)
    _translate_described(staff, "Collection", "SeededCollections", texts.collections, texts.language)
    _translate_products(staff, texts)
    _translate_shipping(staff, demo, texts, channels)


def _translate_described(
    staff: StaffSession, kind: str, query: str, texts: Mapping[str, TextTranslation], language: str
) -> None:
    for row in staff.list_nodes(query, _Described, slugs=list(texts)):
        if language.lower() not in row.translations:
            text = texts[row.slug]
            fields = {"name": text.name, "description": rich_text(*text.description)}
            staff.run_without_result(f"Translate{kind}", id=row.id, language=language, texts=fields)
            staff.created[f"{kind.lower()} translated"] += 1


def _translate_products(staff: StaffSession, texts: CatalogueTranslation) -> None:
    rows = staff.list_nodes("SeededProducts", _Product, slugs=list(texts.products))
    for kind, missing_of in {"Product": _product, "Variant": _variants, "Value": _values}.items():
        missing = [translation for row in rows for translation in missing_of(row, texts)]
        if missing:
            staff.run_bulk(f"Translate{kind}s", translations=missing)
            staff.created[f"{kind.lower()} translated"] += len(missing)


def _product(row: _Product, texts: CatalogueTranslation) -> Iterator[dict[str, object]]:
    if texts.language.lower() not in row.translations:
        text = texts.products[row.slug]
        fields = {
            "name": text.name,
            "description": rich_text(*text.description),
            "seoDescription": text.seo_description,
        }
        yield {"id": row.id, "languageCode": texts.language, "translationFields": fields}


def _variants(row: _Product, texts: CatalogueTranslation) -> Iterator[dict[str, object]]:
    for variant in row.product_variants.nodes:
        name = texts.products[row.slug].variants.get(variant.sku or "")
        if name and texts.language.lower() not in variant.translations:
            yield {"id": variant.id, "languageCode": texts.language, "translationFields": {"name": name}}


def _values(row: _Product, texts: CatalogueTranslation) -> Iterator[dict[str, object]]:
    """Yield the missing translations of text attributes, whose values belong to one product."""
    for assigned in row.attributes:
        text = texts.products[row.slug].attributes.get(assigned.attribute.slug)
        for value in assigned.values:
            if text and texts.language.lower() not in value.translations:
                yield {"id": value.id, "languageCode": texts.language, "translationFields": {"plainText": text}}


def _translate_shipping(
    staff: StaffSession, demo: DemoCatalogue, texts: CatalogueTranslation, channels: Channels
) -> None:
    for channel, channel_id in channels.ids.items():
        names = {method.name: texts.shipping[method.slug] for method in demo.shipping if method.channel == channel}
        zones = staff.list_nodes("Zones", _Zone, channels=[channel_id])
        for method in (method for zone in zones for method in zone.shipping_methods or ()):
            if method.name in names and texts.language.lower() not in method.translations:
                fields = {"name": names[method.name]}
                staff.run_without_result("TranslateShippingMethod", id=method.id, language=texts.language, texts=fields)
                staff.created["shipping method translated"] += 1
