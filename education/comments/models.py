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

    guide = models.ForeignKey("education.GuidePage", models.CASCADE, related_name="comments", verbose_name=_("guide"))
    name = models.CharField(_("name"), max_length=40, blank=True)
    text = models.TextField(_("text"), blank=True)
    answer = models.TextField(
        _("our answer"),
        blank=True,
        help_text=_("Shown under the reply as the shop's. Plain text, and no advice about one person's health."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
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
