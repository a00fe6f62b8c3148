"""How a change that did not happen is told: a sentence and an HTTP status for each way it can fail."""

import logging
from dataclasses import dataclass

from storefront.cart import error_messages
from storefront.cart.cart_lock import CartBusy
from storefront.cart.services import CartEmpty, PaymentInProgress
from storefront.saleor import errors

logger = logging.getLogger(__name__)

CHANGE_ERRORS = (CartBusy, PaymentInProgress, CartEmpty, errors.SaleorError)


@dataclass(frozen=True, slots=True, kw_only=True)
class CartError:
    """What to say and with which status; `away`: Saleor did not answer."""

    text: str
    status: int
    away: bool = False


def describe(error: Exception, *, left: int | None = None) -> CartError:
    """The failure of any of CHANGE_FAILED in words; `left` as for `sentences.refusal`."""
    match error:
        case CartBusy():
            return CartError(text=str(error_messages.BUSY), status=409)
        case PaymentInProgress():
            return CartError(text=str(error_messages.HELD), status=409)
        case CartEmpty():
            return CartError(text=str(error_messages.NOTHING_THERE), status=409)
        case errors.MutationError():
            return CartError(text=error_messages.refusal(error, left=left), status=422)
        case errors.ResponseLost():
            return CartError(text=str(error_messages.UNSURE), status=503, away=True)
        case errors.Unavailable():
            return CartError(text=str(error_messages.AWAY), status=503, away=True)
    logger.error("the cart cannot be served: %s", type(error).__name__)
    return CartError(text=str(error_messages.AWAY), status=503, away=True)
