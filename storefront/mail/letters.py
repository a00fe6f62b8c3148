"""Writing a letter down, and sending what is written down.

Nothing here logs an address, a link or a product: only what kind of letter it is and how it went.
"""

import hashlib
import logging
import random
from datetime import timedelta
from smtplib import SMTPException

import msgspec
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from storefront.mail import wording
from storefront.mail.content import Content
from storefront.mail.models import Kind, Letter
from storefront.markets import all_markets, default_market
from storefront.queueing import after_commit
from storefront.saleor import errors, orders
from storefront.saleor.types import Order
from storefront.sealing import Unreadable, seal, unseal
from storefront.seeing import metrics

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than a mail server may take
TRIES = 14  # doubling from half a minute, capped at six hours: about a day and a half
KEPT = timedelta(days=30)
_SOONEST, _LATEST = 30.0, 6 * 3600.0  # seconds


def post(kind: Kind, content: Content, *, language: str, once: str) -> Letter | None:
    """Write a letter down, in the transaction that made it due; it is sent soon after the commit.

    `once` names what the letter is about, with its version: told twice, it is one letter (None the second time).
    """
    from storefront.mail.tasks import send_letter

    key = hashlib.sha256(f"{kind}:{once}".encode()).hexdigest()
    sealed = seal(msgspec.json.encode(content).decode())
    with transaction.atomic():
        letter, is_new = Letter.objects.get_or_create(
            once=key, defaults={"kind": kind, "language": language, "sealed": sealed}
        )
        if not is_new:
            return None
        after_commit(send_letter, letter.pk)
    return letter


def language_of(channel: str) -> str:
    """In what language shoppers of a channel are written to: its first market's, else the shop's own."""
    return next((market.language for market in all_markets() if market.channel == channel), default_market().language)


def order_placed(order_id: str, *, language: str) -> Letter | None:
    """Tell the shopper that the order is placed; whoever asks, and however often, it is one letter for one order."""
    return post(Kind.ORDER_PLACED, Content(order_id=order_id), language=language, once=order_id)


def due() -> list[int]:
    """The letters whose time has come, the oldest first."""
    waiting = Letter.objects.filter(state=Letter.State.WAITING, next_try_at__lte=timezone.now())
    return list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:500])


def prune() -> None:
    """Forget that old letters ever were."""
    Letter.objects.exclude(state=Letter.State.WAITING).filter(created_at__lt=timezone.now() - KEPT).delete()


def send(pk: int) -> None:
    """Send one letter, if it is due and nobody else is at it; what fails is tried again later."""
    now = timezone.now()
    mine = Letter.objects.filter(pk=pk, state=Letter.State.WAITING, next_try_at__lte=now)
    if not mine.update(next_try_at=now + LEASE, tries=F("tries") + 1):
        return
    letter = Letter.objects.get(pk=pk)
    try:
        content = msgspec.json.decode(unseal(letter.sealed), type=Content)
        order = _order(content)
        _mail(letter, content, order)
    except (Unreadable, _NobodyToWriteTo) as error:
        _end(letter, Letter.State.GIVEN_UP, why=type(error).__name__)
    except (errors.SaleorError, SMTPException, OSError) as error:
        _later(letter, why=type(error).__name__)
    else:
        _end(letter, Letter.State.SENT)


class _NobodyToWriteTo(Exception):
    """The order is gone, or says no address."""


def _order(content: Content) -> Order | None:
    if not content.order_id:
        return None
    order = orders.get(content.order_id)
    if order is None:
        raise _NobodyToWriteTo
    return order


def _mail(letter: Letter, content: Content, order: Order | None) -> None:
    to = content.to or (order.user_email if order else None)
    if not to:
        raise _NobodyToWriteTo
    with override(letter.language):
        said = wording.of(Kind(letter.kind), content, order)
        context = {"said": said, "shop_url": settings.PUBLIC_URL, "language": letter.language}
        message = EmailMultiAlternatives(
            subject=" ".join(said.subject.split()),
            body=render_to_string("mail/letter.txt", context).strip() + "\n",
            to=[to],
        )
        message.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    # Out-of-office answers to a shop's letter are nobody's need.
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.send()


def _end(letter: Letter, state: Letter.State, *, why: str = "") -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, sealed="")
    metrics.MAILS.labels(letter.kind, state).inc()
    level = logging.INFO if state == Letter.State.SENT else logging.ERROR
    logger.log(level, "letter %s %s %s %s", letter.pk, letter.kind, state, why)


def _later(letter: Letter, *, why: str) -> None:
    if letter.tries >= TRIES:
        _end(letter, Letter.State.GIVEN_UP, why=why)
        return
    wait = min(_SOONEST * 2 ** (letter.tries - 1), _LATEST) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    Letter.objects.filter(pk=letter.pk).update(next_try_at=timezone.now() + timedelta(seconds=wait))
    metrics.MAILS.labels(letter.kind, "later").inc()
    logger.warning("letter %s %s waits: %s", letter.pk, letter.kind, why)
