"""The life of a payment attempt: who may begin one, and the named moves between its states.

Every move is one conditional UPDATE (… WHERE state = the state we saw) and one row of its history, in one transaction:
of two finishers only one moves it, on any database. What a move means stands in `finishing` and `releasing`; what
waits for whom, in `waiting`. This module only keeps the book.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from storefront.core.crypto import DecryptionError, decrypt, encrypt, keyed_hash, keyed_hashes
from storefront.core.markets import Market
from storefront.emails import outbox
from storefront.payments.models import (
    FAILED_STATES,
    HOLDING_MONEY,
    IN_PROGRESS,
    REFUND_STATES,
    AttemptTransition,
    CheckoutState,
    PaymentAttempt,
    State,
    TriggeredBy,
)

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=100)  # longer than the longest finishing: two commands twice, 20 s each, and a reading
ALLOWED_TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.CREATED: frozenset({State.REQUESTED, State.CHARGED, State.FAILED}),
    State.REQUESTED: frozenset(
        {
            State.ACTION_REQUIRED,
            State.PENDING,
            State.CHARGED,
            State.ORDERED,
            State.OVERCHARGED,
            State.REFUSED,
            State.FAILED,
            State.UNKNOWN,
        }
    ),
    State.ACTION_REQUIRED: frozenset(
        {State.REQUESTED, State.CHARGED, State.PENDING, State.REFUSED, State.FAILED, State.UNKNOWN}
    ),
    State.PENDING: frozenset(
        {State.CHARGED, State.ORDERED, State.OVERCHARGED, State.REFUSED, State.UNFILLED, State.UNKNOWN}
    ),
    State.CHARGED: frozenset(
        {State.ORDERED, State.OVERCHARGED, State.UNFILLED, State.FAILED, State.UNKNOWN, State.SETTLED}
    ),
    State.UNKNOWN: frozenset(
        {
            State.ORDERED,
            State.OVERCHARGED,
            State.CHARGED,
            State.REFUSED,
            State.FAILED,
            State.UNFILLED,
            State.SETTLED,
        }
    ),
    State.UNFILLED: frozenset({State.RELEASING, State.ORDERED, State.OVERCHARGED, State.SETTLED}),
    State.RELEASING: frozenset({State.RELEASED, State.SETTLED}),
    State.OVERCHARGED: frozenset({State.ORDERED, State.SETTLED}),
    # Money that came after all: `releasing.look_late`.
    State.REFUSED: frozenset({State.RELEASING, State.ORDERED, State.OVERCHARGED}),
    State.FAILED: frozenset({State.RELEASING, State.ORDERED, State.OVERCHARGED}),
    State.RELEASED: frozenset({State.RELEASING}),
}
_STANDINGS = {
    State.ORDERED: CheckoutState.ORDERED,
    State.OVERCHARGED: CheckoutState.ORDERED,
    State.UNKNOWN: CheckoutState.ORDERED,
    State.UNFILLED: CheckoutState.SPENT,
    **dict.fromkeys(REFUND_STATES, CheckoutState.SPENT),
    **dict.fromkeys(IN_PROGRESS, CheckoutState.PAYING),
}


_THERE = (TriggeredBy.BROWSER, TriggeredBy.RETURN_PAGE)  # the shopper sees what comes of it


class TransitionNotAllowed(Exception):
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
    uuid: UUID | None = None,
) -> PaymentAttempt:
    """A committed attempt for this checkout, before any money is asked for; the open one, when there is one already.

    `uuid` is the public id that a new one gets: `data` may name the page that it makes.
    """
    for _ in range(3):
        open_one = for_checkout(checkout_id)
        if open_one is not None:
            return open_one
        try:
            with transaction.atomic():
                attempt = PaymentAttempt.objects.create(
                    uuid=uuid or uuid4(),
                    checkout_digest=keyed_hash(checkout_id),
                    sealed_checkout_id=encrypt(checkout_id),
                    amount=amount,
                    currency=currency,
                    gateway=gateway,
                    data=dict(data),
                    owner=hashed(owner),
                    channel=market.channel,
                    language=market.language,
                )
                AttemptTransition.objects.create(attempt=attempt, went_to=State.CREATED, by=TriggeredBy.BROWSER)
                return attempt
        except IntegrityError:
            continue  # another tab began one in between
    raise TransitionNotAllowed("attempts for one checkout begin and end faster than they can be read")


def for_checkout(checkout_id: str) -> PaymentAttempt | None:
    """The one attempt of a checkout that counts: under way, an order, unknown; else one whose money went back."""
    counts_less = Case(When(state__in=REFUND_STATES, then=Value(1)), default=Value(0))
    return of_checkout(checkout_id).exclude(state__in=FAILED_STATES).order_by(counts_less, "-created_at").first()


def of_checkout(checkout_id: str) -> QuerySet[PaymentAttempt]:
    """Every attempt that was made for a checkout."""
    return PaymentAttempt.objects.filter(checkout_digest__in=keyed_hashes(checkout_id))


def of_owner(uuid: UUID, *, owner: str) -> PaymentAttempt | None:
    """An attempt by its public id, for the session that pays; None for every other."""
    return PaymentAttempt.objects.filter(uuid=uuid, owner=hashed(owner)).first()


def checkout_state(checkout_id: str) -> CheckoutState:
    """What the cart may do with its checkout (see `storefront.payments.checkout_state`)."""
    attempt = for_checkout(checkout_id)
    return _STANDINGS[State(attempt.state)] if attempt else CheckoutState.OPEN


def transition(
    attempt: PaymentAttempt,
    to: State,
    *,
    by: TriggeredBy,
    reason: str = "",
    transaction_id: str = "",
    order_id: str = "",
    order_number: str = "",
) -> bool:
    """Move it on, with a reason (a short code, nothing personal) and what is now known of it. When it comes to nothing
    and nobody may be there to see it, the shopper is written to.

    True when we moved it; False when another finisher had moved it first, and then `attempt` shows where it stands.
    """
    seen = State(attempt.state)
    if to not in ALLOWED_TRANSITIONS.get(seen, frozenset()):
        raise TransitionNotAllowed(f"{seen} to {to}")
    now = timezone.now()
    values: dict[str, object] = {"state": to, "reason": reason[:64], "updated_at": now}
    if transaction_id:
        values["sealed_transaction_id"] = encrypt(transaction_id)
    if order_id:
        values.update(sealed_order_id=encrypt(order_id), order_number=order_number)
    if to not in IN_PROGRESS:
        values.update(data={}, action="", asked_at=None)
    if to in FAILED_STATES and seen != State.CREATED:
        values["asked_at"] = now  # money was asked for: it is looked for again, see `releasing.look_late`
    if to not in HOLDING_MONEY:
        values["owing_since"] = values["paged_at"] = None
    elif attempt.owing_since is None:
        values["owing_since"] = now
    with transaction.atomic():
        moved = PaymentAttempt.objects.filter(pk=attempt.pk, state=seen).update(**values)
        if moved:
            AttemptTransition.objects.create(attempt=attempt, came_from=seen, went_to=to, reason=reason[:64], by=by)
            if to in FAILED_STATES and attempt.amount and (by not in _THERE or seen == State.PENDING):
                outbox.enqueue_payment_refused(
                    attempt.checkout_id, language=attempt.language, dedupe_key=str(attempt.uuid)
                )
    attempt.refresh_from_db()
    if moved:
        level = logging.ERROR if to in (State.UNFILLED, State.OVERCHARGED, State.UNKNOWN) else logging.INFO
        logger.log(level, "attempt %s %s to %s %s by %s", attempt.uuid, seen, to, reason, by)
    return bool(moved)


def ordered(
    attempt: PaymentAttempt, *, order_id: str, order_number: str, total: Decimal, by: TriggeredBy, reason: str = ""
) -> None:
    """It is an order; the shopper is written to. `total` (major units) below what was asked for: some must go back."""
    from storefront.payments.tasks import tell_of_order

    to = State.OVERCHARGED if total < attempt.amount else State.ORDERED
    with transaction.atomic():
        if transition(attempt, to, by=by, reason=reason, order_id=order_id, order_number=order_number):
            transaction.on_commit(lambda: tell_of_order(attempt), robust=True)


def answer_action(
    attempt: PaymentAttempt, *, data: Mapping[str, object], by: TriggeredBy = TriggeredBy.BROWSER
) -> bool:
    """The shopper did what the bank asked for: ask again with what came of it."""
    if attempt.state != State.ACTION_REQUIRED:
        return False
    with transaction.atomic():
        PaymentAttempt.objects.filter(pk=attempt.pk, state=State.ACTION_REQUIRED).update(data=dict(data))
        return transition(attempt, State.REQUESTED, by=by, reason="answered")


def touch_asked(attempt: PaymentAttempt) -> None:
    """Saleor is asked now about what the attempt waits for."""
    PaymentAttempt.objects.filter(pk=attempt.pk).update(asked_at=timezone.now())
    attempt.refresh_from_db()


def store_action(attempt: PaymentAttempt, data: object) -> None:
    """Keep what the payment service says that the shopper has to do; it was asked just now."""
    kept: dict[str, object] = {"asked_at": timezone.now()}
    if data is not None:
        kept["action"] = encrypt(msgspec.json.encode(data).decode())
    PaymentAttempt.objects.filter(pk=attempt.pk, state=State.ACTION_REQUIRED).update(**kept)
    attempt.refresh_from_db()


def action_of(attempt: PaymentAttempt) -> object:
    """What the payment service said that the shopper has to do, as decoded JSON; hostile. None when it said nothing,
    when the attempt is over, or when SECRET_KEY was lost.
    """
    if not attempt.action:
        return None
    try:
        decoded: object = msgspec.json.decode(decrypt(attempt.action))
    except DecryptionError:
        return None
    return decoded


@contextmanager
def lease(attempt: PaymentAttempt) -> Iterator[bool]:
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
