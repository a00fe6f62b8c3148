"""The replies' application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepliesConfig(AppConfig):
    """Questions and replies under guides."""

    name = "education.replies"
    label = "replies"
    verbose_name = _("Replies")
