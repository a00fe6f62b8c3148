"""Which attempts wait: for the sweeper, and for an operator."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from storefront.payments.models import FAILED_STATES, HOLDING_MONEY, IN_PROGRESS, PaymentAttempt, State

SWEEP_AFTER = timedelta(seconds=60)  # a younger attempt is left to the browser
LOOK_EVERY = timedelta(minutes=1)  # at money of which nobody knows yet what becomes of it
# After the end of an attempt for which money was asked: it may be taken after all, while nobody expects it any more.
LATE_LOOKS = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
)
PAGE_EVERY = timedelta(hours=1)


def due() -> Iterator[int]:
    """The keys of attempts that want a look and that nobody is finishing: first the ones that were tried least."""
    now = timezone.now()
    under_way = Q(state__in=IN_PROGRESS, created_at__lt=now - SWEEP_AFTER)
    money = (State.UNFILLED, State.RELEASING, State.OVERCHARGED, State.UNKNOWN)
    owing = Q(state__in=money) & (Q(asked_at=None) | Q(asked_at__lt=now - LOOK_EVERY))
    late = Q()
    for age in LATE_LOOKS:
        late |= Q(updated_at__lte=now - age, asked_at__lt=F("updated_at") + age)
    over = Q(state__in=(*FAILED_STATES, State.RELEASED), amount__gt=0) & late
    waiting = PaymentAttempt.objects.filter(under_way | owing | over)
    free = waiting.filter(Q(leased_until=None) | Q(leased_until__lt=now))
    return iter(free.order_by("tries", "created_at").values_list("pk", flat=True)[:200])


def overdue() -> QuerySet[PaymentAttempt]:
    """Attempts that have had somebody's money, or may have it, for longer than CHARGE_WITHOUT_ORDER_MINUTES."""
    bound = timezone.now() - timedelta(minutes=settings.CHARGE_WITHOUT_ORDER_MINUTES)
    return PaymentAttempt.objects.filter(state__in=HOLDING_MONEY, owing_since__lt=bound)


def to_alert() -> QuerySet[PaymentAttempt]:
    """Those of `overdue` of which no operator was told within the hour."""
    return overdue().filter(Q(paged_at=None) | Q(paged_at__lt=timezone.now() - PAGE_EVERY))
