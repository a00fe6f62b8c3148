"""What the till says of a cart's checkout: may it still change?

The cart must know, yet the checkout room stands above it and may not be imported here; so the till tells the cart whom to
ask when the applications are made ready (`storefront.checkout.apps`).
"""

from collections.abc import Callable
from enum import StrEnum


class Standing(StrEnum):
    """Whether a checkout is open to change, held by a payment under way, or paid for and so never to be brought back."""

    OPEN = "open"
    PAYING = "paying"
    ORDERED = "ordered"


_asked: list[Callable[[str], Standing]] = []


def ask(answer: Callable[[str], Standing]) -> None:
    """Have `standing` answered by `answer`, given a checkout's id."""
    _asked[:] = [answer]


def standing(checkout_id: str) -> Standing:
    """How the till sees this checkout; with no till every checkout is open."""
    return _asked[0](checkout_id) if _asked else Standing.OPEN
