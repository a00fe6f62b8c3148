"""How these tests ask: what a refusal says, ids of nothing, and lines of one variant."""

import base64
from collections.abc import Callable
from decimal import Decimal

import pytest

from storefront.saleor import products
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.errors import MutationError
from storefront.saleor.types import Checkout, Product

NOBODY = "00000000-0000-0000-0000-000000000000"


def refused(ask: Callable[[], object]) -> list[tuple[str | None, str]]:
    """Field and code of each reason with which Saleor refuses."""
    with pytest.raises(MutationError) as caught:
        ask()
    return [(problem.field, problem.code) for problem in caught.value.problems]


def of(variant_id: str, quantity: int) -> list[LineQuantity]:
    """One line."""
    return [LineQuantity(variant_id=variant_id, quantity=quantity)]


def unknown(kind: str) -> str:
    """A well-formed id of this type that belongs to nothing."""
    key = "999999999" if kind in ("Product", "ProductVariant", "Address") else NOBODY
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def listed_product(product_id: str, *, channel: str) -> Product | None:
    """One product as the channel lists it."""
    return next(iter(products.products_named([product_id], channel=channel)), None)


def quantities(checkout: Checkout) -> dict[str, int]:
    """How many of which variant a checkout holds."""
    return {line.variant.id: line.quantity for line in checkout.lines}


def gross(checkout: Checkout) -> Decimal:
    """What is to be paid for the checkout in all."""
    return checkout.total_price.gross.amount


def said(checkout: Checkout) -> set[str]:
    """The type names of the checkout's problems."""
    return {problem.typename for problem in checkout.problems or ()}
