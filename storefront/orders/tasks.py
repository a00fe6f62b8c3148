"""What follows a look-up or a withdrawal. Every task may run twice and beside itself: rows say what is still to do."""

from celery import shared_task

from storefront.orders import guest_lookup, withdrawal


@shared_task
def answer_look_up(pk: int) -> None:
    """Write to the mailbox of an order that somebody asked for, if there is one."""
    guest_lookup.answer(pk)


@shared_task
def note_withdrawal(pk: int) -> None:
    """Write a withdrawal onto its order at Saleor."""
    withdrawal.note(pk)


@shared_task
def follow_up() -> None:
    """Do what was left over, and forget what is old."""
    for pk in guest_lookup.waiting():
        answer_look_up.delay(pk)
    for pk in withdrawal.waiting():
        note_withdrawal.delay(pk)
    guest_lookup.prune()
    withdrawal.prune()
