"""Check that a checkout's prices add up, and have Saleor count them again when they do not.

Saleor keeps the totals of the last change. When the merchant deletes a product, its line leaves every open checkout and
the totals stay, so that the shopper would pay for an item that the order does not have.
"""

import logging
from decimal import Decimal

from storefront.core import metrics
from storefront.saleor import checkouts
from storefront.saleor.client import errors
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.types import Checkout

logger = logging.getLogger(__name__)

_ZERO = Decimal(0)


class PricesDoNotAddUp(errors.SaleorError):
    """The total of a checkout is not the sum of its lines and its delivery, less gift cards. It must not be paid."""


def adds_up(checkout: Checkout) -> bool:
    """Tell whether lines (after discounts) and delivery, less gift cards, are exactly the total."""
    lines = sum((line.total_price.gross.amount for line in checkout.lines), _ZERO)
    cards = sum((card.usable_balance for card in checkout.gift_cards), _ZERO)
    due = max(lines + checkout.shipping_price.gross.amount - cards, _ZERO)
    return checkout.subtotal_price.gross.amount == lines and checkout.total_price.gross.amount == due


def settle(checkout: Checkout, *, caller: Credentials = ANONYMOUS, may_change: bool = True) -> Checkout:
    """Return the checkout with prices that add up; Saleor counts them again if need be and `may_change`.

    Raises PricesDoNotAddUp, and errors.SaleorError.
    """
    if adds_up(checkout):
        return checkout
    counted = checkouts.recount(checkout.id, caller=caller) if may_change else checkout
    is_settled = adds_up(counted)
    metrics.CHECKOUTS_NOT_ADDING_UP.labels("recounted" if is_settled else "refused").inc()
    if not is_settled:
        logger.error(
            "the prices of a checkout do not add up: lines %s, subtotal %s, delivery %s, total %s %s",
            sum((line.total_price.gross.amount for line in counted.lines), _ZERO),
            counted.subtotal_price.gross.amount,
            counted.shipping_price.gross.amount,
            counted.total_price.gross.amount,
            counted.total_price.gross.currency,
        )
        raise PricesDoNotAddUp
    logger.warning("Saleor had to count a checkout again: its lines and its total did not agree")
    return counted
