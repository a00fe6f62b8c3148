"""Sending what is written down: each letter once, later when it cannot be now, never silently not at all.

Nothing here logs an address, a link or a product: only what kind of letter it is and how it went.
"""

import logging
import random
from datetime import timedelta
from smtplib import SMTPException

import msgspec
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from storefront.core import metrics
from storefront.core.crypto import DecryptionError, decrypt
from storefront.core.links import absolute_url
from storefront.core.markets import default_market
from storefront.emails import wording
from storefront.emails.models import Email, EmailKind
from storefront.emails.payload import EmailPayload
from storefront.saleor import checkouts, errors, orders
from storefront.saleor.types import Order

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than the task's own time limit
TRIES = 14  # doubling from half a minute, capped at six hours: about a day and a half
KEPT = timedelta(days=30)
_SOONEST, _LATEST = 30.0, 6 * 3600.0  # seconds


def due() -> list[int]:
    """The letters whose time has come, the oldest first."""
    waiting = Email.objects.filter(state=Email.State.WAITING, next_try_at__lte=timezone.now())
    return list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:500])


def prune() -> None:
    """Forget that old letters ever were, and those held for what did not happen."""
    now = timezone.now()
    over = ~Q(state__in=(Email.State.WAITING, Email.State.HELD)) & Q(created_at__lt=now - KEPT)
    Email.objects.filter(over | Q(state=Email.State.HELD, next_try_at__lt=now)).delete()


def send(pk: int) -> None:
    """Send one letter, if it is due and nobody else is at it; what fails is tried again later.

    An error that nobody foresaw is raised; the letter comes due again when the lease is over, and has an end too.
    """
    now = timezone.now()
    mine = Email.objects.filter(pk=pk, state=Email.State.WAITING, next_try_at__lte=now)
    if not mine.update(next_try_at=now + LEASE, tries=F("tries") + 1):
        return
    letter = Email.objects.get(pk=pk)
    if letter.tries > TRIES:
        _give_up(letter, why="TooOften")
        return
    try:
        content = msgspec.json.decode(decrypt(letter.sealed), type=EmailPayload)
        _mail(letter, content, _order(content))
    except (DecryptionError, msgspec.DecodeError, _NobodyToWriteTo, BadHeaderError, UnicodeError) as error:
        _give_up(letter, why=type(error).__name__)
    except (errors.SaleorError, SMTPException, OSError) as error:
        _later(letter, why=type(error).__name__)
    else:
        # Whoever else held a lease meanwhile: it has gone.
        Email.objects.filter(pk=pk).update(state=Email.State.SENT, sealed="")
        metrics.MAILS.labels(letter.kind, Email.State.SENT).inc()
        logger.info("letter %s %s sent", letter.pk, letter.kind)


class _NobodyToWriteTo(Exception):
    """The order is gone, or says no address."""


def _order(content: EmailPayload) -> Order | None:
    if not content.order_id:
        return None
    order = orders.get(content.order_id)
    if order is None:
        raise _NobodyToWriteTo
    return order


def _to(content: EmailPayload, order: Order | None) -> str:
    checkout = checkouts.get(content.checkout_id) if content.checkout_id else None
    to = content.to or (order.user_email if order else "") or (checkout.email if checkout else "")
    if not to:
        raise _NobodyToWriteTo
    return to


def _mail(letter: Email, content: EmailPayload, order: Order | None) -> None:
    to = _to(content, order)
    with override(letter.language):
        said = wording.of(EmailKind(letter.kind), content, order)
        context = {"said": said, "shop_url": _home(letter.language), "language": letter.language}
        message = EmailMultiAlternatives(
            subject=" ".join(said.subject.split()),
            body=render_to_string("emails/letter.txt", context).strip() + "\n",
            to=[to],
        )
        message.attach_alternative(render_to_string("emails/letter.html", context), "text/html")
    # Out-of-office answers to a shop's letter are nobody's need.
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.send()


def _home(language: str) -> str:
    """The shop's own address, in the reader's market."""
    prefix = "" if language == default_market().language else f"{language}/"
    return absolute_url(f"/{prefix}")


def _give_up(letter: Email, *, why: str) -> None:
    if _still_mine(letter, state=Email.State.GIVEN_UP, sealed=""):
        metrics.MAILS.labels(letter.kind, Email.State.GIVEN_UP).inc()
        logger.error("letter %s %s given-up: %s", letter.pk, letter.kind, why)


def _later(letter: Email, *, why: str) -> None:
    if letter.tries >= TRIES:
        _give_up(letter, why=why)
        return
    wait = min(_SOONEST * 2 ** (letter.tries - 1), _LATEST) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    if _still_mine(letter, next_try_at=timezone.now() + timedelta(seconds=wait)):
        metrics.MAILS.labels(letter.kind, "later").inc()
        logger.warning("letter %s %s waits: %s", letter.pk, letter.kind, why)


def _still_mine(letter: Email, **fields: object) -> bool:
    """Write to the letter, unless its lease ran out and another sender has taken it since."""
    mine = Email.objects.filter(pk=letter.pk, state=Email.State.WAITING, tries=letter.tries)
    return bool(mine.update(**fields))
