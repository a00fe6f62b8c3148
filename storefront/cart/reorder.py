"""Put the items of an earlier order into the cart: as many of each as then, if they are available."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.cart.errors import refusal_text, stock_text
from storefront.cart.services import Cart
from storefront.catalog.line_products import LineProducts, line_products_of
from storefront.catalog.pages.formatting import refusal
from storefront.core.localized_text import LocalizedText
from storefront.saleor import errors
from storefront.saleor.types import OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class UnavailableItem:
    """An item that could not be added, or not in the quantity ordered, and the reason in words."""

    name: LocalizedText
    reason: str


def order_again(cart: Cart, lines: Iterable[OrderLine]) -> tuple[UnavailableItem, ...]:
    """Have at least the ordered quantity of each item in the cart, and return what is not available.

    Doing it twice has the same effect as once. Raises what changing a cart raises, except MutationError; items that
    were added before stay in the cart.
    """
    ordered = tuple(lines)
    products = line_products_of(ordered)
    results = (_add(cart, line, products) for line in ordered)
    return tuple(item for item in results if item is not None)


def _add(cart: Cart, line: OrderLine, products: LineProducts) -> UnavailableItem | None:
    name = products.named(line).product
    if line.variant is None:
        return UnavailableItem(name=name, reason=_("It has left the shop."))
    product = products.products.get(line.variant.product.slug)
    if product is not None and not product.may_be_sold:
        return UnavailableItem(name=name, reason=refusal(product.facts) or _("We do not sell this."))
    held = cart.stored.quantities.get(line.variant.id, 0)
    if held >= line.quantity:
        return None
    try:
        cart.set_quantity(line.variant.id, quantity=line.quantity)
    except errors.MutationError as refused:
        if "INSUFFICIENT_STOCK" not in refused.codes:
            return UnavailableItem(name=name, reason=refusal_text(refused))
        left = _add_what_is_left(cart, line.variant.id, held=held)
        return UnavailableItem(name=name, reason=stock_text(left))
    return None


def _add_what_is_left(cart: Cart, variant_id: str, *, held: int) -> int:
    """Put what is left into the cart, and return how many. Saleor states that only for variants in a cart."""
    quantity = max(held, 1)
    try:
        result = cart.set_quantity(variant_id, quantity=quantity)
        available = {line.variant.id: line.variant.quantity_available for line in result.checkout.lines}
        left = available.get(variant_id) or 0
        if left > quantity:
            cart.set_quantity(variant_id, quantity=left)
    except errors.MutationError:
        return 0
    return left
