"""What the browser did not finish. Every task may run twice and beside itself."""

from datetime import timedelta

from celery import shared_task

from storefront.checkout import attempts
from storefront.checkout.finishing import finish
from storefront.checkout.models import PaymentAttempt
from storefront.mail import letters

SWEEP_AFTER = timedelta(seconds=60)


@shared_task
def finish_attempt(attempt_id: int, answered: bool = False) -> None:
    """Take one attempt as far as it will go; `answered` as `finish` has it."""
    attempt = PaymentAttempt.objects.filter(pk=attempt_id).first()
    if attempt is not None and attempt.is_under_way:
        finish(attempt, answered=answered)


@shared_task
def sweep_attempts() -> int:
    """Finish every attempt that has been under way for a minute; answers how many were looked at."""
    keys = list(attempts.to_finish(older_than=SWEEP_AFTER))
    for key in keys:
        finish_attempt(key)
    return len(keys)


def tell_of_order(attempt: PaymentAttempt) -> None:
    """Have the shopper written to, once per attempt, in the language they paid in."""
    letters.order_placed(attempt.order_id, language=attempt.language)
