"""The step of the workflow that only a clinician passes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from education.models.reviews import Review, Reviewer


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """Passed by somebody of its groups who is written down as a clinician, and by nobody else: no superuser either.

    Passing it writes the review down, and the page says from then on whose it is.
    """

    class Meta:
        verbose_name = _("Clinical review")
        verbose_name_plural = _("Clinical reviews")

    @classmethod
    def get_description(cls) -> Any:
        """What the desk says of it where workflows are made."""
        return _("A clinician of the chosen groups passes it; their review is written down")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Approve for clinicians; superusers may only send it back."""
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        return [action for action in actions if action[0] != "approve" or self.clinician(user)]

    def clinician(self, user: Any) -> Reviewer | None:
        """Who this account is as a clinician, when it may pass this step."""
        reviewer = Reviewer.objects.filter(user=user, is_clinician=True).first()
        return reviewer if reviewer and self._user_in_groups(user) else None

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approving writes the review down first. Raises PermissionDenied for anyone who is no clinician."""
        if action_name == "approve":
            reviewer = self.clinician(user)
            if reviewer is None:
                raise PermissionDenied
            Review.objects.record(task_state.workflow_state.content_object, reviewer=reviewer, user=user)
        super().on_action(task_state, user, action_name, **kwargs)
