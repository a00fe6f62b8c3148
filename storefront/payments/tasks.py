"""What the browser did not finish. Every task may run twice and beside itself."""

import logging

from celery import shared_task
from django.utils import timezone

from storefront.emails import outbox
from storefront.payments import queries
from storefront.payments.models import PaymentAttempt, TriggeredBy
from storefront.payments.processing import process

logger = logging.getLogger(__name__)


@shared_task
def process_attempt(attempt_id: int, answered: bool = False, by: str = TriggeredBy.WORKER) -> None:
    """Take one attempt as far as it will go; `answered` as `finish` has it. A worker leaves what has ended alone."""
    attempt = PaymentAttempt.objects.filter(pk=attempt_id).first()
    if attempt is not None and (attempt.is_under_way or by != TriggeredBy.WORKER):
        process(attempt, by=TriggeredBy(by), answered=answered)


@shared_task
def process_due_attempts() -> int:
    """Finish every attempt that waits, then tell an operator of money that is nobody's; how many were looked at."""
    keys = list(queries.due())
    for key in keys:
        process_attempt(key, by=TriggeredBy.SWEEPER)
    for attempt in queries.to_alert():
        alert_operator(attempt)
    return len(keys)


def alert_operator(attempt: PaymentAttempt) -> None:
    """Say at error level that this attempt has had money for too long; with codes only. (`/metrics` counts them.)"""
    PaymentAttempt.objects.filter(pk=attempt.pk).update(paged_at=timezone.now())
    minutes = (timezone.now() - (attempt.owing_since or attempt.created_at)).total_seconds() // 60
    logger.error("attempt %s has been %s for %.0f min: %s", attempt.uuid, attempt.state, minutes, attempt.reason)


def tell_of_order(attempt: PaymentAttempt) -> None:
    """Have the shopper written to, once per attempt, in the language they paid in."""
    outbox.enqueue_order_placed(attempt.order_id, language=attempt.language)
