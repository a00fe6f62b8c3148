"""Celery tasks of guest lookups and withdrawals. Each may run twice or at the same time: rows are claimed."""

from celery import shared_task

from storefront.orders import guest_lookup, withdrawal
from storefront.orders.models import GuestLookup, Withdrawal


@shared_task
def answer_lookup(pk: int) -> None:
    """Email a link to the order that a guest asked for, if it exists."""
    guest_lookup.answer(pk)


@shared_task
def note_withdrawal(pk: int) -> None:
    """Write a withdrawal onto its order in Saleor."""
    withdrawal.add_note(pk)


@shared_task
def queue_due() -> None:
    """Queue every lookup and withdrawal that is due, and delete old ones."""
    for pk in GuestLookup.objects.due(limit=200):
        answer_lookup.delay(pk)
    for pk in Withdrawal.objects.due(limit=200):
        note_withdrawal.delay(pk)
    guest_lookup.prune()
    withdrawal.prune()
