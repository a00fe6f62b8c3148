"""View models of the checkout: the review of the order, delivery options, and a placed order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from storefront.addresses.formatting import address_text, format_address
from storefront.cart.selectors import PairWarning
from storefront.catalog.duties.customs_note import customs_note
from storefront.catalog.duties.offer_notices import notices_before_ordering
from storefront.catalog.lines.notes import delivery_time_of, handover_address, is_mixed, line_notes, preorder_notes
from storefront.catalog.lines.prices import totals_before
from storefront.catalog.lines.products import (
    LineProducts,
    characteristics_of,
    line_products_of,
    picture_of,
    returns_of,
    unit_price_of,
)
from storefront.catalog.pages.rich_text import to_html, to_text
from storefront.catalog.pages.selling_terms import SellingTerms, delivery_name, selling_terms
from storefront.catalog.pages.unit_prices import UnitPrice
from storefront.catalog.pages.view_models import FactRow, Picture
from storefront.catalog.together.care import Care, care_of
from storefront.catalog.together.pairs import pairs_to_tell
from storefront.checkout import steps
from storefront.checkout.forms import COLLECT
from storefront.core.markets import Market, active_market, is_in_european_union
from storefront.core.templatetags.shop import money
from storefront.core.text.localized_text import (
    LocalizedText,
    in_readers_language,
    pick_translation,
    readers_language,
)
from storefront.merchant.duties.notices import Notice
from storefront.merchant.duties.unmet import seller_of
from storefront.merchant.policies.versions import KeptPolicy, policies_of_order
from storefront.merchant.return_right import return_right
from storefront.merchant.statements import working_days
from storefront.saleor.order_state import (
    Handover,
    PaymentState,
    checkout_handover,
    handover,
    order_stage,
    payment_state,
    payment_title,
)
from storefront.saleor.prices.order_summary import LineAmount, OrderSummary
from storefront.saleor.types import (
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
    """One line of an order, read only. `total` is as the summary counts it, `was` the price before a promotion.

    `characteristics` are the main ones, in the words of the product page at `url`, which an order does not have.

    `returns` says whether it can be returned, in a sentence; empty when not stated. `notes` are sentences about this
    line: a gift, a preorder.
    """

    name: LocalizedText
    variant_name: LocalizedText
    quantity: int
    total: Money
    url: str | None
    picture: Picture | None
    was: Money | None = None
    characteristics: tuple[FactRow, ...] = ()
    unit_price: UnitPrice | None = None
    returns: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """What the shopper entered in a step, where to change it, and a note on it."""

    label: str
    value: str
    url: str | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a checkout holds so far. `warnings` are the pairs that do not go together, or that we cannot judge."""

    lines: tuple[ReviewLine, ...]
    summary: OrderSummary
    handover: Handover
    entered: tuple[ReviewItem, ...]
    notices: tuple[Notice, ...]
    terms: SellingTerms
    returns: str
    warnings: tuple[PairWarning, ...]
    customs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryChoice:
    """A delivery that can be chosen. `when` is in words, `text` is plain text."""

    id: str
    name: LocalizedText
    price: Money
    when: str
    text: LocalizedText
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionChoice:
    """A collection point that can be chosen. `id` is as the form sends it."""

    id: str
    name: str
    address: str
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """An order as its shopper sees it. `payment` heads its sums, `address` is where it goes or is collected.

    `policies` are those that were in force when it was placed. `care` is how to clean, keep and combine what was
    bought; nothing if it was cancelled.
    """

    number: str
    email: str
    lines: tuple[ReviewLine, ...]
    summary: OrderSummary
    payment: str
    payment_state: PaymentState
    handover: Handover
    delivery_name: LocalizedText
    delivery_time: str
    address: str
    bill_address: str
    is_mixed: bool
    preorder_notes: tuple[str, ...]
    policies: tuple[KeptPolicy, ...]
    care: Care


def review(checkout: Checkout) -> Review:
    """Return the lines, the sums and what was entered so far."""
    products = line_products_of(checkout.lines)
    summary = OrderSummary.from_checkout(checkout)
    before = totals_before(checkout, summary)
    lines = tuple(
        _checkout_line(line, products, amount=amount, was=before.get(line.id))
        for line, amount in zip(checkout.lines, summary.lines, strict=True)
    )
    market = active_market()
    return Review(
        lines=lines,
        summary=summary,
        handover=checkout_handover(checkout),
        entered=tuple(_entered(checkout)),
        notices=notices_before_ordering(products.products.values()),
        terms=selling_terms(market),
        returns=return_right(market).sentence(checkout_handover(checkout)),
        warnings=tuple(
            PairWarning(pair=pair, alternative=None) for pair in pairs_to_tell(tuple(products.products.values()))
        ),
        customs=customs_note(checkout, products, market, seller_of(market)),
    )


def _line(line: CheckoutLine | OrderLine, products: LineProducts, *, total: Money) -> ReviewLine:
    product = products.products.get(line.variant.product.slug) if line.variant else None
    named = products.named(line)
    return ReviewLine(
        name=named.product,
        variant_name=named.variant,
        quantity=line.quantity,
        total=total,
        url=None,
        picture=picture_of(product),
        returns=returns_of(product),
        notes=line_notes(line),
    )


