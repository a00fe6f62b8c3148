"""Sending letters. Every task may run twice and beside itself: a letter's row says whether it is still to be sent."""

from celery import shared_task

from storefront.mail import sending


@shared_task(name="storefront.mail.tasks.send_letter", time_limit=120, soft_time_limit=90)
def send_letter(pk: int) -> None:
    """Send one letter."""
    sending.send(pk)


@shared_task(name="storefront.mail.tasks.send_waiting")
def send_waiting() -> int:
    """Queue every letter whose time has come: new ones that lost their turn, failed ones, those of a dead worker."""
    waiting = sending.due()
    for pk in waiting:
        send_letter.delay(pk)
    sending.prune()
    return len(waiting)
