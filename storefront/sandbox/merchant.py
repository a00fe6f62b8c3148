"""The merchant's hands, for tests and demonstrations: what would be done in Saleor's Dashboard, as plain functions.

Amounts are major units of the currency; a wrong sku, slug or code raises the model's DoesNotExist.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from storefront.sandbox import events
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import (
    Address,
    Channel,
    CollectionPoint,
    Customer,
    Fulfillment,
    GiftCard,
    Listing,
    Order,
    Price,
    Product,
    Variant,
    Voucher,
    VoucherListing,
)


def set_stock(sku: str, quantity: int) -> None:
    """Make so many of a variant be there."""
    variant = Variant.objects.get(sku=sku)
    variant.stock = quantity
    variant.save(update_fields=["stock", "updated_at"])


def stock(sku: str) -> int:
    """How many of a variant are there (the API shows 50 at most)."""
    return Variant.objects.get(sku=sku).stock


def set_price(sku: str, channel: str, amount: Decimal, *, full_amount: Decimal | None = None) -> None:
    """Change a variant's price in a channel; with a higher `full_amount` it shows as reduced."""
    row = Price.objects.select_related("variant").get(variant__sku=sku, channel__slug=channel)
    row.amount, row.full_amount = amount, full_amount or amount
    row.save(update_fields=["amount", "full_amount"])
    row.variant.save(update_fields=["updated_at"])


def publish(product: str, channel: str) -> None:
    """Show a product in a channel."""
    _set_published(product, channel, published=True)


def unpublish(product: str, channel: str) -> None:
    """Hide a product from a channel."""
    _set_published(product, channel, published=False)


def set_attributes(product: str, attributes: Mapping[str, object]) -> None:
    """State facts of a product anew, by slug as docs/attributes.md describes; None takes a statement back."""
    row = Product.objects.get(slug=product)
    stated = {**row.attributes, **attributes}
    row.attributes = {slug: value for slug, value in stated.items() if value is not None}
    row.save(update_fields=["attributes", "updated_at"])


def rename(product: str, name: str) -> None:
    """Give a product another name."""
    row = Product.objects.get(slug=product)
    row.name = name
    row.save(update_fields=["name", "updated_at"])


def translate(product: str, language: str, **texts: str) -> None:
    """Write a product's texts (name, description as EditorJS JSON, seo_title, seo_description) in a language such as
    `DE`. As in Saleor, the product's own `updated_at` stays as it is.
    """
    row = Product.objects.get(slug=product)
    translations = {**row.translations, language: {**row.translations.get(language, {}), **texts}}
    Product.objects.filter(pk=row.pk).update(translations=translations)


def translate_attributes(product: str, language: str, texts: Mapping[str, str]) -> None:
    """Write a product's text attributes, by slug, in a language."""
    row = Product.objects.get(slug=product)
    translations = {**row.translations, language: {**row.translations.get(language, {}), "attributes": dict(texts)}}
    Product.objects.filter(pk=row.pk).update(translations=translations)


def translate_variant(sku: str, language: str, *, name: str) -> None:
    """Write a variant's name in a language."""
    row = Variant.objects.get(sku=sku)
    Variant.objects.filter(pk=row.pk).update(translations={**row.translations, language: {"name": name}})


@transaction.atomic
def create_voucher(
    code: str,
    *,
    percent: Decimal | None = None,
    amount: Decimal | None = None,
    min_spent: Decimal | None = None,
    usage_limit: int | None = None,
    channels: tuple[str, ...] | None = None,
) -> None:
    """Make a voucher of so many per cent, or of an amount, in some channels or in all."""
    value = percent if percent is not None else amount
    if value is None:
        raise ValueError("a voucher is worth per cent or an amount")
    kind = Voucher.Kind.PERCENT if percent is not None else Voucher.Kind.FIXED
    voucher = Voucher.objects.create(code=code, name=code, kind=kind, usage_limit=usage_limit)
    where = Channel.objects.all() if channels is None else Channel.objects.filter(slug__in=channels)
    VoucherListing.objects.bulk_create(
        VoucherListing(voucher=voucher, channel=channel, value=value, min_spent=min_spent) for channel in where
    )


def confirm_customer(email: str) -> None:
    """Confirm an account in the customer's stead."""
    customer = Customer.objects.get(email=email)
    customer.is_confirmed = True
    customer.save(update_fields=["is_confirmed"])


def end_voucher(code: str) -> None:
    """Make a voucher no longer usable."""
    Voucher.objects.filter(pk=Voucher.objects.get(code=code).pk).update(is_active=False)


def create_gift_card(code: str, amount: Decimal, currency: str) -> None:
    """Make a gift card."""
    GiftCard.objects.create(code=code, balance=amount, currency=currency)


@transaction.atomic
def open_collection_point(name: str, channel: str, *, street: str, city: str, postal_code: str, country: str) -> str:
    """Let orders of a channel be collected there; answers its id."""
    address = Address.objects.create(
        street_address_1=street, city=city, postal_code=postal_code, country=country, company_name=name
    )
    point = CollectionPoint.objects.create(name=name, channel=Channel.objects.get(slug=channel), address=address)
    return global_id("Warehouse", point.token)


def notes_of(number: str) -> tuple[str, ...]:
    """What was noted on an order."""
    return tuple(Order.objects.get(number=int(number)).notes)


@transaction.atomic
def send_order(number: str, *, tracking_number: str = "") -> None:
    """Send everything of an order as one parcel."""
    order = Order.objects.select_for_update().get(number=int(number))
    parcel = Fulfillment.objects.create(order=order, tracking_number=tracking_number)
    for line in order.lines.all():
        line.quantity_fulfilled = line.quantity
        line.save(update_fields=["quantity_fulfilled"])
    order.status = Order.Status.FULFILLED
    order.save(update_fields=["status"])
    events.order("FulfillmentCreated", order, parcel=parcel)


def _set_published(product: str, channel: str, *, published: bool) -> None:
    row = Listing.objects.select_related("product").get(product__slug=product, channel__slug=channel)
    row.is_published = published
    row.save(update_fields=["is_published"])
    Product.objects.filter(pk=row.product_id).update(updated_at=timezone.now())