def _checkout_line(line: CheckoutLine, products: LineProducts, *, amount: LineAmount, was: Money | None) -> ReviewLine:
    product, variant = products.products.get(line.variant.product.slug), products.variants.get(line.variant.id)
    return replace(
        _line(line, products, total=amount.total),
        was=was,
        url=product.get_absolute_url() if product else None,
        characteristics=characteristics_of(product, variant),
        unit_price=None if line.is_gift else unit_price_of(product, variant, amount.piece),
    )


def _entered(checkout: Checkout) -> Iterable[ReviewItem]:
    if checkout.email:
        yield ReviewItem(label=_("Email"), value=checkout.email, url=steps.CONTACT.url)
    point = checkout.collection_point
    address = checkout.shipping_address if checkout.is_shipping_required and point is None else None
    if address:
        yield ReviewItem(label=_("Goes to"), value=address_text(address), url=steps.ADDRESS.url)
    if checkout.billing_address:
        value = address_text(checkout.billing_address)
        is_same = address is not None and value == address_text(address)
        yield ReviewItem(
            label=_("Bill goes to"), value=_("The same address") if is_same else value, url=steps.ADDRESS.url
        )
    if point:
        value = f"{point.name}\n{address_text(point.address)}"
        yield ReviewItem(label=_("You collect it at"), value=value, url=steps.DELIVERY.url)
    elif checkout.delivery and (method := checkout.delivery.shipping_method):
        yield ReviewItem(
            label=_("Delivery"),
            value=_method_name(method),
            url=steps.DELIVERY.url,
            note=selling_terms(active_market()).time_of(method.name, has_preorders=checkout.has_preorders),
        )


def pay_label(total: Money | None, market: Market) -> str:
    """Return the words of the button that orders, as the market's law asks for. Without a total nothing can be ordered.

    Directive 2011/83/EU, article 8(2), wants the obligation to pay in the words of an order.
    """
    if total is None:
        return _("Try again")
    if not total.amount:
        return _("Place the order")
    text = _("Order and pay %(total)s") if is_in_european_union(market.country) else _("Pay %(total)s")
    return text % {"total": money(total)}


def delivery_choices(
    deliveries: tuple[Delivery, ...], *, checkout: Checkout, picked: str | None
) -> tuple[DeliveryChoice, ...]:
    """Put the deliveries into words. Selected is the one just picked, else the checkout's, else the only one."""
    current = checkout.delivery
    method_id = current.shipping_method.id if current and current.shipping_method else None

    def is_selected(delivery: Delivery, method: DeliveryMethod) -> bool:
        if picked is not None:
            return delivery.id == picked
        return method.id == method_id or (len(deliveries) == 1 and checkout.collection_point is None)

    return tuple(
        DeliveryChoice(
            id=delivery.id,
            name=_method_name(method),
            price=method.price,
            when=working_days(method.minimum_delivery_days, method.maximum_delivery_days),
            text=_method_text(method),
            selected=is_selected(delivery, method),
        )
        for delivery in deliveries
        if (method := delivery.shipping_method) is not None
    )


def _method_name(method: DeliveryMethod | ChosenMethod) -> LocalizedText:
    translated = method.translations.get(readers_language())
    return pick_translation(translated.name if translated else None, method.name)


def _method_text(method: DeliveryMethod) -> LocalizedText:
    translated = method.translations.get(readers_language())
    text = to_text(to_html(translated.description)) if translated else None
    return pick_translation(text, to_text(to_html(method.description)))


def collection_choices(
    points: tuple[CollectionPoint, ...], *, checkout: Checkout, picked: str | None
) -> tuple[CollectionChoice, ...]:
    """Put the collection points into words. Selected is the one just picked, else the checkout's."""
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


def placed_order(order: Order, products: LineProducts | None = None) -> PlacedOrder:
    """Put an order into words and sums. Three queries, one fewer with `products`."""
    products = products or line_products_of(order.lines)
    address, billing_address = handover_address(order), address_text(order.billing_address)
    summary = OrderSummary.from_order(order)
    lines = tuple(
        _line(line, products, total=amount.total) for line, amount in zip(order.lines, summary.lines, strict=True)
    )
    return PlacedOrder(
        number=order.number,
        email=order.user_email or "",
        lines=lines,
        summary=summary,
        payment=payment_title(order),
        payment_state=payment_state(order),
        handover=handover(order),
        delivery_name=_delivery_name(order),
        delivery_time=delivery_time_of(order),
        address="\n".join(address),
        bill_address="" if billing_address == "\n".join(address) else billing_address,
        is_mixed=is_mixed(order),
        preorder_notes=preorder_notes(order),
        policies=policies_of_order(order.id),
        care=care_of(() if order_stage(order).has_ended else tuple(products.products.values())),
    )


def _delivery_name(order: Order) -> LocalizedText:
    if handover(order) is Handover.COLLECTION:
        return in_readers_language(_("To collect: %(place)s") % {"place": order.collection_point_name})
    return delivery_name(order.shipping_method_name or "", selling_terms(active_market()))
