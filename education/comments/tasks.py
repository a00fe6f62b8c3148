"""Background work of the replies."""

from celery import shared_task

from education.comments import services


@shared_task(name="education.comments.tasks.erase_settled")
def erase_settled() -> int:
    """Erase what was refused or withdrawn long ago; may run twice."""
    return services.erase_settled()
