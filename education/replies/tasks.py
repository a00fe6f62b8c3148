"""Background work of the replies."""

from celery import shared_task

from education.replies import services


@shared_task(name="education.replies.tasks.erase_settled")
def erase_settled() -> int:
    """Erase what was refused or withdrawn long ago; may run twice."""
    return services.erase_settled()
