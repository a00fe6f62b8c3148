"""What a merchant does in Saleor's Dashboard, done to the sandbox's rows.

Amounts are in major units of the currency. A wrong SKU, slug or code raises the model's DoesNotExist.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from storefront.sandbox import webhooks
from storefront.sandbox.graphql.global_ids import global_id
from storefront.sandbox.models import (
    Address,
    Channel,
    Customer,
    Fulfillment,
    FulfillmentLine,
    GiftCard,
    Listing,
    Order,
    Price,
    Product,
    Transaction,
    Variant,
    Voucher,
    VoucherListing,
    Warehouse,
)
from storefront.sandbox.money import ZERO


def set_stock(sku: str, quantity: int) -> None:
    """Set a variant's stock."""
    variant = Variant.objects.get(sku=sku)
    variant.stock = quantity
    variant.save(update_fields=["stock", "updated_at"])


def stock(sku: str) -> int:
    """Return a variant's stock (the API shows 50 at most)."""
    return Variant.objects.get(sku=sku).stock


def limit_quantity(sku: str, most: int) -> None:
    """Set how many of a variant one customer may order."""
    Variant.objects.filter(sku=sku).update(quantity_limit_per_customer=most)


def set_price(sku: str, channel: str, amount: Decimal, *, undiscounted: Decimal | None = None) -> None:
    """Change a variant's price in a channel; with a higher `undiscounted` it shows as reduced."""
    row = Price.objects.select_related("variant").get(variant__sku=sku, channel__slug=channel)
    row.price, row.price_undiscounted = amount, undiscounted or amount
    row.save(update_fields=["price", "price_undiscounted"])
    row.variant.save(update_fields=["updated_at"])


def publish(product: str, channel: str) -> None:
    """Show a product in a channel."""
    _set_published(product, channel, published=True)


def unpublish(product: str, channel: str) -> None:
    """Hide a product from a channel."""
    _set_published(product, channel, published=False)


def set_attributes(product: str, attributes: Mapping[str, object]) -> None:
    """Set attributes of a product, by slug as docs/attributes.md describes; None removes one."""
    row = Product.objects.get(slug=product)
    values = {**row.attributes, **attributes}
    row.attributes = {slug: value for slug, value in values.items() if value is not None}
    row.save(update_fields=["attributes", "updated_at"])


def rename(product: str, name: str) -> None:
    """Rename a product."""
    row = Product.objects.get(slug=product)
    row.name = name
    row.save(update_fields=["name", "updated_at"])


def translate(product: str, language: str, **texts: str) -> None:
    """Translate a product: name, description (EditorJS JSON), seo_title, seo_description; `language` as in `DE`.

    As in Saleor, the product's `updated_at` stays as it is.
    """
    row = Product.objects.get(slug=product)
    translations = {**row.translations, language: {**row.translations.get(language, {}), **texts}}
    Product.objects.filter(pk=row.pk).update(translations=translations)


def translate_attributes(product: str, language: str, texts: Mapping[str, str]) -> None:
    """Translate a product's text attributes, by slug."""
    row = Product.objects.get(slug=product)
    translations = {**row.translations, language: {**row.translations.get(language, {}), "attributes": dict(texts)}}
    Product.objects.filter(pk=row.pk).update(translations=translations)


def translate_variant(sku: str, language: str, *, name: str) -> None:
    """Translate a variant's name."""
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
    """Create a voucher of a percentage or an amount, in some channels or in all."""
    value = percent if percent is not None else amount
    if value is None:
        raise ValueError("A voucher needs a percentage or an amount.")
    kind = Voucher.Kind.PERCENT if percent is not None else Voucher.Kind.FIXED
    voucher = Voucher.objects.create(code=code, name=code, kind=kind, usage_limit=usage_limit)
    where = Channel.objects.all() if channels is None else Channel.objects.filter(slug__in=channels)
    VoucherListing.objects.bulk_create(
        VoucherListing(voucher=voucher, channel=channel, value=value, min_spent=min_spent) for channel in where
    )


def confirm_customer(email: str) -> None:
    """Confirm an account on the customer's behalf."""
    customer = Customer.objects.get(email=email)
    customer.is_confirmed = True
    customer.save(update_fields=["is_confirmed"])


