"""The demo shop in another language, where a market reads it. What is translated already is left as it is."""

from collections.abc import Iterator, Mapping

from storefront.core.markets import translated_languages
from storefront.demo.data import DemoCatalogue, Translation, Words, rich_text
from storefront.demo.seeding.desk import Desk, Ref
from storefront.demo.seeding.shop import Places
from storefront.saleor.types import Answer, Edges, Name


class _Here(Ref, frozen=True):
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


class _Stated(Answer, frozen=True):
    attribute: _Slug
    values: tuple[_Value, ...]


class _Product(Ref, frozen=True):
    attributes: tuple[_Stated, ...]
    product_variants: Edges[_Variant]
    translations: dict[str, Name] = {}


class _Method(Answer, frozen=True):
    id: str
    name: str
    translations: dict[str, Name] = {}


class _Zone(Answer, frozen=True):
    shipping_methods: tuple[_Method, ...] | None = None


def translate(desk: Desk, demo: DemoCatalogue, words: Translation, there: Places) -> None:
    """Categories, collections, products with their texts, variants and ways of delivery."""
    if words.language.lower() not in translated_languages():
        return
    _groups(desk, "Category", "SeededCategories", words.categories, words.language)
    _groups(desk, "Collection", "SeededCollections", words.collections, words.language)
    _products(desk, words)
    _shipping(desk, demo, words, there)


def _groups(desk: Desk, kind: str, there: str, words: Mapping[str, Words], language: str) -> None:
    for row in desk.found(there, _Here, slugs=list(words)):
        if language.lower() not in row.translations:
            said = words[row.slug]
            texts = {"name": said.name, "description": rich_text(*said.description)}
            desk.do(f"Translate{kind}", id=row.id, language=language, texts=texts)
            desk.made[f"{kind.lower()} translated"] += 1


def _products(desk: Desk, words: Translation) -> None:
    found = desk.found("SeededProducts", _Product, slugs=list(words.products))
    for kind, each in {"Product": _product, "Variant": _variants, "Value": _values}.items():
        lacking = [translation for row in found for translation in each(row, words)]
        if lacking:
            desk.do_all(f"Translate{kind}s", translations=lacking)
            desk.made[f"{kind.lower()} translated"] += len(lacking)


def _product(row: _Product, words: Translation) -> Iterator[dict[str, object]]:
    if words.language.lower() not in row.translations:
        said = words.products[row.slug]
        texts = {
            "name": said.name,
            "description": rich_text(*said.description),
            "seoDescription": said.seo_description,
        }
        yield {"id": row.id, "languageCode": words.language, "translationFields": texts}


def _variants(row: _Product, words: Translation) -> Iterator[dict[str, object]]:
    for variant in row.product_variants.nodes:
        name = words.products[row.slug].variants.get(variant.sku or "")
        if name and words.language.lower() not in variant.translations:
            yield {"id": variant.id, "languageCode": words.language, "translationFields": {"name": name}}


def _values(row: _Product, words: Translation) -> Iterator[dict[str, object]]:
    """Its text attributes, whose values are its own."""
    for stated in row.attributes:
        text = words.products[row.slug].attributes.get(stated.attribute.slug)
        for value in stated.values:
            if text and words.language.lower() not in value.translations:
                yield {"id": value.id, "languageCode": words.language, "translationFields": {"plainText": text}}


def _shipping(desk: Desk, demo: DemoCatalogue, words: Translation, there: Places) -> None:
    for channel, channel_id in there.channels.items():
        names = {method.name: words.shipping[method.slug] for method in demo.shipping if method.channel == channel}
        zones = desk.found("Zones", _Zone, channels=[channel_id])
        for method in (method for zone in zones for method in zone.shipping_methods or ()):
            if method.name in names and words.language.lower() not in method.translations:
                texts = {"name": names[method.name]}
                desk.do("TranslateShippingMethod", id=method.id, language=words.language, texts=texts)
                desk.made["way of delivery translated"] += 1
