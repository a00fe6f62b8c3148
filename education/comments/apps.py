"""Django application of the comments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Comments under guides."""

    name = "education.comments"
    label = "comments"
    verbose_name = _("Replies")
