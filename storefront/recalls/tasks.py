"""Celery tasks of recalls. Each may run twice or at the same time: rows are claimed."""

from celery import shared_task

from storefront.recalls import emails
from storefront.recalls.models import Recall


@shared_task
def write_to_buyers(pk: int) -> None:
    """Write to the buyers of what is recalled."""
    emails.write_to_buyers(pk)


@shared_task
def queue_due() -> None:
    """Queue every recall whose buyers have not all been written to."""
    for pk in Recall.objects.due(limit=20):
        write_to_buyers.delay(pk)
