"""What a refusal of the cart's means to the shopper: one table from Saleor's field and code to a sentence of ours.

Saleor's own messages are never shown: they are written for developers, and may hold anything.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storefront.core.templatetags.shop import money
from storefront.saleor.errors import MutationError, MutationProblem
from storefront.saleor.types import Money

if TYPE_CHECKING:
    from storefront.cart.services import CartResult

_SENTENCES: dict[tuple[str | None, str], Promise] = {
    (None, "INSUFFICIENT_STOCK"): gettext_lazy("There are not as many left as you asked for."),
    (None, "ZERO_QUANTITY"): gettext_lazy("Choose at least one."),
    (None, "QUANTITY_GREATER_THAN_LIMIT"): gettext_lazy(
        "That is more than we can send in one order. Choose a smaller number."
    ),
    (None, "PRODUCT_NOT_PUBLISHED"): gettext_lazy("This is not sold here at the moment."),
    (None, "PRODUCT_UNAVAILABLE_FOR_PURCHASE"): gettext_lazy("This cannot be bought at the moment."),
    (None, "UNAVAILABLE_VARIANT_IN_CHANNEL"): gettext_lazy("This is not sold here at the moment."),
    ("variantId", "GRAPHQL_ERROR"): gettext_lazy("We do not know this product. It may have left the shop."),
    ("variantId", "NOT_FOUND"): gettext_lazy("We do not know this product. It may have left the shop."),
    ("promoCode", "INVALID"): gettext_lazy("We do not know this code. Check it for typing mistakes."),
    ("promoCode", "NOT_FOUND"): gettext_lazy("This code was not on your cart."),
    (None, "VOUCHER_NOT_APPLICABLE"): gettext_lazy("This code does not apply to what is in your cart."),
    (None, "GIFT_CARD_NOT_APPLICABLE"): gettext_lazy("This gift card cannot be used for this order."),
    ("promoCode", "REQUIRED"): gettext_lazy("Type a code."),
}
_UNKNOWN = gettext_lazy("That was not possible, and nothing has changed. Try again, or change something first.")

BUSY = gettext_lazy("Your cart is busy. Try again.")
HELD = gettext_lazy(
    "A payment for this cart is under way, so it cannot change now. When the payment has ended you can go on."
)
NOTHING_THERE = gettext_lazy("Your cart is empty.")
AWAY = gettext_lazy("The till is not answering just now. Nothing has changed. Try again in a minute.")
UNSURE = gettext_lazy(
    "We had no answer, so we cannot say whether that worked. Look in your cart. Doing it again does not double it."
)
RENEWED = gettext_lazy("Your cart had come to its end. We have made a new one with the same things.")
MOVED = gettext_lazy("Your cart has come along. The prices are those of this market now; a code has to be typed again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence for the shopper, and the input (Saleor's camelCase) it stands beside; None is the whole form."""

    field: str | None
    text: str


def sentence(problem: MutationProblem) -> str:
    """One problem in words."""
    found = _SENTENCES.get((problem.field, problem.code)) or _SENTENCES.get((None, problem.code))
    return str(found or _UNKNOWN)


def sentences(refused: MutationError) -> tuple[Sentence, ...]:
    """Every problem of a refusal in words, each once."""
    found = (Sentence(field=problem.field, text=sentence(problem)) for problem in refused.problems)
    return tuple(dict.fromkeys(found))


def refusal(refused: MutationError, *, left: int | None = None) -> str:
    """A refusal of a quantity in words; `left` says how many are left, when that is known."""
    if "INSUFFICIENT_STOCK" in refused.codes and left is not None:
        return only_left(left)
    return " ".join(dict.fromkeys(one.text for one in sentences(refused)))


def only_left(left: int) -> str:
    """How many are left, as a plain fact."""
    if left <= 0:
        return _("None are left at the moment.")
    return ngettext("Only %(left)s is left.", "Only %(left)s are left.", left) % {"left": left}


def too_few(left: int) -> str:
    """A line asks for more than is left."""
    return f"{only_left(left)} {_('Choose fewer, or remove it.')}"


def of_seen(seen: "CartResult") -> tuple[str, ...]:
    """What has happened to a cart that is not quite the one that the shopper left."""
    said = [str(MOVED if seen.moved else RENEWED)] if seen.renewed else []
    return (*said, missing(seen.missing)) if seen.missing else tuple(said)


def in_short(quantity: int, subtotal: Money) -> str:
    """What is in the cart, for who cannot see that it changed."""
    said = ngettext("%(n)s thing in your cart, %(sum)s.", "%(n)s things in your cart, %(sum)s.", quantity)
    return said % {"n": quantity, "sum": money(subtotal)}


def missing(count: int) -> str:
    """What an expired cart held and a new one cannot."""
    return ngettext(
        "%(count)s thing could not be put back: it is no longer available.",
        "%(count)s things could not be put back: they are no longer available.",
        count,
    ) % {"count": count}


NOT_AVAILABLE = gettext_lazy("This can no longer be bought. Remove it to go on.")
