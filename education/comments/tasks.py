"""Celery tasks of the comments."""

from celery import shared_task

from education.comments import services


@shared_task(name="education.comments.tasks.delete_old_comments")
def delete_old_comments() -> int:
    """Delete old refused and withdrawn comments. Safe to run twice."""
    return services.delete_old_comments()
