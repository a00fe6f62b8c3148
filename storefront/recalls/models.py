"""Recalls, as the merchant writes them."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from storefront.core.coordination.outbox import OutboxModel, OutboxQuerySet
from storefront.core.text.localized_text import LocalizedText
from storefront.recalls.wording import weakening_words


class Recall(ClusterableModel, OutboxModel):
    """A recall of some variants, in all channels.

    `items` holds the identifiers of the variants, one a line: the SKU, or Saleor's ID where there is none. With
    `ordered_from` or `ordered_until` only orders of those days count, both included. Buyers are written to page by
    page, from when it is published: `cursor` is the end of the last page of orders that is done, and `written_at` is
    when the last page was.
    """

    class State(models.TextChoices):
        """Whether customers can see the recall."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published: sale stops and buyers are written to")
        ENDED = "ended", _("Ended: it may be sold again, the page stays")

    items = models.TextField(
        _("items"), help_text=_("The SKU of each variant, one a line. Saleor's ID for a variant without SKU.")
    )
    batches = models.CharField(
        _("batches"), max_length=300, blank=True, help_text=_("As printed on the pack. Empty: all of them.")
    )
    ordered_from = models.DateField(_("ordered from"), null=True, blank=True)
    ordered_until = models.DateField(_("ordered until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, editable=False)
    cursor = models.CharField(max_length=500, blank=True, editable=False)
    written_at = models.DateTimeField(null=True, editable=False)
    emails_written = models.PositiveIntegerField(_("emails written"), default=0, editable=False)
    next_attempt_at = models.DateTimeField(null=True, blank=True, default=None, db_index=True, editable=False)

    objects = OutboxQuerySet["Recall"].as_manager()

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        text = self.texts.first() if self.pk else None
        return text.product if text else str(_("recall"))

    def get_absolute_url(self) -> str:
        """Its page in the active market."""
        return reverse("recalls:recall", args=[self.pk])

    @property
    def identifiers(self) -> frozenset[str]:
        """The identifiers of its variants."""
        return frozenset(line.strip() for line in self.items.splitlines() if line.strip())

    @property
    def ordered_between(self) -> tuple[datetime | None, datetime | None]:
        """The first and last moment of the days on which recalled items were ordered."""
        return _start_of(self.ordered_from), _end_of(self.ordered_until)

    def publish(self) -> None:
        """Show it and make the emails due, once; call it before saving a recall whose state may have changed."""
        if self.state == self.State.PUBLISHED and self.published_at is None:
            self.published_at = self.next_attempt_at = timezone.now()

    @property
    def is_visible(self) -> bool:
        """Whether customers can see it."""
        return self.state != self.State.DRAFT

    def clean(self) -> None:
        """Refuse a recall without items, and days in the wrong order."""
        errors = {}
        if not self.identifiers:
            errors["items"] = _("Name at least one variant.")
        if self.ordered_from and self.ordered_until and self.ordered_from > self.ordered_until:
            errors["ordered_until"] = _("This day is before the first one.")
        if errors:
            raise ValidationError(errors)

    def text_in(self, language: str) -> "RecallText | None":
        """The texts in a language (without region), else the first ones; None if there are none."""
        texts = list(self.texts.all())
        return next((text for text in texts if text.language == language), texts[0] if texts else None)


class RecallText(models.Model):
    """What a recall says in one language."""

    recall = ParentalKey(Recall, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, help_text=_("Its code without region, such as en or de."))
    product = models.CharField(_("product"), max_length=200, help_text=_("Its name and brand, as on the pack."))
    hazard = models.TextField(_("what the danger is"))
    what_to_do = models.TextField(_("what to do now"), help_text=_("Such as: stop using it at once."))
    remedy = models.TextField(_("what the buyer gets"), help_text=_("Repair, replacement or the money back, and how."))

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("recall", Lower("language"), name="one_recall_text_per_language")
        ]

    def __str__(self) -> str:
        return self.product

    def clean(self) -> None:
        """Refuse words that make a danger look smaller, which Regulation (EU) 2023/988, article 36(2)(c) forbids."""
        self.language = self.language.strip().lower()
        errors = {}
        for name in ("hazard", "what_to_do", "remedy"):
            words = weakening_words(getattr(self, name))
            if words:
                message = _("The law forbids words that make a danger look smaller. Leave out: %(words)s.")
                errors[name] = ValidationError(message, params={"words": ", ".join(words)})
        if errors:
            raise ValidationError(errors)

    def localized(self, text: str) -> LocalizedText:
        """One of its texts, with its language."""
        return LocalizedText(text, self.language)


def _start_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _end_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) if day else None
