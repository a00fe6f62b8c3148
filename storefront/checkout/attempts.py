"""The life of a payment attempt: who may begin one, and the named moves between its states.

Every move is one conditional UPDATE (… WHERE state = the state we saw), so that of two finishers only one moves it, on
any database. What a move means stands in `finishing`; this module only keeps the book.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from storefront.cart.till import Standing
from storefront.checkout.models import OVER, UNDER_WAY, PaymentAttempt, State
from storefront.markets import Market
from storefront.sealing import Unreadable, seal, unseal

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=100)  # longer than the longest finishing: two commands twice, 20 s each, and a reading
MOVES: Mapping[State, frozenset[State]] = {
    State.CREATED: frozenset({State.REQUESTED, State.CHARGED, State.FAILED}),
    State.REQUESTED: frozenset(
        {
            State.ACTION_REQUIRED,
            State.PENDING,
            State.CHARGED,
            State.ORDERED,
            State.REFUSED,
            State.FAILED,
            State.UNKNOWN,
        }
    ),
    State.ACTION_REQUIRED: frozenset(
        {State.REQUESTED, State.CHARGED, State.PENDING, State.REFUSED, State.FAILED, State.UNKNOWN}
    ),
    State.PENDING: frozenset({State.CHARGED, State.ORDERED, State.REFUSED, State.UNKNOWN}),
    State.CHARGED: frozenset({State.ORDERED, State.UNFILLED, State.FAILED, State.UNKNOWN}),
    State.UNKNOWN: frozenset({State.ORDERED, State.REFUSED, State.FAILED, State.UNFILLED}),
}
_STANDINGS = {
    State.ORDERED: Standing.ORDERED,
    State.UNKNOWN: Standing.ORDERED,
    State.UNFILLED: Standing.SPENT,
    **dict.fromkeys(UNDER_WAY, Standing.PAYING),
}


class WrongMove(Exception):
    """A move that MOVES does not allow: our mistake."""


def begin(
    checkout_id: str,
    *,
    amount: Decimal,
    currency: str,
    gateway: str,
    data: Mapping[str, object],
    owner: str,
    market: Market,
) -> PaymentAttempt:
    """A committed attempt for this checkout, before any money is asked for; the open one, when there is one already."""
    for _ in range(3):
        open_one = for_checkout(checkout_id)
        if open_one is not None:
            return open_one
        try:
            with transaction.atomic():
                return PaymentAttempt.objects.create(
                    checkout_id=checkout_id,
                    amount=amount,
                    currency=currency,
                    gateway=gateway,
                    data=dict(data),
                    owner=hashed(owner),
                    channel=market.channel,
                    language=market.language,
                )
        except IntegrityError:
            continue  # another tab began one in between
    raise WrongMove("attempts for one checkout begin and end faster than they can be read")


def for_checkout(checkout_id: str) -> PaymentAttempt | None:
    """The one attempt of a checkout that is not over."""
    return PaymentAttempt.objects.filter(checkout_id=checkout_id).exclude(state__in=OVER).first()


def of_owner(uuid: UUID, *, owner: str) -> PaymentAttempt | None:
    """An attempt by its public id, for the session that pays; None for every other."""
    return PaymentAttempt.objects.filter(uuid=uuid, owner=hashed(owner)).first()


def to_finish(*, older_than: timedelta) -> Iterator[int]:
    """The keys of attempts under way that nobody is finishing, the oldest first."""
    now = timezone.now()
    waiting = PaymentAttempt.objects.filter(state__in=UNDER_WAY, created_at__lt=now - older_than)
    free = waiting.filter(Q(leased_until=None) | Q(leased_until__lt=now))
    return iter(free.order_by("created_at").values_list("pk", flat=True)[:200])


def standing(checkout_id: str) -> Standing:
    """What the cart may do with its checkout (see `storefront.cart.till`)."""
    attempt = for_checkout(checkout_id)
    return _STANDINGS[State(attempt.state)] if attempt else Standing.OPEN


def move(attempt: PaymentAttempt, to: State, *, reason: str = "", **kept: str) -> bool:
    """Move it on, with a reason (a short code, nothing personal) and what is now known of it.

    True when we moved it; False when another finisher had moved it first, and then `attempt` shows where it stands.
    """
    seen = State(attempt.state)
    if to not in MOVES.get(seen, frozenset()):
        raise WrongMove(f"{seen} to {to}")
    values: dict[str, object] = {
        "state": to,
        "reason": reason[:64],
        "updated_at": timezone.now(),
        **kept,
    }
    if to not in UNDER_WAY:
        values.update(data={}, action="")
    moved = PaymentAttempt.objects.filter(pk=attempt.pk, state=seen).update(**values)
    attempt.refresh_from_db()
    if moved:
        level = logging.ERROR if to in (State.UNFILLED, State.UNKNOWN) else logging.INFO
        logger.log(level, "attempt %s %s to %s %s", attempt.uuid, seen, to, reason)
    return bool(moved)


def answer_action(attempt: PaymentAttempt, *, data: Mapping[str, object]) -> bool:
    """The shopper did what the bank asked for: ask again with what came of it."""
    waiting = PaymentAttempt.objects.filter(pk=attempt.pk, state=State.ACTION_REQUIRED)
    moved = waiting.update(state=State.REQUESTED, data=dict(data), reason="", updated_at=timezone.now())
    attempt.refresh_from_db()
    return bool(moved)


def keep_action(attempt: PaymentAttempt, data: object) -> None:
    """Keep what the payment service says that the shopper has to do; it was asked just now."""
    kept: dict[str, object] = {"asked_at": timezone.now()}
    if data is not None:
        kept["action"] = seal(msgspec.json.encode(data).decode())
    PaymentAttempt.objects.filter(pk=attempt.pk, state=State.ACTION_REQUIRED).update(**kept)
    attempt.refresh_from_db()


def action_of(attempt: PaymentAttempt) -> object:
    """What the payment service said that the shopper has to do, as decoded JSON; hostile. None when it said nothing,
    when the attempt is over, or when SECRET_KEY was lost.
    """
    if not attempt.action:
        return None
    try:
        decoded: object = msgspec.json.decode(unseal(attempt.action))
    except Unreadable:
        return None
    return decoded


@contextmanager
def leased(attempt: PaymentAttempt) -> Iterator[bool]:
    """Be the only one who finishes it; False when somebody else does. A finisher that dies loses it after LEASE."""
    now = timezone.now()
    until = now + LEASE
    free = PaymentAttempt.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), pk=attempt.pk)
    mine = bool(free.update(leased_until=until, tries=F("tries") + 1))
    attempt.refresh_from_db()
    try:
        yield mine
    finally:
        if mine:
            PaymentAttempt.objects.filter(pk=attempt.pk, leased_until=until).update(leased_until=None)


def hashed(secret: str) -> str:
    """What is kept of a secret, to know it again."""
    return hashlib.sha256(secret.encode()).hexdigest()
