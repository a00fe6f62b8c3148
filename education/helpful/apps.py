"""The counts' application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpfulConfig(AppConfig):
    """How often guides were called helpful."""

    name = "education.helpful"
    label = "helpful"
    verbose_name = _("Was this helpful?")
