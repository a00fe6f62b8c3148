"""Let a guest see an order by its number and email address, without revealing whether the order exists.

The page stores the request and shows the same answer in every case, equally fast. A task looks for the order. If it
exists and has that address, the address receives a link that opens this one order for an hour.
"""

import hashlib
import logging
import secrets
from datetime import timedelta

import msgspec
from celery import shared_task
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from storefront.core.coordination.enqueue import enqueue_on_commit
from storefront.core.coordination.outbox import Backoff, OutboxQuerySet
from storefront.core.crypto import DecryptionError, decrypt, encrypt
from storefront.core.web.links import absolute_url
from storefront.emails import outbox
from storefront.emails.models import EmailKind, EmailPayload
from storefront.orders.access import find_order
from storefront.orders.models import GuestLookup
from storefront.saleor import orders
from storefront.saleor.client import errors
from storefront.saleor.types import Order

logger = logging.getLogger(__name__)

ORDER_LINK = EmailKind("order-link")

LINK_LIFETIME = timedelta(hours=1)
LEASE = timedelta(minutes=2)  # longer than the longest query to Saleor
BACKOFF = Backoff(first=timedelta(seconds=90), longest=timedelta(minutes=10))  # until the link's lifetime ends


class LookupRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the guest entered."""

    number: str
    email: str


@shared_task(name="storefront.orders.tasks.answer_lookup")
def answer_lookup(pk: int) -> None:
    """Email a link to the order that a guest asked for, if it exists."""
    answer(pk)


def request_link(*, number: str, email: str, language: str) -> None:
    """Store the request and queue the task that looks for the order."""
    entered = LookupRequest(number=number, email=email)
    encrypted_request = encrypt(msgspec.json.encode(entered).decode())
    with transaction.atomic():
        lookup = GuestLookup.objects.create(encrypted_request=encrypted_request, language=language)
        enqueue_on_commit(answer_lookup, lookup.pk)


def answer(pk: int) -> None:
    """Email the link if the order exists and has that address, else delete the request. Safe to run twice.

    While Saleor is unavailable, it is retried until the request's hour is over.
    """
    lookup = GuestLookup.objects.claim(pk, lease=LEASE)
    if lookup is None:
        return
    try:
        entered = msgspec.json.decode(decrypt(lookup.encrypted_request), type=LookupRequest)
        order = find_order(entered.number, email=entered.email)
    except DecryptionError:
        order = None
    except errors.SaleorError as error:
        logger.warning("guest lookup %s waits: %s", pk, type(error).__name__)
        lookup.retry_later(BACKOFF)
        return
    if order is None:
        lookup.delete()
        return
    _send_link(order, lookup)


def _send_link(order: Order, lookup: GuestLookup) -> None:
    token = secrets.token_urlsafe(32)
    with override(lookup.language):
        link = absolute_url(reverse("orders:open", args=[token]))
    found = {"token_hash": _hashed(token), "encrypted_order_id": encrypt(order.id), "encrypted_request": ""}
    payload = EmailPayload(to=order.user_email or "", link=link, values={"number": order.number})
    with transaction.atomic():
        if lookup.finish_if_claimed(**found):
            outbox.enqueue(ORDER_LINK, payload, language=lookup.language, dedupe_key=link)


def order_of(token: str) -> Order | None:
    """Return the order that a link's token opens; None if the token is unknown or too old.

    Raises errors.SaleorError.
    """
    lookup = _current(token).first()
    if lookup is None:
        return None
    try:
        return orders.get(decrypt(lookup.encrypted_order_id))
    except DecryptionError:
        return None


def is_valid(token: str) -> bool:
    """Whether a link's token still opens an order."""
    return _current(token).exists()


def prune() -> None:
    """Delete requests whose hour is over."""
    GuestLookup.objects.filter(created_at__lt=timezone.now() - LINK_LIFETIME).delete()


def _current(token: str) -> OutboxQuerySet[GuestLookup]:
    return GuestLookup.objects.filter(token_hash=_hashed(token), created_at__gt=timezone.now() - LINK_LIFETIME)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
