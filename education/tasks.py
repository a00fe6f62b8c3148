"""What the hub does by the clock. Every task may run twice and beside itself."""

from celery import shared_task
from django.core.management import call_command

from education.admin import reviews_due


@shared_task(name="education.tasks.remind_of_reviews")
def remind_of_reviews() -> int:
    """Tell editors of reviews that fall due."""
    return reviews_due.remind()


@shared_task(name="education.tasks.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and unpublish what is scheduled for by now."""
    call_command("publish_scheduled", verbosity=0)
