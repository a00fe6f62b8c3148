"""Retention of the admin's log: how long it keeps who did what."""

from datetime import timedelta

from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, PageLogEntry

KEEP_LOG_FOR = timedelta(days=2 * 365)  # a guide's text may be questioned until its next review
KEEP_OPEN_FORMS_FOR = timedelta(days=30)


def prune() -> int:
    """Delete old log entries, and forms and editing sessions that were left open; return how many rows went."""
    now = timezone.now()
    old = (
        PageLogEntry.objects.filter(timestamp__lt=now - KEEP_LOG_FOR),
        ModelLogEntry.objects.filter(timestamp__lt=now - KEEP_LOG_FOR),
        EditingSession.objects.filter(last_seen_at__lt=now - KEEP_OPEN_FORMS_FOR),
        FormState.objects.filter(last_updated_at__lt=now - KEEP_OPEN_FORMS_FOR),
    )
    return sum(rows.delete()[0] for rows in old)
