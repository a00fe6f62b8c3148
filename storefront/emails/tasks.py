"""Sending letters. Every task may run twice and beside itself: a letter's row says whether it is still to be sent."""

from celery import shared_task

from storefront.emails import sending


@shared_task(name="storefront.emails.tasks.send_email", time_limit=120, soft_time_limit=90)
def send_email(pk: int) -> None:
    """Send one letter."""
    sending.send(pk)


@shared_task(name="storefront.emails.tasks.send_due_emails")
def send_due_emails() -> int:
    """Queue every letter whose time has come: new ones that lost their turn, failed ones, those of a dead worker."""
    waiting = sending.due()
    for pk in waiting:
        send_email.delay(pk)
    sending.prune()
    return len(waiting)
