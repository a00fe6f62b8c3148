"""Reports of comments: stored, decided with a reason, deleted (Regulation (EU) 2022/2065, articles 16 and 17)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from education.comments import services
from education.comments.models import Comment, Report
from storefront.core import crypto

RETENTION = timedelta(days=180)
"""How long a decided report is kept, so that its reporter can read the decision."""


def send(comment: Comment, *, ground: str, explanation: str, secret: str) -> Report:
    """Store a report for an editor to decide. Sending the same form twice stores one."""
    values = {"comment": comment, "ground": ground, "explanation": explanation, "sent_at": timezone.now()}
    report, _ = Report.objects.get_or_create(key=crypto.keyed_hash(secret), defaults=values)
    return report


@transaction.atomic
def decide(report: Report, *, decision: str, note: str) -> Report:
    """Store an editor's decision with its reason. A removal refuses the comment; its writer reads the same reason."""
    locked = Report.objects.select_for_update().select_related("comment").get(pk=report.pk)
    locked.decision, locked.decision_note = decision, note
    locked.decided_at = None if decision == Report.Decision.OPEN else locked.decided_at or timezone.now()
    locked.save()
    comment = locked.comment
    if decision == Report.Decision.REMOVED and comment.state == Comment.State.SHOWN:
        services.moderate(
            comment,
            state=Comment.State.REFUSED,
            name=comment.name,
            text=comment.text,
            answer=comment.answer,
            ground=locked.ground,
            ground_note=note,
        )
    return locked


def delete_old_reports() -> int:
    """Delete reports that were decided RETENTION ago, and return their number."""
    deleted, _ = Report.objects.filter(decided_at__lt=timezone.now() - RETENTION).delete()
    return deleted
