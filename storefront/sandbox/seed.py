"""Fill the sandbox with the demo shop (`storefront.demo`). Seeding again restores prices and stock."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models, transaction

from storefront.demo import data
from storefront.sandbox.models import (
    Address,
    Attribute,
    Category,
    Channel,
    Checkout,
    Collection,
    CountryTaxRate,
    Customer,
    GiftCard,
    Listing,
    Media,
    Order,
    Price,
    Product,
    ProductType,
    ShippingMethod,
    Transaction,
    Variant,
    Voucher,
    VoucherListing,
    Warehouse,
)

M = TypeVar("M", bound=models.Model)
Translations = Sequence[data.CatalogueTranslation]
# In an order in which no row refers to one that is deleted before it.
_TABLES: tuple[type[models.Model], ...] = (
    Transaction,
    Order,
    Checkout,
    Customer,
    Voucher,
    GiftCard,
    ShippingMethod,
    Warehouse,
    Address,
    Product,
    ProductType,
    Attribute,
    Category,
    Collection,
    Channel,
    CountryTaxRate,
)


@transaction.atomic
def wipe() -> None:
    """Delete everything: catalogue, checkouts, orders, customers."""
    for model in _TABLES:
        model._default_manager.all().delete()


@transaction.atomic
def seed(catalogue: data.DemoCatalogue, texts: Translations, *, step: Callable[[str], None] = lambda _: None) -> None:
    """Write the catalogue with its translations in one transaction; `step` is called with the name of each part."""
    channels = _channels(catalogue)
    step("channels")
    _promotions(catalogue, channels)
    _shipping_methods(catalogue, texts, channels)
    step("deliveries and codes")
    collections = _collections(catalogue, texts, channels)
    step("categories and attributes")
    products = _products(catalogue, texts, collections)
    _variants(catalogue, texts, products, channels)
    step("products")


def _upsert(model: type[M], rows: Iterable[M], *unique: str) -> dict[Any, M]:
    """Write rows, replacing those of the same `unique` fields, and return all by the first of these fields."""
    fields = [field.name for field in model._meta.concrete_fields if field.name not in unique and not field.primary_key]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=list(unique), update_fields=fields)
    return {getattr(row, unique[0]): row for row in model._default_manager.all()}


def _channels(catalogue: data.DemoCatalogue) -> dict[str, Channel]:
    rates = (CountryTaxRate(country=country, rate=rate) for country, rate in catalogue.tax_rates.items())
    _upsert(CountryTaxRate, rates, "country")
    rows = (
        Channel(
            slug=one.slug,
            name=one.name,
            currency=one.currency,
            default_country=one.country,
            countries=list(one.countries),
            display_gross_prices=one.display_gross_prices,
        )
        for one in catalogue.channels
    )
    return _upsert(Channel, rows, "slug")


def _promotions(catalogue: data.DemoCatalogue, channels: Mapping[str, Channel]) -> None:
    wanted, card = catalogue.voucher, catalogue.gift_card
    voucher, _ = Voucher.objects.get_or_create(
        code=wanted.code, defaults={"name": wanted.name, "kind": Voucher.Kind.PERCENT}
    )
    rows = (VoucherListing(voucher=voucher, channel=each, value=wanted.percent) for each in channels.values())
    _upsert(VoucherListing, rows, "voucher", "channel")
    GiftCard.objects.update_or_create(
        code=card.code, defaults={"currency": card.currency, "current_balance": card.amount, "is_active": True}
    )


def _shipping_methods(catalogue: data.DemoCatalogue, texts: Translations, channels: Mapping[str, Channel]) -> None:
    rows = (
        ShippingMethod(
            slug=one.slug,
            channel=channels[one.channel],
            name=one.name,
            translations=_named({each.language: each.shipping.get(one.slug) for each in texts}),
            price=one.price,
            minimum_delivery_days=one.minimum_days,
            maximum_delivery_days=one.maximum_days,
        )
        for one in catalogue.shipping
    )
    _upsert(ShippingMethod, rows, "slug")


def _collections(
    catalogue: data.DemoCatalogue, texts: Translations, channels: Mapping[str, Channel]
) -> dict[str, Collection]:
    rows = (
        Collection(
            slug=one.slug,
            name=one.name,
            description=data.rich_text(one.description),
            translations=_described({each.language: each.collections.get(one.slug) for each in texts}),
        )
        for one in catalogue.collections
    )
    collections = _upsert(Collection, rows, "slug")
    for one in catalogue.collections:
        collections[one.slug].channels.set(channels.values())
    return collections


def _products(
    catalogue: data.DemoCatalogue, texts: Translations, collections: Mapping[str, Collection]
) -> dict[str, Product]:
    attributes = (
        Attribute(
            slug=one.slug,
            name=one.name,
            input_type=one.input_type,
            unit=one.unit or "",
            values={value.slug: value.name for value in one.values},
        )
        for one in catalogue.attributes
    )
    _upsert(Attribute, attributes, "slug")
    product_types = (
        ProductType(
            slug=one.slug,
            name=one.name,
            attributes=list(one.attributes),
            variant_attributes=list(one.variant_attributes),
            is_shipping_required=one.is_shipping_required,
        )
        for one in catalogue.product_types
    )
    types = _upsert(ProductType, product_types, "slug")
    described = (
        Category(
            slug=one.slug,
            name=one.name,
            description=data.rich_text(one.description),
            translations=_described({each.language: each.categories.get(one.slug) for each in texts}),
        )
        for one in catalogue.categories
    )
    categories = _upsert(Category, described, "slug")
    rows = (
        Product(
            slug=one.slug,
            name=one.name,
            description=data.rich_text(*one.description),
            seo_description=one.seo_description,
            translations=_described({each.language: each.products.get(one.slug) for each in texts}),
            product_type=types[one.product_type],
            category=categories[one.category],
            attributes=_json(one.attributes),
        )
        for one in catalogue.products
    )
    products = _upsert(Product, rows, "slug")
    for one in catalogue.collections:
        collections[one.slug].products.set(products[slug] for slug in one.products)
    pictures = (
        Media(product=products[one.slug], sort_order=position, alt=picture.alt)
        for one in catalogue.products
        for position, picture in enumerate(one.pictures)
    )
    _upsert(Media, pictures, "product", "sort_order")
    return products


def _variants(
    catalogue: data.DemoCatalogue,
    texts: Translations,
    products: Mapping[str, Product],
    channels: Mapping[str, Channel],
) -> None:
    names = {
        each.language: {sku: name for product in each.products.values() for sku, name in product.variants.items()}
        for each in texts
    }
    listings = (
        Listing(product=products[one.slug], channel=channels[slug])
        for one in catalogue.products
        for slug in {slug for variant in one.variants for slug in variant.prices}
    )
    _upsert(Listing, listings, "product", "channel")
    rows = (
        Variant(
            product=products[one.slug],
            sku=variant.sku,
            name=variant.name,
            translations=_named({language: by_sku.get(variant.sku) for language, by_sku in names.items()}),
            attributes=_json(variant.attributes),
            stock=variant.stock,
            sort_order=position,
        )
        for one in catalogue.products
        for position, variant in enumerate(one.variants)
    )
    variants = _upsert(Variant, rows, "sku")
    prices = (
        Price(variant=variants[variant.sku], channel=channels[slug], price=amount, price_undiscounted=amount)
        for one in catalogue.products
        for variant in one.variants
        for slug, amount in variant.prices.items()
    )
    _upsert(Price, prices, "variant", "channel")


def _named(names: Mapping[str, str | None]) -> dict[str, dict[str, str]]:
    return {language: {"name": name} for language, name in names.items() if name}


def _described(
    texts: Mapping[str, data.TextTranslation | data.ProductTranslation | None],
) -> dict[str, dict[str, object]]:
    return {language: _fields_of(text) for language, text in texts.items() if text}


def _fields_of(text: data.TextTranslation | data.ProductTranslation) -> dict[str, object]:
    fields: dict[str, object] = {"name": text.name, "description": data.rich_text(*text.description)}
    if isinstance(text, data.ProductTranslation):
        fields |= {"seo_description": text.seo_description, "attributes": dict(text.attributes)}
    return fields


def _json(attributes: Mapping[str, data.AttributeValue]) -> dict[str, object]:
    return {slug: list(value) if isinstance(value, tuple) else value for slug, value in attributes.items()}
