"""What the browser did not finish. Every task may run twice and beside itself."""

import logging

from celery import shared_task
from django.utils import timezone

from storefront.checkout import waiting
from storefront.checkout.finishing import finish
from storefront.checkout.models import By, PaymentAttempt
from storefront.mail import letters

logger = logging.getLogger(__name__)


@shared_task
def finish_attempt(attempt_id: int, answered: bool = False, by: str = By.WORKER) -> None:
    """Take one attempt as far as it will go; `answered` as `finish` has it. A worker leaves what has ended alone."""
    attempt = PaymentAttempt.objects.filter(pk=attempt_id).first()
    if attempt is not None and (attempt.is_under_way or by != By.WORKER):
        finish(attempt, by=By(by), answered=answered)


@shared_task
def sweep_attempts() -> int:
    """Finish every attempt that waits, then tell an operator of money that is nobody's; how many were looked at."""
    keys = list(waiting.to_finish())
    for key in keys:
        finish_attempt(key, by=By.SWEEPER)
    for attempt in waiting.to_page():
        page_operator(attempt)
    return len(keys)


def page_operator(attempt: PaymentAttempt) -> None:
    """Say at error level that this attempt has had money for too long; with codes only. (`/metrics` counts them.)"""
    PaymentAttempt.objects.filter(pk=attempt.pk).update(paged_at=timezone.now())
    minutes = (timezone.now() - (attempt.owing_since or attempt.created_at)).total_seconds() // 60
    logger.error("attempt %s has been %s for %.0f min: %s", attempt.uuid, attempt.state, minutes, attempt.reason)


def tell_of_order(attempt: PaymentAttempt) -> None:
    """Have the shopper written to, once per attempt, in the language they paid in."""
    letters.order_placed(attempt.order_id, language=attempt.language)
