"""How much of a checkout its payments cover. Money asked for and still pending counts as charged, as in Saleor."""

from dataclasses import dataclass
from decimal import Decimal

from storefront.sandbox.models import Checkout
from storefront.sandbox.pricing import ZERO, Priced


@dataclass(frozen=True, slots=True)
class Paid:
    """What the payments of one checkout come to."""

    charged: Decimal
    authorized: Decimal


def paid(checkout: Checkout) -> Paid:
    """The sum over the checkout's transactions."""
    rows = list(checkout.transactions.all())
    return Paid(
        charged=sum((row.charged + row.charge_pending for row in rows), ZERO),
        authorized=sum((row.authorized for row in rows), ZERO),
    )


def charge_status(paid: Paid, priced: Priced) -> str:
    """Saleor's CheckoutChargeStatusEnum."""
    if paid.charged <= 0:
        return "FULL" if priced.lines and priced.total <= 0 else "NONE"
    if paid.charged == priced.total:
        return "FULL"
    return "PARTIAL" if paid.charged < priced.total else "OVERCHARGED"


def authorize_status(paid: Paid, priced: Priced) -> str:
    """Saleor's CheckoutAuthorizeStatusEnum: FULL lets the checkout complete."""
    if priced.lines and priced.total <= 0:
        return "FULL"
    covered = paid.charged + paid.authorized
    if covered == 0:
        return "NONE"
    return "FULL" if covered >= priced.total else "PARTIAL"
