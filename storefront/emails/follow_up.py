"""Care and use: one letter with the guides of what was bought, a day after it was sent, only if it was asked for.

The asking is a letter that is held until the order is sent. Nothing else is kept of it, and it can be taken back until
the letter has gone, on the order's page or by the link in the letter that says that the order is on its way.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from storefront.core import registry
from storefront.core.crypto import DecryptionError, decrypt, encrypt
from storefront.core.links import PageLink, absolute_url
from storefront.emails import outbox
from storefront.emails.models import Email, EmailKind
from storefront.emails.payload import EmailPayload
from storefront.saleor.types import Order

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
    guides: tuple[PageLink, ...]


def offer(order: Order | None) -> Offer | None:
    """What to put to the shopper of an order; None when it was sent already, or when there is nothing to read."""
    guides = guides_of(order) if order and not order.fulfillments else ()
    if order is None or not guides:
        return None
    key = outbox.key(EmailKind.CARE_AND_USE, order.id)
    return Offer(order=encrypt(f"{_FOR}{order.id}"), key=key, is_asked=is_asked(key), guides=guides)


def ask(order: str, *, language: str) -> str | None:
    """Write the letter, held until the order is sent: its key. `order` is what an `Offer` holds; None for any other."""
    try:
        opened = decrypt(order)
    except DecryptionError:
        return None
    if not opened.startswith(_FOR):
        return None
    order_id = opened.removeprefix(_FOR)
    outbox.enqueue_held(
        EmailKind.CARE_AND_USE, EmailPayload(order_id=order_id), language=language, once=order_id, lasting=HELD
    )
    return outbox.key(EmailKind.CARE_AND_USE, order_id)


def is_asked(key: str) -> bool:
    """Whether such a letter is to go."""
    return _still_to_go(key).exists()


def take_back(key: str) -> None:
    """It shall not go after all."""
    _still_to_go(key).delete()


def order_sent(order_id: str, *, language: str) -> str:
    """Let it go in a day. The address at which it can be taken back until then; empty when nobody asked for it."""
    outbox.release_held(EmailKind.CARE_AND_USE, once=order_id, after=AFTER)
    key = outbox.key(EmailKind.CARE_AND_USE, order_id)
    if not is_asked(key):
        return ""
    with override(language):
        return absolute_url(reverse("emails:care", args=[key]))


def guides_of(order: Order) -> tuple[PageLink, ...]:
    """The guides that belong to what was ordered, by the hub's word, in the active market."""
    slugs = {line.variant.product.slug for line in order.lines if line.variant}
    return tuple(registry.guides_of_products.only(slugs))


def _still_to_go(key: str) -> QuerySet[Email]:
    states = (Email.State.HELD, Email.State.WAITING)
    return Email.objects.filter(once=key, kind=EmailKind.CARE_AND_USE, state__in=states)
