"""Publishing at the end of a workflow.

Wagtail imports this module while it loads its own models (`WAGTAIL_FINISH_WORKFLOW_ACTION`), so it imports no models.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: "WorkflowState", user: "AbstractBaseUser | None" = None) -> None:
    """Publish the page whose workflow ended. The approvals are the permission: clinicians have no other to publish."""
    page = workflow_state.content_object
    page.refresh_from_db(fields=["latest_revision"])
    page.get_latest_revision().publish(user=user, skip_permission_checks=True)
