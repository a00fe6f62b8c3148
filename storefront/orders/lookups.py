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

from storefront.mail import letters
from storefront.orders.finding import find
from storefront.orders.models import LookUp
from storefront.queueing import after_commit
from storefront.saleor import errors, orders
from storefront.saleor.types import Order
from storefront.sealing import Unreadable, seal, unseal

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

    sealed = seal(msgspec.json.encode(Asked(number=number, email=email)).decode())
    with transaction.atomic():
        asked = LookUp.objects.create(sealed=sealed, language=language)
        after_commit(answer_look_up, asked.pk)


def answer(pk: int) -> None:
    """Write to the order's mailbox, if there is such an order; else forget that it was asked. Safe to do twice.

    With Saleor away it is asked again later, for as long as the row lives.
    """
    now = timezone.now()
    mine = LookUp.objects.filter(pk=pk, token_hash="", next_try_at__lte=now)
    if not mine.update(next_try_at=now + _LEASE):
        return
    row = LookUp.objects.get(pk=pk)
    try:
        asked = msgspec.json.decode(unseal(row.sealed), type=Asked)
        order = find(asked.number, email=asked.email)
    except Unreadable:
        order = None
    except errors.SaleorError as error:
        logger.warning("look-up %s waits: %s", pk, type(error).__name__)
        return
    if order is None:
        row.delete()
        return
    _write_to(order, row)


def _write_to(order: Order, row: LookUp) -> None:
    token = secrets.token_urlsafe(32)
    with override(row.language):
        link = letters.absolute(reverse("orders:open", args=[token]))
    known = {"token_hash": _hashed(token), "sealed_order_id": seal(order.id), "sealed": ""}
    with transaction.atomic():
        if LookUp.objects.filter(pk=row.pk, token_hash="").update(**known):
            letters.order_link(order.user_email or "", number=order.number, link=link, language=row.language)


def order_behind(token: str) -> Order | None:
    """The order that a mailed link opens; None when the link is worthless or too old. Raises what the gateway does."""
    row = LookUp.objects.filter(token_hash=_hashed(token), created_at__gt=timezone.now() - LIFE).first()
    if row is None:
        return None
    try:
        return orders.get(unseal(row.sealed_order_id))
    except Unreadable:
        return None


def is_good(token: str) -> bool:
    """Whether a mailed link still opens something; asks nobody."""
    return LookUp.objects.filter(token_hash=_hashed(token), created_at__gt=timezone.now() - LIFE).exists()


def waiting() -> list[int]:
    """Those that nobody has answered yet."""
    rows = LookUp.objects.filter(token_hash="", next_try_at__lte=timezone.now())
    return list(rows.values_list("pk", flat=True)[:200])


def prune() -> None:
    """Forget those whose hour is over."""
    LookUp.objects.filter(created_at__lt=timezone.now() - LIFE).delete()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
