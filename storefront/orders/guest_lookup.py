"""A guest asks to see an order by number and mailbox, and nobody learns whether there is such an order.

The page writes a row and says the same in every case, at the same speed. A task looks; if there is such an order of
that mailbox, a letter goes to it, with a link that opens this one order for an hour. The link carries a random token.
"""

import hashlib
import logging
import secrets
from datetime import timedelta

import msgspec
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from storefront.core.crypto import DecryptionError, decrypt, encrypt
from storefront.core.enqueue import enqueue_on_commit
from storefront.core.links import absolute_url
from storefront.emails import outbox
from storefront.orders.lookup import find_order
from storefront.orders.models import GuestLookup
from storefront.saleor import errors, orders
from storefront.saleor.types import Order

logger = logging.getLogger(__name__)

LIFE = timedelta(hours=1)
_LEASE = timedelta(minutes=2)  # longer than the longest look at Saleor


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed: an order's number and the mailbox that it belongs to."""

    number: str
    email: str


def ask(*, number: str, email: str, language: str) -> None:
    """Note that somebody asks; what comes of it is told to the mailbox alone."""
    from storefront.orders.tasks import answer_look_up

    sealed = encrypt(msgspec.json.encode(Asked(number=number, email=email)).decode())
    with transaction.atomic():
        asked = GuestLookup.objects.create(sealed=sealed, language=language)
        enqueue_on_commit(answer_look_up, asked.pk)


def answer(pk: int) -> None:
    """Write to the order's mailbox, if there is such an order; else forget that it was asked. Safe to do twice.

    With Saleor away it is asked again later, for as long as the row lives.
    """
    now = timezone.now()
    mine = GuestLookup.objects.filter(pk=pk, token_hash="", next_try_at__lte=now)
    if not mine.update(next_try_at=now + _LEASE):
        return
    row = GuestLookup.objects.get(pk=pk)
    try:
        asked = msgspec.json.decode(decrypt(row.sealed), type=Asked)
        order = find_order(asked.number, email=asked.email)
    except DecryptionError:
        order = None
    except errors.SaleorError as error:
        logger.warning("look-up %s waits: %s", pk, type(error).__name__)
        return
    if order is None:
        row.delete()
        return
    _write_to(order, row)


def _write_to(order: Order, row: GuestLookup) -> None:
    token = secrets.token_urlsafe(32)
    with override(row.language):
        link = absolute_url(reverse("orders:open", args=[token]))
    known = {"token_hash": _hashed(token), "sealed_order_id": encrypt(order.id), "sealed": ""}
    with transaction.atomic():
        if GuestLookup.objects.filter(pk=row.pk, token_hash="").update(**known):
            outbox.order_link(order.user_email or "", number=order.number, link=link, language=row.language)


def order_behind(token: str) -> Order | None:
    """The order that a mailed link opens; None when the link is worthless or too old. Raises what the gateway does."""
    row = GuestLookup.objects.filter(token_hash=_hashed(token), created_at__gt=timezone.now() - LIFE).first()
    if row is None:
        return None
    try:
        return orders.get(decrypt(row.sealed_order_id))
    except DecryptionError:
        return None


def is_good(token: str) -> bool:
    """Whether a mailed link still opens something; asks nobody."""
    return GuestLookup.objects.filter(token_hash=_hashed(token), created_at__gt=timezone.now() - LIFE).exists()


def waiting() -> list[int]:
    """Those that nobody has answered yet."""
    rows = GuestLookup.objects.filter(token_hash="", next_try_at__lte=timezone.now())
    return list(rows.values_list("pk", flat=True)[:200])


def prune() -> None:
    """Forget those whose hour is over."""
    GuestLookup.objects.filter(created_at__lt=timezone.now() - LIFE).delete()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
