"""Pages whose review is due, and reminders to editors."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from education.models import GlossaryTermPage, GuidePage, ReviewedPage, ReviewReminder
from education.roles import EDITORS
from storefront.core.markets import default_market
from storefront.core.web.links import absolute_url

log = logging.getLogger(__name__)

REMINDER_PERIOD = timedelta(days=30)
"""Editors are reminded this long before a review falls due."""


def reviewed_pages() -> tuple[ReviewedPage, ...]:
    """Return live reviewed pages: those never reviewed first, then by the date of the next review."""
    pages = [
        *GuidePage.objects.live().select_related("reviewer", "locale"),
        *GlossaryTermPage.objects.live().select_related("reviewer", "locale"),
    ]
    return tuple(sorted(pages, key=lambda page: (page.next_review or date.min, page.title)))


def is_overdue(page: ReviewedPage) -> bool:
    """Return whether the page was never reviewed, or its review is overdue."""
    return page.next_review is None or page.next_review < timezone.localdate()


def is_due_soon(page: ReviewedPage) -> bool:
    """Return whether the review is due within the reminder period."""
    return page.next_review is not None and page.next_review <= timezone.localdate() + REMINDER_PERIOD


def review_state(page: ReviewedPage) -> str:
    """Return the review's state in a word or two."""
    if page.next_review is None:
        return _("Never checked")
    if is_overdue(page):
        return _("Overdue")
    return _("Due soon") if is_due_soon(page) else _("In time")


def day(when: date | None) -> str:
    """Return a date in the admin's format, or an empty string."""
    return date_format(when, "j F Y") if when else ""


def remind() -> int:
    """Email every editor once per page and due date, and return the number of pages.

    When an email cannot be sent, nothing is recorded, and the next run sends it again.
    """
    soon = timezone.localdate() + REMINDER_PERIOD
    reminded = set(ReviewReminder.objects.values_list("page_id", "due"))
    due = [(page.pk, page.next_review) for page in reviewed_pages() if page.next_review and page.next_review <= soon]
    new = [each for each in due if each not in reminded]
    addresses = sorted(_editor_addresses()) if new else []
    if not addresses:
        return 0
    with transaction.atomic():
        ReviewReminder.objects.bulk_create(ReviewReminder(page_id=page, due=day) for page, day in new)
        with override(default_market().language):
            for address in addresses:
                _reminder(len(new), address).send()
    log.info("reminded editors of %s reviews", len(new))
    return len(new)


def _editor_addresses() -> Iterator[str]:
    members = get_user_model().objects.filter(groups__name=EDITORS, is_active=True).exclude(email="")
    yield from members.values_list("email", flat=True)


def _reminder(count: int, address: str) -> EmailMessage:
    """Return an email that names no page, because others may see the mailbox."""
    text = ngettext("A review falls due for %(n)s page.", "Reviews fall due for %(n)s pages.", count) % {"n": count}
    link = absolute_url(reverse("reviews_due"))
    lead = _("The list is at the desk:")
    return EmailMessage(subject=_("Reviews fall due"), body=f"{text}\n\n{lead}\n{link}\n", to=[address])
