"""Orders: completing a checkout (once, fully paid, only of what is in stock), reading orders, and notes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import F
from django.forms import model_to_dict

from storefront.sandbox import webhooks
from storefront.sandbox.graphql.connections import Connection, connection
from storefront.sandbox.graphql.errors import MutationRefused, refuse
from storefront.sandbox.graphql.global_ids import WrongId, find, find_for_mutation, find_for_query, global_id
from storefront.sandbox.graphql.registry import Payload, computed, mutation, query
from storefront.sandbox.models import (
    Address,
    Checkout,
    Customer,
    GiftCard,
    GiftCardUse,
    Order,
    OrderLine,
    Totals,
    Variant,
    Voucher,
)
from storefront.sandbox.money import ZERO
from storefront.sandbox.prices import applies, renew_prices, totals_of
from storefront.sandbox.resolvers.authentication import Caller
from storefront.sandbox.resolvers.checkouts import lock
from storefront.sandbox.resolvers.deliveries import collection_points, refresh


@mutation("checkoutComplete", confirmation_needed=False)
def complete(caller: Caller, *, node_id: str | None = None) -> Payload:
    """Return the checkout's order; completing twice returns the same one."""
    try:
        row = lock(node_id)
    except MutationRefused:
        placed = _order_of(node_id)
        if placed is None:
            raise
        return {"order": placed, "confirmation_needed": False}
    _check_contents(row)
    _check_delivery(row)
    renew_prices(row)
    totals = totals_of(row)
    _check_payment(row, totals)
    _take_stock(totals)
    _use_voucher(row)
    order = _create_order(row, totals, _customer_of(caller, row))
    _use_gift_cards(row, order, totals.paid_by_gift_cards)
    row.delete()
    webhooks.send_order_event("OrderCreated", order)
    return {"order": order, "confirmation_needed": False}


@query("order")
def order(_: Caller, *, node_id: str | None = None) -> Order | None:
    """Return the order with this id, to any caller. An id of another type returns None."""
    return find_for_query(Order.objects.select_related("channel"), node_id, "Order", is_strict=False)


@query("orders")
def orders(
    caller: Caller,
    *,
    where: Mapping[str, Mapping[str, str]] | None = None,
    sort_by: Mapping[str, str] | None = None,
    first: int | None = None,
    after: str | None = None,
) -> Connection[Order]:
    """Return the order with a number, or the orders created in a time, oldest first, to the shop's app."""
    caller.require_app()
    found = Order.objects.select_related("channel").order_by("number" if sort_by else "-number")
    asked = where or {}
    if "number" in asked:
        found = found.filter(number=asked["number"]["eq"])
    for name, at in asked.get("createdAt", {}).items():
        found = found.filter(**{f"created__{name}": at})
    return connection(list(found), first=first, after=after)


@mutation("orderNoteAdd")
def add_note(caller: Caller, *, order: str, input_data: Mapping[str, str]) -> Payload:
    """Add a note to an order, for the shop's app."""
    caller.require_app()
    row = find_for_mutation(Order.objects.select_for_update(), order, "Order")
    note = input_data["message"].strip()
    if not note:
        raise refuse("message", "REQUIRED")
    row.notes = [*row.notes, note]
    row.save(update_fields=["notes"])
    return {}


@computed("Order.checkoutId")
def checkout_id(order: Order, _: Caller) -> str:
    """Return the id of the checkout that became the order."""
    return global_id("Checkout", order.checkout_token)


@computed("GiftCard.events")
def gift_card_events(
    card: GiftCard,
    caller: Caller,
    filter_data: Mapping[str, Sequence[str]] | None = None,
) -> list[dict[str, object]]:
    """Return what the gift card paid for the orders asked for, to the shop's app."""
    caller.require_app()
    asked = (filter_data or {}).get("orders", ())
    return [
        {
            "balance": {
                "current_balance": {"amount": use.balance, "currency": card.currency},
                "old_current_balance": {"amount": use.old_balance, "currency": card.currency},
            }
        }
        for use in card.uses.select_related("order")
        if global_id("Order", use.order.token) in asked
    ]


@computed("OrderLine.variant")
def order_line_variant(line: OrderLine, _: Caller) -> Variant | None:
    """Return the variant as the order's channel sees it."""
    if line.variant is not None:
        line.variant.in_channel = line.order.channel
    return line.variant


def _order_of(node_id: str | None) -> Order | None:
    """Return the order that the checkout with this id became."""
    try:
        return find(Order.objects.select_related("channel"), node_id or "", "Checkout", column="checkout_token")
    except WrongId:
        return None


def _check_contents(row: Checkout) -> None:
    if not row.email:
        raise refuse(None, "EMAIL_NOT_SET")
    lines = totals_of(row).lines
    unavailable = tuple(global_id("ProductVariant", line.variant_id) for line in lines if not line.is_for_sale)
    if unavailable:
        raise refuse("lines", "UNAVAILABLE_VARIANT_IN_CHANNEL", variants=unavailable)
    if not lines:
        raise refuse("lines", "NO_LINES")


