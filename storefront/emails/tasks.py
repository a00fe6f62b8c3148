"""Celery tasks that send emails. Each may run twice or at the same time: the outbox row is claimed by one of them."""

from celery import shared_task

from storefront.emails import sending
from storefront.emails.models import Email


@shared_task(name="storefront.emails.tasks.send_email", time_limit=120, soft_time_limit=90)
def send_email(pk: int) -> None:
    """Send one email."""
    sending.send(pk)


@shared_task(name="storefront.emails.tasks.send_due_emails")
def send_due_emails() -> int:
    """Queue every due email and delete old rows; return how many were queued.

    Due are new emails whose task was lost, failed ones after their back-off, and those of a worker that died.
    """
    due = Email.objects.due(limit=500)
    for pk in due:
        send_email.delay(pk)
    sending.prune()
    return len(due)
