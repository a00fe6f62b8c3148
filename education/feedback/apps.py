"""The counts' application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """How often guides were called helpful."""

    name = "education.feedback"
    label = "feedback"
    verbose_name = _("Was this helpful?")
