"""Writing down that a page was reviewed by a clinician, and publishing what has passed."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _


def record_review(page: Any, *, reviewer: Any, user: Any) -> None:
    """Write a review of the page's newest text down, and let a new revision say whose it is and when.

    Pages that carry no review (the home page, lists) are left as they are.
    """
    from education.models import Review, ReviewedPage
    from education.models.reviews import REVIEWED_EVERY

    read = page.get_latest_revision_as_object()
    if not isinstance(read, ReviewedPage):
        return
    today = timezone.localdate()
    review = Review.objects.create(
        page_id=read.pk, reviewer=reviewer, date=today, scope=_("The whole page"), digest=read.words_digest
    )
    read.review_status, read.reviewer = ReviewedPage.ReviewStatus.CLINICAL, reviewer
    read.last_reviewed, read.next_review = today, today + REVIEWED_EVERY
    review.revision = read.save_revision(user=user, log_action=True)
    review.save(update_fields=["revision"])


def publish_passed(workflow_state: Any, user: Any = None) -> None:
    """What happens when the last step is passed: the steps were the permission, a clinician needs no other."""
    passed = workflow_state.content_object
    passed.refresh_from_db(fields=["latest_revision"])
    passed.get_latest_revision().publish(user=user, skip_permission_checks=True)
