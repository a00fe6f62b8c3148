"""Celery tasks of the comments."""

from celery import shared_task

from education.comments import services


@shared_task(name="education.comments.tasks.erase_settled")
def erase_settled() -> int:
    """Delete old refused and withdrawn comments. Safe to run twice."""
    return services.erase_settled()
