"""Celery tasks of guest lookups and withdrawals. Each may run twice or at the same time: rows are claimed."""

from celery import shared_task

from storefront.merchant.policies import versions
from storefront.orders import guest_lookup, withdrawal
from storefront.orders.guest_lookup import answer_lookup
from storefront.orders.models import GuestLookup, Withdrawal
from storefront.orders.withdrawal import note_withdrawal

__all__ = ["answer_lookup", "note_withdrawal", "queue_due"]


@shared_task
def queue_due() -> None:
    """Queue every lookup and withdrawal that is due; delete old ones and policies that no order needs any more."""
    for pk in GuestLookup.objects.due(limit=200):
        answer_lookup.delay(pk)
    for pk in Withdrawal.objects.due(limit=200):
        note_withdrawal.delay(pk)
    guest_lookup.prune()
    withdrawal.prune()
    versions.prune()
