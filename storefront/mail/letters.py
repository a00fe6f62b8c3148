"""Writing letters down. A letter that is written is a promise; `sending` keeps it.

Whoever makes a letter due says so within the transaction that makes it due, and as often as it likes.
"""

import hashlib
from datetime import timedelta

import msgspec
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import override

from storefront.mail.content import Content
from storefront.mail.models import Kind, Letter
from storefront.markets import all_markets, default_market
from storefront.queueing import after_commit
from storefront.sealing import seal

Rows = tuple[tuple[str, str], ...]  # details with their labels


def post(kind: Kind, content: Content, *, language: str, once: str) -> Letter | None:
    """Write a letter down, in the transaction that made it due; it is sent soon after the commit.

    `once` names what the letter is about, with its version: told twice, it is one letter (None the second time).
    """
    with transaction.atomic():
        letter, is_new = _written(kind, content, language=language, once=once, state=Letter.State.WAITING)
        if not is_new:
            return None
        _soon(letter)
    return letter


def hold(kind: Kind, content: Content, *, language: str, once: str, lasting: timedelta = timedelta(days=1)) -> None:
    """Write a letter that goes only when `release` is told the same `once` in time. Held anew, it may go anew."""
    with transaction.atomic():
        ended = (Letter.State.SENT, Letter.State.GIVEN_UP)
        Letter.objects.filter(once=key(kind, once), state__in=ended).delete()
        letter, is_new = _written(kind, content, language=language, once=once, state=Letter.State.HELD)
        if is_new:
            Letter.objects.filter(pk=letter.pk).update(next_try_at=timezone.now() + lasting)


def release(kind: Kind, *, once: str, after: timedelta = timedelta(0)) -> None:
    """What a held letter tells has happened: let it go, once, `after` so long. Nothing is held, nothing goes."""
    with transaction.atomic():
        held = Letter.objects.filter(once=key(kind, once), state=Letter.State.HELD)
        if held.update(state=Letter.State.WAITING, next_try_at=timezone.now() + after) and not after:
            _soon(Letter.objects.get(once=key(kind, once)))


def count_as_said(kind: Kind, *, once: str) -> None:
    """Another letter says this already: never write it."""
    Letter.objects.get_or_create(once=key(kind, once), defaults={"kind": kind, "state": Letter.State.SENT})


def is_known(kind: Kind, *, once: str) -> bool:
    """Whether such a letter was written within the last thirty days."""
    return Letter.objects.filter(once=key(kind, once)).exists()


def language_of(channel: str, *, checkout_id: str | None = None) -> str:
    """In what language a shopper is written to: the one they paid in, else their channel's first, else the shop's own.

    Two markets may share a channel, so it is the till that knows (LANGUAGE_OF_CHECKOUT).
    """
    paid_in: str | None = import_string(settings.LANGUAGE_OF_CHECKOUT)(checkout_id) if checkout_id else None
    return paid_in or next(
        (market.language for market in all_markets() if market.channel == channel), default_market().language
    )


def order_placed(order_id: str, *, language: str) -> Letter | None:
    """Tell the shopper that the order is placed; whoever asks, and however often, it is one letter for one order."""
    return post(Kind.ORDER_PLACED, Content(order_id=order_id), language=language, once=order_id)


def payment_refused(checkout_id: str, *, language: str, once: str) -> Letter | None:
    """Tell a shopper who was not there to see it that a payment came to nothing. `once` names the attempt.

    To whom is read from the checkout when the letter goes.
    """
    with override(language):
        cart = absolute(reverse("cart:cart"))
    return post(Kind.PAYMENT_REFUSED, Content(checkout_id=checkout_id, link=cart), language=language, once=once)


def payment_released(to: str, *, order_id: str = "", language: str, once: str) -> Letter | None:
    """Tell a shopper whose payment made no order that it goes back. `once` names the attempt.

    With `order_id` and no `to`, whoever that order is for: it was paid for otherwise.
    """
    with override(language):
        cart = absolute(reverse("cart:cart"))
    return post(Kind.PAYMENT_RELEASED, Content(to=to, order_id=order_id, link=cart), language=language, once=once)


def order_link(to: str, *, number: str, link: str, language: str) -> Letter | None:
    """Open an order to whoever reads its mailbox: `link` carries a token that is good for a short time."""
    return post(Kind.ORDER_LINK, Content(to=to, number=number, link=link), language=language, once=link)


def withdrawal_received(to: str, *, rows: Rows, language: str, once: str) -> Letter | None:
    """The receipt for a withdrawal from a contract: what was declared, and when it came."""
    return post(Kind.WITHDRAWAL_RECEIVED, Content(to=to, rows=rows), language=language, once=once)


def withdrawal_told(to: str, *, number: str, rows: Rows, language: str, once: str) -> Letter | None:
    """Tell the merchant that somebody withdrew."""
    return post(Kind.WITHDRAWAL_TOLD, Content(to=to, number=number, rows=rows), language=language, once=once)


def absolute(path: str) -> str:
    """The public address of a path of this site; a whole address as it is."""
    return path if "://" in path else f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def _written(kind: Kind, content: Content, *, language: str, once: str, state: Letter.State) -> tuple[Letter, bool]:
    """The one letter of this `once`, and whether it is new."""
    sealed = seal(msgspec.json.encode(content).decode())
    fields = {"kind": kind, "language": language, "sealed": sealed, "state": state}
    return Letter.objects.get_or_create(once=key(kind, once), defaults=fields)


def _soon(letter: Letter) -> None:
    from storefront.mail.tasks import send_letter

    after_commit(send_letter, letter.pk)


def key(kind: Kind, once: str) -> str:
    """What a letter is known by: a hash that says nothing of what it is about."""
    return hashlib.sha256(f"{kind}:{once}".encode()).hexdigest()
