"""Helpers of the contract tests: errors of mutations, unknown ids, lines of one variant."""

import base64
from collections.abc import Callable
from decimal import Decimal

import pytest

from storefront.saleor import products
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.client.errors import MutationError
from storefront.saleor.types import Checkout, Product

UNUSED_UUID = "00000000-0000-0000-0000-000000000000"


def mutation_errors(run: Callable[[], object]) -> list[tuple[str | None, str]]:
    """Return field and code of each error that a mutation raises."""
    with pytest.raises(MutationError) as caught:
        run()
    return [(problem.field, problem.code) for problem in caught.value.problems]


def one_line(variant_id: str, quantity: int) -> list[LineQuantity]:
    """Return the input for one line."""
    return [LineQuantity(variant_id=variant_id, quantity=quantity)]


def unknown_id(kind: str) -> str:
    """Return a well-formed id of this type that no object has."""
    key = "999999999" if kind in ("Product", "ProductVariant", "Address") else UNUSED_UUID
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def listed_product(product_id: str, *, channel: str) -> Product | None:
    """One product as the channel lists it."""
    return next(iter(products.products_named([product_id], channel=channel)), None)


def quantities(checkout: Checkout) -> dict[str, int]:
    """Return a checkout's quantities by variant id."""
    return {line.variant.id: line.quantity for line in checkout.lines}


def total_gross(checkout: Checkout) -> Decimal:
    """Return a checkout's gross total."""
    return checkout.total_price.gross.amount


def problem_types(checkout: Checkout) -> set[str]:
    """Return the type names of a checkout's problems."""
    return {problem.typename for problem in checkout.problems or ()}
