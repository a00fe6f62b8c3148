"""How a change that did not happen is told: a sentence and an HTTP status for each way it can fail."""

import logging
from dataclasses import dataclass

from storefront.cart import sentences
from storefront.cart.lock import CartBusy
from storefront.cart.services import CartHeld, NoCart
from storefront.saleor import errors

logger = logging.getLogger(__name__)

CHANGE_FAILED = (CartBusy, CartHeld, NoCart, errors.SaleorError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What to say and with which status; `away`: Saleor did not answer."""

    text: str
    status: int
    away: bool = False


def told(error: Exception, *, left: int | None = None) -> Failure:
    """The failure of any of CHANGE_FAILED in words; `left` as for `sentences.refusal`."""
    match error:
        case CartBusy():
            return Failure(text=str(sentences.BUSY), status=409)
        case CartHeld():
            return Failure(text=str(sentences.HELD), status=409)
        case NoCart():
            return Failure(text=str(sentences.NOTHING_THERE), status=409)
        case errors.Refused():
            return Failure(text=sentences.refusal(error, left=left), status=422)
        case errors.AnswerLost():
            return Failure(text=str(sentences.UNSURE), status=503, away=True)
        case errors.Unavailable():
            return Failure(text=str(sentences.AWAY), status=503, away=True)
    logger.error("the cart cannot be served: %s", type(error).__name__)
    return Failure(text=str(sentences.AWAY), status=503, away=True)