def end_voucher(code: str) -> None:
    """End a voucher."""
    Voucher.objects.filter(pk=Voucher.objects.get(code=code).pk).update(is_active=False)


def create_gift_card(code: str, amount: Decimal, currency: str) -> None:
    """Create a gift card."""
    GiftCard.objects.create(code=code, current_balance=amount, currency=currency)


@transaction.atomic
def create_collection_point(name: str, channel: str, *, street: str, city: str, postal_code: str, country: str) -> str:
    """Create a collection point for a channel and return its global id."""
    address = Address.objects.create(
        street_address1=street, city=city, postal_code=postal_code, country=country, company_name=name
    )
    point = Warehouse.objects.create(name=name, channel=Channel.objects.get(slug=channel), address=address)
    return global_id("Warehouse", point.token)


def notes_of(number: str) -> tuple[str, ...]:
    """Return the notes on an order."""
    return tuple(Order.objects.get(number=int(number)).notes)


@transaction.atomic
def send_order(number: str, *, tracking_number: str = "", quantities: Mapping[str, int] | None = None) -> Fulfillment:
    """Fulfil an order in one parcel: all that is still here, or `quantities` by product name."""
    order = Order.objects.select_for_update().get(number=int(number))
    parcel = Fulfillment.objects.create(order=order, tracking_number=tracking_number)
    for line in order.lines.all():
        left = line.quantity - line.quantity_fulfilled
        quantity = left if quantities is None else quantities.get(line.product_name, 0)
        if quantity:
            FulfillmentLine.objects.create(fulfillment=parcel, order_line=line, quantity=quantity)
            line.quantity_fulfilled += quantity
            line.save(update_fields=["quantity_fulfilled"])
    _set_fulfilled_status(order)
    webhooks.send_order_event("FulfillmentCreated", order, parcel=parcel)
    return parcel


@transaction.atomic
def cancel_parcel(parcel: Fulfillment) -> None:
    """Cancel a fulfillment: its items are here again."""
    order = Order.objects.select_for_update().get(pk=parcel.order_id)
    for held in parcel.lines.select_related("order_line"):
        held.order_line.quantity_fulfilled -= held.quantity
        held.order_line.save(update_fields=["quantity_fulfilled"])
    parcel.status = "CANCELED"
    parcel.save(update_fields=["status"])
    _set_fulfilled_status(order)
    webhooks.send_order_event("FulfillmentCanceled", order, parcel=parcel)


@transaction.atomic
def return_parcel(parcel: Fulfillment) -> None:
    """Book all of a parcel as returned. As in Saleor, the lines move to a new fulfillment without a number."""
    order = Order.objects.select_for_update().get(pk=parcel.order_id)
    back = Fulfillment.objects.create(order=order, status="RETURNED")
    parcel.lines.update(fulfillment=back)
    parcel.delete()
    Order.objects.filter(pk=order.pk).update(status="RETURNED")


def cancel_order(number: str) -> None:
    """Cancel an order."""
    Order.objects.filter(number=int(number)).update(status=Order.Status.CANCELED)
    webhooks.send_order_event("OrderCancelled", Order.objects.get(number=int(number)))


def set_payment(
    number: str,
    *,
    charged: Decimal = ZERO,
    refunded: Decimal = ZERO,
    authorized: Decimal = ZERO,
    canceled: Decimal = ZERO,
) -> None:
    """Set what has happened to the money of an order."""
    Transaction.objects.filter(order__number=int(number)).update(
        charged_amount=charged, refunded_amount=refunded, authorized_amount=authorized, canceled_amount=canceled
    )


def _set_fulfilled_status(order: Order) -> None:
    lines = list(order.lines.all())
    sent = sum(line.quantity_fulfilled for line in lines)
    whole = sum(line.quantity for line in lines)
    order.status = (
        Order.Status.FULFILLED
        if sent == whole
        else Order.Status.PARTIALLY_FULFILLED
        if sent
        else Order.Status.UNFULFILLED
    )
    order.save(update_fields=["status"])


def _set_published(product: str, channel: str, *, published: bool) -> None:
    row = Listing.objects.select_related("product").get(product__slug=product, channel__slug=channel)
    row.is_published = published
    row.save(update_fields=["is_published"])
    Product.objects.filter(pk=row.product_id).update(updated_at=timezone.now())
