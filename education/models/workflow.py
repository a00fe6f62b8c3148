"""The workflow step that only clinicians can approve."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from education.models.reviews import Review, Reviewer


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """Approved by members of its groups who are recorded as clinicians. Superusers cannot approve it.

    Approving records the review, which the page then names.
    """

    class Meta:
        verbose_name = _("Clinical review")
        verbose_name_plural = _("Clinical reviews")

    @classmethod
    def get_description(cls) -> Promise:
        """Return the description in the workflow editor."""
        return _("A clinician of the chosen groups passes it; their review is written down")

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str | Promise, bool]]:
        """Return Wagtail's actions, without approval for users who are no clinicians."""
        actions: list[tuple[str, str | Promise, bool]] = super().get_actions(obj, user)
        return [action for action in actions if action[0] != "approve" or self.clinician(user)]

    def clinician(self, user: User) -> Reviewer | None:
        """Return the reviewer of this account if it may approve the step."""
        reviewer = Reviewer.objects.filter(user=user, is_clinician=True).first()
        return reviewer if reviewer and self._user_in_groups(user) else None

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: object) -> None:
        """Record the review before approving. Raises PermissionDenied for users who are no clinicians."""
        if action_name == "approve":
            reviewer = self.clinician(user)
            if reviewer is None:
                raise PermissionDenied
            Review.objects.record(task_state.workflow_state.content_object, reviewer=reviewer, user=user)
        super().on_action(task_state, user, action_name, **kwargs)
