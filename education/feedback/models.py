"""Counts of feedback."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class HelpfulCount(models.Model):
    """The number of times an answer was given for a guide. Single answers are not stored."""

    class Answer(models.TextChoices):
        """The answers to choose from."""

        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    guide = models.ForeignKey("education.GuidePage", models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("answers to “Was this helpful?”")
        verbose_name_plural = verbose_name
        constraints: ClassVar = [models.UniqueConstraint(fields=["guide", "answer"], name="one_count_an_answer")]

    def __str__(self) -> str:
        return f"{self.guide_id}: {self.answer}"
