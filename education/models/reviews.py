"""Reviews of pages: reviewers, clinical reviews, and pages that are reviewed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.models import Page, PreviewableMixin, Revision
from wagtail.search import index

from education.blocks.text import reviewed_value
from education.models.public_page import PublicPage

REVIEWED_EVERY = timedelta(days=365)
"""The time until the next review, unless an editor sets another date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerName:
    """A clinician's name and credential, as they give them."""

    name: str
    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """Who checked a page and when. `reviewer` is set only after a clinical review; dates may be unknown."""

    review_status: str
    last_reviewed: date | None
    next_review: date | None
    reviewer: ReviewerName | None
    is_overdue: bool


class Reviewer(PreviewableMixin, index.Indexed, models.Model):
    """A person who reviews pages. Only clinicians are named as clinical reviewers."""

    name = models.CharField(_("name"), max_length=120)
    credential = models.CharField(
        _("credential"), max_length=160, help_text=_("As they give it themselves. Never invent a registration number.")
    )
    is_clinician = models.BooleanField(_("is a clinician"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviewer",
        verbose_name=_("account"),
        help_text=_("Whose approval at the desk counts as this person's review."),
    )

    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credential}"

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return a template that shows the reviewer as pages do."""
        return "education/admin/reviewer_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        """`review` (ReviewSummary): a review by this reviewer, made today."""
        today = timezone.localdate()
        name = ReviewerName(name=self.name, credential=self.credential) if self.is_clinician else None
        status = ReviewedPage.ReviewStatus.CLINICAL if name else ReviewedPage.ReviewStatus.EDITORIAL
        return {
            "review": ReviewSummary(
                review_status=status.value,
                last_reviewed=today,
                next_review=today + REVIEWED_EVERY,
                reviewer=name,
                is_overdue=False,
            )
        }


class ReviewManager(models.Manager["Review"]):
    """Records clinical reviews."""

    @transaction.atomic
    def record(self, page: Page, *, reviewer: Reviewer, user: AbstractBaseUser) -> None:
        """Record that `reviewer` read the newest revision of a page, and name them in a new revision of it.

        Pages that carry no review (the home page, lists) stay as they are.
        """
        latest = page.get_latest_revision_as_object()
        if not isinstance(latest, ReviewedPage):
            return
        today = timezone.localdate()
        review = self.create(
            page_id=latest.pk, reviewer=reviewer, date=today, scope=str(_("The whole page")), text_hash=latest.text_hash
        )
        latest.review_status, latest.reviewer = ReviewedPage.ReviewStatus.CLINICAL, reviewer
        latest.last_reviewed, latest.next_review = today, today + REVIEWED_EVERY
        review.revision = latest.save_revision(user=user, log_action=True)
        review.save(update_fields=["revision"])


class Review(models.Model):
    """A clinician's review of a page. `text_hash` is of the text that was read; `scope` says which part was."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="reviews")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    date = models.DateField()
    scope = models.CharField(max_length=200)
    text_hash = models.CharField(max_length=64)

    objects = ReviewManager()

    class Meta:
        ordering: ClassVar = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} by {self.reviewer} on {self.date}"


class ReviewedPage(PublicPage):
    """A page with a review date: a guide or a glossary term."""

    class ReviewStatus(models.TextChoices):
        """Who checked the page. The page states that an editorial check is no clinical review."""

        EDITORIAL = "editorial", _("Editorially checked")
        CLINICAL = "clinical", _("Clinically reviewed")

    last_reviewed = models.DateField(
        _("last checked"), null=True, blank=True, help_text=_("Only after the whole page was checked.")
    )
    next_review = models.DateField(_("next review due"), null=True, blank=True)
    review_status = models.CharField(
        _("review"), max_length=20, choices=ReviewStatus.choices, default=ReviewStatus.EDITORIAL
    )
    reviewer = models.ForeignKey(
        Reviewer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )

    reviewed_fields: ClassVar[tuple[str, ...]] = ()
    """The fields that a review covers."""

    class Meta:
        abstract = True

    @property
    def review_summary(self) -> ReviewSummary:
        """Who checked it and when. A reviewer is named only after a clinical review by a clinician."""
        reviewer = self.reviewer if self.review_status == self.ReviewStatus.CLINICAL and self.reviewer_id else None
        if reviewer is not None and reviewer.is_clinician:
            status, name = self.ReviewStatus.CLINICAL, ReviewerName(name=reviewer.name, credential=reviewer.credential)
        else:
            status, name = self.ReviewStatus.EDITORIAL, None
        return ReviewSummary(
            review_status=status.value,
            last_reviewed=self.last_reviewed,
            next_review=self.next_review,
            reviewer=name,
            is_overdue=self.next_review is not None and self.next_review < timezone.localdate(),
        )

    @property
    def text_hash(self) -> str:
        """A hash of the reviewed text. It does not change with fields whose block says `reviewed=False`."""
        text = {
            name: _reviewed_text(self._meta.get_field(name).value_from_object(self)) for name in self.reviewed_fields
        }
        return hashlib.sha256(json.dumps(text, sort_keys=True, default=str).encode()).hexdigest()

    def clean(self) -> None:
        """Refuse a clinical review without a clinician, and dates in the wrong order.

        A review of an earlier text falls back to an editorial check.
        """
        super().clean()
        if self.review_status == self.ReviewStatus.CLINICAL and not (self.reviewer and self.reviewer.is_clinician):
            raise ValidationError(
                {"reviewer": _("Name the clinician who reviewed it, or choose “Editorially checked”.")}
            )
        if self.review_status == self.ReviewStatus.CLINICAL and not self._has_review_of_this_text():
            self.review_status, self.reviewer = self.ReviewStatus.EDITORIAL, None
        if self.last_reviewed and self.next_review and self.next_review <= self.last_reviewed:
            raise ValidationError({"next_review": _("The next review comes after the last one.")})

    def _has_review_of_this_text(self) -> bool:
        return Review.objects.filter(page=self.pk, reviewer=self.reviewer, text_hash=self.text_hash).exists()


def _reviewed_text(value: StreamValue | str) -> object:
    """Return the part of a field's value that a review covers."""
    if isinstance(value, StreamValue):
        # Through its blocks, which convert values that still are as a form or a file gave them.
        return [
            [block.block_type, reviewed_value(block.block, block.block.get_prep_value(block.value))] for block in value
        ]
    return reviewed_value(None, value)


class ReviewReminder(models.Model):
    """Records that editors were reminded of a due date, so that they are reminded once."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    due = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "due"], name="one_reminder_per_due_date")]

    def __str__(self) -> str:
        return f"{self.page_id} due {self.due}"
