"""Filling the sandbox with the demo catalogue (`storefront.demo`). Seeding again puts prices and stock back."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.db import models, transaction

from storefront.demo import data
from storefront.sandbox.models import (
    Address,
    Attribute,
    Category,
    Channel,
    Checkout,
    Collection,
    CollectionPoint,
    Customer,
    DeliveryMethod,
    GiftCard,
    Listing,
    LoginDelay,
    Media,
    Order,
    Price,
    Product,
    ProductType,
    Transaction,
    Variant,
    Voucher,
    VoucherListing,
)

M = TypeVar("M", bound=models.Model)
TAX_PERCENT = {"uk": 20, "eu": 23, "us": 0}

_STATE: tuple[type[models.Model], ...] = (Transaction, Order, Checkout, Customer, LoginDelay)
_CATALOGUE: tuple[type[models.Model], ...] = (
    Voucher,
    GiftCard,
    DeliveryMethod,
    CollectionPoint,
    Address,
    Product,
    ProductType,
    Attribute,
    Category,
    Collection,
    Channel,
)


def wipe() -> None:
    """Forget everything: catalogue, checkouts, orders, customers."""
    with transaction.atomic():
        for model in (*_STATE, *_CATALOGUE):
            model._default_manager.all().delete()


def seed(
    catalogue: data.DemoCatalogue, words: data.Translation, *, step: Callable[[str], None] = lambda _: None
) -> None:
    """Write the catalogue with its translation, all or nothing; `step` is told what was just done. Seeding twice
    changes nothing more."""
    with transaction.atomic():
        channels = _channels(catalogue)
        step("channels")
        _promotions(catalogue, channels)
        _deliveries(catalogue, words, channels)
        step("deliveries and codes")
        groups = _groups(catalogue, words, channels)
        step("categories and attributes")
        _products(catalogue, words, channels, groups)
        step("products")


def editor_text(paragraphs: Iterable[str]) -> str:
    """Paragraphs as EditorJS JSON, as Saleor keeps descriptions."""
    blocks = [{"type": "paragraph", "data": {"text": text}} for text in paragraphs]
    return json.dumps({"blocks": blocks}, ensure_ascii=False)


def _translated(language: str, words: data.Words | data.ProductWords | None) -> dict[str, dict[str, object]]:
    """What a row keeps of a translation."""
    if words is None:
        return {}
    texts: dict[str, object] = {"name": words.name, "description": editor_text(words.description)}
    if isinstance(words, data.ProductWords):
        texts |= {"seo_description": words.seo_description, "attributes": dict(words.attributes)}
    return {language: texts}


def _named(language: str, name: str | None) -> dict[str, dict[str, str]]:
    return {language: {"name": name}} if name else {}


def _upsert(model: type[M], rows: list[M], *unique: str) -> None:
    fields = [field.name for field in model._meta.concrete_fields if field.name not in unique and not field.primary_key]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=list(unique), update_fields=fields)


def _by_slug(model: type[M]) -> dict[str, M]:
    return {str(row.slug): row for row in model._default_manager.all()}  # type: ignore[attr-defined]


def _channels(catalogue: data.DemoCatalogue) -> dict[str, Channel]:
    rows = [
        Channel(
            slug=one.slug,
            name=one.name,
            currency=one.currency,
            country=one.country,
            countries=list(one.countries),
            tax_percent=TAX_PERCENT.get(one.slug, 0),
        )
        for one in catalogue.channels
    ]
    _upsert(Channel, rows, "slug")
    return _by_slug(Channel)


def _promotions(catalogue: data.DemoCatalogue, channels: Mapping[str, Channel]) -> None:
    voucher, _ = Voucher.objects.get_or_create(
        code=catalogue.voucher.code,
        defaults={"name": catalogue.voucher.name, "kind": Voucher.Kind.PERCENT},
    )
    rows = [
        VoucherListing(voucher=voucher, channel=channel, value=catalogue.voucher.percent)
        for channel in channels.values()
    ]
    _upsert(VoucherListing, rows, "voucher", "channel")
    card = catalogue.gift_card
    GiftCard.objects.update_or_create(
        code=card.code, defaults={"currency": card.currency, "balance": card.amount, "is_active": True}
    )


def _deliveries(catalogue: data.DemoCatalogue, words: data.Translation, channels: Mapping[str, Channel]) -> None:
    rows = [
        DeliveryMethod(
            slug=one.slug,
            channel=channels[one.channel],
            name=one.name,
            translations=_named(words.language, words.shipping.get(one.slug)),
            price=one.price,
            minimum_days=one.minimum_days,
            maximum_days=one.maximum_days,
        )
        for one in catalogue.shipping
    ]
    _upsert(DeliveryMethod, rows, "slug")


def _groups(
    catalogue: data.DemoCatalogue, words: data.Translation, channels: Mapping[str, Channel]
) -> tuple[dict[str, Category], dict[str, ProductType], dict[str, Collection]]:
    attributes = [
        Attribute(
            slug=one.slug,
            name=one.name,
            input_type=one.input_type,
            unit=one.unit or "",
            values={value.slug: value.name for value in one.values},
        )
        for one in catalogue.attributes
    ]
    _upsert(Attribute, attributes, "slug")
    types = [
        ProductType(
            slug=one.slug,
            name=one.name,
            attributes=list(one.attributes),
            variant_attributes=list(one.variant_attributes),
            is_shipping_required=one.is_shipping_required,
        )
        for one in catalogue.product_types
    ]
    _upsert(ProductType, types, "slug")
    categories = [
        Category(
            slug=one.slug,
            name=one.name,
            description=editor_text([one.description]),
            translations=_translated(words.language, words.categories.get(one.slug)),
        )
        for one in catalogue.categories
    ]
    _upsert(Category, categories, "slug")
    collections = [
        Collection(
            slug=one.slug,
            name=one.name,
            description=editor_text([one.description]),
            translations=_translated(words.language, words.collections.get(one.slug)),
        )
        for one in catalogue.collections
    ]
    _upsert(Collection, collections, "slug")
    found = _by_slug(Collection)
    shown = Collection.channels.through
    shown.objects.bulk_create(
        [shown(collection=one, channel=channel) for one in found.values() for channel in channels.values()],
        ignore_conflicts=True,
    )
    return _by_slug(Category), _by_slug(ProductType), found


def _products(
    catalogue: data.DemoCatalogue,
    words: data.Translation,
    channels: Mapping[str, Channel],
    groups: tuple[dict[str, Category], dict[str, ProductType], dict[str, Collection]],
) -> None:
    categories, types, collections = groups
    rows = [
        Product(
            slug=one.slug,
            name=one.name,
            description=editor_text(one.description),
            seo_description=one.seo_description,
            translations=_translated(words.language, words.products.get(one.slug)),
            product_type=types[one.product_type],
            category=categories[one.category],
            attributes=_plain(one.attributes),
        )
        for one in catalogue.products
    ]
    _upsert(Product, rows, "slug")
    products = _by_slug(Product)
    _upsert(
        Listing,
        [
            Listing(product=products[one.slug], channel=channels[slug])
            for one in catalogue.products
            for slug in sorted({slug for variant in one.variants for slug in variant.prices})
        ],
        "product",
        "channel",
    )
    inside = Product.collections.through
    inside.objects.bulk_create(
        [
            inside(product=products[slug], collection=collections[one.slug])
            for one in catalogue.collections
            for slug in one.products
        ],
        ignore_conflicts=True,
    )
    _pictures(catalogue, products)
    _variants(catalogue, words, channels, products)


def _pictures(catalogue: data.DemoCatalogue, products: Mapping[str, Product]) -> None:
    rows = [
        Media(product=products[one.slug], sort_order=place, alt=picture.alt)
        for one in catalogue.products
        for place, picture in enumerate(one.pictures)
    ]
    _upsert(Media, rows, "product", "sort_order")


def _variants(
    catalogue: data.DemoCatalogue,
    words: data.Translation,
    channels: Mapping[str, Channel],
    products: Mapping[str, Product],
) -> None:
    names = {sku: name for product in words.products.values() for sku, name in product.variants.items()}
    rows = [
        Variant(
            product=products[one.slug],
            sku=variant.sku,
            name=variant.name,
            translations=_named(words.language, names.get(variant.sku)),
            attributes=_plain(variant.attributes),
            stock=variant.stock,
            sort_order=place,
        )
        for one in catalogue.products
        for place, variant in enumerate(one.variants)
    ]
    _upsert(Variant, rows, "sku")
    variants = {row.sku: row for row in Variant.objects.all()}
    prices = [
        Price(variant=variants[variant.sku], channel=channels[slug], amount=amount, full_amount=amount)
        for one in catalogue.products
        for variant in one.variants
        for slug, amount in variant.prices.items()
    ]
    _upsert(Price, prices, "variant", "channel")


def _plain(attributes: Mapping[str, data.AttributeValue]) -> dict[str, object]:
    return {slug: list(value) if isinstance(value, tuple) else value for slug, value in attributes.items()}
