"""Celery tasks of the comments."""

from celery import shared_task

from education.comments import reports, services


@shared_task(name="education.comments.tasks.delete_old_comments")
def delete_old_comments() -> int:
    """Delete old refused and withdrawn comments, and old reports. Safe to run twice."""
    return services.delete_old_comments() + reports.delete_old_reports()
