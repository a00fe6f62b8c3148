"""Periodic tasks. Each may run twice, and concurrently."""

from celery import shared_task
from django.core.management import call_command

from education.admin import retention
from education.admin.page_checks import reviews_due


@shared_task(name="education.tasks.remind_of_reviews")
def remind_of_reviews() -> int:
    """Email editors about reviews that fall due."""
    return reviews_due.remind()


@shared_task(name="education.tasks.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and unpublish scheduled pages."""
    call_command("publish_scheduled", verbosity=0)


@shared_task(name="education.tasks.delete_old_admin_records")
def delete_old_admin_records() -> int:
    """Delete old entries of the admin's log, and forms that were left open."""
    return retention.prune()
