"""Send stored emails, with retries.

Nothing here logs an address, a link or a product: only the kind of email and the outcome.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException

import msgspec
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.db.models import Q
from django.utils import timezone

from storefront.core import metrics
from storefront.core.coordination.outbox import Backoff
from storefront.core.crypto import DecryptionError
from storefront.emails.kinds import refund_sums
from storefront.emails.kinds.refund_sums import NothingToSend, NotStatedYet
from storefront.emails.models import Email, EmailPayload
from storefront.emails.rendering import render
from storefront.saleor import checkouts, orders
from storefront.saleor.client import errors
from storefront.saleor.types import Order

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than the time limit of the task
# Fourteen attempts take about a day and a half.
BACKOFF = Backoff(first=timedelta(seconds=30), longest=timedelta(hours=6), max_attempts=14)
KEEP_SENT_FOR = timedelta(days=30)


class NoRecipient(Exception):
    """The order or checkout is gone, or has no address."""


def send(pk: int) -> None:
    """Send one email if it is due; retry it later if that fails.

    An unexpected error is raised. The email is due again when the lease ends, until its attempts are exhausted.
    """
    email = Email.objects.claim(pk, lease=LEASE)
    if email is None:
        return
    if BACKOFF.is_exhausted(email.attempts - 1):
        _give_up(email, reason="TooManyAttempts")
        return
    try:
        _deliver(email, email.payload)
    except (DecryptionError, msgspec.DecodeError, NoRecipient, BadHeaderError, UnicodeError) as error:
        _give_up(email, reason=type(error).__name__)
    except NothingToSend:
        email.delete()
        logger.info("email %s %s not needed", pk, email.kind)
    except (NotStatedYet, errors.SaleorError, SMTPException, OSError) as error:
        _retry_later(email, reason=type(error).__name__)
    else:
        email.finish(state=Email.State.SENT, **Email.EMPTY_PAYLOAD)
        metrics.EMAILS.labels(email.kind, Email.State.SENT).inc()
        logger.info("email %s %s sent", email.pk, email.kind)


def prune() -> None:
    """Delete the rows of emails that ended thirty days ago, and held emails whose event did not happen in time."""
    now = timezone.now()
    ended = Q(state__in=(Email.State.SENT, Email.State.GIVEN_UP), created_at__lt=now - KEEP_SENT_FOR)
    Email.objects.filter(ended | Q(state=Email.State.HELD, held_until__lt=now)).delete()


def _deliver(email: Email, payload: EmailPayload) -> None:
    order = _order(payload)
    is_about_refunds = order is not None and email.kind == refund_sums.ORDER_REFUNDED
    if order is not None and is_about_refunds:
        refund_sums.check_sum(email, payload, order)
    to = _recipient(payload, order)
    rendered = render(email.kind, payload, order, language=email.language)
    message = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=rendered.sender,
        to=[to],
        reply_to=[rendered.reply_to],
    )
    message.attach_alternative(rendered.html, "text/html")
    for attachment in rendered.attachments:
        message.attach(attachment.name, attachment.text, "text/plain")
    # Keeps out-of-office programs from answering (RFC 3834).
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.send()
    if order is not None and is_about_refunds:
        refund_sums.mark_stated(order)


def _order(payload: EmailPayload) -> Order | None:
    if not payload.order_id:
        return None
    order = orders.get(payload.order_id)
    if order is None:
        raise NoRecipient
    return order


def _recipient(payload: EmailPayload, order: Order | None) -> str:
    checkout = checkouts.get(payload.checkout_id) if payload.checkout_id else None
    to = payload.to or (order.user_email if order else "") or (checkout.email if checkout else "")
    if not to:
        raise NoRecipient
    return to


def _retry_later(email: Email, *, reason: str) -> None:
    if BACKOFF.is_exhausted(email.attempts):
        _give_up(email, reason=reason)
    elif email.retry_later(BACKOFF):
        metrics.EMAILS.labels(email.kind, "later").inc()
        logger.warning("email %s %s waits: %s", email.pk, email.kind, reason)


def _give_up(email: Email, *, reason: str) -> None:
    if email.give_up(state=Email.State.GIVEN_UP, **Email.EMPTY_PAYLOAD):
        metrics.EMAILS.labels(email.kind, Email.State.GIVEN_UP).inc()
        logger.error("email %s %s given-up: %s", email.pk, email.kind, reason)
