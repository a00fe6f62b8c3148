"""The replies' application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Questions and replies under guides."""

    name = "education.comments"
    label = "comments"
    verbose_name = _("Replies")
