"""Advance what the browser did not finish. Every task may run twice and concurrently."""

from celery import shared_task

from storefront.payments.admin_actions import alert_operator
from storefront.payments.attempts import attempts_to_alert, due_attempts
from storefront.payments.models import PaymentAttempt, TriggeredBy
from storefront.payments.processing import process
from storefront.payments.retention import prune


@shared_task
def process_attempt(attempt_id: int, may_be_answered: bool = False, by: str = TriggeredBy.WORKER) -> None:
    """Advance one attempt; see `processing.process`. A worker leaves an attempt that has ended as it is."""
    attempt = PaymentAttempt.objects.filter(pk=attempt_id).first()
    if attempt is not None and (attempt.is_in_progress or by != TriggeredBy.WORKER):
        process(attempt, by=TriggeredBy(by), may_be_answered=may_be_answered)


@shared_task
def process_due_attempts() -> int:
    """Advance every attempt that is due, alert an operator of overdue ones, and return how many were due."""
    keys = list(due_attempts())
    for key in keys:
        process_attempt(key, by=TriggeredBy.SWEEPER)
    for attempt in attempts_to_alert():
        alert_operator(attempt)
    return len(keys)


@shared_task
def delete_old_payments() -> int:
    """Delete payment attempts that were settled long ago. Safe to run twice."""
    return prune()
