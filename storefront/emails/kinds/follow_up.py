"""The follow-up email: one email with the guides for what was ordered, a day after it was sent, if it was requested.

The request is a held email and nothing else. Until the email is sent, the request can be cancelled on the order's page
or by the link in the email about the parcel.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from storefront.core.crypto import DecryptionError, decrypt, encrypt
from storefront.core.web.links import PageLink, absolute_url
from storefront.emails import dedupe, outbox
from storefront.emails.models import Email, EmailKind, EmailPayload
from storefront.emails.rendering import guides_of
from storefront.saleor.types import Order

CARE_AND_USE = EmailKind("care-and-use")

DELAY = timedelta(days=1)  # from the parcel to the email
HOLD_FOR = timedelta(days=60)  # an order that is not sent by then is not expected to be sent
_PURPOSE = "care "  # an encrypted value of another purpose is no request


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpOffer:
    """What an order's page needs to offer the email.

    `order` is the encrypted order id, for the form that requests the email; `key` names the request in addresses;
    `guides` are what the email would contain.
    """

    order: str
    key: str
    is_requested: bool
    guides: tuple[PageLink, ...]


def offer_for(order: Order | None) -> FollowUpOffer | None:
    """Return the offer for an order; None if a parcel was sent already, or there is no guide for its products."""
    guides = guides_of(order) if order and not order.fulfillments else ()
    if order is None or not guides:
        return None
    key = _key(order.id)
    return FollowUpOffer(order=encrypt(f"{_PURPOSE}{order.id}"), key=key, is_requested=is_requested(key), guides=guides)


def request(order: str, *, language: str) -> str | None:
    """Hold the email until the order is sent; return the request's key, or None if `order` is of no `FollowUpOffer`."""
    try:
        decrypted = decrypt(order)
    except DecryptionError:
        return None
    if not decrypted.startswith(_PURPOSE):
        return None
    order_id = decrypted.removeprefix(_PURPOSE)
    payload = EmailPayload(order_id=order_id)
    outbox.enqueue_held(CARE_AND_USE, payload, language=language, dedupe_key=order_id, hold_for=HOLD_FOR)
    return _key(order_id)


def is_requested(key: str) -> bool:
    """Whether the email of this key is requested and not sent yet."""
    return _pending(key).exists()


def cancel(key: str) -> None:
    """Cancel the request of this key."""
    _pending(key).delete()


def schedule(order_id: str, *, language: str) -> str:
    """Have the email sent a day from now; return the address at which to cancel it, empty if it was not requested."""
    outbox.release_held(CARE_AND_USE, dedupe_key=order_id, delay=DELAY)
    key = _key(order_id)
    if not is_requested(key):
        return ""
    with override(language):
        return absolute_url(reverse("emails:follow_up", args=[key]))


def _pending(key: str) -> QuerySet[Email]:
    states = (Email.State.HELD, Email.State.WAITING)
    return Email.objects.filter(dedupe_hash=key, kind=CARE_AND_USE, state__in=states)


def _key(order_id: str) -> str:
    return dedupe.dedupe_hash(CARE_AND_USE, order_id)
