"""The admin's log ends after two years, and forms that were left open after a month."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from education.models import GuidePage
from education.tasks import delete_old_admin_records

pytestmark = pytest.mark.django_db


def test_old_entries_of_the_log_end_and_young_ones_stay() -> None:
    # given
    guide, editor = GuidePage.objects.first(), User.objects.create_user("editor")
    assert guide
    PageLogEntry.objects.all().delete()
    for days in (729, 731):
        entry = log(guide, "wagtail.edit", user=editor)
        PageLogEntry.objects.filter(pk=entry.pk).update(timestamp=timezone.now() - timedelta(days=days))
    # when
    delete_old_admin_records()
    # then
    (left,) = PageLogEntry.objects.all()
    assert (timezone.now() - left.timestamp).days == 729


def test_forms_that_were_left_open_end() -> None:
    guide, editor = GuidePage.objects.first(), User.objects.create_user("editor")
    assert guide
    kind = ContentType.objects.get_for_model(GuidePage)
    for days in (1, 31):
        EditingSession.objects.create(
            user=editor, content_type=kind, object_id=guide.pk, last_seen_at=timezone.now() - timedelta(days=days)
        )
    delete_old_admin_records()
    assert EditingSession.objects.filter(user=editor).count() == 1
