"""What an order's email states besides the order, so that it confirms the contract on a durable medium.

Directive 2011/83/EU, articles 7 and 8; German Civil Code, § 312f; UK Consumer Contracts Regulations 2013, reg. 16.
"""

from dataclasses import dataclass

from storefront.catalog.duties.offer_notices import notices_of
from storefront.catalog.lines.notes import delivery_time_of
from storefront.catalog.lines.products import (
    LineProducts,
    characteristics_of,
    characteristics_text,
    line_products_of,
    returns_of,
)
from storefront.core.markets import active_market
from storefront.merchant.duties.notices import Notice
from storefront.merchant.identity import merchant_of
from storefront.merchant.policies.kinds import PolicyKind
from storefront.merchant.policies.versions import KeptPolicy, policies_of_order
from storefront.merchant.statements import complaint_rows, seller_rows
from storefront.saleor.types import Order, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Who sells, when it comes, and where to complain, in the active market. Rows are pairs of a label and a value.

    `notices` are those that the law asks for what was ordered. `withdrawal` is the instruction with its form as it was
    in force; None where it was not kept.
    """

    seller: tuple[tuple[str, str], ...]
    delivery_time: str
    notices: tuple[Notice, ...]
    complaints: tuple[tuple[str, str], ...]
    withdrawal: KeptPolicy | None


def confirmation(order: Order | None) -> Confirmation:
    """Return what the merchant of the active market states to a customer who ordered."""
    merchant = merchant_of(active_market())
    kept = policies_of_order(order.id) if order else ()
    products = line_products_of(order.lines).products.values() if order else ()
    return Confirmation(
        seller=seller_rows(merchant),
        delivery_time=delivery_time_of(order) if order else "",
        notices=notices_of(products),
        complaints=complaint_rows(merchant),
        withdrawal=next((policy for policy in kept if policy.kind is PolicyKind.WITHDRAWAL), None),
    )


def characteristics(line: OrderLine, products: LineProducts) -> str:
    """Return the facts that tell a line's product from others; empty when the shop no longer has it."""
    if line.variant is None:
        return ""
    product, variant = products.products.get(line.variant.product.slug), products.variants.get(line.variant.id)
    return characteristics_text(characteristics_of(product, variant))


def return_rule(line: OrderLine, products: LineProducts) -> str:
    """Return whether a line can be returned, in a sentence; empty where that is not stated."""
    return returns_of(products.products.get(line.variant.product.slug) if line.variant else None)
