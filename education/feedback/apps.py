"""Django application of the feedback counts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Feedback on guides."""

    name = "education.feedback"
    label = "feedback"
    verbose_name = _("Was this helpful?")
