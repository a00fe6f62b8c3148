"""Warnings at the top of a page's form: its review, its translation, its products."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from education.admin.page_checks.product_issues import product_issues_of
from education.admin.page_checks.reviews_due import day, is_due_soon, is_overdue
from education.admin.page_checks.translation_status import changed_since
from education.admin.reports import edit_url, stage_place
from education.models import GuidePage, ReviewedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One warning. `about` is its subject; `url` leads to the place, with `link` as the link text."""

    about: str
    text: str
    url: str
    link: str


def warnings_of(page: ReviewedPage) -> Iterator[Notice]:
    """Return the warnings about a page as last saved, the most urgent first."""
    if page.live and page.has_unpublished_changes:
        yield Notice(
            about=_("Draft"),
            text=_("Readers do not see these changes yet."),
            url=reverse("what_changed", args=[page.pk]),
            link=_("See what changed"),
        )
    yield from _review(page)
    yield from _translation(page)
    if isinstance(page, GuidePage):
        for issue in product_issues_of([page]):
            yield Notice(
                about=f"{issue.stage}: {issue.product}" if issue.product else issue.stage,
                text=issue.message,
                url=stage_place(issue),
                link=_("See the stage"),
            )


def _review(page: ReviewedPage) -> Iterator[Notice]:
    if not page.live:
        return
    if page.next_review is None:
        text = _("Nobody has written down when this page was checked. Readers are told so.")
    elif is_overdue(page):
        text = _("It was due on %(date)s. Readers are told that it is overdue.") % {"date": day(page.next_review)}
    elif is_due_soon(page):
        text = _("The next one is due on %(date)s.") % {"date": day(page.next_review)}
    else:
        return
    yield Notice(about=_("Review"), text=text, url="#:w:contentpath=last_reviewed", link=_("See the dates"))


def _translation(page: ReviewedPage) -> Iterator[Notice]:
    original = changed_since(page)
    if original is not None and original.last_published_at is not None:
        text = _("The original went live again on %(date)s, after this page did. Publish it when it is up to date.") % {
            "date": day(original.last_published_at.date())
        }
        yield Notice(about=_("Translation"), text=text, url=edit_url(original.pk), link=_("Open the original"))
