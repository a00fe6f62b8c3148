"""Writing letters down. A letter that is written is a promise; `sending` keeps it.

Whoever makes a letter due says so within the transaction that makes it due, and as often as it likes.
"""

import hashlib
from datetime import timedelta

import msgspec
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from storefront.core import registry
from storefront.core.crypto import encrypt
from storefront.core.enqueue import enqueue_on_commit
from storefront.core.links import absolute_url
from storefront.core.markets import all_markets, default_market
from storefront.emails.models import Email, EmailKind
from storefront.emails.payload import EmailPayload

Rows = tuple[tuple[str, str], ...]  # details with their labels


def enqueue(kind: EmailKind, content: EmailPayload, *, language: str, once: str) -> Email | None:
    """Write a letter down, in the transaction that made it due; it is sent soon after the commit.

    `once` names what the letter is about, with its version: told twice, it is one letter (None the second time).
    """
    with transaction.atomic():
        letter, is_new = _written(kind, content, language=language, once=once, state=Email.State.WAITING)
        if not is_new:
            return None
        _soon(letter)
    return letter


def enqueue_held(
    kind: EmailKind, content: EmailPayload, *, language: str, once: str, lasting: timedelta = timedelta(days=1)
) -> None:
    """Write a letter that goes only when `release` is told the same `once` in time. Held anew, it may go anew."""
    with transaction.atomic():
        ended = (Email.State.SENT, Email.State.GIVEN_UP)
        Email.objects.filter(once=key(kind, once), state__in=ended).delete()
        letter, is_new = _written(kind, content, language=language, once=once, state=Email.State.HELD)
        if is_new:
            Email.objects.filter(pk=letter.pk).update(next_try_at=timezone.now() + lasting)


def release_held(kind: EmailKind, *, once: str, after: timedelta = timedelta(0)) -> None:
    """What a held letter tells has happened: let it go, once, `after` so long. Nothing is held, nothing goes."""
    with transaction.atomic():
        held = Email.objects.filter(once=key(kind, once), state=Email.State.HELD)
        if held.update(state=Email.State.WAITING, next_try_at=timezone.now() + after) and not after:
            _soon(Email.objects.get(once=key(kind, once)))


def mark_sent(kind: EmailKind, *, once: str) -> None:
    """Another letter says this already: never write it."""
    Email.objects.get_or_create(once=key(kind, once), defaults={"kind": kind, "state": Email.State.SENT})


def is_known(kind: EmailKind, *, once: str) -> bool:
    """Whether such a letter was written within the last thirty days."""
    return Email.objects.filter(once=key(kind, once)).exists()


def language_of(channel: str, *, checkout_id: str | None = None) -> str:
    """In what language a shopper is written to: the one they paid in, else their channel's first, else the shop's own.

    Two markets may share a channel, so the payment attempt knows the language (registry.language_of_checkout).
    """
    paid_in: str | None = registry.language_of_checkout.only(checkout_id) if checkout_id else None
    return paid_in or next(
        (market.language for market in all_markets() if market.channel == channel), default_market().language
    )


def order_placed(order_id: str, *, language: str) -> Email | None:
    """Tell the shopper that the order is placed; whoever asks, and however often, it is one letter for one order."""
    return enqueue(EmailKind.ORDER_PLACED, EmailPayload(order_id=order_id), language=language, once=order_id)


def payment_refused(checkout_id: str, *, language: str, once: str) -> Email | None:
    """Tell a shopper who was not there to see it that a payment came to nothing. `once` names the attempt.

    To whom is read from the checkout when the letter goes.
    """
    with override(language):
        cart = absolute_url(reverse("cart:cart"))
    return enqueue(
        EmailKind.PAYMENT_REFUSED, EmailPayload(checkout_id=checkout_id, link=cart), language=language, once=once
    )


def payment_released(to: str, *, order_id: str = "", language: str, once: str) -> Email | None:
    """Tell a shopper whose payment made no order that it goes back. `once` names the attempt.

    With `order_id` and no `to`, whoever that order is for: it was paid for otherwise.
    """
    with override(language):
        cart = absolute_url(reverse("cart:cart"))
    return enqueue(
        EmailKind.PAYMENT_RELEASED, EmailPayload(to=to, order_id=order_id, link=cart), language=language, once=once
    )


def order_link(to: str, *, number: str, link: str, language: str) -> Email | None:
    """Open an order to whoever reads its mailbox: `link` carries a token that is good for a short time."""
    return enqueue(EmailKind.ORDER_LINK, EmailPayload(to=to, number=number, link=link), language=language, once=link)


def withdrawal_received(to: str, *, rows: Rows, language: str, once: str) -> Email | None:
    """The receipt for a withdrawal from a contract: what was declared, and when it came."""
    return enqueue(EmailKind.WITHDRAWAL_RECEIVED, EmailPayload(to=to, rows=rows), language=language, once=once)


def withdrawal_told(to: str, *, number: str, rows: Rows, language: str, once: str) -> Email | None:
    """Tell the merchant that somebody withdrew."""
    return enqueue(
        EmailKind.WITHDRAWAL_TOLD, EmailPayload(to=to, number=number, rows=rows), language=language, once=once
    )


def _written(
    kind: EmailKind, content: EmailPayload, *, language: str, once: str, state: Email.State
) -> tuple[Email, bool]:
    """The one letter of this `once`, and whether it is new."""
    sealed = encrypt(msgspec.json.encode(content).decode())
    fields = {"kind": kind, "language": language, "sealed": sealed, "state": state}
    return Email.objects.get_or_create(once=key(kind, once), defaults=fields)


def _soon(letter: Email) -> None:
    from storefront.emails.tasks import send_email

    enqueue_on_commit(send_email, letter.pk)


def key(kind: EmailKind, once: str) -> str:
    """What a letter is known by: a hash that says nothing of what it is about."""
    return hashlib.sha256(f"{kind}:{once}".encode()).hexdigest()
