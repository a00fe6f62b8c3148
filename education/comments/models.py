"""Comments and their states."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """A comment under a guide: a name of the writer's choice and plain text, without any address.

    `key` is the keyed hash of the secret in the writer's link. `state_changed_at` is when the comment entered its
    present state. A withdrawn comment has no text.
    """

    class State(models.TextChoices):
        """Only SHOWN is public. Refused and withdrawn comments are deleted after `services.RETENTION`."""

        WAITING = "waiting", _("Waiting")
        SHOWN = "shown", _("Shown")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Ground(models.TextChoices):
        """Why a comment is not shown (Regulation (EU) 2022/2065, article 17(3))."""

        LAW = "law", _("It breaks the law")
        DANGER = "danger", _("It could endanger somebody's health")
        PERSON = "person", _("It says who somebody is, or tells of their health")
        INSULT = "insult", _("It insults, threatens or shames")
        ADVERT = "advert", _("It advertises something")
        TOPIC = "topic", _("It is not about the guide")

    guide = models.ForeignKey("education.GuidePage", models.CASCADE, related_name="comments", verbose_name=_("guide"))
    name = models.CharField(_("name"), max_length=40, blank=True)
    text = models.TextField(_("text"), blank=True)
    answer = models.TextField(
        _("our answer"),
        blank=True,
        help_text=_("Shown under the reply as the shop's. Plain text, and no advice about one person's health."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    ground = models.CharField(_("why it is not shown"), max_length=10, choices=Ground, blank=True)
    ground_note = models.TextField(
        _("in your words"), blank=True, help_text=_("Its writer reads this on their page: which words, and which rule.")
    )
    sent_at = models.DateTimeField(_("sent"))
    state_changed_at = models.DateTimeField(null=True, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering: ClassVar = ["-state", "sent_at"]
        indexes: ClassVar = [models.Index(fields=["guide", "state", "sent_at"], name="comments_of_a_guide")]
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        """Return no text of the comment, because the admin log keeps this longer than the comment."""
        return f"{self._meta.verbose_name} {self.pk}"


class Report(models.Model):
    """A reader's notice about a shown comment (Regulation (EU) 2022/2065, article 16).

    `key` is the keyed hash of the secret in the reporter's link, where they read the decision. Nothing says who they
    are. Reports are deleted `reports.RETENTION` after the decision, and with their comment.
    """

    class Decision(models.TextChoices):
        """What an editor decided."""

        OPEN = "open", _("Not decided yet")
        KEPT = "kept", _("The reply stays")
        REMOVED = "removed", _("The reply is not shown any more")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("reply"))
    ground = models.CharField(_("what is wrong"), max_length=10, choices=Comment.Ground)
    explanation = models.TextField(_("in the reporter's words"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default=Decision.OPEN)
    decision_note = models.TextField(_("reason for the decision"), blank=True)
    sent_at = models.DateTimeField(_("sent"))
    decided_at = models.DateTimeField(null=True, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-sent_at"]
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
