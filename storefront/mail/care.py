"""Care and use: one letter with the guides of what was bought, a day after it was sent, only if it was asked for.

The asking is a letter that is held until the order is sent. Nothing else is kept of it, and it can be taken back until
the letter has gone, on the order's page or by the link in the letter that says that the order is on its way.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import override

from storefront.links import Link
from storefront.mail import letters
from storefront.mail.content import Content
from storefront.mail.models import Kind, Letter
from storefront.saleor.types import Order
from storefront.sealing import Unreadable, seal, unseal

AFTER = timedelta(days=1)
_FOR = "care "  # what is sealed for another purpose asks for nothing here
HELD = timedelta(days=60)  # an order that is not sent by then will hardly be


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """On the page of an order: `order` is its id, sealed, for the form that asks; `key` names the asking; `guides` are
    those that the letter would hold."""

    order: str
    key: str
    is_asked: bool
    guides: tuple[Link, ...]


def offer(order: Order | None) -> Offer | None:
    """What to put to the shopper of an order; None when it was sent already, or when there is nothing to read."""
    guides = guides_of(order) if order and not order.fulfillments else ()
    if order is None or not guides:
        return None
    key = letters.key(Kind.CARE_AND_USE, order.id)
    return Offer(order=seal(f"{_FOR}{order.id}"), key=key, is_asked=is_asked(key), guides=guides)


def ask(order: str, *, language: str) -> str | None:
    """Write the letter, held until the order is sent: its key. `order` is what an `Offer` holds; None for any other."""
    try:
        opened = unseal(order)
    except Unreadable:
        return None
    if not opened.startswith(_FOR):
        return None
    order_id = opened.removeprefix(_FOR)
    letters.hold(Kind.CARE_AND_USE, Content(order_id=order_id), language=language, once=order_id, lasting=HELD)
    return letters.key(Kind.CARE_AND_USE, order_id)


def is_asked(key: str) -> bool:
    """Whether such a letter is to go."""
    return _still_to_go(key).exists()


def take_back(key: str) -> None:
    """It shall not go after all."""
    _still_to_go(key).delete()


def order_sent(order_id: str, *, language: str) -> str:
    """Let it go in a day. The address at which it can be taken back until then; empty when nobody asked for it."""
    letters.release(Kind.CARE_AND_USE, once=order_id, after=AFTER)
    key = letters.key(Kind.CARE_AND_USE, order_id)
    if not is_asked(key):
        return ""
    with override(language):
        return letters.absolute(reverse("letters:care", args=[key]))


def guides_of(order: Order) -> tuple[Link, ...]:
    """The guides that belong to what was ordered, by the hub's word, in the active market."""
    slugs = {line.variant.product.slug for line in order.lines if line.variant}
    guides: Callable[[Collection[str]], tuple[Link, ...]] = import_string(settings.GUIDES_OF_PRODUCTS)
    return guides(slugs)


def _still_to_go(key: str) -> QuerySet[Letter]:
    states = (Letter.State.HELD, Letter.State.WAITING)
    return Letter.objects.filter(once=key, kind=Kind.CARE_AND_USE, state__in=states)
