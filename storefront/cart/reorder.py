"""Put the items of an earlier order into the cart: as many of each as then, if they are available."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storefront.cart.admission import NotAdmitted, quantity_limit
from storefront.cart.errors import TOO_MANY, refusal_text
from storefront.cart.services import Cart
from storefront.catalog.lines.products import LineProducts, line_products_of
from storefront.catalog.pages.formatting import limit_note, stock_note
from storefront.core.text.localized_text import LocalizedText
from storefront.saleor.client import errors
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
    held = cart.stored.quantities.get(line.variant.id, 0)
    if held >= line.quantity:
        return None
    try:
        cart.set_quantity(line.variant.id, quantity=line.quantity)
    except NotAdmitted as refused:
        return UnavailableItem(name=name, reason=refused.reason)
    except errors.MutationError as refused:
        limit = quantity_limit(line.variant.id) if TOO_MANY in refused.codes else None
        if limit is not None:
            cart.set_at_most(line.variant.id, quantity=line.quantity)
            return UnavailableItem(name=name, reason=limit_note(limit))
        if "INSUFFICIENT_STOCK" not in refused.codes:
            return UnavailableItem(name=name, reason=refusal_text(refused))
        left = cart.set_at_most(line.variant.id, quantity=line.quantity)
        return UnavailableItem(name=name, reason=stock_note(left))
    return None
