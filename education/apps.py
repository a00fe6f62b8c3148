"""The hub's application."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    """Guides, stages and what readers need around them."""

    name = "education"
    verbose_name = "Education"
