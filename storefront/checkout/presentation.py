"""What the checkout's pages are given: the review beside every step, deliveries, and an order."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.addresses.formatting import format_address
from storefront.cart.selectors import picture_of, returns_of
from storefront.catalog.line_products import LineProducts, line_products_of
from storefront.catalog.rich_text import to_html, to_text
from storefront.catalog.view_models import Picture
from storefront.checkout import steps
from storefront.checkout.forms import COLLECT
from storefront.core.localized_text import (
    LocalizedText,
    in_readers_language,
    pick_translation,
    readers_language,
    untranslated,
)
from storefront.saleor.order_summary import OrderSummary, full_line_totals
from storefront.saleor.types import (
    Address,
    Checkout,
    CheckoutLine,
    ChosenMethod,
    CollectionPoint,
    Delivery,
    DeliveryMethod,
    Money,
    Order,
    OrderLine,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One line of an order, read only. `total` is before discounts, which the summary states.

    `returns` says whether it can be returned, in a sentence; empty when not stated.
    """

    name: LocalizedText
    variant_name: LocalizedText
    quantity: int
    total: Money
    url: str | None
    picture: Picture | None
    returns: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was said in a step, and where to change it."""

    label: str
    value: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The order so far."""

    lines: tuple[ReviewLine, ...]
    summary: OrderSummary
    chosen: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryChoice:
    """A delivery to choose: `when` in words, `text` plain."""

    id: str
    name: LocalizedText
    price: Money
    when: str
    text: LocalizedText
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionChoice:
    """A place to collect at, to choose: `id` as the form sends it."""

    id: str
    name: str
    address: str
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """An order as its shopper sees it once."""

    number: str
    email: str
    lines: tuple[ReviewLine, ...]
    summary: OrderSummary
    delivery_name: LocalizedText
    address: str
    paid: bool
    delivery_when: str = ""


def review(checkout: Checkout) -> Review:
    """Lines, totals and what was chosen so far."""
    goods = line_products_of(checkout.lines)
    full = full_line_totals(checkout)
    lines = tuple(_line(line, goods, total=full[line.id]) for line in checkout.lines)
    return Review(lines=lines, summary=OrderSummary.from_checkout(checkout), chosen=tuple(_chosen(checkout)))


def _line(line: CheckoutLine | OrderLine, goods: LineProducts, *, total: Money) -> ReviewLine:
    product, named = goods.products.get(line.variant.product.slug) if line.variant else None, goods.named(line)
    return ReviewLine(
        name=named.product,
        variant_name=named.variant,
        quantity=line.quantity,
        total=total,
        url=None,
        picture=picture_of(product),
        returns=returns_of(product),
    )


def _chosen(checkout: Checkout) -> Iterable[Chosen]:
    if checkout.email:
        yield Chosen(label=_("Email"), value=checkout.email, url=steps.CONTACT.url)
    point = checkout.collection_point
    sent_to = checkout.shipping_address if checkout.is_shipping_required and point is None else None
    if sent_to:
        yield Chosen(label=_("Goes to"), value=address_text(sent_to), url=steps.ADDRESS.url)
    if checkout.billing_address:
        value = address_text(checkout.billing_address)
        same = sent_to is not None and value == address_text(sent_to)
        yield Chosen(label=_("Bill goes to"), value=_("The same address") if same else value, url=steps.ADDRESS.url)
    if point:
        value = f"{point.name}\n{address_text(point.address)}"
        yield Chosen(label=_("You collect it at"), value=value, url=steps.DELIVERY.url)
    elif checkout.delivery and (method := checkout.delivery.shipping_method):
        yield Chosen(label=_("Delivery"), value=_name_of(method), url=steps.DELIVERY.url)


def delivery_choices(
    deliveries: tuple[Delivery, ...], *, checkout: Checkout, picked: str | None
) -> tuple[DeliveryChoice, ...]:
    """The deliveries in words. Selected is what was just picked, else what the checkout has, else the only one."""
    current = checkout.delivery
    method_id = current.shipping_method.id if current and current.shipping_method else None

    def selected(delivery: Delivery, method: DeliveryMethod) -> bool:
        if picked is not None:
            return delivery.id == picked
        return method.id == method_id or (len(deliveries) == 1 and checkout.collection_point is None)

    return tuple(
        DeliveryChoice(
            id=delivery.id,
            name=_name_of(method),
            price=method.price,
            when=in_days(method.minimum_delivery_days, method.maximum_delivery_days),
            text=_text_of(method),
            selected=selected(delivery, method),
        )
        for delivery in deliveries
        if (method := delivery.shipping_method) is not None
    )


def _name_of(method: DeliveryMethod | ChosenMethod) -> LocalizedText:
    translated = method.translations.get(readers_language())
    return pick_translation(translated.name if translated else None, method.name)


def _text_of(method: DeliveryMethod) -> LocalizedText:
    translated = method.translations.get(readers_language())
    text = to_text(to_html(translated.description)) if translated else None
    return pick_translation(text, to_text(to_html(method.description)))


def collection_choices(
    points: tuple[CollectionPoint, ...], *, checkout: Checkout, picked: str | None
) -> tuple[CollectionChoice, ...]:
    """The places in words. Selected is what was just picked, else what the checkout has."""
    current = checkout.collection_point
    chosen = picked if picked is not None else f"{COLLECT}{current.id}" if current else None
    return tuple(
        CollectionChoice(
            id=f"{COLLECT}{point.id}",
            name=point.name,
            address=", ".join(format_address(point.address)),
            selected=f"{COLLECT}{point.id}" == chosen,
        )
        for point in points
    )


def in_days(least: int | None, most: int | None) -> str:
    """Working days in words; nothing when the merchant states none."""
    if least is None and most is None:
        return ""
    if least is None or most is None or least == most:
        days = most if most is not None else least or 0
        return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}
    return _("%(least)s to %(most)s working days") % {"least": least, "most": most}


def address_text(address: Address) -> str:
    """An address on several lines, as on an envelope."""
    return "\n".join(format_address(address))


def placed(order: Order) -> PlacedOrder:
    """An order in words and sums that add up."""
    goods = line_products_of(order.lines)
    return PlacedOrder(
        number=order.number,
        email=order.user_email or "",
        lines=tuple(_line(line, goods, total=line.undiscounted_total_price.gross) for line in order.lines),
        summary=OrderSummary.from_order(order),
        delivery_name=_handed_over(order),
        address=address_text(order.shipping_address) if order.shipping_address else "",
        paid=order.is_paid,
    )


def _handed_over(order: Order) -> LocalizedText:
    if order.collection_point_name:
        return in_readers_language(_("To collect: %(place)s") % {"place": order.collection_point_name})
    return untranslated(order.shipping_method_name or "")
