"""Begin payment attempts, and find them: for a checkout, for the session that pays, and those that wait."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from storefront.core.crypto import keyed_hash, keyed_hashes
from storefront.core.markets import Market
from storefront.payments.models import (
    FAILED_STATES,
    HOLDING_MONEY,
    IN_PROGRESS,
    REFUND_STATES,
    CheckoutState,
    PaymentAttempt,
    State,
    TriggeredBy,
)

SWEEP_AFTER = timedelta(seconds=60)  # a younger attempt is left to the browser
RECHECK_EVERY = timedelta(minutes=1)  # for attempts that hold money
# When to look for money that a provider takes although the attempt has ended, counted from its end.
LATE_CHECKS = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
)
ALERT_EVERY = timedelta(hours=1)
MAX_PER_SWEEP = 200

_CHECKOUT_STATES = {
    State.ORDERED: CheckoutState.ORDERED,
    State.OVERCHARGED: CheckoutState.ORDERED,
    State.NEEDS_ATTENTION: CheckoutState.ORDERED,
    State.CHARGED_NO_ORDER: CheckoutState.SPENT,
    **dict.fromkeys(REFUND_STATES, CheckoutState.SPENT),
    **dict.fromkeys(IN_PROGRESS, CheckoutState.PAYING),
}


class TooManyAttempts(Exception):
    """Other requests begin and end attempts for this checkout faster than they can be read."""


def begin_attempt(
    checkout_id: str,
    *,
    amount: Decimal,
    currency: str,
    gateway: str,
    provider_data: Mapping[str, object],
    payer_secret: str,
    market: Market,
    uuid: UUID | None = None,
) -> PaymentAttempt:
    """Store an attempt for this checkout before any money is asked for, or return the one that is open already.

    `amount` is in major units. `uuid` is the public ID of a new attempt: `provider_data` may name the address of its
    page. Raises TooManyAttempts.
    """
    for _ in range(3):
        open_attempt = attempt_for_checkout(checkout_id)
        if open_attempt is not None:
            return open_attempt
        try:
            with transaction.atomic():
                attempt = PaymentAttempt(
                    uuid=uuid or uuid4(),
                    checkout_hash=keyed_hash(checkout_id),
                    amount=amount,
                    currency=currency,
                    gateway=gateway,
                    provider_data=dict(provider_data),
                    payer_hash=hash_payer(payer_secret),
                    channel=market.channel,
                    language=market.language,
                )
                attempt.checkout_id = checkout_id
                attempt.save(force_insert=True)
                attempt.transitions.create(to_state=State.CREATED, triggered_by=TriggeredBy.BROWSER)
                return attempt
        except IntegrityError:
            continue  # another tab began one in between
    raise TooManyAttempts


def attempt_for_checkout(checkout_id: str) -> PaymentAttempt | None:
    """Return the attempt that decides about a checkout: one that has not failed, before one that was refunded."""
    latest_first = attempts_for_checkout(checkout_id).exclude(state__in=FAILED_STATES).order_by("-created_at")
    return min(latest_first, key=lambda attempt: attempt.state in REFUND_STATES, default=None)


def attempts_for_checkout(checkout_id: str) -> QuerySet[PaymentAttempt]:
    """Return every attempt that was made for a checkout."""
    return PaymentAttempt.objects.filter(checkout_hash__in=keyed_hashes(checkout_id))


def attempt_of_payer(uuid: UUID, *, payer_secret: str) -> PaymentAttempt | None:
    """Return an attempt by its public ID to the session that pays; None to every other."""
    return PaymentAttempt.objects.filter(uuid=uuid, payer_hash=hash_payer(payer_secret)).first()


def attempts_in_progress(*, payer_secret: str) -> QuerySet[PaymentAttempt]:
    """Return the attempts of one paying session that are in progress."""
    return PaymentAttempt.objects.filter(payer_hash=hash_payer(payer_secret), state__in=IN_PROGRESS)


def newest_order_of_payer(*, payer_secret: str) -> PaymentAttempt | None:
    """Return the attempt of one paying session that led to an order last."""
    attempts = PaymentAttempt.objects.filter(payer_hash=hash_payer(payer_secret))
    return attempts.filter(state__in=(State.ORDERED, State.OVERCHARGED)).order_by("-created_at").first()


def checkout_state(checkout_id: str) -> CheckoutState:
    """Tell what may be done with a checkout: one query."""
    attempt = attempt_for_checkout(checkout_id)
    return _CHECKOUT_STATES[State(attempt.state)] if attempt else CheckoutState.OPEN


def language_of_checkout(checkout_id: str) -> str | None:
    """Return the language of the market in which a checkout was last paid for; None if it was not paid for here."""
    attempt = attempts_for_checkout(checkout_id).order_by("-pk").first()
    return attempt.language if attempt else None


def hash_payer(secret: str) -> str:
    """Return the hash by which a paying session's secret is recognized."""
    return hashlib.sha256(secret.encode()).hexdigest()


def due_attempts() -> Iterator[int]:
    """Return the keys of attempts that should be processed and are not leased, least tried first."""
    now = timezone.now()
    in_progress = Q(state__in=IN_PROGRESS, created_at__lt=now - SWEEP_AFTER)
    unsettled = (State.CHARGED_NO_ORDER, State.REFUNDING, State.OVERCHARGED, State.NEEDS_ATTENTION)
    holding = Q(state__in=unsettled) & (Q(checked_at=None) | Q(checked_at__lt=now - RECHECK_EVERY))
    late = Q()
    for age in LATE_CHECKS:
        late |= Q(updated_at__lte=now - age, checked_at__lt=F("updated_at") + age)
    ended = Q(state__in=(*FAILED_STATES, State.REFUNDED), amount__gt=0) & late
    attempts = PaymentAttempt.objects.unclaimed(now).filter(in_progress | holding | ended)
    return iter(attempts.order_by("attempts", "created_at").values_list("pk", flat=True)[:MAX_PER_SWEEP])


def open_attempts() -> QuerySet[PaymentAttempt]:
    """Return every attempt that is in progress or holds money: those with money first, the oldest first."""
    attempts = PaymentAttempt.objects.filter(state__in=(*IN_PROGRESS, *HOLDING_MONEY))
    return attempts.order_by("holding_since", "created_at")


def overdue_attempts() -> QuerySet[PaymentAttempt]:
    """Return attempts that hold money, or may hold it, for longer than CHARGE_WITHOUT_ORDER_MINUTES."""
    bound = timezone.now() - timedelta(minutes=settings.CHARGE_WITHOUT_ORDER_MINUTES)
    return PaymentAttempt.objects.filter(state__in=HOLDING_MONEY, holding_since__lt=bound)


def attempts_to_alert() -> QuerySet[PaymentAttempt]:
    """Return overdue attempts of which no operator was alerted in the last hour."""
    return overdue_attempts().filter(Q(alerted_at=None) | Q(alerted_at__lt=timezone.now() - ALERT_EVERY))