def _check_delivery(row: Checkout) -> None:
    if row.needs_shipping and row.collection_point is not None:
        if not collection_points(row):
            raise refuse("shippingMethod", "INVALID_SHIPPING_METHOD")
    elif row.needs_shipping:
        if row.delivery is None:
            raise refuse("shippingMethod", "SHIPPING_METHOD_NOT_SET")
        if row.deliveries_stale:
            refresh(row, is_chosen_renewed=True)
        if row.shipping_address is None:
            raise refuse("shippingAddress", "SHIPPING_ADDRESS_NOT_SET")
        if not row.delivery.is_valid:
            raise refuse("shippingMethod", "INVALID_SHIPPING_METHOD")
    if row.billing_address is None:
        raise refuse("billingAddress", "BILLING_ADDRESS_NOT_SET")


def _check_payment(row: Checkout, totals: Totals) -> None:
    if totals.authorize_status != "FULL":
        raise refuse("id" if row.transactions.exists() else None, "CHECKOUT_NOT_FULLY_PAID")


def _take_stock(totals: Totals) -> None:
    """Take the lines off the stock. Rows are locked in one order, so that two buyers never block each other."""
    wanted = {line.variant_id: line.quantity for line in totals.lines}
    variants = Variant.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    short = tuple(global_id("ProductVariant", each.pk) for each in variants if each.stock < wanted[each.pk])
    if short:
        raise refuse(None, "INSUFFICIENT_STOCK", variants=short)
    for key, quantity in wanted.items():
        Variant.objects.filter(pk=key).update(stock=F("stock") - quantity)


def _use_voucher(row: Checkout) -> None:
    if row.voucher is not None:
        voucher = Voucher.objects.select_for_update().get(pk=row.voucher.pk)
        if not applies(voucher, row):
            raise refuse("voucherCode", "VOUCHER_NOT_APPLICABLE")
        Voucher.objects.filter(pk=voucher.pk).update(used=F("used") + 1)


def _use_gift_cards(row: Checkout, order: Order, amount: Decimal) -> None:
    left = amount
    for card in row.gift_cards.select_for_update().filter(is_active=True):
        part = min(left, card.current_balance)
        left -= part
        GiftCardUse.objects.create(
            order=order, gift_card=card, old_balance=card.current_balance, balance=card.current_balance - part
        )
        GiftCard.objects.filter(pk=card.pk).update(current_balance=F("current_balance") - part)
    if left > ZERO:
        raise refuse("giftCards", "GIFT_CARD_NOT_APPLICABLE")


def _customer_of(caller: Caller, row: Checkout) -> Customer | None:
    """Return whose order it is: a guest's goes to the customer with that email, if there is one."""
    if row.customer is not None or caller.customer is not None:
        return row.customer
    return Customer.objects.filter(email__iexact=row.email).first()


def _create_order(row: Checkout, totals: Totals, customer: Customer | None) -> Order:
    if customer is not None:
        _save_in_address_book(customer, row.billing_address, default="default_billing_address")
        _save_in_address_book(customer, row.shipping_address, default="default_shipping_address")
    order = Order.objects.create(
        checkout_token=row.token,
        channel=row.channel,
        customer=customer,
        user_email=row.email,
        language_code=row.language_code,
        currency=row.currency,
        tax_rate=row.tax_rate,
        subtotal=totals.subtotal_price.gross,
        subtotal_net=totals.subtotal_price.net,
        shipping_price=totals.shipping_price.gross,
        total=totals.total_price.gross,
        total_net=totals.total_price.net,
        discount=totals.discount,
        discount_name=row.discount_name,
        voucher_code=row.voucher_code or "",
        shipping_address=row.shipping_address,
        billing_address=row.billing_address,
        shipping_method_name=row.delivery.name if row.delivery else "",
        collection_point_name=row.collection_point.name if row.collection_point else "",
    )
    order.gift_cards.set(row.gift_cards.filter(is_active=True))
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            variant=line.variant,
            product_name=line.variant.product.name,
            variant_name=line.variant.name,
            quantity=line.quantity,
            is_shipping_required=line.requires_shipping,
            unit_price=line.unit_price.gross,
            total_price=line.total_price.gross,
            undiscounted_total_price=line.undiscounted_unit_price * line.quantity,
            promotion=(line.undiscounted_unit_price - line.price) * line.quantity,
            position=position,
        )
        for position, line in enumerate(totals.lines)
    )
    row.transactions.update(order=order, checkout=None)
    return order


def _save_in_address_book(customer: Customer, address: Address | None, *, default: str) -> None:
    """Copy an address into the book, unless it is there; it becomes the `default` (a field) of a customer without."""
    if address is None:
        return
    values = model_to_dict(address, exclude=["id", "customer"])
    saved = customer.addresses.filter(**values).first() or Address.objects.create(customer=customer, **values)
    if getattr(customer, default) is None:
        setattr(customer, default, saved)
        customer.save(update_fields=[default, "updated_at"])
