"""Who checks the hub's pages, and when they were checked."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from education.models.hub import HubPage


@register_snippet
class Reviewer(index.Indexed, models.Model):
    """Somebody who checks guides. Only a clinician's name may stand beside "clinically reviewed"."""

    name = models.CharField(_("name"), max_length=120)
    credential = models.CharField(
        _("credential"), max_length=160, help_text=_("As they give it themselves. Never invent a registration number.")
    )
    is_clinician = models.BooleanField(_("is a clinician"), default=False)

    panels: ClassVar = [FieldPanel("name"), FieldPanel("credential"), FieldPanel("is_clinician")]
    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credential}"


class ReviewedPage(HubPage):
    """A page that is checked again and again: a guide, or a term of the glossary."""

    class ReviewStatus(models.TextChoices):
        """Who has checked it. Being checked by an editor is not a clinical review, and the page says so."""

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
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A clinical review needs a clinician, and the dates must be in order."""
        super().clean()
        if self.review_status == self.ReviewStatus.CLINICAL and not (self.reviewer and self.reviewer.is_clinician):
            raise ValidationError(
                {"reviewer": _("Name the clinician who reviewed it, or choose “Editorially checked”.")}
            )
        if self.last_reviewed and self.next_review and self.next_review <= self.last_reviewed:
            raise ValidationError({"next_review": _("The next review comes after the last one.")})


REVIEW_PANEL = MultiFieldPanel(
    [
        FieldPanel("review_status"),
        FieldPanel("reviewer"),
        FieldPanel("last_reviewed"),
        FieldPanel("next_review"),
    ],
    heading=_("Review"),
)
