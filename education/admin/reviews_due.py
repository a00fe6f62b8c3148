"""Which pages fall due for a review, and telling editors of it before they do."""

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
from storefront.core.links import absolute_url
from storefront.core.markets import default_market

log = logging.getLogger(__name__)

TOLD_BEFORE = timedelta(days=30)
"""How long before a review falls due editors are told."""
EDITORS = "Editors"


def reviewed_pages() -> tuple[ReviewedPage, ...]:
    """Every live page that is reviewed: those never checked first, then by the day on which the next review is due."""
    pages = [
        *GuidePage.objects.live().select_related("reviewer", "locale"),
        *GlossaryTermPage.objects.live().select_related("reviewer", "locale"),
    ]
    return tuple(sorted(pages, key=lambda page: (page.next_review or date.min, page.title)))


def is_overdue(page: ReviewedPage) -> bool:
    """Whether it was never checked, or its next review is over."""
    return page.next_review is None or page.next_review < timezone.localdate()


def is_due_soon(page: ReviewedPage) -> bool:
    """Whether its next review falls due within the time in which editors are told."""
    return page.next_review is not None and page.next_review <= timezone.localdate() + TOLD_BEFORE


def review_state(page: ReviewedPage) -> str:
    """The same in a word or two."""
    if page.next_review is None:
        return _("Never checked")
    if is_overdue(page):
        return _("Overdue")
    return _("Due soon") if is_due_soon(page) else _("In time")


def day(when: date | None) -> str:
    """A day as the desk writes it; empty where there is none."""
    return date_format(when, "j F Y") if when else ""


def remind() -> int:
    """Write to every editor who has an address, once for each page and due date; how many pages it was about.

    A mail that cannot be sent leaves nothing written down, so that the next run tells of it.
    """
    soon = timezone.localdate() + TOLD_BEFORE
    told = set(ReviewReminder.objects.values_list("page_id", "due"))
    due = [(page.pk, page.next_review) for page in reviewed_pages() if page.next_review and page.next_review <= soon]
    fresh = [each for each in due if each not in told]
    addresses = sorted(_addresses()) if fresh else []
    if not addresses:
        return 0
    with transaction.atomic():
        ReviewReminder.objects.bulk_create(ReviewReminder(page_id=page, due=day) for page, day in fresh)
        with override(default_market().language):
            for address in addresses:
                _mail(len(fresh), address).send()
    log.info("editors were told of %s reviews that fall due", len(fresh))
    return len(fresh)


def _addresses() -> Iterator[str]:
    members = get_user_model().objects.filter(groups__name=EDITORS, is_active=True).exclude(email="")
    yield from members.values_list("email", flat=True)


def _mail(count: int, address: str) -> EmailMessage:
    """It names no page: a mailbox may be read over a shoulder."""
    said = ngettext("A review falls due for %(n)s page.", "Reviews fall due for %(n)s pages.", count) % {"n": count}
    link = absolute_url(reverse("reviews_due"))
    lead = _("The list is at the desk:")
    return EmailMessage(subject=_("Reviews fall due"), body=f"{said}\n\n{lead}\n{link}\n", to=[address])
