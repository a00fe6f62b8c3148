"""Turning a checkout into an order: once, fully paid, and only of what is there."""

from django.db.models import F

from storefront.sandbox import events
from storefront.sandbox.answers.checkouts import CheckoutAnswer
from storefront.sandbox.answers.orders import OrderAnswer
from storefront.sandbox.balance import authorize_status, paid
from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload, locked, needs_shipping
from storefront.sandbox.customers import remember_address
from storefront.sandbox.deliveries import refresh
from storefront.sandbox.errors import Refusal, refuse
from storefront.sandbox.global_ids import global_id, uuid_of
from storefront.sandbox.models import Checkout, Customer, GiftCard, Order, OrderLine, Variant, Voucher
from storefront.sandbox.pricing import ZERO, Priced, applies, price, renew_stale_prices
from storefront.sandbox.stock import not_for_sale


def complete(caller: Caller, *, node_id: str | None = None) -> Payload:
    """The order of a checkout; asked again, the same order."""
    try:
        row = locked(node_id)
    except Refusal:
        before = _order_of(node_id)
        if before is None:
            raise
        return _answer(before)
    _check_contents(row)
    _check_addresses(row)
    renew_stale_prices(row)
    priced = price(row)
    _check_paid(row, priced)
    _take_stock(priced)
    _use_promotions(row, priced)
    order = _write_order(row, priced, _buyer(caller, row))
    row.delete()
    events.order("OrderCreated", order)
    return _answer(order)


def _answer(order: Order) -> Payload:
    return {"order": OrderAnswer(order), "confirmation_needed": False}


def _order_of(text: str | None) -> Order | None:
    try:
        token = uuid_of(text or "", "Checkout")
    except ValueError:
        return None
    return Order.objects.select_related("channel").filter(checkout_token=token).first()


def _check_contents(row: Checkout) -> None:
    if not row.email:
        raise refuse(None, "EMAIL_NOT_SET", "Checkout email must be set.")
    variants = [line.variant for line in row.lines.select_related("variant")]
    gone = tuple(global_id("ProductVariant", key) for key in sorted(not_for_sale(variants, row.channel)))
    if gone:
        message = "Some of the checkout lines variants are unavailable."
        raise refuse("lines", "UNAVAILABLE_VARIANT_IN_CHANNEL", message, variants=gone)
    if not variants:
        raise refuse("lines", "NO_LINES", "Cannot complete checkout without lines.")


def _check_addresses(row: Checkout) -> None:
    if row.collection_point is not None and needs_shipping(row):
        if not CheckoutAnswer(row).available_collection_points:
            message = "Delivery method is not valid for your shipping address"
            raise refuse("shippingMethod", "INVALID_SHIPPING_METHOD", message, keeps=True)
    elif needs_shipping(row):
        if row.delivery is not None and row.deliveries_stale:
            refresh(row, overwrite_chosen=True)
        if row.delivery is None:
            raise refuse("shippingMethod", "SHIPPING_METHOD_NOT_SET", "Shipping method is not set")
        if row.shipping_address is None:
            raise refuse("shippingAddress", "SHIPPING_ADDRESS_NOT_SET", "Shipping address is not set")
        if not row.delivery.is_valid:
            message = "Delivery method is not valid for your shipping address"
            raise refuse("shippingMethod", "INVALID_SHIPPING_METHOD", message, keeps=True)
    if row.billing_address is None:
        raise refuse("billingAddress", "BILLING_ADDRESS_NOT_SET", "Billing address is not set", keeps=True)


def _check_paid(row: Checkout, priced: Priced) -> None:
    if authorize_status(paid(row), priced) == "FULL":
        return
    if row.transactions.exists():
        message = "The authorized amount doesn't cover the checkout's total amount."
        raise refuse("id", "CHECKOUT_NOT_FULLY_PAID", message, keeps=True)
    message = "Provided payment methods can not cover the checkout's total amount"
    raise refuse(None, "CHECKOUT_NOT_FULLY_PAID", message, keeps=True)


def _take_stock(priced: Priced) -> None:
    """Take what is bought off the stock, the rows locked in one order, so that two buyers never wait for each other."""
    wanted = {line.line.variant_id: line.line.quantity for line in priced.lines}
    variants = Variant.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    short = [variant for variant in variants if variant.stock < wanted[variant.pk]]
    if short:
        names = ", ".join(variant.name for variant in short)
        ids = tuple(global_id("ProductVariant", variant.pk) for variant in short)
        raise refuse(None, "INSUFFICIENT_STOCK", f"Insufficient product stock: {names}", variants=ids)
    for key, quantity in wanted.items():
        Variant.objects.filter(pk=key).update(stock=F("stock") - quantity)


def _use_promotions(row: Checkout, priced: Priced) -> None:
    if row.voucher is not None:
        voucher = Voucher.objects.select_for_update().get(pk=row.voucher.pk)
        if not applies(voucher, row):
            raise refuse("voucherCode", "VOUCHER_NOT_APPLICABLE", "Voucher not applicable")
        Voucher.objects.filter(pk=voucher.pk).update(used=F("used") + 1)
    left = priced.gift_cards
    for card in row.gift_cards.select_for_update().filter(is_active=True).order_by("pk"):
        part = min(left, card.balance)
        left -= part
        GiftCard.objects.filter(pk=card.pk).update(balance=F("balance") - part)
    if left > ZERO:
        message = "Gift card has expired. Order placement cancelled."
        raise refuse("giftCards", "GIFT_CARD_NOT_APPLICABLE", message)


def _buyer(caller: Caller, row: Checkout) -> Customer | None:
    """Whose order it is; a guest's goes to the customer with that email, if there is one."""
    if row.customer is not None or caller.customer is not None:
        return row.customer
    return Customer.objects.filter(email__iexact=row.email).first()


def _write_order(row: Checkout, priced: Priced, customer: Customer | None) -> Order:
    if customer is not None:
        remember_address(customer, row.billing_address, default="default_billing_address")
        remember_address(customer, row.shipping_address, default="default_shipping_address")
    order = Order.objects.create(
        checkout_token=row.token,
        channel=row.channel,
        customer=customer,
        email=row.email,
        currency=row.channel.currency,
        tax_percent=row.channel.tax_percent,
        subtotal=priced.subtotal,
        shipping_price=priced.shipping,
        total=priced.total,
        discount=priced.discount,
        discount_name=row.voucher.name if row.voucher else "",
        voucher_code=row.voucher.code if row.voucher else "",
        gift_card_amount=priced.gift_cards,
        shipping_address=row.shipping_address,
        billing_address=row.billing_address,
        shipping_method_name=row.delivery.name if row.delivery else "",
        collection_point_name=row.collection_point.name if row.collection_point else "",
    )
    order.gift_cards.set(row.gift_cards.filter(is_active=True))
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            variant=one.line.variant,
            product_name=one.line.variant.product.name,
            variant_name=one.line.variant.name,
            quantity=one.line.quantity,
            unit_price=one.unit,
            total_price=one.total,
            undiscounted_total_price=one.line.full_price * one.line.quantity,
            position=place,
        )
        for place, one in enumerate(priced.lines)
    )
    row.transactions.update(order=order, checkout=None)
    return order
