"""Putting things into the cart that were ordered before: as many of each as then, if they can still be had."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.cart import error_messages
from storefront.cart.services import Cart
from storefront.catalog.formatting import refusal
from storefront.catalog.line_products import LineProducts, line_products_of
from storefront.core.localized_text import LocalizedText
from storefront.saleor import errors
from storefront.saleor.types import OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class UnavailableItem:
    """Something that could not be had, or not in the number that was ordered, and why."""

    name: LocalizedText
    why: str


def order_again(cart: Cart, lines: Iterable[OrderLine]) -> tuple[UnavailableItem, ...]:
    """Have at least what was ordered of each thing: doing it twice is the same as once. What could not be had.

    Raises what changing a cart raises, but for errors.Refused; what went into the cart before stays there.
    """
    bought = tuple(lines)
    goods = line_products_of(bought)
    found = (_put(cart, line, goods) for line in bought)
    return tuple(short for short in found if short is not None)


def _put(cart: Cart, line: OrderLine, goods: LineProducts) -> UnavailableItem | None:
    name = goods.named(line).product
    if line.variant is None:
        return UnavailableItem(name=name, why=_("It has left the shop."))
    product = goods.products.get(line.variant.product.slug)
    if product is not None and not product.may_be_sold:
        return UnavailableItem(name=name, why=refusal(product.facts) or _("We do not sell this."))
    held = cart.kept.quantities.get(line.variant.id, 0)
    if held >= line.quantity:
        return None
    try:
        cart.set_quantity(line.variant.id, quantity=line.quantity)
    except errors.MutationError as refused:
        if "INSUFFICIENT_STOCK" not in refused.codes:
            return UnavailableItem(name=name, why=error_messages.refusal(refused))
        left = _as_many_as_are_left(cart, line.variant.id, held=held)
        return UnavailableItem(name=name, why=error_messages.only_left(left))
    return None


def _as_many_as_are_left(cart: Cart, variant_id: str, *, held: int) -> int:
    """How many there are, by Saleor, which says it only of what is in a cart; they are in this one then."""
    try:
        seen = cart.set_quantity(variant_id, quantity=max(held, 1))
        left = next(
            (line.variant.quantity_available for line in seen.checkout.lines if line.variant.id == variant_id), 0
        )
        if left and left > max(held, 1):
            cart.set_quantity(variant_id, quantity=left)
    except errors.MutationError:
        return 0
    return left or 0
