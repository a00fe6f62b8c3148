"""The vocabulary's application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Synonyms, suggestions and spelling for the search."""

    name = "education.search"
    label = "search"
    verbose_name = _("Search words")
