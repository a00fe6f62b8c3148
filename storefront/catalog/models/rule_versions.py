"""Versions of the safety rules: what was edited at the desk, by whom, why, and when it was in force."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RuleVersion(models.Model):
    """A whole set of edits over the packaged safety rules. Rows are kept, so that a version can be put back.

    `changes` are the edits by path (storefront/safety/rules/editing.py). `approved_for` is the fingerprint of the
    packaged rules for which a second person accepted what is laxer than they are; for other packaged rules the laxer
    edits do not count. The names stay when an account goes.
    """

    class State(models.TextChoices):
        """Where a version stands. At most one is in force; without one the packaged rules are."""

        PROPOSED = "proposed", _("Waits for a second person")
        IN_FORCE = "in-force", _("In force")
        REPLACED = "replaced", _("Replaced")
        REFUSED = "refused", _("Not accepted")

    state = models.CharField(max_length=10, choices=State)
    changes = models.JSONField(default=dict)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    approved_for = models.CharField(max_length=16, blank=True)
    why = models.TextField()
    source = models.TextField()
    source_date = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=255)
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_name = models.CharField(max_length=255, blank=True)
    decided_at = models.DateTimeField(null=True)
    in_force_from = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        permissions: ClassVar = [("approve_ruleversion", "Can accept laxer safety rules of someone else")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="in-force"), name="one_rule_version_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
