"""What can keep a cart from changing, and what the shopper reads about it.

Saleor's messages are never shown: they are written for developers, and may hold anything.
"""

import logging
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storefront.cart.admission import NotAdmitted
from storefront.catalog.pages.formatting import limit_note, stock_note
from storefront.catalog.pages.sale_refusals import CLOSED
from storefront.core.coordination.rate_limits import RateLimited
from storefront.saleor.client import errors
from storefront.saleor.client.errors import MutationError, MutationProblem
from storefront.saleor.prices.balance import PricesDoNotAddUp

logger = logging.getLogger(__name__)


class CartBusy(Exception):
    """Another change of the same cart is in progress."""


class PaymentInProgress(Exception):
    """A payment for this cart is in progress; the cart cannot change until it has ended."""


class CartEmpty(Exception):
    """There is nothing in the cart to change."""


CHANGE_ERRORS = (CartBusy, PaymentInProgress, CartEmpty, NotAdmitted, RateLimited, errors.SaleorError)

TOO_MANY = "QUANTITY_GREATER_THAN_LIMIT"
"""Saleor's code for more than one customer, or one order, may have."""

# By the field and the code of Saleor's error; None matches every field.
_MESSAGES: dict[tuple[str | None, str], Promise] = {
    (None, "INSUFFICIENT_STOCK"): gettext_lazy("There are not as many left as you asked for."),
    (None, "ZERO_QUANTITY"): gettext_lazy("Choose at least one."),
    (None, TOO_MANY): gettext_lazy("That is more than we can send in one order. Choose a smaller number."),
    (None, "PRODUCT_NOT_PUBLISHED"): gettext_lazy("This is not sold here at the moment."),
    (None, "PRODUCT_UNAVAILABLE_FOR_PURCHASE"): gettext_lazy("This cannot be bought at the moment."),
    (None, "UNAVAILABLE_VARIANT_IN_CHANNEL"): gettext_lazy("This is not sold here at the moment."),
    ("variantId", "GRAPHQL_ERROR"): gettext_lazy("We do not know this product. It may have left the shop."),
    ("variantId", "NOT_FOUND"): gettext_lazy("We do not know this product. It may have left the shop."),
    ("promoCode", "INVALID"): gettext_lazy(
        "This code is not valid. Check it for typing mistakes. It may also have ended, or be used up."
    ),
    ("promoCode", "NOT_FOUND"): gettext_lazy("This code was not on your cart."),
    (None, "VOUCHER_NOT_APPLICABLE"): gettext_lazy(
        "This code does not apply to what is in your cart. It may need a higher total or other items. A code for the "
        "delivery can be entered on the payment page."
    ),
    (None, "GIFT_CARD_NOT_APPLICABLE"): gettext_lazy("This gift card cannot be used for this order."),
    (None, "NON_EDITABLE_GIFT_LINE"): gettext_lazy("This comes as a gift with your order. It cannot be changed."),
    (None, "NON_REMOVABLE_GIFT_LINE"): gettext_lazy("This comes as a gift with your order. It cannot be removed."),
    ("promoCode", "REQUIRED"): gettext_lazy("Enter a code."),
    (None, "CHANNEL_INACTIVE"): CLOSED,
}
_OTHER = gettext_lazy("That was not possible, and nothing has changed. Try again, or change something first.")

BUSY = gettext_lazy("Your cart is busy. Try again.")
PAYING = gettext_lazy(
    "A payment for this cart is in progress, so you cannot change it. You can go on when the payment has ended."
)
EMPTY = gettext_lazy("Your cart is empty.")
UNAVAILABLE = gettext_lazy("The till is not answering just now. Nothing has changed. Try again in a minute.")
RESPONSE_LOST = gettext_lazy(
    "We had no answer, so we cannot say whether that worked. Look in your cart. Doing it again does not double it."
)
NOT_ADDING_UP = gettext_lazy(
    "The prices of your cart do not add up at the moment, so it cannot be paid. Nothing was charged, and your cart is "
    "kept. Try again in a few minutes, or write to us."
)
NOT_AVAILABLE = gettext_lazy("This can no longer be bought. Remove it to go on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CartError:
    """What to show and with which HTTP status; `is_unavailable`: Saleor did not answer, so the cart is not known."""

    text: str
    status: int
    is_unavailable: bool = False


def describe(error: Exception, *, left: int | None = None, limit: int | None = None, held: int = 0) -> CartError:
    """Put any of CHANGE_ERRORS into words.

    `left` is how many are left, if the stock was too small; `limit` how many one customer may order, and `held` how
    many of them are in the cart.
    """
    match error:
        case CartBusy():
            return CartError(text=str(BUSY), status=409)
        case PaymentInProgress():
            return CartError(text=str(PAYING), status=409)
        case CartEmpty():
            return CartError(text=str(EMPTY), status=409)
        case RateLimited():
            return CartError(text=error.message, status=429)
        case NotAdmitted():
            return CartError(text=error.reason, status=409)
        case MutationError():
            return CartError(text=refusal_text(error, left=left, limit=limit, held=held), status=422)
        case errors.NotAllowed():
            # Saleor hides the checkouts of a channel that is switched off.
            return CartError(text=str(CLOSED), status=503, is_unavailable=True)
        case errors.BadRequest():
            logger.warning("Saleor could not read a request for a cart")
            return CartError(text=str(_OTHER), status=422)
        case PricesDoNotAddUp():
            return CartError(text=str(NOT_ADDING_UP), status=503, is_unavailable=True)
        case errors.ResponseLost():
            return CartError(text=str(RESPONSE_LOST), status=503, is_unavailable=True)
        case errors.Unavailable():
            return CartError(text=str(UNAVAILABLE), status=503, is_unavailable=True)
    logger.error("the cart cannot be served: %s", type(error).__name__)
    return CartError(text=str(UNAVAILABLE), status=503, is_unavailable=True)


def problem_text(problem: MutationProblem) -> str:
    """Put one problem into words."""
    found = _MESSAGES.get((problem.field, problem.code)) or _MESSAGES.get((None, problem.code))
    return str(found or _OTHER)


def refusal_text(refused: MutationError, *, left: int | None = None, limit: int | None = None, held: int = 0) -> str:
    """Put a refusal into words. `left` is how many are left, `limit` how many one customer may order, if known."""
    if TOO_MANY in refused.codes and limit is not None:
        return f"{limit_note(limit)} {held_text(held)}".rstrip()
    if "INSUFFICIENT_STOCK" in refused.codes and left is not None:
        return stock_note(left)
    return " ".join(dict.fromkeys(problem_text(problem) for problem in refused.problems))


def held_text(held: int) -> str:
    """State how many are in the cart; empty for none."""
    if not held:
        return ""
    return ngettext("Your cart has %(held)s.", "Your cart has %(held)s.", held) % {"held": held}


def too_few_text(left: int) -> str:
    """Say that a line holds more than are left."""
    return " ".join((stock_note(left), _("Choose fewer, or remove it.")))
