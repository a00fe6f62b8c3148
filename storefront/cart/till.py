"""What the till says of a cart's checkout: may it still change?

The cart must know, yet the checkout room stands above it and may not be imported here; so the till tells the cart whom
to ask when the applications are made ready (`storefront.checkout.apps`).
"""

from collections.abc import Callable
from enum import StrEnum


class Standing(StrEnum):
    """What may be done with a checkout.

    OPEN: anything. PAYING: nothing, a payment is under way. ORDERED: it is an order, or may be; never bring it back.
    SPENT: paid for, and no order could be made of it; what it held may go into a new one.
    """

    OPEN = "open"
    PAYING = "paying"
    ORDERED = "ordered"
    SPENT = "spent"


_asked: list[Callable[[str], Standing]] = []


def ask(answer: Callable[[str], Standing]) -> None:
    """Have `standing` answered by `answer`, given a checkout's id."""
    _asked[:] = [answer]


def standing(checkout_id: str) -> Standing:
    """How the till sees this checkout; with no till every checkout is open."""
    return _asked[0](checkout_id) if _asked else Standing.OPEN
